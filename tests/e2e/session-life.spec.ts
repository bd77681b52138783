// The life of a session as its person meets it: warned before the end, nothing typed is lost, nobody else sees it, ended from afar.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Account, RunningServer } from '../support/server.ts';
import { expect, test } from '../support/fixtures.ts';
import { inDatabaseOf } from '../support/server-database.ts';
import { fieldOf, fill, formOf, open } from './entry-forms.ts';
import { complaintsOf, fitsTheScreen, isAccessible } from './every-page.ts';

const caseForm = (page: Page) => formOf(page, '登记受理');
const warning = (page: Page) => page.getByRole('dialog', { name: '登录即将结束' });
const back = (page: Page) => page.getByText('您上次填写的内容已恢复，尚未提交。');
const number = () => `示例-${randomUUID().slice(0, 8)}`;

/** Stops both clocks of a page, the computer's and its own: they stand still between `pass`es. Timers run. */
function stopClocks(): void {
	const [own, computer] = [performance.now(), Date.now()];
	let passed = 0;
	performance.now = () => own + passed;
	Date.now = () => computer + passed;
	Reflect.set(window, 'pass', (ms: number) => {
		passed += ms;
		// A page looks at the clock when it is looked at: nothing that follows is read too early.
		window.dispatchEvent(new Event('focus'));
	});
}

/** Opens a page whose clocks stand still; the function returned lets time pass in all windows. The server's clock runs on. */
async function openAtRest(page: Page, path: string): Promise<(minutes: number, seconds: number) => Promise<void>> {
	await page.context().addInitScript(stopClocks);
	await open(page, path);
	return async (minutes, seconds) => {
		for (const window of page.context().pages())
			await window.evaluate(
				(ms) => {
					(Reflect.get(globalThis, 'pass') as (ms: number) => void)(ms);
				},
				(minutes * 60 + seconds) * 1000
			);
	};
}

/** What half an hour without its person does to every session of an account. */
function idleOut(server: RunningServer, { username }: Account): Promise<void> {
	return inDatabaseOf(
		server,
		(sql) => sql`
			update session set seen_at = now() - interval '31 minutes', expires_at = now() - interval '1 minute'
			from account where account.id = session.account and account.username = ${username}`
	);
}

async function signInHere(page: Page, account: Account): Promise<void> {
	await page.locator('input[name=username]').fill(account.username);
	await page.locator('input[name=password]').fill(account.password);
	await page.locator('form:has(input[name=password]) button[type=submit]').click();
}

test(
	'[R182] two minutes before the end a page warns and counts down; any input keeps the session',
	{ tag: '@core' },
	async ({ server, signedIn }) => {
		const page = await signedIn(server.accountOf('district', 'yinzhou'));
		const complaints = complaintsOf(page);
		const pass = await openAtRest(page, '/ledger/cases/new');
		await pass(27, 30);
		await expect(warning(page)).toHaveCount(0);
		await pass(0, 35);
		await expect(warning(page)).toBeVisible();
		// Its clock was set by the server's answer, which took its time.
		await expect(warning(page)).toContainText(/1:[345]\d/);
		await expect(warning(page).getByRole('status')).toHaveText('还有两分钟');
		await expect(warning(page).getByRole('button', { name: '现在退出' })).toBeVisible();
		await isAccessible(page);
		await page.setViewportSize({ width: 390, height: 844 });
		await fitsTheScreen(page);
		await isAccessible(page);
		await pass(1, 0);
		await expect(warning(page).getByRole('status')).toHaveText('还有一分钟');
		await pass(0, 38);
		await expect(warning(page).getByRole('status')).toHaveText('还有 20 秒');

		await page.mouse.move(30, 30);
		await page.keyboard.press('Tab');
		await expect(warning(page)).toBeVisible();
		const heard = page.waitForResponse('/session/seen');
		await page.keyboard.press('a');
		expect((await heard).status()).toBe(200);
		await expect(warning(page)).toHaveCount(0);
		await pass(25, 0);
		await expect(page).toHaveURL('/ledger/cases/new');
		await expect(warning(page)).toHaveCount(0);
		expect(complaints).toEqual([]);
	}
);

test('[R182] windows of one browser share the session: who is busy in one keeps them all', async ({
	server,
	signedIn
}) => {
	const page = await signedIn(server.accountOf('district', 'cixi'));
	const pass = await openAtRest(page, '/work');
	const beside = await page.context().newPage();
	await open(beside, '/overview');
	await pass(28, 30);
	await expect(warning(page)).toBeVisible();
	await expect(warning(beside)).toBeVisible();
	await warning(beside).getByRole('button', { name: '保持登录' }).click();
	await expect(warning(beside)).toHaveCount(0);
	await expect(warning(page)).toHaveCount(0);
});

test('[R183] what was typed when the session ended comes back to the same person, until it is discarded or sent', async ({
	server,
	signedIn
}) => {
	const account = server.accountOf('district', 'haishu');
	const page = await signedIn(account);
	const pass = await openAtRest(page, '/ledger/cases/new');
	const typed = number();
	await fill(caseForm(page), { 案号: typed, 案件类型: '专利', 受理日期: '2019-09-02' });
	await idleOut(server, account);
	await pass(30, 1);
	await expect(page).toHaveURL('/login?next=%2Fledger%2Fcases%2Fnew&over=idle');
	await expect(page.locator('main')).toContainText('因一段时间没有操作，已自动退出。');
	await signInHere(page, account);

	await expect(page).toHaveURL('/ledger/cases/new');
	await expect(back(page)).toBeVisible();
	await expect(fieldOf(caseForm(page), '案号')).toHaveValue(typed);
	await expect(fieldOf(caseForm(page), '受理日期')).toHaveValue('2019-09-02');
	await isAccessible(page);
	// Still there when the page is loaded again, as it was changed meanwhile.
	const other = number();
	await fill(caseForm(page), { 案号: other });
	await page.reload();
	await expect(fieldOf(caseForm(page), '案号')).toHaveValue(other);
	await page.getByRole('button', { name: '放弃这些内容' }).click();
	await expect(back(page)).toHaveCount(0);
	await expect(fieldOf(caseForm(page), '案号')).toHaveValue('');
	await page.reload();
	await expect(fieldOf(caseForm(page), '案号')).toHaveValue('');
	await expect(back(page)).toHaveCount(0);
});

