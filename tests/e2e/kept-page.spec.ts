// Without the server a page stays what it is, and without scripts it promises nothing.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { fieldOf, fill, formOf, open } from './entry-forms.ts';

const told = (page: Page) => page.getByText('当前无法连接服务器，所选操作未执行。').first();
const navigation = (page: Page) => page.getByRole('navigation', { name: '主导航' });

test(
	'[R269] offline a link, the way back, a filter and another language leave the page as it is, and work again afterwards',
	{ tag: '@core' },
	async ({ server, signedIn }) => {
		const page = await signedIn(server.accountOf('district', 'cixi'));
		await open(page, '/overview');
		await navigation(page).getByRole('link', { name: '台账' }).click();
		await expect(page).toHaveURL(/\/ledger\//);
		await open(page, '/ledger/cases/new');
		const form = formOf(page, '登记受理');
		await fill(form, { 案号: '示例-1' });
		await page.context().setOffline(true);
		const stays = async () => {
			await expect(told(page)).toBeVisible();
			await expect(page).toHaveURL('/ledger/cases/new');
			await expect(fieldOf(form, '案号')).toHaveValue('示例-1');
			for (const close of await page.locator('.region button').all()) await close.click();
			await expect(told(page)).toHaveCount(0);
		};
		await navigation(page).getByRole('link', { name: '总览' }).click();
		await stays();
		await page.getByRole('button', { name: 'Switch to English' }).click();
		await stays();
		await page.context().setOffline(false);
		await expect(page.locator('[data-state=live]')).toBeVisible();
		await navigation(page).getByRole('link', { name: '总览' }).click();
		await expect(page).toHaveURL('/overview');
	}
);

test('[R269] a page whose data fail before the line is known to be broken stays as well', async ({
	server,
	signedIn
}) => {
	const page = await signedIn(server.accountOf('district', 'cixi'));
	await open(page, '/ledger/cases/new');
	const form = formOf(page, '登记受理');
	await fill(form, { 案号: '示例-2' });
	await page.route('**/__data.json*', (route) => route.abort('connectionfailed'));
	await navigation(page).getByRole('link', { name: '总览' }).click();
	await expect(told(page)).toBeVisible();
	await expect(page).toHaveURL('/ledger/cases/new');
	await expect(fieldOf(form, '案号')).toHaveValue('示例-2');
	await page.unroute('**/__data.json*');
	await navigation(page).getByRole('link', { name: '总览' }).click();
	await expect(page).toHaveURL('/overview');
});

test.describe('without scripts', () => {
	test('[R269] no page says that it connects, and no button stands there that needs a script', async ({
		browser,
		server,
		contextOptions
	}) => {
		const context = await browser.newContext({ ...contextOptions, baseURL: server.baseURL, javaScriptEnabled: false });
		const { username, password } = server.accountOf('leader');
		await context.request.post('/login', {
			form: { username, password },
			headers: { origin: server.baseURL },
			maxRedirects: 0
		});
		const page = await context.newPage();
		for (const path of ['/overview', '/goals/case-closure-rate', '/funds', '/stages']) {
			await page.goto(path);
			await expect(page.getByText('正在连接')).toBeHidden();
			await expect(page.locator('figure > button').filter({ visible: true })).toHaveCount(0);
			// Others open by themselves: native popovers.
			await expect(page.locator('main button[type=button]:not([popovertarget])').filter({ visible: true })).toHaveCount(
				0
			);
		}
		await context.close();
	});
});
