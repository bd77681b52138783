// Roles, policy, settings, sessions and tokens in a real browser: granted, changed, ended; what that does to those it is about.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { expectFaults, fieldOf, fill, formOf, open, submit } from './entry-forms.ts';
import { complaintsOf, fitsTheScreen, isAccessible } from './every-page.ts';

/** By who holds it and in which state; the words of a row are also its links' names. */
const rowOf = (page: Page, who: string): Locator => page.locator('tr').filter({ hasText: who });

test('roles are granted by keyboard, changed and ended; whoever held one is out at once', async ({
	ownServer,
	signedIn
}) => {
	const server = await ownServer();
	const system = await signedIn(server.accountOf('system_admin'), server);
	await open(system, '/admin/accounts/new');
	await fill(formOf(system, '建立账号'), { 用户名: 'wang.wu', 姓名: '王五', 申请的角色: '只读' });
	await submit(formOf(system, '建立账号'), '建立账号');
	await expect(system.locator('[data-link="wang.wu"]')).toBeVisible();

	const security = await signedIn(server.accountOf('security_admin'), server);
	const complaints = complaintsOf(security);
	await open(security, '/admin/roles');
	const waiting = formOf(security, '授予所选');
	await submit(waiting, '授予所选');
	await expect(waiting.getByRole('alert')).toBeFocused();
	await isAccessible(security);
	await waiting.getByLabel('选择 王五').focus();
	await security.keyboard.press('Space');
	await waiting.getByRole('button', { name: '授予所选' }).focus();
	await security.keyboard.press('Enter');
	await expect(security.getByText('已授予 1 人。')).toBeVisible();
	await expect(security.locator('[data-waiting]')).toHaveCount(0);
	await expect(rowOf(security, 'wang.wu')).toContainText('只读');

	// Another role for a district that is signed in: its screen ends, and the dialog keeps what was refused.
	const district = await signedIn(server.accountOf('district', 'yinzhou'), server);
	await open(district, '/work');
	await open(security, '/admin/roles?role=district');
	await rowOf(security, '鄞州区填报员').getByRole('link', { name: /^变更/ }).click();
	const dialog = security.getByRole('dialog', { name: '变更角色：鄞州区填报员' });
	await fill(dialog.locator('form'), { 单位: '市财政局', 原因: '轮岗' });
	await submit(dialog.locator('form'), '变更角色');
	await expect(dialog.getByRole('alert')).toBeFocused();
	await expect(fieldOf(dialog, '单位')).toHaveAttribute('aria-invalid', 'true');
	await fill(dialog.locator('form'), { 单位: '海曙区' });
	await isAccessible(security);
	await submit(dialog.locator('form'), '变更角色');
	await expect(security.getByText('角色已变更。')).toBeVisible();
	await expect(district).toHaveURL(/\/login/);

	// Escape leaves everything as it was; a day that is over cannot be the last one.
	await rowOf(security, '镇海区填报员').getByRole('link', { name: /^结束/ }).click();
	const ending = security.getByRole('dialog', { name: '结束角色：镇海区填报员' });
	await expect(ending).toBeVisible();
	await security.keyboard.press('Escape');
	await expect(ending).toHaveCount(0);
	await expect(security).toHaveURL('/admin/roles?role=district');
	await rowOf(security, '镇海区填报员').getByRole('link', { name: /^结束/ }).click();
	await fill(ending.locator('form'), { 最后一天: '2017-01-01', 原因: '调离' });
	await submit(ending.locator('form'), '结束角色');
	await expect(fieldOf(ending, '最后一天')).toHaveAttribute('aria-invalid', 'true');
	await fill(ending.locator('form'), { 最后一天: '' });
	await submit(ending.locator('form'), '结束角色');
	await expect(security.getByText('角色已结束。')).toBeVisible();

	await security.setViewportSize({ width: 390, height: 844 });
	for (const path of ['/admin/roles', '/admin/roles?grant=']) {
		await open(security, path);
		await fitsTheScreen(security);
	}
	expect(complaints.filter((complaint) => !/ 422 /.test(complaint))).toEqual([]);
});

