// Browser tests: desktop and phone, in Chinese by default. The tests start their own servers (tests/support/server.ts).
import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './tests/support/browser.ts';

const executablePath = findBrowser();

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	globalSetup: './tests/support/seeded-data.setup.ts',
	// `@core` runs in `npm test`, `@long` in `npm run test:screens`, `@faults` in `npm run test:faults`, the rest in `npm run test:long`.
	fullyParallel: false,
	// Pages wait for servers, and servers for pages: three fill two cores. Machines of CI are shared.
	workers: process.env['CI'] === undefined ? 3 : 2,
	// As in vitest.config.ts; Playwright lists what passed only at the second try as flaky.
	retries: process.env['CI'] === undefined ? 0 : 1,
	// Generous, for shared machines: nothing here is about speed.
	timeout: 600_000,
	expect: { timeout: 90_000 },
	reporter: 'line',
	use: {
		// What waits for a thing that is not there says so before the whole test is over.
		actionTimeout: 90_000,
		navigationTimeout: 90_000,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		trace: 'retain-on-failure',
		launchOptions: { args: browserArguments(), ...(executablePath === undefined ? {} : { executablePath }) }
	},
	projects: [
		{ name: 'desktop', testIgnore: '**/*.phone.spec.ts', use: { viewport: { width: 1440, height: 900 } } },
		{
			name: 'phone',
			testMatch: '**/*.phone.spec.ts',
			use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
		}
	]
});
