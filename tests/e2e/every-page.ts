// Every page in every state worth looking at, by who opens it, and what must hold on each: for desktop and phone alike.
import AxeBuilder from '@axe-core/playwright';
import { type Page, expect, test } from '@playwright/test';
import type { Account, RunningServer } from '../support/server.ts';
import { formOf } from './entry-forms.ts';

/** The long suite: every page of everybody in both languages on both screens, with a picture of each. */
const everyPage = process.env['JINDU_EVERY_PAGE'] === '1';

interface Visit {
	readonly path: string;
	/** Brings the page into the state to look at; words differ by language. */
	readonly then?: (page: Page, english: boolean) => Promise<void>;
	/** What the page answers, where it is not 200. */
	readonly status?: number;
}

interface Round {
	/** Signed in as; null: nobody. */
	readonly who: ((server: RunningServer) => Account) | null;
	readonly visits: readonly Visit[];
}

const live = (page: Page) => expect(page.locator('[data-state=live]')).toBeVisible();
const refused = async (page: Page) => {
	await page.locator('main form button[type=submit]').last().click();
	await expect(page.locator('main form [role=alert]').first()).toBeFocused();
};

export const rounds: Readonly<Record<string, Round>> = {
	'who is not signed in': {
		who: null,
		visits: [
			{ path: '/login' },
			{ path: '/login?over=idle' },
			{ path: '/login?next=%2Freview', then: refused },
			{ path: '/nowhere', status: 404 }
		]
	},
	'the leading group': {
		who: (server) => server.accountOf('leader'),
		visits: [
			{
				path: '/overview',
				then: async (page) => {
					await live(page);
					await expect(page.locator('canvas').first()).toBeVisible();
				}
			},
			{
				path: '/overview',
				then: async (page) => {
					await live(page);
					await page.locator('figure > button').first().click();
					await expect(page.getByRole('dialog')).toBeVisible();
				}
			},
			{
				path: '/goals/trade',
				status: 404
			},
			{
				path: '/goals',
				then: async (page) => {
					await live(page);
					await page.locator('button[popovertarget=look-back]').click();
					await expect(page.locator('#look-back')).toBeVisible();
				}
			},
			{
				path: '/goals/case-closure-rate',
				then: async (page) => {
					await live(page);
					await expect(page.locator('canvas').first()).toBeVisible();
				}
			},
			{ path: '/goals/portfolios?asOf=2019-06-30', then: live },
			{ path: '/stages', then: live },
			{ path: '/milestones', then: live },
			{ path: '/milestones?unit=yinzhou', then: live },
			{
				path: '/stages/phase-1',
				then: async (page) => {
					await live(page);
					await page.locator('main .choice').first().click();
					await page.getByRole('dialog').locator('button[type=submit]').click();
					await expect(page.getByRole('dialog').getByRole('alert')).toBeFocused();
				}
			},
			{ path: '/stages/phase-9', status: 404 },
			{ path: '/nowhere', status: 404 }
		]
	},
	'the office': {
		who: (server) => server.accountOf('office', 'finance'),
		visits: [
			{
				path: '/plan',
				then: async (page) => {
					await live(page);
					await page.locator('[data-reading] summary').first().click();
				}
			},
			{ path: '/plan/amendments?what=target&id=institutions', then: refused },
			{
				path: '/review',
				then: async (page) => {
					await live(page);
					await page.locator('tbody').getByRole('checkbox').first().check();
				}
			},
			{
				path: '/ledger/funds',
				then: async (page) => {
					await live(page);
					await page.locator('header button[popovertarget=about-sample-data]').click();
					await expect(page.locator('#about-sample-data')).toBeVisible();
				}
			},
			{
				path: '/funds',
				then: async (page) => {
					await live(page);
					await expect(page.locator('canvas').first()).toBeVisible();
				}
			},
			{ path: '/funds/transfers/new', then: refused },
			{ path: '/funds/reviews/new', then: refused },
			{
				path: '/ledger/cases?state=confirmed',
				then: async (page) => {
					await page.locator('tr[data-entry] a[aria-expanded]').first().click();
					await expect(page.locator('tr.details')).toBeVisible();
					await live(page);
				}
			}
		]
	},
	'a district': {
		who: (server) => server.accountOf('district', 'xiangshan'),
		visits: [
			{
				path: '/work',
				then: async (page) => {
					await live(page);
					await page.locator('.due summary').first().click();
					const card = page.locator('article[data-share]').first();
					for (const summary of await card.locator('summary:visible').all()) await summary.click();
				}
			},
			{
				path: '/ledger/transactions',
				then: async (page, english) => {
					await live(page);
					await page.locator('tr[data-entry] a[aria-expanded]').first().click();
					await page.locator('tr.details a[href*="reverse="]').click();
					const dialog = page.getByRole('dialog');
					await formOf(dialog, english ? 'Reverse' : '冲销')
						.getByRole('button')
						.last()
						.click();
					await expect(dialog.getByRole('alert')).toBeFocused();
				}
			},
			{ path: '/ledger/funds/new', then: live },
			{ path: '/ledger/transactions/new', then: refused },
			{ path: '/ledger/cases/new', then: live },
			{ path: '/ledger/cases/close', then: live },
			{ path: '/ledger/cases/reopen', then: refused },
			{ path: '/overview', then: live },
			{ path: '/ledger/funds?month=2019-09&kind=allocated&state=reversed', then: live },
			{ path: '/review', status: 403 },
			{ path: '/funds/insurance', then: live },
			{ path: '/registers/portfolios', then: live },
			{ path: '/registers/institutions/new', then: refused },
			{ path: '/observations', then: live },
			{ path: '/ledger/observations/new', then: refused },
			{ path: '/funds/operations/new', status: 403 }
		]
	},
	'the manager of the funds': {
		who: (server) => server.accountOf('fund_manager'),
		visits: [
			{
				path: '/funds/risk-pool',
				then: async (page) => {
					await live(page);
					await page.locator('tr[data-entry] a[aria-expanded]').first().click();
					await expect(page.locator('tr.details')).toBeVisible();
				}
			},
			{ path: '/funds/operations/new', then: refused },
			{ path: '/funds/subsidies?step=disbursed&year=2019', then: live }
		]
	},
	'an administrator': {
		who: (server) => server.accountOf('audit_admin'),
		visits: [
			{ path: '/me', then: live },
			{ path: '/me/sessions', then: live },
			{ path: '/admin/audit' },
			{ path: '/admin/audit?from=2019-02-30' },
			{ path: '/admin/audit?id=nothing' },
			{ path: '/admin/audit/signin/1' },
			{ path: '/admin/audit/nowhere/1', status: 404 }
		]
	}
};

