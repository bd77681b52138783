// Looking back: a day gone by is shown as it stood, stands still, and leads back to the live page.
import { expect, test } from '../support/fixtures.ts';
import { dashboard, post, type DashboardAnswer } from '../support/api.ts';
import { inDatabaseOf } from '../support/server-database.ts';
import type { Page } from '@playwright/test';

const asOf = '2019-06-28';

async function then(page: Page, day: string): Promise<{ status: number; body: DashboardAnswer }> {
	const response = await page.request.get(`${new URL(page.url()).origin}/api/v1/dashboard?asOf=${day}`);
	return { status: response.status(), body: (await response.json()) as DashboardAnswer };
}

test('a leader looks back at a day, sees it as it stood, and comes back to what is live', async ({
	signedIn,
	server
}) => {
	const leader = await signedIn(server.accountOf('leader'));
	await leader.goto('/overview');
	await expect(leader.locator('[data-state=live]')).toBeVisible();
	await leader.locator('button[popovertarget=look-back]').click();
	await leader.locator('#look-back input[type=date]').fill(asOf);
	await leader.locator('#look-back button[type=submit]').click();
	await expect(leader).toHaveURL(/asOf=2019-06-28/);
	await expect(leader.getByText('截至 2019-06-28 日终的数据')).toBeVisible();
	const { body: past } = await then(leader, asOf);
	expect(past.today).toBe(asOf);
	const now = await dashboard(leader);
	expect(past.cases.accepted).toBeLessThan(now.cases.accepted);
	const cases = leader.locator('section.panel', { hasText: '结案' }).first();
	await expect(cases).toContainText((past.cases.rate.reported * 100).toFixed(1));

	// What is entered meanwhile leaves it as it is.
	const district = await signedIn(server.accountOf('district', 'yinzhou'));
	const accepted = await post(district, 'cases', {
		number: `BACK-${Date.now()}`,
		type: 'patent',
		territory: 'yinzhou',
		acceptedAt: '2019-06-03'
	});
	expect(accepted.status).toBe(201);
	expect((await then(leader, asOf)).body.cases).toEqual(past.cases);

	await leader.getByRole('link', { name: '回到实时' }).click();
	await expect(leader).not.toHaveURL(/asOf/);
	await expect(leader.getByText('日终的数据')).toHaveCount(0);
	await expect(leader.getByRole('heading', { name: '本周变化' })).toBeVisible();
});

test('what cannot be looked back at is refused with the days that can', async ({ signedIn, server }) => {
	const leader = await signedIn(server.accountOf('leader'));
	await leader.goto('/overview');
	for (const [day, status, code] of [
		['2019-02-30', 422, 'bad_date'],
		['2031-01-01', 422, 'in_future'],
		['1999-01-01', 404, 'day_not_stored']
	] as const) {
		const { status: answered, body } = await then(leader, day);
		expect(answered).toBe(status);
		expect((body as unknown as { errors: { code: string; pointer: string }[] }).errors).toMatchObject([
			{ code, pointer: '/asOf' }
		]);
	}
	expect((await leader.goto('/overview?asOf=1999-01-01'))?.status()).toBe(404);
	expect((await leader.goto('/overview?asOf=nonsense'))?.status()).toBe(200);
});

test('a page opened before the days gone by are stored gets them without a reload', async ({ signedIn, ownServer }) => {
	const own = await ownServer();
	const leader = await signedIn(own.accountOf('leader'), own);
	await inDatabaseOf(own, (sql) => sql`delete from daily_snapshot`);
	await own.restart();
	await leader.goto('/overview');
	const week = leader.getByRole('region', { name: '本周变化' });
	await expect(week).toContainText('一周前没有存档');
	await leader.evaluate(() => Reflect.set(window, 'notReloaded', true));
	await expect.poll(async () => (await then(leader, '2019-09-15')).status, { timeout: 300_000 }).toBe(200);
	await expect(week).toContainText('2019-09-09');
	await leader.locator('button[popovertarget=look-back]').click();
	await expect(leader.locator('#look-back input[type=date]')).toHaveAttribute('max', '2019-09-15');
	expect(await leader.evaluate(() => Reflect.get(window, 'notReloaded'))).toBe(true);
});
