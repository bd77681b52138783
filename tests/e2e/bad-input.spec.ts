// What is wrong is said beside the field and above the form, keeps what was typed and writes nothing; two people at one share.
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { post } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectFaults, fieldOf, figures, fill, formOf, open, submit } from './entry-forms.ts';

type Values = Readonly<Record<string, string>>;

const reference = () => `示例-${randomUUID().slice(0, 8)}`;

/** Sends values that are refused, finds each fault, and all other values still there. */
async function refuses(form: Locator, button: string, values: Values, faults: Values): Promise<void> {
	await fill(form, values);
	await submit(form, button);
	await expectFaults(form, faults);
	for (const [label, value] of Object.entries(values)) {
		const field = fieldOf(form, label);
		if ((await field.evaluate((node) => node.tagName)) === 'SELECT')
			await expect(field.locator('option:checked')).toHaveText(value);
		else if (await field.evaluate((node) => node.matches('[type=checkbox]')))
			await expect(field).toBeChecked({ checked: value === '是' });
		else await expect(field).toHaveValue(value);
	}
}

/** What a person writes without the page: other values in the form than it offers. */
async function forge(control: Locator, value: string): Promise<void> {
	await control.evaluate((node, forged) => {
		if (node instanceof HTMLSelectElement) node.add(new Option(forged, forged, true, true));
		else if (node instanceof HTMLInputElement) node.value = forged;
		node.dispatchEvent(new Event('change', { bubbles: true }));
	}, value);
}

async function addHidden(form: Locator, name: string, value: string): Promise<void> {
	await form.evaluate(
		(node, [added, content]) => {
			const input = document.createElement('input');
			Object.assign(input, { type: 'hidden', name: added, value: content });
			node.append(input);
		},
		[name, value] as const
	);
}

const writes = async (page: Page) => (await figures(page)).heads;

test(
	'a fund movement that cannot be is refused field by field, and nothing is written',
	{ tag: '@core' },
	async ({ server, signedIn }) => {
		const office = await signedIn(server.accountOf('office', 'finance'));
		await open(office, '/ledger/funds/new');
		const before = await writes(office);
		const form = formOf(office, '登记');
		await submit(form, '登记');
		const missing = '请填写此项。';
		await expect(form.getByRole('alert')).toContainText('有 6 处需要更正');
		await expect(fieldOf(form, '凭据号')).toHaveAccessibleDescription(new RegExp(missing));

		const right = {
			资金项目: '企业知识产权保险',
			资金来源: '中央资金',
			环节: '拨付',
			金额: '120000.00',
			发生日期: '2019-09-02',
			属地: '江北区',
			凭据号: reference(),
			收款方: '示例单位',
			备注: '示例备注'
		};
		await refuses(form, '登记', { ...right, 金额: '-5' }, { 金额: '金额应大于零。' });
		await refuses(form, '登记', { 金额: '1.005' }, { 金额: '金额最多保留两位小数' });
		await refuses(form, '登记', { 金额: '一百万' }, { 金额: '金额里不能有“一”' });
		await refuses(form, '登记', { 金额: '100000000001' }, { 金额: '单笔金额不能超过 1000 亿元' });
		await refuses(
			form,
			'登记',
			{ ...right, 金额: '99999999.99' },
			{ 金额: '超出“企业知识产权保险”的预算：预算 9,000,000.00 元' }
		);
		await refuses(
			form,
			'登记',
			{ ...right, 发生日期: '2016-12-31' },
			{ 发生日期: '日期不能早于基期 2017 年 1 月 1 日' }
		);
		await refuses(form, '登记', { 金额: '-1', 凭据号: '' }, { 金额: '金额应大于零。', 凭据号: missing });
		await refuses(form, '登记', { ...right, 发生日期: '2019-09-17' }, { 发生日期: '日期不能晚于今天（2019-09-16）' });
		await fill(form, right);
		await addHidden(form, 'colour', '红');
		await submit(form, '登记');
		await expect(form.getByRole('alert')).toContainText('不认识的字段，请删去后重新提交。');
		await expect(form.getByRole('alert')).toBeFocused();
		await form.locator('input[name=colour]').evaluate((node) => node.remove());
		await addHidden(form, 'note', '长'.repeat(300_000));
		await submit(form, '登记');
		await expect(form.getByRole('alert')).toContainText('内容仍在');
		await expect(fieldOf(form, '凭据号')).toHaveValue(right.凭据号);
		expect(await writes(office)).toEqual(before);
	}
);

