// The funds through their forms: an overdraw is refused, entered as an exception, approved by somebody else, and every open page follows.
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { fieldOf, figures, fill, formOf, open, row, submit } from './entry-forms.ts';

const reference = () => `示例-${randomUUID().slice(0, 8)}`;
const matrix = (page: Page) => page.getByRole('table', { name: /^单位：万元/ });
const line = (page: Page, name: string) => matrix(page).getByRole('row', { name: new RegExp(name) });
const checks = (page: Page) => page.getByRole('region', { name: '对账' });

/** "1,234.56" (万元) of a cell as whole fen, its first figure only. */
async function fenOf(cell: Locator): Promise<bigint> {
	const text = /[\d,]+\.\d\d/.exec(await cell.innerText())?.[0] ?? '';
	return BigInt(text.replaceAll(/[,.]/g, '')) * 10_000n;
}

test('an overdraw is refused, waits as an exception, and counts everywhere once a person of another unit approves it', async ({
	server,
	signedIn
}) => {
	const leader = await signedIn(server.accountOf('leader'));
	await open(leader, '/funds');
	await leader.evaluate(() => Reflect.set(window, 'notReloaded', true));
	// Class, line and then the chain of central money: budgeted, allocated, …
	const allocated = line(leader, '企业知识产权保险').getByRole('cell').nth(1);
	const before = await fenOf(allocated);

	const office = await signedIn(server.accountOf('office', 'finance'));
	await open(office, '/ledger/funds/new?line=insurance');
	const form = formOf(office, '登记');
	const number = reference();
	await fill(form, {
		资金来源: '中央资金',
		环节: '下达',
		金额: '20000000.00',
		发生日期: '2019-09-12',
		凭据号: number
	});
	await expect(fieldOf(form, '例外理由')).toHaveCount(0);
	await submit(form, '登记');
	await expect(form.getByRole('alert')).toContainText('超出“企业知识产权保险”的预算');
	await fill(form, { 例外理由: '示例：上级追加,文件在途' });
	await submit(form, '登记');
	await expect(row(office, number)).toContainText('例外');
	await expect.poll(() => fenOf(allocated)).toBe(before);

	await open(leader, '/review?unit=finance&month=2019-09');
	const waits = row(leader, number);
	await expect(waits).toContainText('例外');
	const watcher = await signedIn(server.accountOf('reader'));
	await open(watcher, '/funds');
	await waits.getByRole('checkbox').check();
	await submit(formOf(leader, '确认所选'), '确认所选');
	await expect(waits).toHaveCount(0);

	const shown = line(watcher, '企业知识产权保险').getByRole('cell').nth(1);
	await expect.poll(() => fenOf(shown)).toBe(before + 2_000_000_000n);
	await expect(checks(watcher)).not.toContainText('不符');
	const { funds } = await figures(watcher);
	const total = matrix(watcher).getByRole('row', { name: /^合计/ }).getByRole('cell').nth(1);
	expect(await fenOf(total)).toBe(BigInt(funds.steps.allocated.central.reported.replace('.', '')));

	await open(office, '/funds/insurance');
	const exceptions = office.getByRole('region', { name: '调剂、例外与专项记录' });
	await expect(row(office, number).first()).toContainText('已确认');
	await expect(exceptions).toContainText('上级追加');
});

test('a transfer changes two budgets once it is approved, leaves the totals, and keeps the document’s figures in sight', async ({
	server,
	signedIn
}) => {
	const reader = await signedIn(server.accountOf('reader'));
	await open(reader, '/funds');
	const budgetOf = (name: string) => line(reader, name).getByRole('cell').first();
	const from = await fenOf(budgetOf('知识产权宣传与人才培养'));
	const to = await fenOf(budgetOf('专业知识产权运营机构培育及绩效评价'));

	const office = await signedIn(server.accountOf('office', 'ipo'));
	await open(office, '/funds');
	await office.getByRole('link', { name: '提出预算调剂' }).click();
	const form = formOf(office, '提交调剂');
	await fill(form, {
		调出: '知识产权宣传与人才培养',
		调入: '专业知识产权运营机构培育及绩效评价',
		金额: '99999999',
		理由: '示例：支持进度较快的项目'
	});
	await submit(form, '提交调剂');
	await expect(form.getByRole('alert')).toContainText('最多可调出');
	const number = reference();
	await fill(form, { 金额: '100000.00', 批准文号: number });
	await submit(form, '提交调剂');
	await expect(row(office, number)).toContainText('预算调剂');
	await open(office, '/review?unit=ipo&month=2019-09');
	await expect(row(office, '宣传人才 → 运营机构')).toContainText('您本人登记');

	const second = await signedIn(server.accountOf('office', 'finance'));
	await open(second, '/review?unit=ipo&month=2019-09');
	await row(second, '宣传人才 → 运营机构').getByRole('checkbox').check();
	await submit(formOf(second, '确认所选'), '确认所选');
	await expect(row(second, '宣传人才 → 运营机构')).toHaveCount(0);

	await expect.poll(() => fenOf(budgetOf('知识产权宣传与人才培养'))).toBe(from - 10_000_000n);
	await expect.poll(() => fenOf(budgetOf('专业知识产权运营机构培育及绩效评价'))).toBe(to + 10_000_000n);
	await expect(budgetOf('知识产权宣传与人才培养')).toContainText('1,100.00');
	const total = matrix(reader).getByRole('row', { name: /^合计/ }).getByRole('cell');
	await expect(total.first()).toHaveText('20,000.00');
	await expect(total.nth(7)).toHaveText('23,000.00');
});
