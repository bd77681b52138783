// Light, dark, as the system has it, and the system's own colours.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { open } from './entry-forms.ts';
import { isAccessible } from './every-page.ts';

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const dark = 'rgb(11, 26, 46)';
const light = 'rgb(244, 246, 248)';

test('[R272] the theme is chosen, kept, and there from the first paint', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('leader'));
	await open(page, '/overview');
	expect(await ground(page)).toBe(light);
	await page.getByRole('button', { name: /账号$/ }).click();
	await page.getByRole('button', { name: '深色' }).click();
	await expect(page.getByRole('button', { name: '深色' })).toHaveAttribute('aria-pressed', 'true');
	expect(await ground(page)).toBe(dark);
	await page.route('**/_app/**/*.js', (route) => route.abort());
	await page.reload();
	expect(await ground(page)).toBe(dark);
	await page.unroute('**/_app/**/*.js');
	await open(page, '/overview');
	await page.getByRole('button', { name: /账号$/ }).click();
	await page.getByRole('button', { name: '跟随系统' }).click();
	expect(await ground(page)).toBe(light);
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await ground(page)).toBe(dark);
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	// Written short or long.
	expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--paper'))).toMatch(
		/^#f{3}(f{3})?$/
	);
});

const pages: readonly (readonly [role: string, unit: string | undefined, paths: readonly string[]])[] = [
	[
		'leader',
		undefined,
		[
			'/overview',
			'/goals',
			'/goals/case-closure-rate',
			'/stages',
			'/stages/phase-1',
			'/funds',
			'/funds/insurance',
			'/registers/portfolios'
		]
	],
	['office', 'finance', ['/plan', '/review', '/ledger/funds', '/funds/transfers/new']],
	['district', 'xiangshan', ['/work', '/ledger/transactions/new']],
	['audit_admin', undefined, ['/admin/audit', '/me']],
	['security_admin', undefined, ['/admin/roles', '/admin/policy']]
];

for (const [role, unit, paths] of pages)
	test(`[R272] every page of ${role} can be read in the dark`, async ({ server, signedIn, baseURL }) => {
		const page = await signedIn(server.accountOf(role, unit));
		await page.context().addCookies([{ name: 'theme', value: 'dark', url: baseURL ?? '' }]);
		for (const path of paths)
			await test.step(path, async () => {
				await open(page, path);
				expect(await ground(page)).toBe(dark);
				await isAccessible(page);
			});
	});

test('[R272] in the system’s own colours lights, keys and bars are there, each apart from its ground', async ({
	server,
	signedIn
}) => {
	const page = await signedIn(server.accountOf('leader'));
	await page.emulateMedia({ forcedColors: 'active' });
	for (const path of ['/overview', '/funds', '/stages']) {
		await open(page, path);
		const lost = await page.evaluate(() => {
			const canvas = getComputedStyle(document.body).backgroundColor;
			const marks = document.querySelectorAll(
				'.swatch, [data-light] svg :is(.good, .done, .behind, .risk), .bar-confirmed, .bar-reported, .bar-central, .bar-local, .strip rect.done'
			);
			return [...marks]
				.filter((mark) => mark.checkVisibility())
				.filter((mark) => {
					const { fill, backgroundColor } = getComputedStyle(mark);
					return (mark instanceof SVGElement ? fill : backgroundColor) === canvas;
				})
				.map((mark) => mark.outerHTML.slice(0, 90));
		});
		expect([...new Set(lost)], path).toEqual([]);
		expect(await page.locator('[data-light] svg').count()).toBeGreaterThan(0);
	}
});
