// The story through the forms: one person enters, another confirms, and an open overview follows to the figures of the database.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { formatYi, fromYuan } from '#lib/kernel/money.ts';
import { post } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectFaults, fieldOf, figures, fill, formOf, open, row, submit } from './entry-forms.ts';

const reference = () => `示例-${randomUUID().slice(0, 8)}`;
const yi = (yuan: string) => formatYi(fromYuan(yuan));
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const newest = (page: Page) => panel(page, '实时动态').getByRole('listitem').first();
const idOf = (answer: { readonly body: unknown }) => (answer.body as { ids: string[] }).ids[0] ?? '';

const movement = (number: string) => ({
	资金项目: '知识产权宣传与人才培养',
	资金来源: '区县（市）资金',
	环节: '拨付',
	金额: '3,000,000.50',
	发生日期: '2019-09-12',
	凭据号: number,
	收款方: '示例单位'
});

const deal = (number: string) => ({
	类型: '许可',
	金额: '4000000',
	合同或放款日期: '2019-09-11',
	凭据号: number,
	当事人: '示例甲方、示例乙方'
});

/** Every figure that the tests move, as the database gives them at this moment. */
async function expectAsInDatabase(overview: Page): Promise<void> {
	const { funds, transactions, cases, milestones, tasks } = await figures(overview);
	const { total } = funds.steps.disbursed;
	await expect(panel(overview, '资金')).toContainText(
		total.reported === total.confirmed
			? `拨付：${yi(total.reported)}`
			: `拨付：上报 ${yi(total.reported)}，确认 ${yi(total.confirmed)}`
	);
	for (const volume of [transactions.trade, transactions.pledge]) {
		const shown = panel(overview, '交易与质押融资');
		await expect(shown).toContainText(`${yi(volume.amount.reported)}亿元`);
		await expect(shown).toContainText(`${volume.count.reported.toLocaleString('en-US')} 笔`);
		if (volume.amount.reported !== volume.amount.confirmed)
			await expect(shown).toContainText(`确认 ${yi(volume.amount.confirmed)}`);
	}
	await expect(panel(overview, '案件')).toContainText(
		`已结 ${cases.closed.reported} ÷（年初未结 ${cases.openAtStart} + 受理 ${cases.accepted}`
	);
	for (const { due, dueReached } of milestones.units ?? [])
		await expect(
			panel(overview, '区县与园区').getByRole('link', {
				name: `到期 ${due} 个，已报完成 ${dueReached.reported} 个，确认 ${dueReached.confirmed} 个`
			})
		).not.toHaveCount(0);
	for (const { progress } of (tasks?.tasks ?? []).flatMap((task) => task.departments))
		await expect(
			panel(overview, '任务').getByRole('gridcell', {
				name:
					progress.reported === progress.confirmed
						? `进度 ${progress.reported}%`
						: `进度：上报 ${progress.reported}%，确认 ${progress.confirmed}%`
			})
		).not.toHaveCount(0);
}

