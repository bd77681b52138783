// Signing in, whole: from the link of the first start to a code of the app; links that open nothing more; the lock.
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { expect, test } from '../support/fixtures.ts';
import type { RunningServer } from '../support/server.ts';
import { fieldOf, open } from './entry-forms.ts';

const password = 'Rivers-of-7-Ning';
const people = [
	['系统管理员', '陈一', 'chen.yi'],
	['安全管理员', '林二', 'lin.er'],
	['审计管理员', '王三', 'wang.san']
] as const;

function setupLink(server: RunningServer): string {
	const links = [...server.printed().matchAll(/http:\S+\/setup\/\S+/g)];
	return links.at(-1)?.[0] ?? '';
}

async function freshPage(browser: Browser, server: RunningServer, options: BrowserContextOptions): Promise<Page> {
	return (await browser.newContext({ ...options, baseURL: server.baseURL })).newPage();
}

const send = (page: Page, name: string) => page.locator('main').getByRole('button', { name, exact: true }).click();

async function signIn(page: Page, username: string, secret: string): Promise<void> {
	await page.getByLabel('用户名').fill(username);
	await page.getByLabel('密码').fill(secret);
	await send(page, '登录');
}

/** Nothing of the page stands out beside a phone's screen. */
async function expectNoSideways(page: Page): Promise<void> {
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	expect(wide).toBeLessThanOrEqual(0);
}

test(
	'from the link of the first start to signing in with a code',
	{ tag: '@core' },
	async ({ browser, ownServer, contextOptions }) => {
		test.slow();
		const server = await ownServer({ dataFrom: null, env: { DEMO: '0' } });
		const page = await freshPage(browser, server, contextOptions);
		const link = setupLink(server);
		const answer = await page.goto(link);
		expect(answer?.headers()['referrer-policy']).toBe('no-referrer');
		await send(page, '建立三个账号');
		await expect(page.getByRole('alert')).toContainText('有 6 处需要更正');
		for (const [role, name, username] of people) {
			const group = page.getByRole('group', { name: role });
			await group.getByLabel('姓名').fill(name);
			await group.getByLabel('用户名').fill(username);
		}
		await send(page, '建立三个账号');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('请转交这些链接');
		const invitations = await page.locator('main code').allTextContents();
		expect(invitations).toHaveLength(3);
		expect((await page.goto(link))?.status()).toBe(410);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('链接已失效');

		// The invitation: a password by the rules, then straight to the duty, and nowhere else.
		await page.goto(invitations[0] ?? '');
		await expect(page.locator('main')).toContainText('chen.yi');
		await fieldOf(page, '新密码').fill('chen.yi');
		await fieldOf(page, '再次输入新密码').fill('chen.yi');
		await send(page, '设置密码');
		await expect(page.getByRole('alert')).toContainText('密码不能包含用户名');
		await fieldOf(page, '新密码').fill(password);
		await fieldOf(page, '再次输入新密码').fill(password);
		await send(page, '设置密码');
		await expect(page).toHaveURL(/\/me\/second-factor$/);
		expect((await page.goto(invitations[0] ?? ''))?.status()).toBe(410);
		await page.goto('/me/sessions');
		await expect(page).toHaveURL(/\/me\/second-factor$/);
		expect((await page.request.get('/api/v1/events?stream=access&after=0')).status()).toBe(403);

		await fieldOf(page, '当前密码').fill(password);
		await send(page, '设置两步登录');
		await expect(page.getByRole('img', { name: '验证器二维码' })).toBeVisible();
		const secret = ((await page.locator('main code').textContent()) ?? '').replaceAll(' ', '');
		const app = new TOTP({ secret: Secret.fromBase32(secret) });
		await fieldOf(page, '2. 验证器当前显示的验证码').fill(app.generate());
		await send(page, '确认');
		await expect(page.getByRole('listitem').locator('code')).toHaveCount(10);
		const codes = await page.getByRole('listitem').locator('code').allTextContents();
		await page.getByRole('link', { name: '我已保存' }).click();
		await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();

		await page.getByRole('button', { name: /账号$/ }).click();
		await page.getByRole('button', { name: '退出登录' }).click();
		await expect(page).toHaveURL(/\/login/);
		await page.goto('/login?next=/me/second-factor');
		await signIn(page, 'chen.yi', password);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('输入验证码');
		// The next step's code: that of the enrolment was taken.
		await fieldOf(page, '验证码').fill(app.generate({ timestamp: Date.now() + 30_000 }));
		await send(page, '登录');
		await expect(page).toHaveURL(/\/me\/second-factor$/);
		await expect(page.locator('main')).toContainText('未用的恢复码：10 个');

		const elsewhere = await freshPage(browser, server, contextOptions);
		await elsewhere.goto('/login');
		await signIn(elsewhere, 'chen.yi', password);
		await fieldOf(elsewhere, '验证码').fill(codes[0] ?? '');
		await send(elsewhere, '登录');
		await expect(elsewhere).toHaveURL(/\/me$/);

		// Who changes the password is signed out everywhere else at once.
		await open(page, '/me/password');
		await fieldOf(page, '当前密码').fill(password);
		await fieldOf(page, '新密码').fill('Bridges-of-8-Hai');
		await fieldOf(page, '再次输入新密码').fill('Bridges-of-8-Hai');
		await send(page, '修改密码');
		await expect(page.locator('main')).toContainText('密码已修改');
		await expect(elsewhere).toHaveURL(/\/login/);
		// No setup is offered any more.
		const before = setupLink(server);
		await server.restart();
		expect(setupLink(server)).toBe(before);
	}
);

