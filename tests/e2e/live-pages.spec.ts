// Pages that load again by themselves when something happens: without harm to what their reader is doing meanwhile.
import { randomUUID } from 'node:crypto';
import type { Page, Request } from '@playwright/test';
import { post } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { fieldOf, fill, formOf, open, row } from './entry-forms.ts';

/** Resolves when the page has heard of a record of a ledger, which it will load again for after a while. */
function heard(page: Page, ledger: string): Promise<unknown> {
	const socket = page.waitForEvent('websocket', (one) => one.url().includes('socket.io'));
	return socket.then((one) =>
		one.waitForEvent('framereceived', ({ payload }) => payload.toString().includes(`"ledger:${ledger}"`))
	);
}

const isData = (request: Request) => request.url().includes('__data.json');

async function record(page: Page, territory: string): Promise<string> {
	const reference = `示例-${randomUUID().slice(0, 8)}`;
	const loan = { kind: 'pledge', amount: '10000.00', date: '2019-09-11', territory, bank: '示例银行', reference };
	expect((await post(page, 'transactions', loan)).status).toBe(201);
	return reference;
}

test('what happens while a click is under way does not swallow the click, and is shown after it', async ({
	server,
	signedIn
}) => {
	const district = await signedIn(server.accountOf('district', 'meishan'));
	const page = await district.context().newPage();
	await page.clock.install();
	const hears = heard(page, 'transactions');
	await open(page, '/ledger/transactions');
	let letGo = (): void => undefined;
	const held = new Promise<void>((resolve) => (letGo = resolve));
	await page.route(/kind=pledge.*__data|__data.*kind=pledge/, async (route) => {
		await held;
		await route.continue();
	});
	const asked = page.waitForRequest((request) => isData(request) && request.url().includes('kind=pledge'));
	await page.getByRole('combobox', { name: '事项' }).selectOption('pledge');
	await asked;

	const first = await record(district, 'meishan');
	await hears;
	const answers = page.waitForResponse('**/readyz');
	await page.clock.fastForward(2000);
	await answers;
	letGo();
	await expect(page).toHaveURL(/kind=pledge/);
	await expect(row(page, first)).toBeVisible();
});

test('a server that cannot answer leaves the page and what is typed in it; what happened is shown when it can', async ({
	server,
	signedIn
}) => {
	const district = await signedIn(server.accountOf('district', 'hangzhou-bay'));
	const page = await district.context().newPage();
	await page.clock.install();
	const hears = heard(page, 'transactions');
	await open(page, '/ledger/transactions');
	const away = (url: URL) => url.pathname === '/readyz' || url.pathname.endsWith('__data.json');
	await page.route(away, (route) => route.fulfill({ status: 503, json: { message: 'away' } }));
	const first = await record(district, 'hangzhou-bay');
	await hears;
	const answered = page.waitForResponse((response) => away(new URL(response.url())));
	await page.clock.fastForward(2000);
	await answered;
	await expect(page.getByRole('heading', { level: 1 })).toContainText('台账');
	await page.unroute(away);
	await page.clock.fastForward(5000);
	await expect(row(page, first)).toBeVisible();
});

test('a form that is being filled in stays as it is while its page loads again', async ({ server, signedIn }) => {
	const district = await signedIn(server.accountOf('district', 'bonded'));
	await open(district, '/work');
	const card = district.locator('article[data-share]').first();
	const share = (await card.getAttribute('data-share')) ?? '';
	await card.getByText('更新进展', { exact: true }).click();
	const form = formOf(card, '上报进展');
	await fill(form, { 最新进展: '示例：还没有写完' });
	const beside = await fieldOf(form, '下一步').inputValue();
	const changes = { nextStep: { base: beside, new: '示例：别处写下的下一步' } };
	expect((await post(district, 'task-updates', { share, changes })).status).toBe(201);
	await expect(fieldOf(form, '下一步')).toHaveValue('示例：别处写下的下一步');
	await expect(fieldOf(form, '最新进展')).toHaveValue('示例：还没有写完');
	await expect(form).toBeVisible();
});