test('a district enters for no unit but its own, whatever its form sends', async ({ server, signedIn }) => {
	const district = await signedIn(server.accountOf('district', 'jiangbei'));
	const before = await writes(district);
	const terms = { 类型: '转让', 金额: '10000', 合同或放款日期: '2019-09-02', 凭据号: reference() };
	await open(district, '/ledger/transactions/new');
	const form = formOf(district, '登记');
	await fill(form, terms);
	await forge(fieldOf(form, '属地'), 'yinzhou');
	await submit(form, '登记');
	await expectFaults(form, { 属地: '只能办理本单位的记录' });

	await forge(fieldOf(form, '属地'), 'atlantis');
	await submit(form, '登记');
	await expectFaults(form, { 属地: '请重新选择' });
	expect(await writes(district)).toEqual(before);
});

test('a deal or a case that cannot be, or that is there already, is refused', async ({ server, signedIn }) => {
	const district = await signedIn(server.accountOf('district', 'cixi'));
	const number = reference();
	const deal = { kind: 'licence', amount: '50000.00', date: '2019-09-02', territory: 'cixi', reference: number };
	expect((await post(district, 'transactions', { ...deal, registration: number })).status).toBe(201);
	const acceptance = { number, type: 'patent', territory: 'cixi', acceptedAt: '2019-09-10' };
	expect((await post(district, 'cases', acceptance)).status).toBe(201);
	const before = await writes(district);

	await open(district, '/ledger/transactions/new');
	const form = formOf(district, '登记');
	const loan = { 类型: '质押融资', 金额: '60000', 合同或放款日期: '2019-09-02', 凭据号: reference(), 笔数: '1' };
	await refuses(form, '登记', loan, { 放款银行: '质押融资须填写放款银行。' });
	await refuses(form, '登记', { ...loan, 类型: '许可', 笔数: '0' }, { 笔数: '请填写不小于 1 的整数。' });
	await refuses(form, '登记', { 笔数: '1', 登记备案号: number }, { 登记备案号: `登记号“${number}”已有未冲销的记录` });

	await open(district, '/ledger/cases/new');
	const accept = formOf(district, '登记受理');
	const terms = { 案号: reference(), 案件类型: '专利', 受理日期: '2016-11-02' };
	await refuses(accept, '登记受理', terms, { 存量案件: '只能作为存量案件登记' });
	await refuses(accept, '登记受理', { 受理日期: '2019-09-01', 存量案件: '是' }, { 受理日期: '不是存量案件' });
	// The same number in other forms of its letters.
	await refuses(
		accept,
		'登记受理',
		{ 案号: number.toUpperCase().replace('-', '－'), 存量案件: '否' },
		{ 案号: '已有未冲销的案件' }
	);

	await open(district, '/ledger/cases/close');
	const close = formOf(district, '登记结案');
	await refuses(close, '登记结案', { 案号: reference(), 结案日期: '2019-09-12' }, { 案号: '没有案号为' });
	await refuses(
		close,
		'登记结案',
		{ 案号: number, 结案日期: '2019-09-09' },
		{ 结案日期: '结案日期不能早于受理（或重新办理）日期 2019-09-10' }
	);
	expect(await writes(district)).toEqual(before);

	await fill(close, { 结案日期: '2019-09-11' });
	await submit(close, '登记结案');
	await expect(district).toHaveURL(/\/ledger\/cases\?recorded=/);
	await open(district, '/ledger/cases/close');
	await refuses(close, '登记结案', { 案号: number, 结案日期: '2019-09-12' }, { 案号: '已于 2019-09-11 结案' });
	await open(district, '/ledger/cases/reopen');
	const reopen = formOf(district, '登记重新办理');
	await refuses(
		reopen,
		'登记重新办理',
		{ 案号: number, 重新办理日期: '2019-09-10', 重新办理原因: '示例' },
		{ 重新办理日期: '重新办理日期不能早于结案日期 2019-09-11' }
	);
});