test('[R183] what was typed is never shown to somebody else, and is gone once they have signed in', async ({
	server,
	signedIn
}) => {
	const account = server.accountOf('district', 'jiangbei');
	const page = await signedIn(account);
	const pass = await openAtRest(page, '/ledger/cases/new');
	const typed = number();
	await fill(caseForm(page), { 案号: typed });
	await idleOut(server, account);
	await pass(30, 1);
	await expect(page).toHaveURL(/\/login\?next=.*over=idle$/);
	await signInHere(page, server.accountOf('district', 'beilun'));
	await expect(page).toHaveURL('/ledger/cases/new');
	await expect(page.locator('[data-state=live]')).toBeVisible();
	await expect(fieldOf(caseForm(page), '案号')).toHaveValue('');
	expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(typed);
});

test('[R182] before the hours of a session are over, what was typed is kept and one signs in again', async ({
	server,
	signedIn
}) => {
	const account = server.accountOf('district', 'fenghua');
	const page = await signedIn(account);
	await inDatabaseOf(
		server,
		(sql) => sql`
			update session set ends_at = now() + interval '20 minutes' from account
			where account.id = session.account and account.username = ${account.username}`
	);
	const pass = await openAtRest(page, '/ledger/cases/new');
	const hours = page.getByRole('dialog', { name: '登录时长即将用完' });
	const typed = number();
	await fill(caseForm(page), { 案号: typed });
	await pass(18, 5);
	await hours.getByRole('button', { name: '关闭' }).click();
	await expect(hours).toHaveCount(0);
	await open(page, '/ledger/cases/new');
	await fill(caseForm(page), { 案号: typed });
	await pass(18, 5);
	await expect(hours.getByRole('button', { name: '保持登录' })).toHaveCount(0);
	await isAccessible(page);
	await hours.getByRole('button', { name: '保留已填内容并重新登录' }).click();
	await expect(page).toHaveURL('/login?next=%2Fledger%2Fcases%2Fnew&over=hours');
	await signInHere(page, account);
	await expect(fieldOf(caseForm(page), '案号')).toHaveValue(typed);
	// Sent, it has done its work.
	await fill(caseForm(page), { 案件类型: '专利', 受理日期: '2019-09-02' });
	await caseForm(page).getByRole('button', { name: '登记受理' }).click();
	await expect(page).toHaveURL(/\/ledger\/cases\?/);
	expect(await page.evaluate(() => sessionStorage.getItem('drafts'))).toBeNull();
});

test(
	'[R184] one’s own sessions are listed and ended from another browser within a second',
	{ tag: '@core' },
	async ({ server, signedIn }) => {
		const account = server.accountOf('district', 'zhenhai');
		// Other stories on this server were theirs as well.
		await idleOut(server, account);
		const here = await signedIn(account);
		const there = await signedIn(account);
		await open(there, '/ledger/cases/new');
		const typed = number();
		await fill(caseForm(there), { 案号: typed });
		await open(here, '/me');
		await expect(here.locator('main')).toContainText('任职起始日');
		await here.getByRole('navigation', { name: '我的账号' }).getByRole('link', { name: '登录会话' }).click();
		const rows = here.locator('li[data-session]');
		await expect(rows).toHaveCount(2);
		await expect(rows.first()).toContainText('当前会话');
		await expect(rows.first().getByRole('button')).toHaveCount(0);
		await expect(rows.last()).toContainText('127.0.0.1');
		await isAccessible(here);
		await here.setViewportSize({ width: 390, height: 844 });
		await fitsTheScreen(here);

		const left = there.waitForURL(/\/login/).then(() => Date.now());
		await rows.last().getByRole('button', { name: '结束', exact: true }).click();
		await expect(here.getByText('已结束 1 个会话。')).toBeVisible();
		const noted = Date.now();
		expect((await left) - noted).toBeLessThan(1000);
		await expect(there).toHaveURL(/over=elsewhere$/);
		await expect(there.locator('main')).toContainText('登录已在别处结束');
		await expect(rows).toHaveCount(1);
		await expect(here.getByText('没有其他会话。')).toBeVisible();
		// What was typed there waits for the same person.
		await signInHere(there, account);
		await expect(fieldOf(caseForm(there), '案号')).toHaveValue(typed);
	}
);

test('[R183] whoever signs out leaves no draft behind', async ({ server, signedIn }) => {
	const account = server.accountOf('district', 'xiangshan');
	const page = await signedIn(account);
	await open(page, '/ledger/cases/new');
	await fill(caseForm(page), { 案号: number() });
	await page.getByRole('button', { name: /账号$/ }).click();
	await page.getByRole('button', { name: '退出登录' }).click();
	await expect(page).toHaveURL(/\/login$/);
	expect(await page.evaluate(() => sessionStorage.getItem('drafts'))).toBeNull();
});
