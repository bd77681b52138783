// The live path in real browsers: what one writes, the other sees; breaks of network and server lose and double nothing.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { dashboard, post } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const casesPanel = (page: Page) => page.getByRole('region', { name: '案件' });
const connection = (page: Page, state: string) => page.locator(`[data-state="${state}"]`);

/** The panel's own formula, with the figures that the API gives at this moment. */
async function expectCasesAsInDatabase(page: Page): Promise<void> {
	const { cases } = await dashboard(page);
	await expect(casesPanel(page)).toContainText(`已结 ${cases.closed.reported} ÷`);
	await expect(casesPanel(page)).toContainText(`受理 ${cases.accepted}`);
	await expect(casesPanel(page)).toContainText(`${(cases.rate.reported * 100).toFixed(1)}%`);
	if (cases.stillToClose > 0) await expect(casesPanel(page)).toContainText(`再结 ${cases.stillToClose} 件`);
}

const acceptCase = (page: Page, territory: string, number: string) =>
	post(page, 'cases', { number, type: 'patent', territory, acceptedAt: '2019-08-20' });

test(
	'what a district records moves the leading group’s screen without a reload',
	{ tag: '@core' },
	async ({ server, signedIn }) => {
		const leader = await signedIn(server.accountOf('leader'));
		await leader.goto('/overview');
		await expect(connection(leader, 'live')).toBeVisible();
		await expectCasesAsInDatabase(leader);
		await leader.evaluate(() => Reflect.set(window, 'notReloaded', true));

		const district = await signedIn(server.accountOf('district', 'yinzhou'));
		const before = await dashboard(leader);
		const number = `示例-${randomUUID().slice(0, 8)}`;
		expect((await acceptCase(district, 'yinzhou', number)).status).toBe(201);
		expect((await post(district, 'case-closures', { number, closedAt: '2019-09-12' })).status).toBe(201);
		await expect(casesPanel(leader)).toContainText(`已结 ${before.cases.closed.reported + 1} ÷`);
		await expect(casesPanel(leader)).toContainText(`受理 ${before.cases.accepted + 1}`);
		await expectCasesAsInDatabase(leader);
		await expect(leader.getByRole('region', { name: '实时动态' }).getByRole('listitem').first()).toContainText('鄞州');

		const loan = { kind: 'pledge', amount: '5000000.00', date: '2019-09-12', territory: 'yinzhou', bank: '示例银行' };
		expect((await post(district, 'transactions', { ...loan, reference: number })).status).toBe(201);
		await expect(leader.getByRole('region', { name: '实时动态' }).getByRole('listitem').first()).toContainText(
			'500 万元'
		);

		expect(await leader.evaluate(() => Reflect.get(window, 'notReloaded'))).toBe(true);
	}
);

test('confirmed figures follow when a second person confirms', { tag: '@core' }, async ({ server, signedIn }) => {
	const district = await signedIn(server.accountOf('district', 'yuyao'));
	const number = `示例-${randomUUID().slice(0, 8)}`;
	// Long ago, so that the day up to which confirmation has come lies behind it.
	const filed = { number, type: 'patent', territory: 'yuyao', acceptedAt: '2019-03-04' };
	const accepted = (await post(district, 'cases', filed)).body as { ids: string[] };
	const closed = (await post(district, 'case-closures', { number, closedAt: '2019-04-12' })).body as { ids: string[] };

	const leader = await signedIn(server.accountOf('leader'));
	await leader.goto('/overview');
	await expect(connection(leader, 'live')).toBeVisible();
	const before = await dashboard(leader);

	const own = await post(district, 'confirmations', { ids: closed.ids });
	expect(own.status).toBe(403);
	const office = await signedIn(server.accountOf('office', 'finance'));
	expect((await post(office, 'confirmations', { ids: [...accepted.ids, ...closed.ids] })).status).toBe(201);
	await expect
		.poll(async () => (await dashboard(leader)).cases.closed.confirmed)
		.toBe(before.cases.closed.confirmed + 1);
	await expect(leader.getByRole('region', { name: '实时动态' }).getByRole('listitem').first()).toContainText('确认');
});

test(
	'a screen whose network was cut says so, catches up and ends on the same figures',
	{ tag: '@core' },
	async ({ server, signedIn }) => {
		const leader = await signedIn(server.accountOf('leader'));
		await leader.goto('/overview');
		await expect(connection(leader, 'live')).toBeVisible();
		await leader.context().setOffline(true);
		await expect(connection(leader, 'offline')).toBeVisible();
		await expect(leader.getByText(/数据停留在 \d\d:\d\d/)).toBeVisible({ timeout: 15_000 });

		const district = await signedIn(server.accountOf('district', 'cixi'));
		for (let n = 0; n < 3; n++)
			expect((await acceptCase(district, 'cixi', `示例-${randomUUID().slice(0, 8)}`)).status).toBe(201);
		await leader.context().setOffline(false);
		await expect(connection(leader, 'live')).toBeVisible();
		await expect(leader.getByText('已更新 3 项')).toBeVisible();
		await expectCasesAsInDatabase(leader);
	}
);

test(
	'a server killed in the middle of writes loses and doubles nothing, and open screens come back',
	{ tag: '@core' },
	async ({ ownServer, signedIn }) => {
		const own = await ownServer();
		const leader = await signedIn(own.accountOf('leader'), own);
		await leader.goto('/overview');
		await expect(connection(leader, 'live')).toBeVisible();
		const before = await dashboard(leader);
		const district = await signedIn(own.accountOf('district', 'ninghai'), own);

		const writes = Array.from({ length: 24 }, (_, n) => ({ key: randomUUID(), number: `示例-杀-${n}` }));
		const body = (number: string) => ({ number, type: 'trademark', territory: 'ninghai', acceptedAt: '2019-09-02' });
		const answered: string[] = [];
		const sending = Promise.allSettled(
			writes.map(async ({ key, number }) => {
				const { status } = await post(district, 'cases', body(number), key);
				if (status === 201) answered.push(number);
				if (answered.length === 8) await own.kill9();
			})
		);
		await sending;
		expect(answered.length).toBeGreaterThanOrEqual(8);
		expect(answered.length).toBeLessThan(writes.length);
		await own.restart();

		// What was answered is there; the rest is sent again under its old key and takes effect once.
		for (const { key, number } of writes) expect((await post(district, 'cases', body(number), key)).status).toBe(201);
		const after = await dashboard(leader);
		expect(after.cases.accepted).toBe(before.cases.accepted + writes.length);
		await expect(connection(leader, 'live')).toBeVisible({ timeout: 15_000 });
		await expect(casesPanel(leader)).toContainText(`受理 ${after.cases.accepted}`);
		await expectCasesAsInDatabase(leader);
	}
);