test('a completed task that is not, an edit without a change and a milestone reported twice are refused', async ({
	server,
	signedIn
}) => {
	const district = await signedIn(server.accountOf('district', 'dongqian-lake'));
	await open(district, '/work');
	const first = district.locator('article[data-share]:has(option[value=in_progress]:checked)').first();
	const card = district.locator(`article[data-share="${await first.getAttribute('data-share')}"]`);
	await card.getByText('更新进展', { exact: true }).click();
	const form = formOf(card, '上报进展');
	await refuses(form, '上报进展', { 状态: '已完成', 最新进展: '示例' }, { 状态: '状态为“已完成”时进度应为 100%' });
	await fill(form, { 状态: '进行中', 最新进展: await form.locator('[name="narrative.base"]').inputValue() });
	await submit(form, '上报进展');
	await expect(form.getByRole('alert')).toContainText('没有改动，不用提交。');

	const due = district.locator('.due li[data-milestone]').first();
	await due.locator('summary').click();
	const milestone = formOf(due, '上报达成');
	await refuses(milestone, '上报达成', { 达成日期: '2019-09-17', 佐证说明: '示例' }, { 达成日期: '日期不能晚于今天' });
	// Another one, which is reported already.
	const other = await district.locator('.due li[data-milestone]').nth(1).getAttribute('data-milestone');
	expect((await post(district, 'milestones', { id: other, actual: '2019-09-03' })).status).toBe(201);
	// At the moment of sending: a live load would put the form's own id back.
	await milestone.evaluate((form, id) => {
		form.addEventListener('formdata', (event) => (event as FormDataEvent).formData.set('id', id));
	}, other ?? '');
	await fill(milestone, { 达成日期: '2019-09-04' });
	await submit(milestone, '上报达成');
	await expectFaults(milestone, { 达成日期: '这个里程碑已按 2019-09-03 达成上报' });
});

test('a confirmation of one’s own entry is refused, whatever the form sends', async ({ server, signedIn }) => {
	const office = await signedIn(server.accountOf('office', 'finance'));
	const movement = { line: 'insurance', source: 'central', step: 'received', amount: '1000.00', date: '2019-09-02' };
	const own = (await post(office, 'disbursements', { ...movement, reference: reference() })).body as { ids: string[] };
	await open(office, '/review?unit=ipo&month=2019-09');
	const before = await writes(office);
	const form = formOf(office, '确认所选');
	const box = form.locator('tbody').getByRole('checkbox').first();
	await box.check();
	await forge(box, own.ids[0] ?? '');
	await submit(form, '确认所选');
	await expect(form.getByRole('alert')).toContainText('本人登记的记录须由其他单位的人员确认。');
	await expect(form.getByRole('alert')).toBeFocused();
	await expect(office).toHaveTitle(/^错误：/);
	expect(await writes(office)).toEqual(before);
});