test('a policy shows what it would do before it is saved; settings tell everybody whom to ask', async ({
	browser,
	ownServer,
	signedIn
}) => {
	const server = await ownServer();
	const security = await signedIn(server.accountOf('security_admin'), server);
	const beside = await security.context().newPage();
	await open(security, '/admin/policy');
	const form = formOf(security, '查看变更和影响');
	await fill(form, { 无操作退出: '2' });
	await submit(form, '查看变更和影响');
	await expect(form.getByRole('alert')).toBeFocused();
	await expect(fieldOf(form, '无操作退出')).toHaveAttribute('aria-invalid', 'true');
	await fill(form, { 无操作退出: '20' });
	await submit(form, '查看变更和影响');
	await expect(security.locator('[data-change]')).toHaveCount(1);
	await expect(security.locator('[data-change=idleMinutes]')).toContainText('20 分钟');
	// What is looked at is in the address: another proposal beside.
	await open(beside, security.url().replace('idleMinutes=20', 'idleMinutes=25'));
	await expect(beside.locator('[data-change=idleMinutes]')).toContainText('25 分钟');
	await isAccessible(security);
	const saving = formOf(security, '确认并生效');
	await submit(saving, '确认并生效');
	await expect(fieldOf(saving, '原因')).toHaveAttribute('aria-invalid', 'true');
	await fill(saving, { 原因: '示例' });
	await submit(saving, '确认并生效');
	await expect(security.getByText('新的安全策略已生效。')).toBeVisible();
	await expect(security.locator('[data-version="1"]')).toContainText('示例');
	// Written on a version that no longer holds, it is not saved, and says so.
	await fill(formOf(beside, '确认并生效'), { 原因: '另一窗口' });
	await submit(formOf(beside, '确认并生效'), '确认并生效');
	await expect(beside.locator('main')).toContainText('现行已是第 1 版');
	await beside.goto('/admin/policy');
	await expect(beside.locator('[data-version]')).toHaveCount(1);
	await security.setViewportSize({ width: 390, height: 844 });
	await fitsTheScreen(security);

	const system = await signedIn(server.accountOf('system_admin'), server);
	await open(system, '/admin/settings');
	await fill(formOf(system, '保存'), { 求助联系人: '信息中心 示例电话', 登录须知: '仅限授权人员' });
	await submit(formOf(system, '保存'), '保存');
	await expect(system.getByText('设置已保存。')).toBeVisible();
	await isAccessible(system);
	const reader = await signedIn(server.accountOf('reader'), server);
	await reader.goto('/admin/settings');
	await expect(reader.locator('main')).toContainText('信息中心 示例电话');
	const stranger = await (await browser.newContext({ baseURL: server.baseURL })).newPage();
	await stranger.goto('/login');
	await expect(stranger.locator('main')).toContainText('仅限授权人员');
	await stranger.context().close();
});

test('a session is found and ended with a reason; one’s own is not offered', async ({ server, signedIn }) => {
	const fund = await signedIn(server.accountOf('fund_manager'));
	await open(fund, '/work');
	const security = await signedIn(server.accountOf('security_admin'));
	await open(security, '/admin/sessions');
	await expect(rowOf(security, '您正在使用').getByRole('link', { name: /^结束/ })).toHaveCount(0);
	await security.getByLabel('查找').fill('fund-manager');
	await security.keyboard.press('Enter');
	await expect(security).toHaveURL('/admin/sessions?q=fund-manager');
	await expect(security.locator('[data-session]')).toHaveCount(1);
	await isAccessible(security);
	await security.locator('[data-session]').getByRole('link', { name: /^结束/ }).click();
	const dialog = security.getByRole('dialog');
	await submit(dialog.locator('form'), '结束');
	await expect(fieldOf(dialog, '原因')).toHaveAttribute('aria-invalid', 'true');
	await fill(dialog.locator('form'), { 原因: '示例：离岗' });
	await submit(dialog.locator('form'), '结束');
	await expect(security.getByText('会话已结束。')).toBeVisible();
	await expect(fund).toHaveURL(/\/login/);
	await expect(security.getByText('没有符合条件的会话')).toBeVisible();
	await security.setViewportSize({ width: 390, height: 844 });
	await fitsTheScreen(security);
});

