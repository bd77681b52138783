// What is typed outlives the page it was typed on: a reload, a link, the way back, another language; and nobody else ever sees it.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { fieldOf, fill, formOf, open } from './entry-forms.ts';

const back = (page: Page) => page.getByText('您上次填写的内容已恢复，尚未提交。');
const caseForm = (page: Page) => formOf(page, '登记受理');
const number = () => `示例-${randomUUID().slice(0, 8)}`;
const kept = (page: Page) => page.evaluate(() => sessionStorage.getItem('drafts'));

test(
	'[R183] what is typed survives a reload, a link, the way back and another language, until it is sent',
	{ tag: '@core' },
	async ({ server, signedIn }) => {
		const page = await signedIn(server.accountOf('district', 'yuyao'));
		await open(page, '/ledger/cases/new');
		const typed = number();
		await fill(caseForm(page), { 案号: typed, 案件类型: '专利', 受理日期: '2019-09-02' });
		const stands = async () => {
			await expect(back(page)).toBeVisible();
			await expect(fieldOf(caseForm(page), '案号')).toHaveValue(typed);
			await expect(fieldOf(caseForm(page), '受理日期')).toHaveValue('2019-09-02');
		};
		await page.reload();
		await stands();
		await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '总览' }).click();
		await expect(page).toHaveURL('/overview');
		await page.goBack();
		await stands();
		await page.getByRole('button', { name: 'Switch to English' }).click();
		await expect(page.getByText('What you typed before has been restored. It has not been submitted.')).toBeVisible();
		await page.getByRole('button', { name: '切换到中文' }).click();
		await stands();
		await caseForm(page).getByRole('button', { name: '登记受理' }).click();
		await expect(page).toHaveURL(/\/ledger\/cases\?/);
		expect(await kept(page)).toBeNull();
		await open(page, '/ledger/cases/new');
		await expect(fieldOf(caseForm(page), '案号')).toHaveValue('');
		await expect(back(page)).toHaveCount(0);
	}
);

test('[R183] what was typed and taken away again is no draft', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('district', 'yuyao'));
	await open(page, '/ledger/cases/new');
	await fill(caseForm(page), { 案号: number() });
	await expect.poll(() => kept(page)).not.toBeNull();
	await fill(caseForm(page), { 案号: '' });
	await expect.poll(() => kept(page)).toBeNull();
});

test('[R268] a draft of an edit undoes nothing that others wrote meanwhile, and where both wrote it is a conflict', async ({
	server,
	signedIn
}) => {
	const account = server.accountOf('district', 'ninghai');
	const page = await signedIn(account);
	const other = await signedIn(account);
	const card = (of: Page) => of.locator('article[data-share]').first();
	const opened = async (of: Page) => {
		await open(of, '/work');
		await card(of).locator('summary.edit').click();
	};
	await opened(page);
	await opened(other);
	const [mine, narrative, next] = [number(), number(), number()];
	await card(page).locator('[name="narrative.new"]').fill(mine);
	await expect.poll(() => kept(page)).toContain(mine);
	await page.goto('/me');
	await card(other).locator('[name="narrative.new"]').fill(narrative);
	await card(other).locator('[name="nextStep.new"]').fill(next);
	await formOf(card(other), '上报进展').getByRole('button', { name: '上报进展' }).click();
	await expect(card(other)).toContainText(next);

	await open(page, '/work');
	await expect(back(page)).toBeVisible();
	await expect(card(page).locator('[name="narrative.new"]')).toHaveValue(mine);
	await expect(card(page).locator('[name="nextStep.new"]')).toHaveValue(next);
	await formOf(card(page), '上报进展').getByRole('button', { name: '上报进展' }).click();
	await expect(card(page)).toContainText(narrative);
	await expect(card(page).getByRole('radio').first()).toBeVisible();
});

test('[R183] no password and no code is kept, wherever it is typed', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('district', 'cixi'));
	for (const path of ['/me/password', '/me/second-factor']) {
		await open(page, path);
		const secret = randomUUID();
		for (const field of await page.locator('main input[type=password], main input[autocomplete=one-time-code]').all())
			await field.fill(secret);
		expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(secret);
	}
});

/** Forms of everybody, opened as they are found. */
const forms: readonly (readonly [role: string, unit: string | undefined, paths: readonly string[]])[] = [
	[
		'district',
		'xiangshan',
		[
			'/ledger/funds/new',
			'/ledger/transactions/new',
			'/ledger/cases/new',
			'/ledger/cases/close',
			'/ledger/cases/reopen',
			'/registers/institutions/new',
			'/ledger/observations/new'
		]
	],
	['office', 'finance', ['/funds/transfers/new', '/funds/reviews/new', '/plan/amendments?what=target&id=institutions']],
	['fund_manager', undefined, ['/funds/operations/new']],
	['system_admin', undefined, ['/admin/accounts/new', '/admin/units/new']],
	['security_admin', undefined, ['/admin/policy']]
];

for (const [role, unit, paths] of forms)
	test(`[R183] every field of every form of ${role} comes back after a reload`, async ({ server, signedIn }) => {
		const page = await signedIn(server.accountOf(role, unit));
		for (const path of paths)
			await test.step(path, async () => {
				await open(page, path);
				const fields = page.locator(
					'main form:has([role=status]) :is(input:not([type]), input[type=text], textarea):visible'
				);
				const count = await fields.count();
				expect(count, 'fields to type into').toBeGreaterThan(0);
				const typed: string[] = [];
				for (let index = 0; index < count; index++) {
					const field = fields.nth(index);
					if (await field.evaluate((node: HTMLInputElement) => node.readOnly)) continue;
					const text = String(index + 11);
					await field.fill(text);
					typed.push(`${await field.getAttribute('name')}=${text}`);
				}
				const now = () =>
					fields.evaluateAll((all) =>
						all.map((field) => `${(field as HTMLInputElement).name}=${(field as HTMLInputElement).value}`)
					);
				await page.reload();
				await expect(back(page).first()).toBeVisible();
				expect(await now()).toEqual(expect.arrayContaining(typed));
				await page.getByRole('button', { name: '放弃这些内容' }).first().click();
				await expect(back(page)).toHaveCount(0);
			});
	});

test('[R183] whoever signs out leaves no draft in any window', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('district', 'beilun'));
	await open(page, '/work');
	const beside = await page.context().newPage();
	await open(beside, '/ledger/cases/new');
	await fill(caseForm(beside), { 案号: number() });
	await expect.poll(() => kept(beside)).not.toBeNull();
	await page.bringToFront();
	await page.getByRole('button', { name: /账号$/ }).click();
	await page.getByRole('button', { name: '退出登录' }).click();
	await expect(page).toHaveURL(/\/login$/);
	await expect(beside).toHaveURL(/\/login/);
	expect(await kept(beside)).toBeNull();
});