test.describe('two people at one share', () => {
	const share = '1.2/ipo';
	const editing = async (page: Page) => {
		await open(page, '/work');
		const card = page.locator(`article[data-share="${share}"]`);
		await card.getByText('更新进展', { exact: true }).click();
		return formOf(card, '上报进展');
	};

	test('changes of different fields meet; of the same one both values are shown, and one must be chosen', async ({
		server,
		signedIn
	}) => {
		const one = await signedIn(server.accountOf('department', 'ipo'));
		const two = await signedIn(server.accountOf('office', 'ipo'));
		const first = await editing(one);
		const second = await editing(two);
		const before = '示例：第二人的下一步';

		// Different fields: nobody is asked, and what the other wrote shows in the open form.
		await fill(second, { 下一步: before });
		await fill(first, { 最新进展: '示例：第一人的进展' });
		await submit(first, '上报进展');
		await expect(fieldOf(second, '最新进展')).toHaveValue('示例：第一人的进展');
		await submit(second, '上报进展');
		const card = two.locator(`article[data-share="${share}"]`);
		await expect(card).toContainText('示例：第一人的进展');
		await expect(card).toContainText(before);

		// The same field.
		await card.getByText('更新进展', { exact: true }).click();
		await one.locator(`article[data-share="${share}"]`).getByText('更新进展', { exact: true }).click();
		const [theirs, mine] = ['示例：对方改的下一步', '示例：自己改的下一步'];
		await fill(second, { 下一步: mine, 最新进展: '示例：第二人的进展' });
		await fill(first, { 下一步: theirs });
		await submit(first, '上报进展');
		await expect(second).toContainText('下一步刚被他人改动');
		await expect(fieldOf(second, '下一步')).toHaveValue(mine);
		await submit(second, '上报进展');
		const summary = second.getByRole('alert');
		await expect(summary).toContainText('此项在您编辑期间已被他人改动');
		await expect(summary).toBeFocused();
		const choice = second.getByRole('group', { name: /^下一步/ });
		await expect(choice.getByRole('radio')).toHaveCount(3);
		for (const radio of await choice.getByRole('radio').all()) await expect(radio).not.toBeChecked();
		await expect(choice.getByRole('radio', { name: /^我的/ })).toHaveAccessibleName(new RegExp(mine));
		await expect(choice.getByRole('radio', { name: /^对方：市知识产权局 2019-09-16/ })).toHaveAccessibleName(
			new RegExp(theirs)
		);
		await expect(choice.getByRole('radio', { name: /^原值/ })).toHaveAccessibleName(new RegExp(before));
		await expect(fieldOf(second, '最新进展')).toHaveValue('示例：第二人的进展');

		await submit(second, '上报进展');
		await expect(summary).toContainText('请从给出的选项中选择一项。');
		await choice.getByRole('radio', { name: /^对方/ }).check();
		await submit(second, '上报进展');
		await expect(second).toBeHidden();
		await expect(card).toContainText(theirs);
		await expect(card).toContainText('示例：第二人的进展');
		// The next edit begins from what was chosen; now its own value, which nobody has overtaken, is taken.
		await card.getByText('更新进展', { exact: true }).click();
		await expect(fieldOf(second, '下一步')).toHaveValue(theirs);
		await expect(second).not.toContainText('刚被他人改动');
		await fill(second, { 下一步: mine });
		await submit(second, '上报进展');
		await expect(second).toBeHidden();
		await expect(one.locator(`article[data-share="${share}"]`)).toContainText(mine);
	});
});

test.describe('signing in', () => {
	test('a wrong password is refused without saying which of the two was wrong, and the name is kept', async ({
		page,
		server
	}) => {
		const { username, password } = server.accountOf('leader');
		await page.goto('/login');
		const form = formOf(page, '登录');
		await submit(form, '登录');
		await expect(form.getByRole('alert')).toContainText('有 2 处需要更正');
		for (const name of [username, 'nobody']) {
			await fill(form, { 用户名: name, 密码: 'wrong' });
			await submit(form, '登录');
			await expect(form.getByRole('alert')).toContainText('用户名或密码不对，请核对后重试。');
			await expect(form.getByRole('alert')).toBeFocused();
			await expect(page).toHaveTitle(/^错误：/);
			await expect(fieldOf(form, '用户名')).toHaveValue(name);
		}
		await fill(form, { 用户名: username, 密码: password });
		await submit(form, '登录');
		await expect(page).toHaveURL(/\/overview$/);
	});

	test('who is not signed in is led to the sign-in and back; never to another site', async ({ page, server }) => {
		const { username, password } = server.accountOf('office', 'ipo');
		const signIn = async () => {
			const form = formOf(page, '登录');
			await fill(form, { 用户名: username, 密码: password });
			await submit(form, '登录');
		};
		const wanted = '/ledger/cases?unit=cixi&kind=closure';
		await page.goto(wanted);
		await expect(page).toHaveURL(`/login?next=${encodeURIComponent(wanted)}`);
		await signIn();
		await expect(page).toHaveURL(wanted);

		await page.getByRole('button', { name: /账号$/ }).click();
		await page.getByRole('button', { name: '退出登录' }).click();
		await expect(page).toHaveURL('/login');
		await page.goto('/overview');
		await expect(page).toHaveURL('/login?next=%2Foverview');
		for (const next of ['https://elsewhere.example/', '//elsewhere.example/', '/\\elsewhere.example']) {
			await page.goto(`/login?next=${encodeURIComponent(next)}`);
			await signIn();
			await expect(page).toHaveURL('/overview');
			await page.context().clearCookies();
		}
	});
});