/** Collects what a page complains of: its console, its exceptions, requests that failed or were refused. */
export function complaintsOf(page: Page): string[] {
	const complaints: string[] = [];
	page.on('console', (message) => {
		const type = message.type();
		if (type === 'error' || type === 'warning')
			complaints.push(`console ${type}: ${message.text()} (${message.location().url})`);
	});
	page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
	page.on('requestfailed', (request) => {
		const why = request.failure()?.errorText ?? '';
		// Whoever leaves a page breaks off what it was loading.
		if (why !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${why}`);
	});
	page.on('response', (response) => {
		if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
	});
	return complaints;
}

/** Opens each page of a round in the page's language and looks at it. */
export async function lookAt(
	page: Page,
	complaints: string[],
	visits: readonly Visit[],
	english: boolean,
	holds: (page: Page) => Promise<void>
): Promise<void> {
	for (const { path, then, status = 200 } of visits)
		await test.step(`${path} ${english ? 'en' : 'zh-CN'}`, async () => {
			complaints.length = 0;
			const response = await page.goto(path);
			expect(response?.status()).toBe(status);
			await then?.(page, english);
			await expect(page.locator('html')).toHaveAttribute('lang', english ? 'en' : 'zh-CN');
			await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
			// A page that is refused is a refused request, and the browser says so.
			const unexpected = complaints.filter((line) => status === 200 || !line.includes(new URL(page.url()).pathname));
			expect(unexpected, 'console, exceptions and requests').toEqual([]);
			await holds(page);
			if (everyPage) {
				const { width = 0 } = page.viewportSize() ?? {};
				const name = `${path.replaceAll(/[^a-z0-9]+/gi, '-')}-${width}-${english ? 'en' : 'zh'}`;
				await page.screenshot({ path: `test-results/screens/${name}.png`, fullPage: true });
			}
		});
}

export async function fitsTheScreen(page: Page): Promise<void> {
	const { width = 0 } = page.viewportSize() ?? {};
	// A phone zooms out to what is too wide: its own width says nothing.
	const wider = await page.evaluate((screen) => document.documentElement.scrollWidth - screen, width);
	expect(wider, 'pixels beside the screen').toBeLessThanOrEqual(0);
}

export async function isAccessible(page: Page): Promise<void> {
	// What the sticky header happens to cover is not too small.
	await page.evaluate(() => scrollTo(0, 0));
	// Colours are those of the end of every fade.
	await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)).toEqual(
		[]
	);
}