test('what a district enters in its forms moves an open overview to the figures of the database', async ({
	server,
	signedIn
}) => {
	const leader = await signedIn(server.accountOf('leader'));
	await open(leader, '/overview');
	await leader.evaluate(() => Reflect.set(window, 'notReloaded', true));
	const district = await signedIn(server.accountOf('district', 'xiangshan'));
	const before = await figures(leader);
	const number = reference();

	await district.goto('/work');
	await district.getByRole('navigation', { name: '登记' }).getByRole('link', { name: '登记资金记录' }).click();
	const fundForm = formOf(district, '登记');
	await fill(fundForm, movement(number));
	await expect(fundForm).toContainText('¥3,000,000.50 · 三百万元五角');
	await submit(fundForm, '登记');
	await expect(district).toHaveURL(/\/ledger\/funds\?recorded=/);
	await expect(district.getByRole('status').filter({ hasText: '已登记，计入上报数，等待确认。' })).toBeVisible();
	await expect(row(district, number)).toContainText('300.00');
	await expect(row(district, number)).toContainText('上报');
	await expect(newest(leader)).toContainText('象山');
	await expect(newest(leader)).toContainText('300 万元');

	await district.goto('/ledger/transactions/new');
	const dealForm = formOf(district, '登记');
	await fill(dealForm, deal(number));
	await submit(dealForm, '登记');
	await expect(row(district, number)).toContainText('许可');
	await expect(newest(leader)).toContainText('400 万元');

	await district.getByRole('link', { name: '再登记一笔' }).click();
	const loanForm = formOf(district, '登记');
	await fill(loanForm, { ...deal(number), 类型: '质押融资', 金额: '5000000.00', 放款银行: '示例银行' });
	await submit(loanForm, '登记');
	await expect(row(district, number).filter({ hasText: '质押融资' })).toContainText('500.00');
	await expect(newest(leader)).toContainText('500 万元');

	await district.goto('/ledger/cases/new');
	const caseForm = formOf(district, '登记受理');
	await fill(caseForm, { 案号: number, 案件类型: '商标', 受理日期: '2019-08-20', 案件来源: '投诉举报' });
	await submit(caseForm, '登记受理');
	await expect(row(district, number)).toContainText('在办');
	await expect(newest(leader)).toContainText('受理案件');

	await row(district, number).getByRole('link', { name: /^详情/ }).click();
	await district.locator('tr.details').getByRole('link', { name: '登记结案', exact: true }).click();
	const closureForm = formOf(district, '登记结案');
	await expect(fieldOf(closureForm, '案号')).toHaveValue(number);
	await fill(closureForm, { 结案日期: '2019-09-12', 结案方式: '调解' });
	await submit(closureForm, '登记结案');
	await expect(row(district, number).filter({ hasText: '结案' })).toContainText('调解');
	await expect(newest(leader)).toContainText('办结案件');

	await district.goto('/work');
	const due = district.locator('section', { hasText: '应办' }).locator('li[data-milestone]').first();
	const milestone = (await due.getAttribute('data-milestone')) ?? '';
	await due.locator('summary').click();
	const milestoneForm = formOf(due, '上报达成');
	await fill(milestoneForm, { 达成日期: '2019-09-10', 佐证说明: '示例文号 1 号' });
	await submit(milestoneForm, '上报达成');
	await expect(district.getByRole('status').filter({ hasText: '已上报达成' })).toBeVisible();
	await expect(district.locator(`section:has-text("应办") .due [data-milestone="${milestone}"]`)).toHaveCount(0);
	await expect(newest(leader)).toContainText('上报里程碑');

	await expectAsInDatabase(leader);
	const after = await figures(leader);
	const grown = (now: string, then: string) => fromYuan(now) - fromYuan(then);
	expect(grown(after.funds.steps.disbursed.total.reported, before.funds.steps.disbursed.total.reported)).toBe(
		300_000_050n
	);
	expect(grown(after.transactions.trade.amount.reported, before.transactions.trade.amount.reported)).toBe(400_000_000n);
	expect(after.transactions.trade.count.reported).toBe(before.transactions.trade.count.reported + 1);
	expect(grown(after.transactions.pledge.amount.reported, before.transactions.pledge.amount.reported)).toBe(
		500_000_000n
	);
	expect(after.cases.accepted).toBe(before.cases.accepted + 1);
	expect(after.cases.closed.reported).toBe(before.cases.closed.reported + 1);
	expect(after.milestones.reached.reported).toBe(before.milestones.reached.reported + 1);
	expect(after.milestones.reached.confirmed).toBe(before.milestones.reached.confirmed);
	expect(await leader.evaluate(() => Reflect.get(window, 'notReloaded'))).toBe(true);
});

test('a department’s status stands on the leader’s matrix, and as confirmed after the office’s confirmation', async ({
	server,
	signedIn
}) => {
	const leader = await signedIn(server.accountOf('leader'));
	await open(leader, '/overview');
	const department = await signedIn(server.accountOf('department', 'eic'));
	await open(department, '/work');
	const first = department.locator('article[data-share]:has(option[value=in_progress]:checked)').first();
	const share = (await first.getAttribute('data-share')) ?? '';
	const task = share.split('/')[0] ?? '';
	const card = department.locator(`article[data-share="${share}"]`);
	await card.getByText('更新进展', { exact: true }).click();
	const form = formOf(card, '上报进展');
	// Progress is counted from the milestones, nobody types it.
	await expect(form.getByLabel('进度')).toHaveCount(0);
	await fill(form, { 状态: '受阻', 最新进展: '示例进展', 下一步: '示例下一步' });
	await submit(form, '上报进展');
	await expect(department.getByRole('status').filter({ hasText: `任务 ${task} 的进展已上报` })).toBeVisible();
	await expect(card).toContainText('受阻');
	await expect(card).toContainText('示例下一步');
	await expect(card).toContainText('上报');
	await expect(form).toBeHidden();

	// The same form again, and then that of another share: what one has sent says nothing of the next.
	await card.getByText('更新进展', { exact: true }).click();
	await fill(form, { 下一步: '示例下一步之二' });
	await submit(form, '上报进展');
	await expect(card).toContainText('示例下一步之二');
	const other = department
		.locator('article[data-share]')
		.filter({ hasNot: department.locator(`[name=share][value="${share}"]`) });
	await other.first().getByText('更新进展', { exact: true }).click();
	const otherForm = formOf(other.first(), '上报进展');
	await fill(otherForm, { 下一步: '示例：另一项' });
	await submit(otherForm, '上报进展');
	await expect(other.first()).toContainText('示例：另一项');

	const cell = panel(leader, '任务').getByRole('gridcell', { name: new RegExp(`^${task} .* · 经信委 `) });
	await expect(cell).toContainText('受阻');

	const office = await signedIn(server.accountOf('office', 'ipo'));
	await open(office, '/review?unit=eic&month=2019-09');
	// Its two versions both wait; whoever confirms the newer one has dealt with the older.
	await expect(row(office, '示例进展')).toHaveCount(2);
	await row(office, '示例进展').last().getByRole('checkbox').check();
	await submit(formOf(office, '确认所选'), '确认所选');
	await expect(office.getByRole('status').filter({ hasText: '已确认 1 笔。' })).toBeVisible();
	await expect(row(office, '示例进展')).toHaveCount(0);
	await expect(card).toContainText('已确认');
	await expectAsInDatabase(leader);
});

