// A Postgres that is held, not dead: connections stand and nobody answers. Screens must not call that live.
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserArguments, findBrowser } from '../support/browser.ts';
import { canHave } from '../support/faults.ts';
import { startFilledPostgres, type FilledPostgres } from '../support/served-postgres.ts';
import type { RunningServer } from '../support/server.ts';

/** What a reader is promised, in ms. */
const toldWithinMs = 5000;

describe.runIf(canHave('postgres', 'signals'))('a database that is held', () => {
	let postgres: FilledPostgres;
	let server: RunningServer;
	let browser: Browser;
	beforeAll(async () => {
		postgres = await startFilledPostgres();
		server = await postgres.serve();
		const executablePath = findBrowser();
		browser = await chromium.launch({
			args: browserArguments(),
			...(executablePath === undefined ? {} : { executablePath })
		});
	});
	afterAll(async () => {
		await browser.close();
		await server.stop();
		await postgres.stop();
	});

	test('[R200] is told by open screens within 5 s, and made up for when it goes on', async () => {
		const page = await openOverview(browser, server);
		const phone = await openOverview(browser, server, { locale: 'en', width: 390 });
		const state = page.locator('header [data-state]');
		const cases = page.getByRole('region', { name: '案件' });

		const held = performance.now();
		postgres.hold();
		await state.and(page.locator('[data-state="stale"]')).waitFor({ timeout: toldWithinMs });
		expect(performance.now() - held).toBeLessThan(toldWithinMs);
		expect(await state.innerText()).toMatch(/数据截至 09:0\d/);
		const words = phone.locator('header [data-state="stale"] .words');
		expect(await words.innerText()).toMatch(/Figures as of 09:0\d/);
		expect(await words.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
		// By then the pump has given up the look that hangs.
		await page.getByText(/服务器暂时读不到数据库，数据截至 09:0\d。/).waitFor({ timeout: 15_000 });
		postgres.release();
		await state.and(page.locator('[data-state="live"]')).waitFor({ timeout: 10_000 });

		const answer = await fetch(`${server.baseURL}/api/v1/cases`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${postgres.tokens['cixi'] ?? ''}`,
				'content-type': 'application/json',
				'idempotency-key': crypto.randomUUID()
			},
			body: JSON.stringify({ number: '示例-1', type: 'patent', territory: 'cixi', acceptedAt: '2019-08-20' })
		});
		expect(answer.status).toBe(201);
		await cases.getByText(/受理 1/).waitFor({ timeout: 10_000 });
	});
});

async function openOverview(
	browser: Browser,
	server: RunningServer,
	{ locale, width } = { locale: 'zh-CN', width: 1440 }
): Promise<Page> {
	const context = await browser.newContext({ baseURL: server.baseURL, viewport: { width, height: 844 } });
	const headers = { origin: server.baseURL };
	const { username, password } = server.accountOf('leader');
	const answer = await context.request.post('/login', {
		form: { username, password },
		headers,
		maxRedirects: 0
	});
	expect(answer.status()).toBe(303);
	await context.request.post('/locale', { form: { locale, next: '/overview' }, headers, maxRedirects: 0 });
	const page = await context.newPage();
	await page.goto('/overview');
	await page.locator('header [data-state="live"]').waitFor();
	return page;
}
