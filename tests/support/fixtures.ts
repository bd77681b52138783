// Playwright's `test` with the product at hand: a server shared by a worker, and own servers for tests that kill or change them.
import { type BrowserContext, type Page, test as base } from '@playwright/test';
import { type Account, type RunningServer, type ServerOptions, startServer } from './server.ts';

interface TestFixtures {
	/** Starts a server of this test's own; it is stopped after the test. */
	ownServer: (options?: ServerOptions) => Promise<RunningServer>;
	/** Signs in in a fresh browser context of its own and returns its page, which shows nothing yet. */
	signedIn: (account: Account, server?: RunningServer) => Promise<Page>;
}

interface WorkerFixtures {
	server: RunningServer;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
	server: [
		async ({ browserName: _ }, use) => {
			const server = await startServer();
			await use(server);
			await server.stop();
		},
		{ scope: 'worker', timeout: 300_000 }
	],
	baseURL: async ({ server }, use) => use(server.baseURL),
	ownServer: async ({ browserName: _ }, use) => {
		const started: RunningServer[] = [];
		await use(async (options) => {
			const server = await startServer(options);
			started.push(server);
			return server;
		});
		await Promise.all(started.map((server) => server.stop()));
	},
	signedIn: async ({ browser, server, contextOptions }, use) => {
		const contexts: BrowserContext[] = [];
		await use(async (account, at = server) => {
			const context = await browser.newContext({ ...contextOptions, baseURL: at.baseURL });
			contexts.push(context);
			const { username, password } = account;
			// The form of signing in has tests of its own: everywhere else its pages would only take time.
			const answer = await context.request.post('/login', {
				form: { username, password },
				headers: { origin: at.baseURL },
				maxRedirects: 0
			});
			if (answer.status() !== 303) throw new Error(`signing in as ${username} was answered with ${answer.status()}`);
			const page = await context.newPage();
			// An address of the product that costs nothing: what follows knows the origin by it.
			await page.goto('/healthz');
			return page;
		});
		await Promise.all(contexts.map((context) => context.close()));
	}
});

export { expect } from '@playwright/test';