test('the office of another unit confirms what it selects, then the whole month', async ({ server, signedIn }) => {
	const district = await signedIn(server.accountOf('district', 'zhenhai'));
	const number = reference();
	const loan = { kind: 'pledge', amount: '1200000.00', date: '2019-09-11', territory: 'zhenhai', bank: '示例银行' };
	for (const n of [1, 2, 3])
		expect((await post(district, 'transactions', { ...loan, reference: `${number}-${n}` })).status).toBe(201);

	const office = await signedIn(server.accountOf('office', 'finance'));
	await open(office, '/review?unit=zhenhai&month=2019-09');
	const before = await figures(office);
	await expect(office.getByRole('button', { name: '确认所选', exact: true })).toBeDisabled();
	for (const n of [1, 2]) await row(office, `${number}-${n}`).getByRole('checkbox').check();
	await expect(office.getByRole('status').filter({ hasText: '已选 2 笔，合计 240.00 万元' })).toBeVisible();
	await submit(formOf(office, '确认所选'), '确认所选');
	await expect(office.getByRole('status').filter({ hasText: '已确认 2 笔。' })).toBeVisible();
	await expect(row(office, `${number}-1`)).toHaveCount(0);
	await expect(row(office, `${number}-3`)).toBeVisible();
	const between = await figures(office);
	expect(
		fromYuan(between.transactions.pledge.amount.confirmed) - fromYuan(before.transactions.pledge.amount.confirmed)
	).toBe(240_000_000n);

	// The month is asked about before it is confirmed: by the keyboard alone.
	const month = office.getByRole('link', { name: /^整月确认 \d+ 笔$/ });
	const count = /\d+/.exec(await month.innerText())?.[0] ?? '';
	await month.press('Enter');
	const ask = office.getByRole('region', { name: '确认镇海区 2019年9月的全部记录？' });
	await expect(ask).toBeFocused();
	await expect(ask).toContainText(`将确认 ${count} 笔`);
	await ask.getByRole('button', { name: `确认 ${count} 笔` }).press('Enter');
	await expect(office.getByRole('status').filter({ hasText: `已确认 ${count} 笔。` })).toBeVisible();
	await expect(row(office, `${number}-3`)).toHaveCount(0);
	await open(office, '/ledger/transactions?unit=zhenhai&month=2019-09&state=reported');
	await expect(office.getByText('没有记录', { exact: true })).toBeVisible();
	await open(office, '/ledger/transactions?unit=zhenhai&month=2019-09&state=confirmed');
	await expect(row(office, number)).toHaveCount(3);
});

test('[R227] what was confirmed is taken back by the keyboard, and waits again', async ({ server, signedIn }) => {
	const district = await signedIn(server.accountOf('district', 'yuyao'));
	const number = reference();
	const terms = { kind: 'transfer', amount: '1000000.00', date: '2019-09-10', territory: 'yuyao', reference: number };
	expect((await post(district, 'transactions', terms)).status).toBe(201);
	const office = await signedIn(server.accountOf('office', 'finance'));
	await open(office, '/review?unit=yuyao&month=2019-09');
	await row(office, number).getByRole('checkbox').check();
	await submit(formOf(office, '确认所选'), '确认所选');
	await expect(row(office, number)).toHaveCount(0);
	// The notice has the focus: the next stop is the way back.
	await office.keyboard.press('Tab');
	await expect(office.getByRole('button', { name: '撤回确认' })).toBeFocused();
	await office.keyboard.press('Enter');
	await expect(office.getByRole('status').filter({ hasText: '已撤回 1 笔，恢复为待确认。' })).toBeVisible();
	await expect(row(office, number)).toBeVisible();
	await expect(office.getByRole('heading', { name: '审核', exact: true })).toBeFocused();
});

