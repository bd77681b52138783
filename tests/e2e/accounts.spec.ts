// Accounts and units in a real browser: made, imported, disabled with their shares; a unit that ends; keyboard and phone.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { fill, formOf, open } from './entry-forms.ts';
import { complaintsOf, fitsTheScreen, isAccessible } from './every-page.ts';

const sheet = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const linkOf = (page: Page, username: string) => page.locator(`[data-link="${username}"] input`);

test('accounts from the invitation to the end: made by keyboard, imported, disabled with the shares', async ({
	browser,
	ownServer,
	signedIn
}) => {
	const server = await ownServer();
	const admin = await signedIn(server.accountOf('system_admin'), server);
	const complaints = complaintsOf(admin);

	// One by one: the keyboard is enough.
	await open(admin, '/admin/accounts/new');
	await admin.getByLabel('用户名').focus();
	await admin.keyboard.type('Zhang San');
	await admin.keyboard.press('Enter');
	await expect(admin.getByRole('alert')).toContainText('用户名为 3 至 40 个小写字母');
	await expect(admin.getByRole('alert')).toBeFocused();
	await admin.getByLabel('用户名').fill('zhang.san');
	await admin.keyboard.press('Tab');
	await admin.keyboard.type('张三');
	await admin.getByLabel('申请的角色').selectOption({ label: '区县（市）、园区' });
	// Only units that take the role are offered.
	await expect(admin.getByLabel('单位', { exact: true }).getByRole('option', { name: '市财政局' })).toHaveCount(0);
	await admin.getByLabel('单位', { exact: true }).selectOption({ label: '鄞州区' });
	await admin.getByRole('button', { name: '建立账号' }).focus();
	await admin.keyboard.press('Enter');
	const link = await linkOf(admin, 'zhang.san').inputValue();
	expect(link).toMatch(new RegExp(`^${server.baseURL}/welcome/`));
	await isAccessible(admin);
	await admin.reload();
	await expect(linkOf(admin, 'zhang.san')).toHaveCount(0);

	// Its person can open it, and has no role yet.
	const context = await browser.newContext();
	const invited = await context.newPage();
	await invited.goto(link);
	await expect(invited.getByText('张三')).toBeVisible();
	await context.close();

	// A sheet with wrong rows is shown row by row and writes nothing.
	await open(admin, '/admin/accounts/import');
	await admin.getByLabel('CSV 文件').setInputFiles(sheet('accounts-wrong.csv'));
	await admin.getByRole('button', { name: '核对' }).click();
	await expect(admin.locator('[data-line="3"]')).toContainText('没有“atlantis”这个单位');
	await expect(admin.locator('[data-line="4"]')).toContainText('须属于一个单位');
	await expect(admin.locator('[data-line="2"]')).toHaveAttribute('data-verdict', 'new');
	await expect(admin.getByRole('button', { name: '确认导入' })).toHaveCount(0);
	await isAccessible(admin);
	// One that reads in two encodings is shown as it was read, and in another one when that is chosen by keyboard.
	await admin.getByLabel('CSV 文件').setInputFiles(sheet('accounts-gbk-latin-heads.csv'));
	await admin.getByRole('button', { name: '核对' }).click();
	await expect(admin.locator('[data-line="2"]')).toContainText('叶英');
	await expect(admin.getByText('按 GB18030 编码、逗号分隔读取；列名在第 1 行。')).toBeVisible();
	const encoding = admin.getByLabel('编码', { exact: true });
	await encoding.focus();
	await admin.keyboard.press('ArrowDown');
	await expect(encoding).toHaveValue('utf-8');
	await admin.keyboard.press('Tab');
	await admin.keyboard.press('Enter');
	await expect(admin.locator('[data-line="2"]')).toContainText('ҶӢ');
	await encoding.selectOption('utf-16');
	await admin.getByRole('button', { name: '核对' }).click();
	await expect(admin.getByRole('alert')).toContainText('不是 UTF-16 编码的文字');
	await isAccessible(admin);
	await encoding.selectOption({ label: '自动识别' });
	await admin.getByLabel('CSV 文件').setInputFiles(sheet('accounts-title-row.csv'));
	await admin.getByRole('button', { name: '核对' }).click();
	await expect(admin.getByText('列名以上的 1 行没有读取。')).toBeVisible();
	await expect(admin.locator('[data-line="3"]')).toHaveAttribute('data-verdict', 'new');
	await admin.getByLabel('CSV 文件').setInputFiles(sheet('accounts-gb18030.csv'));
	await admin.getByRole('button', { name: '核对' }).click();
	await expect(admin.locator('[data-verdict="new"]')).toHaveCount(3);
	await expect(admin.getByText('没有读取的列：备注。')).toBeVisible();
	await admin.getByRole('button', { name: '确认导入' }).click();
	await expect(admin.getByText('已导入：新建 3 个账号。')).toBeVisible();
	const [download] = await Promise.all([
		admin.waitForEvent('download'),
		admin.getByRole('button', { name: '下载 CSV' }).click()
	]);
	expect(download.suggestedFilename()).toBe('邀请链接.csv');

	// The list says how each stands, and its address says what it shows.
	await open(admin, '/admin/accounts');
	await admin.getByLabel('状态').selectOption({ label: '已邀请' });
	await expect(admin).toHaveURL('/admin/accounts?state=invited');
	await expect(admin.locator('[data-account]')).toHaveCount(4);
	await admin.getByLabel('姓名或用户名').fill('李');
	await admin.keyboard.press('Enter');
	await expect(admin.locator('[data-account]')).toHaveCount(1);
	await isAccessible(admin);
	await admin.setViewportSize({ width: 390, height: 844 });
	for (const path of ['/admin/accounts', '/admin/accounts/new', '/admin/accounts/import']) {
		await open(admin, path);
		await fitsTheScreen(admin);
	}
	await admin.setViewportSize({ width: 1440, height: 900 });

	// Whoever looks after shares leaves none behind by mistake, and is out at once.
	const leaving = await signedIn(server.accountOf('district', 'yinzhou'), server);
	await open(leaving, '/work');
	await expect(leaving.locator('[data-share="2.2/yinzhou"]')).toContainText('联系人：鄞州区填报员');
	await open(admin, '/admin/accounts?q=yinzhou');
	await admin.locator('[data-account="yinzhou"]').getByRole('link').click();
	await admin.getByText('停用账号', { exact: true }).first().click();
	await expect(admin.getByText(/此人负责 \d+ 项任务分工/)).toBeVisible();
	await isAccessible(admin);
	const disabling = admin.locator('form[action="?/disable"]');
	await disabling.getByLabel('理由').fill('调离');
	await disabling.getByRole('button', { name: '停用账号' }).click();
	await expect(disabling.getByRole('alert')).toContainText('请选择由谁接手');
	await disabling.getByLabel('由谁接手').selectOption({ label: '暂不指定联系人' });
	await disabling.getByRole('button', { name: '停用账号' }).click();
	await expect(admin.getByText('账号已停用')).toBeVisible();
	await expect(admin.locator('[data-version="1"]')).toContainText('调离');
	await expect(leaving).toHaveURL(/\/login/);
	expect(complaints.filter((complaint) => !/ 422 /.test(complaint))).toEqual([]);
});

