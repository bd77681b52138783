// Registers and figures in real browsers: what is entered moves the counts elsewhere, and the keyboard is enough.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { post } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const qualified = (page: Page) => page.locator('[data-count="qualified"]');

test('an institution that reaches 1,200 patents turns the count in another browser', async ({ server, signedIn }) => {
	const leader = await signedIn(server.accountOf('leader'));
	await leader.goto('/registers/institutions');
	await expect(leader.locator('[data-state="live"]')).toBeVisible();
	await leader.evaluate(() => Reflect.set(window, 'notReloaded', true));
	const before = Number(await qualified(leader).textContent());

	const district = await signedIn(server.accountOf('district', 'yinzhou'));
	const name = `示例机构${randomUUID().slice(0, 8)}`;
	const entered = await post(district, 'register-entities', {
		register: 'institutions',
		name,
		industry: 'new-materials',
		territory: 'yinzhou',
		measures: { 'operable-patents': 1100 }
	});
	expect(entered.status).toBe(201);
	const row = leader.getByRole('row').filter({ hasText: name });
	await expect(row).toContainText('接近达标');
	await expect(row).toContainText('还差 100 件可运营专利');

	await district.goto('/registers/institutions');
	await district.getByRole('link', { name }).click();
	await district.getByLabel('可运营专利').fill('1,200');
	await district.getByRole('button', { name: '保存更新' }).click();
	await expect(district.getByText('已更新')).toBeVisible();
	await expect(district.locator('[data-version="2"]')).toContainText('1,200 件');

	await expect(qualified(leader)).toHaveText(String(before + 1));
	await expect(row).toContainText('已达标');
	expect(await leader.evaluate(() => Reflect.get(window, 'notReloaded'))).toBe(true);

	// Somebody else confirms it, and the two layers agree again.
	const office = await signedIn(server.accountOf('office', 'finance'));
	const { ids } = entered.body as { ids: string[] };
	await office.goto(`/registers/institutions/${ids[0]}`);
	const version = await office.locator('[data-version="2"]').getAttribute('data-entry');
	expect((await post(office, 'confirmations', { ids: [...ids, version] })).status).toBe(201);
	await expect(row).not.toContainText('待确认');
});

test('two who change one institution see each other’s values and choose', async ({ server, signedIn }) => {
	const district = await signedIn(server.accountOf('district', 'cixi'));
	const entered = await post(district, 'register-entities', {
		register: 'pools',
		name: `示例专利池${randomUUID().slice(0, 8)}`,
		industry: 'new-materials',
		territory: 'cixi',
		measures: { patents: 10 }
	});
	const id = (entered.body as { ids: string[] }).ids[0];
	await district.goto(`/registers/pools/${id}`);
	await district.getByLabel('入池专利').fill('12');
	const office = await signedIn(server.accountOf('office', 'finance'));
	const changed = await post(office, 'register-entities', { id, changes: { patents: { base: 10, new: 15 } } });
	expect(changed.status).toBe(201);
	await district.getByRole('button', { name: '保存更新' }).click();
	const choice = district.getByRole('group', { name: '入池专利' });
	await expect(choice).toContainText('15 件');
	await choice.getByRole('radio').first().check();
	await district.getByRole('button', { name: '保存更新' }).click();
	await expect(district.locator('[data-version="3"]')).toContainText('12 件');
});

test('a figure is reported by the keyboard alone', async ({ server, signedIn }) => {
	const court = await signedIn(server.accountOf('department', 'court'));
	await court.goto('/observations');
	const report = court.locator('[data-indicator="mediation-cases"]').getByRole('link', { name: '报送' });
	await report.focus();
	await court.keyboard.press('Enter');
	await expect(court).toHaveURL(/\/ledger\/observations\/new/);
	const focused = () => court.evaluate(() => document.activeElement?.getAttribute('name'));
	for (let steps = 0; steps < 60 && (await focused()) !== 'period'; steps++) await court.keyboard.press('Tab');
	expect(await focused()).toBe('period');
	await court.keyboard.press('Tab');
	expect(await focused()).toBe('value');
	await court.keyboard.type('7');
	await court.keyboard.press('Enter');
	await expect(court).toHaveURL(/\/ledger\/observations\?recorded=/);
	const recorded = court.locator('tr.recorded');
	await expect(recorded).toContainText('诉调对接案件数');
	await expect(recorded).toContainText('7 件');
});
