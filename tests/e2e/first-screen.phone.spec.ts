// The phone before and after its scripts run: nothing beside the screen, and what counts first comes first.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { open } from './entry-forms.ts';
import { fitsTheScreen } from './every-page.ts';

const pages: readonly (readonly [role: string, unit: string | undefined, paths: readonly string[]])[] = [
	[
		'leader',
		undefined,
		[
			'/overview',
			'/goals',
			'/goals/case-closure-rate',
			'/goals/portfolios',
			'/stages',
			'/funds',
			'/funds/insurance',
			'/observations',
			'/registers/portfolios'
		]
	],
	['office', 'finance', ['/plan', '/review', '/ledger/funds', '/funds/transfers/new']],
	['district', 'xiangshan', ['/work', '/ledger/transactions/new', '/ledger/observations/new']],
	['audit_admin', undefined, ['/admin/audit', '/me']],
	['system_admin', undefined, ['/admin/accounts', '/admin/units', '/admin/jobs']],
	['security_admin', undefined, ['/admin/roles', '/admin/policy', '/admin/tokens']]
];

for (const [role, unit, paths] of pages)
	test(`[R270] every page of ${role} has its width before its scripts run, and keeps it`, async ({
		server,
		signedIn
	}) => {
		const page = await signedIn(server.accountOf(role, unit));
		for (const path of paths)
			for (const scripts of [false, true]) {
				if (!scripts) await page.route('**/_app/**/*.js', (route) => route.abort());
				await page.goto(path);
				if (scripts) await expect(page.locator('[data-state=live]')).toBeVisible();
				await test.step(`${path} ${scripts ? 'with scripts' : 'before them'}`, () => fitsTheScreen(page));
				await page.unroute('**/_app/**/*.js');
			}
	});

test('[R270] the place of a chart is the same before and after it is drawn', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('leader'));
	const boxes = (of: Page) =>
		of.locator('figure:has(canvas)').evaluateAll((figures) =>
			figures.map((figure) => {
				const { width, height } = figure.getBoundingClientRect();
				return `${width} ${height}`;
			})
		);
	await page.route('**/_app/**/*.js', (route) => route.abort());
	await page.goto('/funds');
	const before = await boxes(page);
	await page.unroute('**/_app/**/*.js');
	await open(page, '/funds');
	await expect(page.locator('canvas').first()).toHaveAttribute('height', /[1-9]/);
	expect(before.length).toBeGreaterThan(0);
	expect(await boxes(page)).toEqual(before);
});

test('[R274] the first screen of the overview begins what needs attention', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('leader'));
	await open(page, '/overview');
	const { width = 0, height = 0 } = page.viewportSize() ?? {};
	expect([width, height]).toEqual([390, 844]);
	const first = page.locator('.attention li').first();
	const box = await first.boundingBox();
	expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(height - 64);
});

test('[R274] what is owed comes before what may be entered besides', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('district', 'xiangshan'));
	await open(page, '/work');
	const due = await page
		.getByRole('heading', { name: /逾期|应办|到期/ })
		.first()
		.boundingBox();
	const ways = await page.getByRole('navigation', { name: '登记' }).boundingBox();
	expect(due?.y ?? Infinity).toBeLessThan(ways?.y ?? 0);
});

test('[R274] the review is a list, and each month of it a page with a way back', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('office', 'finance'));
	await open(page, '/review');
	await expect(page.locator('#records')).toBeHidden();
	const group = page.locator('.side a').first();
	await group.click();
	await expect(page.locator('#records')).toBeVisible();
	await expect(page.locator('.side')).toBeHidden();
	await fitsTheScreen(page);
	await page.getByRole('link', { name: '返回列表' }).click();
	await expect(page).toHaveURL('/review');
	await expect(page.locator('.side')).toBeVisible();
	await expect(page.locator('#records')).toBeHidden();
});

test('[R274] the years of the timetable stand over their own bars', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('leader'));
	await open(page, '/stages');
	const places = await page.locator('.strip').evaluate((strip) => {
		const years = [...strip.querySelectorAll('.years > span')].map((year) => {
			const { left, width } = year.getBoundingClientRect();
			return { text: year.textContent, left, width };
		});
		const bar = strip.querySelector('li > svg')?.getBoundingClientRect();
		return { years, left: bar?.left ?? NaN, width: bar?.width ?? NaN };
	});
	expect(places.years.map(({ text }) => text)).toEqual(['2018年', '2019年', '2020年']);
	places.years.forEach(({ left, width }, index) => {
		expect(Math.abs(left - (places.left + (index * places.width) / 3))).toBeLessThan(2);
		expect(width).toBeGreaterThan(40);
	});
});

test('[R274] the business date stays in the header while the line is broken', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('leader'));
	await open(page, '/overview');
	const date = page.locator('header .date b');
	await expect(date).toBeVisible();
	await page.context().setOffline(true);
	await expect(page.locator('[data-state=offline]')).toBeVisible();
	await expect(date).toBeVisible();
	await fitsTheScreen(page);
	const boxes = await page.locator('body > .kit-root .shell > header > *').evaluateAll((parts) =>
		parts
			.map((part) => part.getBoundingClientRect())
			.filter(({ width }) => width > 0)
			.map(({ left, right }) => ({ left, right }))
	);
	for (const [index, box] of boxes.slice(1).entries())
		expect(box.left).toBeGreaterThanOrEqual((boxes[index]?.right ?? 0) - 1);
});
