// What tokens of every kind enter, see and take back on the built product: records with foreign territories and foreign ids, by units and by feeds.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenOf } from '../support/visitors.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

interface Answer {
	readonly status: number;
	readonly ids: readonly string[];
	readonly heads: Readonly<Record<string, number>>;
	readonly codes: readonly string[];
}

let server: ServedProduct;
let people: Readonly<Record<'office' | 'second' | 'yinzhou' | 'haishu' | 'culture' | 'manager', string>>;

beforeAll(async () => {
	server = await serveProduct();
	const cookieOf = (role: string, unit: string) => server.signIn(server.accountOf(role, unit));
	people = {
		office: await cookieOf('office', 'finance'),
		second: await cookieOf('office', 'ipo'),
		yinzhou: await cookieOf('district', 'yinzhou'),
		haishu: await cookieOf('district', 'haishu'),
		culture: await cookieOf('department', 'culture'),
		manager: await cookieOf('fund_manager', 'stfc')
	};
});
afterAll(() => server.stop());

/** Who asks: a token by its unit or feed, a token's own text, or a person by the cookie. */
type Asker = string | { readonly bearer: string } | { readonly cookie: string };

function headersOf(asker: Asker): Record<string, string> {
	if (typeof asker === 'string') return { authorization: `Bearer ${server.tokens[asker]}` };
	if ('bearer' in asker) return { authorization: `Bearer ${asker.bearer}` };
	return { cookie: asker.cookie, origin: server.baseURL };
}

async function post(asker: Asker, endpoint: string, body: unknown, key: string = randomUUID()): Promise<Answer> {
	const answer = await fetch(`${server.baseURL}/api/v1/${endpoint}`, {
		method: 'POST',
		headers: { ...headersOf(asker), 'content-type': 'application/json', 'idempotency-key': key },
		body: JSON.stringify(body)
	});
	const {
		ids = [],
		heads = {},
		errors = []
	} = (await answer.json()) as Partial<Answer> & { errors?: { code: string }[] };
	return { status: answer.status, ids, heads, codes: errors.map(({ code }) => code) };
}

async function recordsOf(asker: Asker, ledger = 'transactions') {
	const answer = await fetch(`${server.baseURL}/api/v1/records?ledger=${ledger}`, { headers: headersOf(asker) });
	const { records } = (await answer.json()) as {
		records: { id: string; unit: string; feed: string | null; state: string }[];
	};
	return records;
}

async function rows<Row extends object>(words: TemplateStringsArray, ...values: readonly string[]): Promise<Row[]> {
	const database = await server.database();
	try {
		return [...(await database.sql<Row[]>(words, ...values))];
	} finally {
		await database.close();
	}
}

async function entered(asker: Asker, endpoint: string, body: unknown): Promise<string> {
	const { status, ids, codes } = await post(asker, endpoint, body);
	if (!ids[0]) throw new Error(`${endpoint}: ${status} ${codes.join()}`);
	return ids[0];
}

const deal = (territory: string) => ({
	kind: 'transfer',
	amount: '99999999.00',
	date: '2019-05-05',
	territory,
	reference: 'R'
});
const accepted = (territory: string) => ({ number: randomUUID(), type: 'patent', territory, acceptedAt: '2019-05-05' });
const subsidy = (territory: string) => ({
	line: 'insurance',
	source: 'district',
	step: 'allocated',
	amount: '1.00',
	date: '2019-05-05',
	territory,
	reference: randomUUID()
});
const entity = (territory: string) => ({ register: 'pools', name: randomUUID(), industry: 'new-materials', territory });
const figure = (unit: string) => ({ indicator: 'mediation-cases', unit, period: '2019-05', value: 1 });
const edit = (unit: string) => ({ share: `2.3/${unit}`, changes: { narrative: { base: '', new: randomUUID() } } });

const units = ['edu', 'amr', 'finance', 'stfc', 'court', 'yinzhou', 'hitech'] as const;
const feeds = ['trading-centre', 'bank', 'enforcement'] as const;

