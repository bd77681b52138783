// The audit in a real browser: search it, open an event, take a sheet away and read it back; and what a record's page tells of it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { post } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const rows = (page: Page) => page.locator('tr[data-type]');
const said = (page: Page) => page.locator('[data-said]');

async function isSound(page: Page): Promise<void> {
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	expect(wider).toBe(0);
}

test('the audit administrator narrows the log by its fields, and the address and a sentence say the same', async ({
	server,
	signedIn
}) => {
	const page = await signedIn(server.accountOf('audit_admin'));
	await page.goto('/admin/audit');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('审计日志');
	await expect(said(page)).toHaveText('显示全部事件，最新的在前');
	await expect(rows(page)).toHaveCount(50);
	await isSound(page);

	// Each page behind the one before.
	const newest = await rows(page).first().getAttribute('data-seq');
	await page.getByRole('link', { name: '更早的' }).click();
	await expect(page.getByRole('link', { name: '回到最新' })).toBeVisible();
	await expect(rows(page)).toHaveCount(50);
	await page.getByRole('link', { name: '回到最新' }).click();
	// Beside this one others go on doing things: what was newest has not gone far.
	await expect(page.getByRole('link', { name: '回到最新' })).toBeHidden();
	await expect(page.locator(`tr[data-type][data-seq="${newest ?? ''}"]`).first()).toBeVisible();

	await page.getByText('更改筛选条件').click();
	await page.getByLabel('哪一类').selectOption('signin');
	await page.getByLabel('由谁').fill('audit-admin');
	await page.getByRole('button', { name: '筛选', exact: true }).click();
	await expect(page).toHaveURL(/kind=signin/);
	await expect(said(page)).toContainText('由“audit-admin”所做的登录类事件');
	await expect(rows(page).first()).toContainText('登录成功');
	await expect(rows(page).first()).toContainText('127.0.0.1');
	await expect(page.locator('tr[data-type]:not([data-stream=signin])')).toHaveCount(0);

	// A day that is none is named, and so is nothing found.
	await page.goto('/admin/audit?from=2019-02-30');
	await expect(page.getByText('请填写真实日期')).toBeVisible();
	await page.goto('/admin/audit?id=nothing');
	await expect(page.getByText('没有这样的事件')).toBeVisible();
	await isSound(page);
});

test('an event shows its place in the chain, checked; business shows no figure', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('audit_admin'));
	await page.goto('/admin/audit?type=disbursementRecorded');
	const row = rows(page).first();
	await expect(row).toContainText('fund_movement:');
	await expect(row).not.toContainText(/元|risk-pool/);
	await row.getByRole('link', { name: '登记资金记录的详情' }).click();
	await expect(page.locator('[data-holds=true]')).toContainText('与其散列一致');
	await expect(page.locator('.chain')).toContainText(/[\da-f]{64}/);
	await isSound(page);
	expect((await page.goto('/admin/audit/nowhere/1'))?.status()).toBe(404);
});

test('a sheet of the filtered events is a file that reads back, and is itself in the log', async ({
	server,
	signedIn
}) => {
	const page = await signedIn(server.accountOf('audit_admin'));
	await page.goto('/admin/audit?kind=signin');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: '导出 CSV' }).click()
	]);
	expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.csv$/);
	const text = readFileSync(await download.path(), 'utf8');
	expect(text.charCodeAt(0)).toBe(0xfeff);
	const sheet = parse(text.slice(1));
	expect(sheet[0]?.[0]).toBe('时间');
	expect(sheet.length).toBeGreaterThan(1);
	expect(new Set(sheet.slice(1).map((cells) => cells[12]))).toEqual(new Set(['signin']));
	// Names keep their first character; roles are said in full.
	for (const [, , , , name] of sheet.slice(1)) expect(name).toMatch(/^.\*\*?$/u);
	expect(sheet[1]?.[6]).toBe('审计管理员');
	await page.goto('/admin/audit?kind=reads');
	await expect(rows(page).filter({ hasText: '导出' }).first()).toContainText('审计日志');
});

test('nobody else opens the audit or its sheet', async ({ server, signedIn }) => {
	for (const role of ['system_admin', 'security_admin', 'leader']) {
		const page = await signedIn(server.accountOf(role));
		for (const path of ['/admin/audit', '/admin/audit/signin/1', '/admin/audit/export'])
			expect((await page.request.get(path)).status()).toBe(403);
	}
	expect((await (await signedIn(server.accountOf('audit_admin'))).goto('/ledger/funds'))?.status()).toBe(403);
});

test('the page of a record tells what was done to it, to those who may see it', async ({ server, signedIn }) => {
	const owner = await signedIn(server.accountOf('district', 'yinzhou'));
	const { body } = await post(owner, 'register-entities', {
		register: 'pools',
		name: `示例专利池${randomUUID().slice(0, 8)}`,
		industry: 'new-materials',
		territory: 'yinzhou',
		measures: { patents: 10 }
	});
	const [entity = ''] = (body as { ids: string[] }).ids;
	await owner.goto(`/registers/pools/${entity}`);
	const told = owner.getByRole('region', { name: '操作记录' });
	await expect(told.getByRole('listitem')).toContainText(['登记名录']);
	// A change is confirmed by its own id, and belongs to the entity's history all the same.
	await owner.getByLabel('依据').fill('示例备案-1');
	await owner.getByRole('button', { name: '保存更新' }).click();
	await expect(owner.locator('[data-version="2"]')).toBeVisible();
	const version = (await owner.locator('[data-version="2"]').getAttribute('data-entry')) ?? '';
	const confirmer = await signedIn(server.accountOf('office', 'finance'));
	expect((await post(confirmer, 'confirmations', { ids: [version] })).status).toBe(201);
	await owner.reload();
	await expect(told.locator('li[data-type]').first()).toContainText('确认记录');

	const deal = { kind: 'pledge', amount: '5.00', date: '2019-05-06', territory: 'yinzhou', bank: 'B', reference: 'R' };
	const recorded = await post(owner, 'transactions', deal);
	const [id = ''] = (recorded.body as { ids: string[] }).ids;
	expect((await post(confirmer, 'confirmations', { ids: [id] })).status).toBe(201);
	await owner.goto(`/ledger/transactions?open=${id}`);
	await owner.getByRole('link', { name: '查看这条记录及其操作记录' }).click();
	const history = owner.getByRole('region', { name: '操作记录' });
	await expect(history.locator('li[data-type]').first()).toContainText('确认记录');
	await expect(history.locator('li[data-type]').first()).toContainText('已登记');
	await expect(history.locator('li[data-type]').last()).toContainText('登记交易');
	await isSound(owner);
	const other = await signedIn(server.accountOf('district', 'cixi'));
	expect((await other.goto(`/ledger/transactions/${id}`))?.status()).toBe(404);
});

test('the audit fits a phone, with every kind of event on it', { tag: '@long' }, async ({ server, signedIn }) => {
	// A new entity's event names its record twice.
	const district = await signedIn(server.accountOf('district', 'yinzhou'));
	const entity = { register: 'pools', name: `示例专利池${randomUUID().slice(0, 8)}`, industry: 'new-materials' };
	const entered = await post(district, 'register-entities', {
		...entity,
		territory: 'yinzhou',
		measures: { patents: 10 }
	});
	expect(entered.status).toBe(201);
	const page = await signedIn(server.accountOf('audit_admin'));
	await page.setViewportSize({ width: 390, height: 844 });
	for (const path of ['/admin/audit', '/admin/audit?type=entityRecorded', '/admin/audit/signin/1']) {
		await page.goto(path);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await isSound(page);
	}
});