test('[R228] a month that rests on a record of another month leads there', async ({ server, signedIn }) => {
	const amr = await signedIn(server.accountOf('department', 'amr'));
	const number = reference();
	const file = { number, type: 'patent', territory: 'cixi', acceptedAt: '2018-02-05' };
	expect((await post(amr, 'cases', file)).status).toBe(201);
	expect((await post(amr, 'case-closures', { number, closedAt: '2018-04-06' })).status).toBe(201);
	const office = await signedIn(server.accountOf('office', 'finance'));
	await open(office, '/review?unit=amr&month=2018-04&ask=month');
	const ask = office.getByRole('region', { name: /^确认.*2018年4月的全部记录？$/ });
	const left = ask.getByRole('listitem').filter({ hasText: number });
	await expect(left).toContainText('它所依据的记录尚未确认');
	await left.getByRole('link').click();
	await expect(office).toHaveURL(/unit=amr&month=2018-02/);
	await expect(row(office, number)).toBeVisible();
});

test('[R229] a unit reads under its work who refused its record, when and why', async ({ server, signedIn }) => {
	const district = await signedIn(server.accountOf('district', 'fenghua'));
	const office = await signedIn(server.accountOf('office', 'finance'));
	const number = reference();
	const terms = { kind: 'licence', amount: '10000.00', date: '2019-09-10', territory: 'fenghua', reference: number };
	const entry = idOf(await post(district, 'transactions', terms));
	await open(district, '/work');
	expect((await post(office, 'reversals', { id: entry, reason: '示例：凭证不符' })).status).toBe(201);
	const told = panel(district, '本单位记录的办理情况').getByRole('listitem').filter({ hasText: number });
	await expect(told).toContainText('未予确认');
	await expect(told).toContainText('理由：示例：凭证不符');
	await told.getByRole('link').click();
	await expect(district).toHaveURL(new RegExp(`/ledger/transactions/${entry}$`));
});

test('one’s own entry is listed with the reason why others confirm it, and without a way to', async ({
	server,
	signedIn
}) => {
	const office = await signedIn(server.accountOf('office', 'ipo'));
	await open(office, '/ledger/funds/new');
	const form = formOf(office, '登记');
	const number = reference();
	await fill(form, { ...movement(number), 资金来源: '中央资金', 金额: '10000' });
	await submit(form, '登记');
	await expect(row(office, number)).toBeVisible();

	await open(office, '/review?unit=ipo&month=2019-09');
	await expect(row(office, number)).toContainText('您本人登记');
	await expect(row(office, number).getByRole('checkbox')).toHaveCount(0);

	const leader = await signedIn(server.accountOf('leader'));
	await open(leader, '/review?unit=ipo&month=2019-09');
	await row(leader, number).getByRole('checkbox').check();
	await submit(formOf(leader, '确认所选'), '确认所选');
	await expect(row(office, number)).toHaveCount(0);
});