test('a token is shown once, opens what it may, and nothing once it is revoked', async ({ server, signedIn }) => {
	const security = await signedIn(server.accountOf('security_admin'));
	await open(security, '/admin/tokens');
	const form = formOf(security, '发放');
	await fill(form, { 归属: '鄞州区', 范围: '只读', 有效期: '4000' });
	await expect(form.getByRole('status')).toContainText('不能报送，只能读取。');
	await submit(form, '发放');
	await expectFaults(form, { 用途: '请填写此项', 有效期: '超出允许的范围' });
	await fill(form, { 用途: '示例对接', 有效期: '30' });
	let loads = 0;
	security.on('response', (response) => {
		if (response.url().includes('/admin/tokens/__data.json')) loads += 1;
	});
	await submit(form, '发放');
	// What was done loads the page's data anew, once by itself and once as everybody hears of it: the token stays.
	await expect.poll(() => loads).toBeGreaterThan(1);
	await expect(security.locator('[data-issued]')).toBeVisible();
	const token = (await security.locator('[data-issued]').textContent()) ?? '';
	await isAccessible(security);
	const ask = async (method: 'GET' | 'POST', path: string) => {
		// A program of its own: the page's requests carry its cookie.
		const answer = await fetch(new URL(path, server.baseURL), {
			method,
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			...(method === 'POST' && { body: '{}' })
		});
		return answer.status;
	};
	expect(await ask('GET', '/api/v1/plan')).toBe(200);
	expect(await ask('POST', '/api/v1/transactions')).toBe(403);
	await open(security, '/admin/tokens');
	await expect(security.locator('[data-issued]')).toHaveCount(0);
	await expect(rowOf(security, '示例对接')).not.toContainText('从未使用');
	await rowOf(security, '示例对接').getByRole('link', { name: /^吊销/ }).click();
	const dialog = security.getByRole('dialog', { name: '吊销令牌：示例对接' });
	await fill(dialog.locator('form'), { 原因: '示例' });
	await submit(dialog.locator('form'), '吊销');
	await expect(security.getByText('令牌已吊销。')).toBeVisible();
	expect(await ask('GET', '/api/v1/plan')).toBe(401);
	await security.setViewportSize({ width: 390, height: 844 });
	await fitsTheScreen(security);
});

test('a feed’s token says what it may before it is issued, and brings records of any district', async ({
	server,
	signedIn
}) => {
	const security = await signedIn(server.accountOf('security_admin'));
	await open(security, '/admin/tokens');
	const form = formOf(security, '发放');
	const said = form.getByRole('status');
	await fill(form, { 归属: '市科技金融服务中心（筹）', 范围: '报送和读取' });
	await expect(said).toContainText('不能报送：方案没有规定可由其系统报送的记录。');
	await fill(form, { 归属: '银行' });
	await expect(said).toContainText('可报送：各区县（市）、园区的交易。');
	await expect(said).toContainText('不能确认任何记录。');
	await fill(form, { 用途: '示例质押登记', 有效期: '30' });
	await isAccessible(security);
	await submit(form, '发放');
	const token = (await security.locator('[data-issued]').textContent()) ?? '';
	const loan = { kind: 'pledge', amount: '100.00', date: '2019-09-02', territory: 'cixi', bank: 'B', reference: 'R' };
	const sent = await fetch(new URL('/api/v1/transactions', server.baseURL), {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify(loan)
	});
	const answered = (await sent.json()) as { ids: readonly string[] };
	expect([sent.status, answered]).toMatchObject([201, { heads: {} }]);
	await expect(rowOf(security, '示例质押登记')).toContainText('数据源：银行');

	const district = await signedIn(server.accountOf('district', 'cixi'));
	const { ids } = answered;
	await open(district, `/ledger/transactions?open=${ids[0]}`);
	await expect(district.getByText('数据源“银行”报送')).toBeVisible();
	await expect(district.getByRole('link', { name: /冲销/ })).toHaveCount(0);
	await security.setViewportSize({ width: 390, height: 844 });
	await fitsTheScreen(security);
});
