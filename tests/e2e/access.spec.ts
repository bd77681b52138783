// Who sees what: pages, lists and addresses show nobody more than is theirs, and say what they refuse.
import { randomUUID } from 'node:crypto';
import { post } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { open, row } from './entry-forms.ts';

const reference = () => `示例-${randomUUID().slice(0, 8)}`;

test('a district does not find another’s records: not in lists, not by filter, not by id, not in forms', async ({
	server,
	signedIn
}) => {
	const owner = await signedIn(server.accountOf('district', 'yinzhou'));
	const number = reference();
	const acceptance = { number, type: 'patent', territory: 'yinzhou', acceptedAt: '2019-09-02' };
	const { body } = await post(owner, 'cases', acceptance);
	const id = (body as { ids: string[] }).ids[0] ?? '';
	await open(owner, `/ledger/cases?open=${id}`);
	await expect(row(owner, number)).toBeVisible();
	await expect(owner.locator('main').getByText(id)).toBeVisible();

	const other = await signedIn(server.accountOf('district', 'cixi'));
	await open(other, '/ledger/cases?unit=yinzhou');
	await expect(other.getByText('没有记录', { exact: true })).toBeVisible();
	for (const query of ['', `?open=${id}`, `?reverse=${id}`, `?recorded=${id}`]) {
		await open(other, `/ledger/cases${query}`);
		await expect(other.locator('tr[data-entry]').first()).toBeVisible();
		await expect(row(other, number)).toHaveCount(0);
		await expect(other.getByRole('dialog')).toHaveCount(0);
	}
	await expect(other.getByRole('combobox', { name: '单位' })).toHaveCount(0);
	await open(other, `/ledger/cases/close?case=${id}`);
	await expect(other.locator('main')).not.toContainText(number);
	expect(await other.content()).not.toContain(number);
	// Nor is it told apart from one that does not exist.
	const theirs = await post(other, 'case-closures', { number, closedAt: '2019-09-03' });
	const none = await post(other, 'case-closures', { number: reference(), closedAt: '2019-09-03' });
	expect(theirs.status).toBe(none.status);

	// What the whole city is told, it sees; what is said unit by unit, it does not.
	await open(other, '/overview');
	await expect(other.getByRole('region', { name: '案件', exact: true })).toContainText('受理');
	await expect(other.getByRole('region', { name: '任务', exact: true })).toContainText('未对本角色开放');
	await expect(other.getByRole('region', { name: '实时动态', exact: true })).toContainText('未对本角色开放');
	await expect(other.getByRole('region', { name: '区县与园区', exact: true })).not.toContainText('鄞州');
	await other.goto('/review');
	await expect(other.getByRole('heading', { level: 1 })).toHaveText('不能查看这个页面');
});

test('a reader sees the city’s figures, no records, and is told whom to ask for the rest', async ({
	server,
	signedIn
}) => {
	const reader = await signedIn(server.accountOf('reader'));
	await reader.goto('/');
	await expect(reader).toHaveURL(/\/overview$/);
	const pages = reader.getByRole('navigation', { name: '主导航' }).getByRole('link');
	await expect(pages).toHaveText(['总览', '方案指标', '阶段', '资金', '名录', '方案']);
	for (const [path, text] of [
		['/review', '审核由领导小组、办公室和牵头部门办理。'],
		['/ledger/funds', '您的岗位不查看业务数据。'],
		['/ledger/cases/new', '您的岗位不查看业务数据。']
	] as const) {
		expect((await reader.goto(path))?.status()).toBe(403);
		await expect(reader.getByRole('heading', { level: 1 })).toHaveText('不能查看这个页面');
		await expect(reader.locator('main')).toContainText(text);
		await expect(reader.locator('main')).toContainText('请联系：系统管理员');
	}
	await reader.getByRole('link', { name: '回到首页' }).click();
	await expect(reader).toHaveURL(/\/overview$/);
	const acceptance = { number: reference(), type: 'patent', territory: 'cixi', acceptedAt: '2019-09-02' };
	expect((await post(reader, 'cases', acceptance)).status).toBe(403);
});

for (const role of ['system_admin', 'security_admin', 'audit_admin'])
	test(`a ${role} sees no business data`, async ({ server, signedIn }) => {
		const account = server.accountOf(role);
		const admin = await signedIn(account);
		await admin.goto('/');
		await expect(admin).toHaveURL(/\/me$/);
		// Its own pages alone: none of the city's.
		for (const link of await admin.getByRole('navigation', { name: '主导航' }).getByRole('link').all())
			await expect(link).toHaveAttribute('href', /^\/admin\//);
		await expect(admin.locator('main')).toContainText('不查看业务数据');
		for (const path of ['/overview', '/ledger', '/ledger/funds', '/review'])
			expect((await admin.goto(path))?.status(), path).toBe(403);
		await admin.goto('/work');
		await expect(admin).toHaveURL(/\/me$/);
		expect((await admin.request.get('/api/v1/dashboard')).status()).toBe(403);
		// To those who may not follow it a stream does not exist.
		expect((await admin.request.get('/api/v1/events?stream=city&after=0')).status()).toBe(404);
	});

test('an address without a page says so in the frame, and outside of it to who is not signed in', async ({
	page,
	server,
	signedIn
}) => {
	const leader = await signedIn(server.accountOf('leader'));
	for (const path of ['/nowhere', '/ledger/shares']) {
		expect((await leader.goto(path))?.status()).toBe(404);
		await expect(leader.getByRole('heading', { level: 1 })).toHaveText('没有这个页面');
		await expect(leader).toHaveTitle('没有这个页面 · 进度');
	}
	await expect(leader.getByRole('navigation', { name: '主导航' })).toBeVisible();
	await leader.getByRole('link', { name: '回到首页' }).click();
	await expect(leader).toHaveURL(/\/overview$/);
	expect((await page.goto('/nowhere'))?.status()).toBe(404);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这个页面');
});

test(
	'signing out ends the session on the server, also for the page that stays open beside',
	{ tag: '@core' },
	async ({ server, signedIn }) => {
		const leader = await signedIn(server.accountOf('leader'));
		await open(leader, '/overview');
		const cookies = await leader.context().cookies();
		const session = cookies.find((cookie) => cookie.httpOnly && cookie.value.length >= 20);
		expect(session).toMatchObject({ sameSite: 'Lax', path: '/' });
		const beside = await leader.context().newPage();
		await open(beside, '/overview');
		await leader.getByRole('button', { name: /账号$/ }).click();
		await leader.getByRole('button', { name: '退出登录' }).click();
		await expect(leader).toHaveURL(/\/login$/);
		await expect(beside).toHaveURL(/\/login/);
		await leader.goBack();
		await expect(leader).toHaveURL(/\/login/);
		// The old cookie opens nothing.
		await leader.context().addCookies(cookies);
		await leader.goto('/overview');
		await expect(leader).toHaveURL(/\/login/);
	}
);
