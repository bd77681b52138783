// What must hold on every page at the desk, in both languages: accessible, silent in the console (`npm run test:screens`); keyboard,
// language, paper.
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { fieldOf, formOf, open, row } from './entry-forms.ts';
import { complaintsOf, fitsTheScreen, isAccessible, lookAt, rounds } from './every-page.ts';

for (const [name, { who, visits }] of Object.entries(rounds))
	test(
		`every page of ${name} is accessible and makes no complaint`,
		{ tag: '@long' },
		async ({ page: nobody, server, signedIn }) => {
			const page = who === null ? nobody : await signedIn(who(server));
			const complaints = complaintsOf(page);
			await lookAt(page, complaints, visits, false, isAccessible);
			await page.goto(who === null ? '/login' : '/');
			await page.getByRole('button', { name: 'Switch to English' }).click();
			await lookAt(page, complaints, visits, true, async () => {
				await fitsTheScreen(page);
				await isAccessible(page);
			});
		}
	);

test('the language changes where one is and stays, for this browser', async ({ server, signedIn }) => {
	const page = await signedIn(server.accountOf('office', 'finance'));
	await open(page, '/ledger/cases?unit=cixi&kind=closure');
	await page.getByRole('button', { name: 'Switch to English' }).click();
	await expect(page).toHaveURL('/ledger/cases?unit=cixi&kind=closure');
	await expect(page).toHaveTitle('Cases: ledger · Jindu');
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await expect(page.locator('main p.print-only').first()).toContainText('Cixi');
	await open(page, '/review');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review');
	const beside = await page.context().newPage();
	await open(beside, '/overview');
	await expect(beside).toHaveTitle('Overview · Jindu');
	await beside.getByRole('button', { name: '切换到中文' }).click();
	await expect(beside).toHaveTitle('总览 · 进度');
	await expect(beside).toHaveURL('/overview');
});

/** Walks with the Tab key to a place; wherever it passes, the focus can be seen. */
async function tabTo(page: Page, place: Locator): Promise<void> {
	for (let steps = 0; steps < 80; steps++) {
		await page.keyboard.press('Tab');
		const seen = await page.evaluate(() => {
			const focused = document.activeElement;
			if (!focused || focused === document.body) return true;
			const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
			const box = focused.getBoundingClientRect();
			const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
			return inside && ((outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none');
		});
		const where = () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
		if (!seen) throw new Error(`The focus cannot be seen on ${await where()}`);
		if (await place.evaluate((node) => node === document.activeElement)) return;
	}
	throw new Error('The Tab key does not lead there.');
}

/** Types into a date's parts, whose order is the browser's own: the year comes last or first. */
async function typeNinthOfSeptember(field: Locator): Promise<void> {
	const { keyboard } = field.page();
	await keyboard.type('09092019');
	if ((await field.inputValue()) !== '2019-09-09') {
		for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await keyboard.press(key);
		await keyboard.type('2019');
		await keyboard.press('ArrowRight');
		await keyboard.type('0909');
	}
	await expect(field).toHaveValue('2019-09-09');
}

test(
	'with the keyboard alone one signs in, opens a form, corrects it and submits it',
	{ tag: '@core' },
	async ({ page, server }) => {
		const { username, password } = server.accountOf('district', 'ninghai');
		const number = `示例-${randomUUID().slice(0, 8)}`;
		await page.goto('/login');
		const signIn = formOf(page, '登录');
		await tabTo(page, fieldOf(signIn, '用户名'));
		await page.keyboard.type(username);
		await page.keyboard.press('Tab');
		await page.keyboard.type(password);
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/\/work$/);

		await page.reload();
		await expect(page.locator('[data-state=live]')).toBeVisible();
		await tabTo(page, page.getByRole('link', { name: '跳到正文' }));
		await page.keyboard.press('Enter');
		await expect(page.locator('main')).toBeFocused();
		await tabTo(page, page.getByRole('link', { name: '登记受理案件' }));
		await page.keyboard.press('Enter');
		const form = formOf(page, '登记受理');
		await tabTo(page, fieldOf(form, '案号'));
		await page.keyboard.press('Enter');
		await expect(form.getByRole('alert')).toBeFocused();
		// From the summary to the first field that is wrong.
		await tabTo(page, form.getByRole('alert').getByRole('link').first());
		await page.keyboard.press('Enter');
		await expect(fieldOf(form, '案号')).toBeFocused();
		await page.keyboard.type(number);
		await tabTo(page, fieldOf(form, '案件类型'));
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await tabTo(page, fieldOf(form, '受理日期'));
		await typeNinthOfSeptember(fieldOf(form, '受理日期'));
		await tabTo(page, form.getByRole('button', { name: '登记受理' }));
		await page.keyboard.press('Enter');
		await expect(row(page, number)).toContainText('2019-09-09');
		await expect(row(page, number)).toContainText('受理 · 商标');
	}
);

test('a ledger on paper shows its records, what is shown and places for signatures, and nothing to click', async ({
	server,
	signedIn
}) => {
	const page = await signedIn(server.accountOf('office', 'finance'));
	await open(page, '/ledger/funds?month=2019');
	const records = await page.locator('tr[data-entry]').count();
	await page.emulateMedia({ media: 'print' });
	// A4, upright, without its margins.
	await page.setViewportSize({ width: 718, height: 1000 });
	const table = page.getByRole('table');
	await expect(table).toBeVisible();
	await expect(page.locator('tr[data-entry]:visible')).toHaveCount(records);
	for (const column of ['日期', '事项', '编号', '属地', '金额（万元）', '登记', '状态'])
		await expect(table.getByRole('columnheader', { name: column, exact: true })).toBeVisible();
	await expect(page.getByText('显示全部单位、2019年、全部事项、全部状态的记录')).toBeVisible();
	await expect(page.getByText('审核人')).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('资金');
	await expect(page.getByText('演示数据：数字均为样例')).toBeVisible();
	await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0);
	for (const role of ['button', 'combobox', 'checkbox'] as const)
		await expect(page.getByRole('main').getByRole(role).filter({ visible: true })).toHaveCount(0);
	expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