describe('[R219] [R220] a token enters just what its unit or its feed may', () => {
	test.each<readonly [string, string, (territory: string) => unknown, readonly string[], readonly string[]]>([
		['deals', 'transactions', deal, ['yinzhou', 'trading-centre', 'bank'], ['trading-centre', 'bank']],
		['cases', 'cases', accepted, ['amr', 'yinzhou', 'enforcement'], ['amr', 'enforcement']],
		['fund movements', 'disbursements', subsidy, ['finance', 'yinzhou'], ['finance']],
		['register entities', 'register-entities', entity, ['yinzhou'], []],
		['task updates', 'task-updates', edit, ['yinzhou'], []]
	])('%s, at home and in a foreign district', async (_, endpoint, body, home, foreign) => {
		for (const [territory, may] of [
			['yinzhou', home],
			['haishu', foreign]
		] as const)
			for (const token of [...units, ...feeds]) {
				const { status, codes } = await post(token, endpoint, body(territory));
				const told = `${token} ${territory} ${codes.join()}`;
				if (may.includes(token)) expect(status, told).toBe(201);
				else expect([403, 404], told).toContain(status);
			}
	});

	test('figures: each unit its own, a feed none that the plan does not give it', async () => {
		for (const token of [...units, ...feeds])
			for (const unit of ['yinzhou', 'hitech'])
				expect((await post(token, 'observations', figure(unit))).status, `${token} ${unit}`).toBe(
					token === unit ? 201 : 403
				);
	});

	test('what only a role enters is no token’s, not even of that role’s unit', async () => {
		const operation = {
			line: 'operation-fund',
			operation: 'paid_in',
			amount: '12.50',
			date: '2019-05-05',
			reference: 'R'
		};
		const movement = { ...subsidy('yinzhou'), line: 'operation-fund', source: 'central', territory: null };
		const transfer = { from: 'insurance', to: 'public-platform', kind: 'central', amount: '1.00', reason: 'R' };
		const base = { target: 'mediation-cases', value: '120', source: 'S' };
		for (const token of [...units, ...feeds])
			for (const [endpoint, body] of [
				['fund-operations', operation],
				['disbursements', movement],
				['budget-transfers', transfer],
				['base-figures', base],
				['confirmations', { unit: 'yinzhou', month: '2019-05' }]
			] as const)
				expect((await post(token, endpoint, body)).status, `${token} ${endpoint}`).toBe(403);
	});

	test('a batch with one foreign district is refused whole', async () => {
		const before = await rows`select count(*) from entry`;
		const refused = await post('yinzhou', 'transactions', [deal('yinzhou'), deal('haishu')]);
		expect(refused).toMatchObject({ status: 403, codes: ['not_your_unit'] });
		expect(await rows`select count(*) from entry`).toEqual(before);
	});
});

describe('[R220] what a feed brings', () => {
	let ids: readonly string[];
	let answer: Answer;
	beforeAll(async () => {
		answer = await post('bank', 'transactions', ['yinzhou', 'haishu'].map(deal));
		({ ids } = answer);
	});

	test('is of the territory’s unit, says which feed, and names no heads that a feed cannot follow', async () => {
		expect(answer).toMatchObject({ status: 201, heads: {} });
		const stored = await rows<{ unit: string; feed: string; territory: string }>`
			select unit, feed, territory from entry where id in (${ids[0] ?? ''}, ${ids[1] ?? ''}) order by unit`;
		expect(stored).toEqual([
			{ unit: 'haishu', feed: 'bank', territory: 'haishu' },
			{ unit: 'yinzhou', feed: 'bank', territory: 'yinzhou' }
		]);
		const told = await rows<{ stream: string; unit: string; feed: string }>`
			select stream, body->>'unit' as unit, body->'values'->>'feed' as feed from event
			where body->'ids' @> to_jsonb(array[${ids[0] ?? ''}]) and stream like 'unit:%'`;
		expect(told).toEqual([{ stream: 'unit:yinzhou', unit: 'yinzhou', feed: 'bank' }]);
	});

	test('is seen by that unit, the office and the feed, and by nobody else', async () => {
		const [yinzhou = ''] = ids;
		const seen = async (asker: Asker) => (await recordsOf(asker)).some(({ id }) => id === yinzhou);
		for (const asker of ['bank', 'yinzhou', { cookie: people.yinzhou }, { cookie: people.office }])
			expect(await seen(asker), JSON.stringify(asker)).toBe(true);
		for (const asker of ['trading-centre', 'enforcement', 'haishu', 'amr', 'stfc', { cookie: people.haishu }])
			expect(await seen(asker), JSON.stringify(asker)).toBe(false);
		expect((await recordsOf('bank')).every(({ feed }) => feed === 'bank')).toBe(true);
	});

	test('[R221] is taken back by the feed or the office, by nobody else', async () => {
		const [yinzhou = '', haishu = ''] = ids;
		const taken = (asker: Asker, id: string) => post(asker, 'reversals', { id, reason: 'R' });
		for (const asker of ['trading-centre', 'amr', 'stfc', 'haishu', { cookie: people.haishu }])
			expect(await taken(asker, yinzhou), JSON.stringify(asker)).toMatchObject({ status: 404 });
		for (const asker of ['yinzhou', { cookie: people.yinzhou }])
			expect(await taken(asker, yinzhou)).toMatchObject({ status: 403, codes: ['entry_of_feed'] });
		expect(await taken('bank', yinzhou)).toMatchObject({ status: 201, heads: {} });
		expect(await taken({ cookie: people.office }, haishu)).toMatchObject({ status: 201 });
	});

	test('[R221] is confirmed by a person of the office, and its reversal by a second one', async () => {
		const id = await entered('trading-centre', 'transactions', deal('yinzhou'));
		for (const asker of ['yinzhou', 'finance', 'bank', { cookie: people.yinzhou }])
			expect((await post(asker, 'confirmations', { ids: [id] })).status).toBe(403);
		expect((await post({ cookie: people.office }, 'confirmations', { ids: [id] })).status).toBe(201);
		const [undone = ''] = (await post('trading-centre', 'reversals', { id, reason: 'R' })).ids;
		expect((await recordsOf('trading-centre')).find((one) => one.id === id)?.state).toBe('reversal_waits');
		expect((await post({ cookie: people.second }, 'confirmations', { ids: [undone] })).status).toBe(201);
		const [row] = await rows`select unit from reversal where id = ${undone}`;
		expect(row).toEqual({ unit: 'yinzhou' });
	});

	test('of another feed and of people does not exist for it: no case of theirs is closed', async () => {
		const own = accepted('yinzhou');
		const others = accepted('yinzhou');
		await entered('enforcement', 'cases', own);
		await entered('amr', 'cases', others);
		const close = (number: string) => post('enforcement', 'case-closures', { number, closedAt: '2019-06-01' });
		expect(await close(own.number)).toMatchObject({ status: 201 });
		expect(await close(others.number)).toMatchObject({ status: 404, codes: ['unknown_case'] });
		expect(await close('nobody-has-this-one')).toMatchObject({ status: 404, codes: ['unknown_case'] });
	});

	test('is all that a feed reads beside the plan: no figures, no stream', async () => {
		for (const [path, status] of [
			['plan', 200],
			['records?ledger=transactions', 200],
			['dashboard', 403],
			['events?stream=city', 404],
			['events?stream=unit:yinzhou', 404],
			['records?ledger=gifts', 422],
			['records?ledger=cases&page=0', 422],
			['records', 422]
		] as const) {
			const { status: got } = await fetch(`${server.baseURL}/api/v1/${path}`, { headers: headersOf('bank') });
			expect(got, path).toBe(status);
		}
	});
});