test('a reversal asks for a reason, leaves the reported figures at once and the confirmed ones when another confirms it', async ({
	server,
	signedIn
}) => {
	const district = await signedIn(server.accountOf('district', 'beilun'));
	const office = await signedIn(server.accountOf('office', 'finance'));
	const number = reference();
	const terms = { kind: 'transfer', amount: '2500000.00', date: '2019-09-10', territory: 'beilun', reference: number };
	const before = (await figures(office)).transactions.trade.amount;
	const entry = idOf(await post(district, 'transactions', terms));
	expect((await post(office, 'confirmations', { ids: [entry] })).status).toBe(201);

	await open(district, '/ledger/transactions');
	await row(district, number).getByRole('link', { name: /^详情/ }).click();
	await district.getByRole('link', { name: '冲销', exact: true }).click();
	const dialog = district.getByRole('dialog', { name: /^冲销：/ });
	const form = formOf(dialog, '冲销');
	await expect(form).toContainText('要由其他单位的人员确认冲销后才退出确认数');
	await submit(form, '冲销');
	await expectFaults(form, { 冲销原因: '请填写此项。' });
	await fill(form, { 冲销原因: '示例：金额有误' });
	await submit(form, '冲销');
	await expect(dialog).toBeHidden();
	await expect(district.getByRole('status').filter({ hasText: '已冲销。' })).toBeVisible();
	await expect(row(district, number)).toContainText('冲销待确认');
	await expect(district).not.toHaveURL(/reverse=/);
	const between = (await figures(office)).transactions.trade.amount;
	expect(between.reported).toBe(before.reported);
	expect(fromYuan(between.confirmed) - fromYuan(before.confirmed)).toBe(250_000_000n);

	await open(office, '/review');
	const waits = row(office, number);
	await expect(waits).toContainText('原因：示例：金额有误');
	await waits.getByRole('checkbox').check();
	await submit(formOf(office, '确认所选冲销'), '确认所选冲销');
	await expect(waits).toHaveCount(0);
	expect((await figures(office)).transactions.trade.amount).toEqual(before);
	// The district's page follows by itself.
	await expect(row(district, number)).toContainText('已冲销');
});

test('a double click records once', { tag: '@core' }, async ({ server, signedIn }) => {
	const district = await signedIn(server.accountOf('district', 'fenghua'));
	await open(district, '/ledger/transactions/new');
	const before = await figures(district);
	const form = formOf(district, '登记');
	const number = reference();
	await fill(form, deal(number));
	await form.getByRole('button', { name: '登记', exact: true }).dblclick();
	await expect(row(district, number)).toHaveCount(1);
	expect((await figures(district)).transactions.trade.count.reported).toBe(
		before.transactions.trade.count.reported + 1
	);
});

test(
	'without a network the form keeps its input and says so; sent again it records once',
	{ tag: '@core' },
	async ({ server, signedIn }) => {
		const district = await signedIn(server.accountOf('district', 'ninghai'));
		await open(district, '/ledger/transactions/new');
		const form = formOf(district, '登记');
		const number = reference();
		await fill(form, deal(number));
		await district.context().setOffline(true);
		await submit(form, '登记');
		await expect(form.getByRole('alert')).toContainText('未送达');
		await expect(form.getByRole('alert')).toBeFocused();
		await expect(fieldOf(form, '凭据号')).toHaveValue(number);
		await expect(fieldOf(form, '类型')).toHaveValue('licence');
		await district.context().setOffline(false);

		// The first answer is lost on its way back: what was recorded is not recorded again.
		await district.route(
			'**/ledger/transactions/new',
			async (route) => {
				await route.fetch();
				await route.abort();
			},
			{ times: 1 }
		);
		await submit(form, '登记');
		await expect(form.getByRole('button', { name: '登记', exact: true })).toBeVisible();
		await expect(form.getByRole('alert')).toContainText('未送达');
		await expect(fieldOf(form, '金额')).toHaveValue('4000000');
		await submit(form, '登记');
		await expect(district).toHaveURL(/\/ledger\/transactions\?recorded=/);
		await expect(row(district, number)).toHaveCount(1);
	}
);

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test(
		'signing in, a refused entry, and the corrected one sent by a double click work',
		{ tag: '@core' },
		async ({ page: district, server }) => {
			const { username, password } = server.accountOf('district', 'haishu');
			await district.goto('/login');
			await fieldOf(formOf(district, '登录'), '用户名').fill(username);
			await fieldOf(formOf(district, '登录'), '密码').fill(password);
			await submit(formOf(district, '登录'), '登录');
			await expect(district).toHaveURL(/\/work$/);
			await district.goto('/ledger/cases/new');
			const form = formOf(district, '登记受理');
			const number = reference();
			await fill(form, { 案号: number, 案件类型: '专利', 受理日期: '2019-09-20' });
			await submit(form, '登记受理');
			await expect(district).toHaveTitle(/^错误：/);
			await expect(form.getByRole('alert')).toContainText('日期不能晚于今天（2019-09-16）');
			await expect(fieldOf(form, '受理日期')).toHaveAccessibleDescription(/日期不能晚于今天/);
			await expect(fieldOf(form, '案号')).toHaveValue(number);
			await expect(fieldOf(form, '案件类型')).toHaveValue('patent');
			await fill(form, { 受理日期: '2019-09-13' });
			await form.getByRole('button', { name: '登记受理', exact: true }).dblclick();
			await expect(district).toHaveURL(/\/ledger\/cases\?recorded=/);
			await expect(row(district, number)).toHaveCount(1);
		}
	);
});
