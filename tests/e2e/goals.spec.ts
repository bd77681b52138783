// The plan's targets in real browsers: figures that move where they are looked at, both languages, the phone, paper, accessibility.
import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { dashboard, post } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const live = (page: Page) => expect(page.locator('[data-state=live]')).toHaveCount(1);
const headline = (page: Page) => page.locator('section.headline');
const row = (page: Page, target: string) => page.locator(`li[data-target="${target}"]`);

async function expectAccessible(page: Page): Promise<void> {
	await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)).toEqual(
		[]
	);
}

async function inEnglish(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Switch to English' }).click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
}

test('a closed case moves the rate and “close N more” in another browser, in both languages', async ({
	server,
	signedIn
}) => {
	const leader = await signedIn(server.accountOf('leader'));
	const reader = await signedIn(server.accountOf('reader'));
	await leader.goto('/goals/case-closure-rate');
	await reader.goto('/goals');
	await inEnglish(reader);
	await Promise.all([live(leader), live(reader)]);
	const before = await dashboard(leader);
	await expect(headline(leader)).toContainText(`还需结案 ${before.cases.stillToClose} 件`);
	await expect(row(reader, 'case-closure-rate')).toContainText(`Close ${before.cases.stillToClose} more by 31 Dec`);
	for (const page of [leader, reader]) await page.evaluate(() => Reflect.set(window, 'notReloaded', true));

	const district = await signedIn(server.accountOf('district', 'yinzhou'));
	// At 95 % twenty closed cases are one less to close, however many there were.
	const numbers = Array.from({ length: 20 }, () => `示例-${randomUUID().slice(0, 8)}`);
	for (const number of numbers) {
		const accepted = { number, type: 'patent', territory: 'yinzhou', acceptedAt: '2019-08-20' };
		expect((await post(district, 'cases', accepted)).status).toBe(201);
		expect((await post(district, 'case-closures', { number, closedAt: '2019-09-12' })).status).toBe(201);
	}
	const after = await dashboard(leader);
	expect(after.cases.stillToClose).not.toBe(before.cases.stillToClose);
	await expect(headline(leader)).toContainText(`还需结案 ${after.cases.stillToClose} 件`);
	await expect(headline(leader)).toContainText(`${(after.cases.rate.reported * 100).toFixed(1)}%`);
	await expect(headline(leader)).toContainText(
		`当年结案数（当年又重新办理的不计） ${after.cases.closed.reported.toLocaleString('en-US')}`
	);
	await expect(row(reader, 'case-closure-rate')).toContainText(`Close ${after.cases.stillToClose} more by 31 Dec`);
	// The newest records behind the figure follow by themselves, and each opens.
	const newest = leader.locator('tr[data-entry]').filter({ hasText: numbers.at(-1) ?? '' });
	await expect(newest.first()).toBeVisible();
	await newest.first().locator('a[aria-expanded]').click();
	await expect(leader.locator('tr.details')).toContainText('鄞州');
	for (const page of [leader, reader]) expect(await page.evaluate(() => Reflect.get(window, 'notReloaded'))).toBe(true);
});

test('all targets stand under their goals; filters are in the address and said as a sentence', async ({
	server,
	signedIn
}) => {
	const page = await signedIn(server.accountOf('office', 'finance'));
	await page.goto('/goals');
	await live(page);
	await expect(page.locator('li[data-target]')).toHaveCount(16);
	await expect(page.getByRole('heading', { level: 2 })).toHaveCount(5);
	await page.getByRole('combobox', { name: '单位' }).selectOption({ label: '市中级法院' });
	await expect(page).toHaveURL('/goals?owner=court');
	await expect(page.locator('li[data-target]')).toHaveCount(1);
	await expect(page.locator('main p.print-only').first()).toContainText('市中级法院');
	await page.goto('/goals?goal=goal-4');
	await expect(page.locator('li[data-target]')).toHaveCount(4);
	// A rate is met or not; only what is counted has a share done.
	await page.goto('/goals');
	await expect(page.locator('main')).not.toContainText(/1\d\d(\.\d)?%/);
	const missing = page.locator('li[data-target]').filter({ hasText: '基数待核定' }).first();
	await expect(missing).toContainText('另一人确认');
	await expect(missing.getByRole('link', { name: '填报基数' })).toHaveAttribute(
		'href',
		/^\/observations\/base\/new\?target=/
	);
});

test('a district sees its own figure and no ranking; a reader is told who sees the districts', async ({
	server,
	signedIn
}) => {
	const district = await signedIn(server.accountOf('district', 'yinzhou'));
	await district.goto('/goals/case-closure-rate');
	const own = district.getByRole('region', { name: '分区县', exact: true });
	await expect(own).toContainText('鄞州');
	await expect(own.getByRole('listitem')).toHaveCount(1);
	await expect(own).not.toContainText('慈溪');
	await expect(own.getByText('第 1')).toHaveCount(0);
	const reader = await signedIn(server.accountOf('reader'));
	await reader.goto('/goals/case-closure-rate');
	await expect(reader.getByRole('region', { name: '分区县', exact: true })).toContainText('领导小组和办公室');
	await expect(reader.getByRole('region', { name: '来源记录' })).toContainText('登记单位');
	const leader = await signedIn(server.accountOf('leader'));
	await leader.goto('/goals/case-closure-rate');
	const all = leader.getByRole('region', { name: '分区县', exact: true });
	await expect(all.getByRole('listitem')).toHaveCount(16);
	await all.getByRole('link', { name: '含开发园区', exact: true }).click();
	await expect(leader).toHaveURL(/zones=with/);
	await expect(all.getByRole('listitem')).toHaveCount(10);
});

test('an unknown target is not found, and who may not see figures is refused', async ({ server, signedIn }) => {
	const reader = await signedIn(server.accountOf('reader'));
	expect((await reader.goto('/goals/nothing'))?.status()).toBe(404);
	const administrator = await signedIn(server.accountOf('audit_admin'));
	expect((await administrator.goto('/goals'))?.status()).toBe(403);
	expect((await administrator.goto('/goals/satisfaction'))?.status()).toBe(403);
});

test('a target’s page prints on one or two A4 pages, without navigation', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('leader'));
	for (const id of ['case-closure-rate', 'mediation-cases', 'institutions', 'local-match']) {
		await page.goto(`/goals/${id}`);
		await live(page);
		const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
		const pages = pdf.match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
		expect(pages, id).toBeGreaterThanOrEqual(1);
		expect(pages, id).toBeLessThanOrEqual(2);
		const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
		expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
	}
	await page.emulateMedia({ media: 'print' });
	await page.setViewportSize({ width: 703, height: 1000 });
	await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain('FangSong');
	expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test(
	'the pages of targets are accessible and fit a phone, in both languages',
	{ tag: '@long' },
	async ({ server, signedIn }) => {
		const page = await signedIn(server.accountOf('leader'));
		const paths = [
			'/goals',
			'/goals?light=done_late',
			'/goals/case-closure-rate',
			'/goals/institutions',
			'/goals/local-match'
		];
		for (const english of [false, true]) {
			await page.setViewportSize({ width: 1440, height: 900 });
			await page.goto('/goals');
			if (english) await inEnglish(page);
			for (const path of paths)
				for (const size of [english ? { width: 390, height: 844 } : { width: 1440, height: 900 }])
					await test.step(`${path} ${english ? 'en' : 'zh-CN'} ${size.width}`, async () => {
						await page.setViewportSize(size);
						await page.goto(path);
						await live(page);
						await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
						expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
						await expectAccessible(page);
					});
		}
	}
);