describe('[R221] a unit’s token', () => {
	test('takes back what its unit entered and it might enter itself', async () => {
		const id = await entered({ cookie: people.yinzhou }, 'transactions', deal('yinzhou'));
		expect((await post('haishu', 'reversals', { id, reason: 'R' })).status).toBe(404);
		expect((await post('yinzhou', 'reversals', { id, reason: 'R' })).status).toBe(201);
	});

	test('takes back nothing that its people entered in their role', async () => {
		const operation = {
			line: 'operation-fund',
			operation: 'paid_in',
			amount: '12.50',
			date: '2019-05-05',
			reference: 'R'
		};
		const transfer = { from: 'insurance', to: 'public-platform', kind: 'central', amount: '1.00', reason: 'R' };
		for (const [token, cookie, endpoint, body] of [
			['stfc', people.manager, 'fund-operations', operation],
			['finance', people.office, 'budget-transfers', transfer]
		] as const) {
			const id = await entered({ cookie }, endpoint, body);
			expect(await post(token, 'reversals', { id, reason: 'R' })).toMatchObject({
				status: 403,
				codes: ['not_allowed']
			});
			expect((await post({ cookie }, 'reversals', { id, reason: 'R' })).status).toBe(201);
		}
	});

	test('is told of the heads that it can follow, and of no others', async () => {
		const { heads } = await post('yinzhou', 'transactions', deal('yinzhou'));
		expect(Object.keys(heads).sort()).toEqual(['city', 'unit:yinzhou']);
		const ofOffice = await post({ cookie: people.office }, 'transactions', deal('yinzhou'));
		expect(Object.keys(ofOffice.heads).sort()).toEqual(['breakdown', 'city', 'unit:finance', 'unit:yinzhou']);
	});
});

describe('[R34] a key', () => {
	test.each([
		['feed', { feed: 'bank' }, 'bank', 'trading-centre'],
		['unit', { unit: 'yinzhou' }, 'yinzhou', 'haishu']
	])('of a %s goes on with its next token, and is no other’s', async (_, holder, held, other) => {
		const renewed = { bearer: await tokenOf(server, holder, 'ingest') };
		const key = randomUUID();
		const first = await post(held, 'transactions', deal('yinzhou'), key);
		expect(first.status).toBe(201);
		expect(await post(renewed, 'transactions', deal('yinzhou'), key)).toEqual(first);
		expect(await post(renewed, 'transactions', deal('cixi'), key)).toMatchObject({ status: 409 });
		const others = await post(other, 'transactions', deal('haishu'), key);
		expect(others.status).toBe(201);
		expect(others.ids).not.toEqual(first.ids);
	});
});

test('a token that only reads enters nothing and sees what one that enters sees', async () => {
	const reading = { bearer: await tokenOf(server, { feed: 'bank' }, 'read') };
	expect(await post(reading, 'transactions', deal('yinzhou'))).toMatchObject({
		status: 403,
		codes: ['token_reads_only']
	});
	expect(await recordsOf(reading)).toEqual(await recordsOf('bank'));
});