test('a unit ends with a successor that the plan does not know, and is said to', async ({ ownServer, signedIn }) => {
	const server = await ownServer();
	const admin = await signedIn(server.accountOf('system_admin'), server);
	await open(admin, '/admin/units/new');
	await isAccessible(admin);
	await fill(formOf(admin, '新增'), {
		代码: 'samr',
		类别: '部门',
		中文全称: '市市场监督管理局',
		英文名称: 'Administration for Market Regulation',
		中文简称: '市监总局',
		英文简称: 'Market Reg.',
		次序: '1',
		依据: '机构改革方案'
	});
	await admin.getByRole('button', { name: '新增' }).click();
	await expect(admin.locator('[data-unit="samr"]')).toContainText('本系统新增');
	await isAccessible(admin);

	await open(admin, '/admin/units/ipo');
	const ending = formOf(admin, '保存');
	await fill(ending, { 最后一天: '2019-12-31', 继任单位: '市市场监督管理局', 依据: '机构改革方案' });
	await admin.getByRole('button', { name: '保存' }).click();
	await expect(admin.getByRole('alert')).toContainText('请先阅读后果并勾选');
	await admin.getByLabel('我已阅读上述后果').check();
	await admin.getByRole('button', { name: '保存' }).click();
	await expect(admin.getByText('单位的有效期已更新')).toBeVisible();
	await expect(admin.locator('[data-version="1"]')).toContainText('最后一天 2019-12-31 · 继任：市市场监督管理局');
	await isAccessible(admin);
	await admin.setViewportSize({ width: 390, height: 844 });
	for (const path of ['/admin/units', '/admin/units/ipo', '/admin/units/new']) {
		await open(admin, path);
		await fitsTheScreen(admin);
	}

	// It is a unit like any other where people choose one.
	const office = await signedIn(server.accountOf('office', 'finance'), server);
	await open(office, '/ledger/cases');
	await expect(office.getByRole('option', { name: '市市场监督管理局' })).toHaveCount(1);
});
