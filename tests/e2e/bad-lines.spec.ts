// Screens behind bad proxies, on silent lines, beyond the limit of sockets, and under a clock that jumps: live, or saying why not.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import { dashboard, post } from '../support/api.ts';
import { type BadProxy, startBadProxy, type Upgrades } from '../support/bad-proxy.ts';
import { expect, test } from '../support/fixtures.ts';
import { cookieOf } from '../support/sign-in.ts';
import { complaintsOf, fitsTheScreen, isAccessible } from './every-page.ts';

const connection = (page: Page, state: string) => page.locator(`header [data-state="${state}"]`);
const casesPanel = (page: Page) => page.getByRole('region', { name: '案件' });

/** Another case, and the panel that says so without a reload. */
async function expectToMove(page: Page, district: Page, territory: string): Promise<void> {
	const before = await dashboard(page);
	const body = { number: `示例-${randomUUID().slice(0, 8)}`, type: 'patent', territory, acceptedAt: '2019-08-20' };
	expect((await post(district, 'cases', body)).status).toBe(201);
	await expect(casesPanel(page)).toContainText(`受理 ${before.cases.accepted + 1}`, { timeout: 10_000 });
}

test.describe('[R202] behind a proxy @faults', () => {
	let proxy: BadProxy;
	test.afterEach(() => proxy.stop());

	const cases: { upgrades: Upgrades; what: string; tries: number }[] = [
		{ upgrades: 'refuse', what: 'refuses WebSockets', tries: 2 },
		{ upgrades: 'swallow', what: 'takes WebSockets and never answers', tries: 2 },
		{ upgrades: 'break', what: 'breaks WebSockets off once they are open', tries: 2 }
	];
	for (const { upgrades, what, tries } of cases)
		test(`that ${what} a screen is live within 15 s by polling, and by WebSocket as soon as one can be had`, async ({
			server,
			signedIn
		}) => {
			proxy = await startBadProxy(server.baseURL, upgrades);
			const leader = await signedIn(server.accountOf('leader'), { ...server, baseURL: proxy.baseURL });
			await leader.goto('/overview');
			await expect(connection(leader, 'live')).toBeVisible({ timeout: 30_000 });
			const district = await signedIn(server.accountOf('district', 'jiangbei'));
			await expect.poll(proxy.upgrades).toBe(tries);
			await expect.poll(proxy.open).toBe(0);
			await expectToMove(leader, district, 'jiangbei');
			await expect(connection(leader, 'live')).toBeVisible();
			expect(proxy.upgrades()).toBe(tries);

			proxy.treat('pass');
			if (upgrades === 'break') {
				// It is given another chance a quarter of an hour later.
				return;
			}
			// A poll that is cut is sent again by the browser itself: only a new line tries a WebSocket.
			await leader.context().setOffline(true);
			await expect(connection(leader, 'live')).toBeHidden();
			await leader.context().setOffline(false);
			await expect.poll(proxy.open).toBe(1);
			await expect(connection(leader, 'live')).toBeVisible();
			await expectToMove(leader, district, 'jiangbei');
		});
});

test('[R201] a line that falls silent is noticed, said so, and made up for @faults', async ({ server, signedIn }) => {
	const proxy = await startBadProxy(server.baseURL, 'pass');
	const leader = await signedIn(server.accountOf('leader'), { ...server, baseURL: proxy.baseURL });
	const district = await signedIn(server.accountOf('district', 'zhenhai'));
	await leader.goto('/overview');
	await expect(connection(leader, 'live')).toBeVisible();
	await expectToMove(leader, district, 'zhenhai');
	proxy.freeze();
	// After seven seconds where the line was never slow; a page that was starved meanwhile gives it longer.
	await expect(connection(leader, 'retrying')).toBeVisible();
	await expect(leader.getByText(/数据停留在 \d\d:\d\d/)).toBeVisible();
	const body = {
		number: `示例-${randomUUID().slice(0, 8)}`,
		type: 'patent',
		territory: 'zhenhai',
		acceptedAt: '2019-08-20'
	};
	expect((await post(district, 'cases', body)).status).toBe(201);
	proxy.thaw();
	await expect(connection(leader, 'live')).toBeVisible();
	await expect(leader.getByText('已更新 1 项')).toBeVisible();
	await proxy.stop();
});

test('[R203] a window beyond the limit says why and what to do, and connects when another is closed', async ({
	server,
	signedIn
}) => {
	const account = server.accountOf('district', 'xiangshan');
	const cookie = await cookieOf(server, account);
	const others = Array.from({ length: 20 }, (): Socket =>
		io(server.baseURL, { forceNew: true, transports: ['websocket'], extraHeaders: { cookie } })
	);
	await Promise.all(others.map((other) => new Promise((resolve) => other.once('ready', resolve))));
	const page = await signedIn(account);
	const complaints = complaintsOf(page);
	await page.goto('/overview');
	await expect(connection(page, 'refused')).toContainText('打开的窗口过多');
	await expect(page.getByText('请关闭不用的窗口，此窗口随后自动连接。')).toBeVisible();
	await isAccessible(page);
	await page.setViewportSize({ width: 390, height: 844 });
	await fitsTheScreen(page);
	await expect(connection(page, 'refused')).toBeVisible();
	others[0]?.disconnect();
	await expect(connection(page, 'live')).toBeVisible({ timeout: 10_000 });
	await expect(page.getByText('请关闭不用的窗口')).toHaveCount(0);
	expect(complaints).toEqual([]);
	for (const other of others) other.disconnect();
});

test('a clock of the computer that jumps moves neither the time in the header nor the end of the session', async ({
	server,
	signedIn
}) => {
	const page = await signedIn(server.accountOf('leader'));
	await page.addInitScript(() => {
		const now = Date.now.bind(Date);
		Date.now = () => now() + Number(Reflect.get(window, 'jump') ?? 0);
	});
	await page.goto('/overview');
	const time = connection(page, 'live').locator('.time');
	await expect(time).toHaveText(/^09:/);
	for (const hours of [5, -5]) {
		const asked = page.waitForResponse((response) => response.url().endsWith('/session/ends'));
		await page.evaluate((ms) => Reflect.set(window, 'jump', ms), hours * 3_600_000);
		expect((await asked).status()).toBe(200);
		await expect(time).toHaveText(/^09:/);
		await expect(page).toHaveURL('/overview');
		await expect(page.getByRole('dialog')).toHaveCount(0);
	}
});