test('without scripts a link works too, and its page tells no other of itself', async ({
	browser,
	ownServer,
	contextOptions
}) => {
	const server = await ownServer({ dataFrom: null, env: { DEMO: '0' } });
	const page = await freshPage(browser, server, { ...contextOptions, javaScriptEnabled: false });
	await page.goto(setupLink(server));
	for (const [role, name, username] of people) {
		const group = page.getByRole('group', { name: role });
		await group.getByLabel('姓名').fill(name);
		await group.getByLabel('用户名').fill(username);
	}
	await send(page, '建立三个账号');
	const invitations = await page.locator('main code').allTextContents();
	await page.goto(invitations[2] ?? '');
	await fieldOf(page, '新密码').fill(password);
	await fieldOf(page, '再次输入新密码').fill(password);
	await send(page, '设置密码');
	await expect(page).toHaveURL(/\/me\/second-factor$/);
});

test('five failures lock, with a countdown; without scripts with the time', async ({
	browser,
	ownServer,
	contextOptions
}) => {
	const server = await ownServer();
	const { username, password: right } = server.accountOf('leader');
	const page = await freshPage(browser, server, contextOptions);
	await page.goto('/login');
	for (let failure = 1; failure < 5; failure++) {
		await signIn(page, username, `wrong ${failure}`);
		await expect(page.getByRole('alert')).toContainText('用户名或密码');
		await page.getByLabel('密码').fill('');
		await expect(page.getByRole('button', { name: '登录', exact: true })).toHaveAttribute('aria-busy', 'false');
	}
	await signIn(page, username, 'wrong 5');
	await expect(page.getByRole('timer')).toHaveText(/^已锁定，剩余\s*1[45]:\d\d$/);
	const first = await page.getByRole('timer').textContent();
	await expect(page.getByRole('timer')).not.toHaveText(first ?? '');

	const plain = await freshPage(browser, server, { ...contextOptions, javaScriptEnabled: false });
	await plain.goto('/login');
	await signIn(plain, username, right);
	await expect(plain.getByRole('alert')).toContainText(/登录已锁定至 \d\d:\d\d（还有 1[45] 分 \d+ 秒）/);
	// A name that nobody has is told the same.
	for (let failure = 0; failure < 5; failure++) await signIn(plain, 'nobody-of-this-name', 'wrong');
	await expect(plain.getByRole('alert')).toContainText(/登录已锁定至/);
});

test('in a demonstration the second factor is offered, not forced; all of it fits a phone', async ({
	server,
	signedIn,
	page
}) => {
	const account = server.accountOf('security_admin');
	const admin = await signedIn(account);
	await admin.setViewportSize({ width: 390, height: 844 });
	for (const path of ['/me/password', '/me/second-factor']) {
		await open(admin, path);
		await expect(admin.getByRole('navigation', { name: '主导航' })).toBeVisible();
		await expectNoSideways(admin);
	}
	await fieldOf(admin, '当前密码').fill(account.password);
	await send(admin, '设置两步登录');
	await expect(admin.getByRole('img', { name: '验证器二维码' })).toBeVisible();
	await expectNoSideways(admin);
	await page.setViewportSize({ width: 390, height: 844 });
	for (const path of ['/login', '/welcome/none', '/setup/none']) {
		await page.goto(path);
		await expectNoSideways(page);
	}
});
