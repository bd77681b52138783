// Every page on A4: nothing over anything else, nothing cut, charts as wide as the paper, pages numbered.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { open } from './entry-forms.ts';

/** A4 within its margins, in px. */
const upright = { width: 703, height: 1009 };
const lying = { width: 1031, height: 680 };

const pages: readonly (readonly [role: string, unit: string | undefined, paths: readonly string[]])[] = [
	[
		'leader',
		undefined,
		[
			'/overview',
			'/goals',
			'/goals/case-closure-rate',
			'/goals/trade-growth',
			'/goals/portfolios',
			'/stages',
			'/stages/phase-1',
			'/funds',
			'/funds/insurance',
			'/observations',
			'/registers/portfolios',
			'/ledger/cases'
		]
	],
	['office', 'finance', ['/plan', '/review', '/ledger/funds', '/ledger/transactions']],
	['district', 'xiangshan', ['/work']],
	['fund_manager', undefined, ['/funds/risk-pool']],
	['audit_admin', undefined, ['/admin/audit', '/me']],
	['system_admin', undefined, ['/admin/accounts', '/admin/units', '/admin/jobs']],
	['security_admin', undefined, ['/admin/roles', '/admin/policy', '/admin/tokens']]
];

/** What is wrong with the page as it lies on paper: figures over other things, words that are cut, names squeezed to a letter. */
function faultsOnPaper(): string[] {
	const faults: string[] = [];
	const shown = (node: Element) => node.checkVisibility() && node.getClientRects().length > 0;
	const name = (node: Element) => `${node.tagName}.${node.className} "${node.textContent.trim().slice(0, 20)}"`;
	const canvases = [...document.querySelectorAll('canvas')].filter(shown);
	for (const canvas of canvases) {
		const chart = canvas.getBoundingClientRect();
		const figure = canvas.closest('figure');
		const box = figure?.getBoundingClientRect();
		if (!box || chart.right > box.right + 1 || chart.bottom > box.bottom + 1) faults.push(`beyond its box: a chart`);
		for (const other of document.querySelectorAll('td, th, p, h1, h2, h3, li, dt, dd')) {
			if (!shown(other) || other.contains(canvas) || figure?.contains(other) || other.closest('.visually-hidden'))
				continue;
			const { left, right, top, bottom } = other.getBoundingClientRect();
			if (left < chart.right - 1 && right > chart.left + 1 && top < chart.bottom - 1 && bottom > chart.top + 1)
				faults.push(`a chart over ${name(other)}`);
		}
	}
	for (const node of document.querySelectorAll('body *')) {
		if (!shown(node) || node.closest('.visually-hidden, svg')) continue;
		const { overflowX, display } = getComputedStyle(node);
		if (overflowX !== 'visible' && display !== 'inline' && node.scrollWidth > node.clientWidth + 1)
			faults.push(`cut: ${name(node)}`);
		const { right, width } = node.getBoundingClientRect();
		if (width > 0 && right > innerWidth + 1) faults.push(`beside the paper: ${name(node)}`);
		const size = parseFloat(getComputedStyle(node).fontSize);
		if (node.matches('th[scope=row], th[scope=rowgroup]') && node.textContent.trim().length > 4 && width < 3 * size)
			faults.push(`squeezed: ${name(node)}`);
	}
	return [...new Set(faults)];
}

async function layOnPaper(page: Page): Promise<void> {
	const wide = (await page.locator('.wide-on-paper').count()) > 0;
	await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
	await page.emulateMedia({ media: 'print' });
	await page.setViewportSize(wide ? lying : upright);
}

for (const [role, unit, paths] of pages)
	for (const english of [false, true])
		test(`[R271] every page of ${role} lies on paper ${english ? 'in English' : 'in Chinese'}`, async ({
			server,
			signedIn
		}) => {
			const page = await signedIn(server.accountOf(role, unit));
			if (english) {
				await page.goto('/');
				await page.getByRole('button', { name: 'Switch to English' }).click();
				await expect(page.locator('html')).toHaveAttribute('lang', 'en');
			}
			const faults: string[] = [];
			for (const path of paths) {
				await page.emulateMedia({ media: 'screen' });
				await page.setViewportSize({ width: 1440, height: 900 });
				await open(page, path);
				const canvas = page.locator('canvas').first();
				if ((await canvas.count()) > 0) await expect(canvas).toHaveAttribute('height', /[1-9]/);
				await layOnPaper(page);
				faults.push(...(await page.evaluate(faultsOnPaper)).map((fault) => `${path}: ${fault}`));
			}
			expect(faults).toEqual([]);
		});

test('[R271] pages are numbered in their language, and a chart is drawn for paper', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('leader'));
	await open(page, '/goals/case-closure-rate');
	const rules = await page.evaluate(() =>
		[...document.styleSheets]
			.flatMap((sheet) => [...sheet.cssRules])
			.flatMap((rule) => (rule instanceof CSSMediaRule && rule.conditionText === 'print' ? [...rule.cssRules] : [rule]))
			.filter((rule) => rule instanceof CSSPageRule)
			.map(({ cssText }) => cssText)
			.join('\n')
	);
	expect(rules).toContain('counter(pages)');
	expect(rules).toContain('页');
	expect(rules).toContain('Page ');
	const canvas = page.locator('canvas').first();
	await expect(canvas).toHaveAttribute('height', /[1-9]/);
	await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
	expect(await canvas.evaluate((node: HTMLCanvasElement) => node.width)).toBe(330 * 3);
	await page.evaluate(() => dispatchEvent(new Event('afterprint')));
	// Widths are rounded one way by the chart and another by the page.
	const off = await canvas.evaluate((node: HTMLCanvasElement) => node.width - node.clientWidth * devicePixelRatio);
	expect(Math.abs(off)).toBeLessThan(2);
	expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(0);
});
