// The worked example of docs/targets.md against the running product: its rows go in through REST, its sixteen values come out.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TargetJson } from '#lib/overview/dashboard-json.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

type Row = Readonly<Record<string, string>>;

const page = readFileSync('docs/targets.md', 'utf8');
/** Who enters what does not name its unit or territory. */
const office = new Set(['base-figures', 'register-entities']);

let server: ServedProduct;
let enters: string;
let confirms: string;
let shown: ReadonlyMap<string, TargetJson>;

beforeAll(async () => {
	server = await serveProduct();
	enters = await server.signIn(server.accountOf('office', 'ipo'));
	confirms = await server.signIn(server.accountOf('office', 'finance'));
	const ids = new Map<string, readonly string[]>();
	for (const [endpoint, rows] of recordTables()) ids.set(endpoint, await postAll(endpoint, rows));
	const entered = (endpoint: string, isMeant: (row: Row) => boolean) =>
		recordsOf(endpoint).flatMap((row, index) => (isMeant(row) ? [ids.get(endpoint)?.[index] ?? ''] : []));
	await post(
		'confirmations',
		{ cookie: confirms },
		{
			ids: [
				...entered('base-figures', () => true),
				...entered('observations', ({ indicator }) => indicator === 'mediation-cases'),
				...entered('transactions', ({ kind }) => kind === 'pledge')
			]
		}
	);
	const answer = await fetch(`${server.baseURL}/api/v1/dashboard`, { headers: { cookie: confirms } });
	const { today, targets } = (await answer.json()) as { today: string; targets: TargetJson[] };
	expect(today).toBe('2019-09-16');
	shown = new Map(targets.map((target) => [target.id, target]));
});
afterAll(() => server.stop());

const values = tableAfter('## The sixteen values');

it('has the plan’s sixteen targets', () => {
	expect(values.map(({ target }) => target)).toEqual([...shown.keys()]);
	expect(values).toHaveLength(16);
});

it.each(values.map((row) => [row['target'] ?? '', row] as const))('%s', (id, row) => {
	const target = shown.get(id);
	expect(target && asRow(target)).toEqual(row);
	expect(target?.value).toBe(target?.reported.value);
});

it('says of the kinds what the page explains', () => {
	const why = (id: string) => shown.get(id)?.reported.why;
	expect(why('industry-databases')?.day).toBe('2019-06-30');
	expect(why('mediation-cases')).toMatchObject({ day: '2019-07-31', actual: 1200 });
	expect(why('case-closure-rate')).toMatchObject({ lastYear: 0.5, planned: 0.95 });
	expect(why('case-closure-rate')?.projected).toBeCloseTo((23 + (14 * 43) / 30) / 44, 12);
	expect(shown.get('mediation-cases')?.reported.since).toEqual({ until: '2019-08-31', added: 40, value: 1240 });
	const missing = shown.get('mediation-cases')?.reported.missing;
	expect(missing).toMatchObject({ period: '2019-07' });
	expect(missing?.units).not.toContain('court');
	expect(missing?.units).toContain('justice');
	expect(shown.get('closing-time-cut')?.reported.parts).toEqual({ part: 44, whole: 50 });
	expect(shown.get('pledge-financing-growth')).toMatchObject({
		base: { state: 'derived', year: 2017, value: '100000000.00' },
		reported: { parts: { part: '60000000.00', whole: '40000000.00' } }
	});
	expect(shown.get('enterprise-databases')).toMatchObject({ base: { state: 'missing' }, reported: { added: 30 } });
	expect(shown.get('institutions')?.industries).toEqual([
		{ industry: 'automobiles', all: 2, near: 0, qualified: { reported: 2, confirmed: 0 } },
		{ industry: 'new-materials', all: 2, near: 1, qualified: { reported: 1, confirmed: 0 } }
	]);
});

/** A target as a row of the page writes it. */
function asRow({ id, reported, confirmed, needed }: TargetJson): Row {
	const written = (value: string | number | null | undefined) =>
		value === null || value === undefined ? '—' : String(Math.round(Number(value) * 10_000) / 10_000);
	return {
		target: id,
		value: written(reported.value),
		light: reported.light,
		because: reported.why.rule,
		'still needed': written(needed?.amount),
		'confirmed light': confirmed.light
	};
}

/** The tables under the headings that name an endpoint, in the page's order. */
function recordTables(): Map<string, Row[]> {
	const endpoints = [...page.matchAll(/^### `POST \/api\/v1\/([a-z-]+)`/gm)].map(([, endpoint = '']) => endpoint);
	return new Map(endpoints.map((endpoint) => [endpoint, recordsOf(endpoint)]));
}

/** The records of an endpoint: a row with `A1 … A3` is three. */
function recordsOf(endpoint: string): Row[] {
	return tableAfter(`### \`POST /api/v1/${endpoint}\``).flatMap((row) => {
		const ranged = Object.entries(row).find(([, value]) => value.includes(' … '));
		if (!ranged) return [row];
		const [field, range] = ranged;
		const [, letter = '', from = '', to = ''] = /^([A-Z])(\d+) … [A-Z](\d+)$/.exec(range) ?? [];
		return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => ({
			...row,
			[field]: `${letter}${Number(from) + index}`
		}));
	});
}

function tableAfter(heading: string): Row[] {
	const lines = page.slice(page.indexOf(heading)).split('\n');
	const start = lines.findIndex((line) => line.startsWith('|'));
	const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
	const [head = [], , ...rows] = lines.slice(start, end).map((line) =>
		line
			.slice(1, -1)
			.split('|')
			.map((cell) => cell.trim())
	);
	return rows.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])));
}

/** Enters the records of an endpoint, each by whom it belongs to. @returns their ids in the order of the rows */
async function postAll(endpoint: string, rows: readonly Row[]): Promise<readonly string[]> {
	if (office.has(endpoint)) return post(endpoint, { cookie: enters }, rows.map(bodyOf));
	const ids: string[] = [];
	const unitOf = (row: Row) => row['unit'] ?? row['territory'] ?? 'yinzhou';
	for (const unit of new Set(rows.map(unitOf))) {
		const own = rows.filter((row) => unitOf(row) === unit);
		const answered = await post(endpoint, { authorization: `Bearer ${server.tokens[unit] ?? ''}` }, own.map(bodyOf));
		for (const [index, row] of own.entries()) ids[rows.indexOf(row)] = answered[index] ?? '';
	}
	return ids;
}

function bodyOf(row: Row): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(row)
			.filter(([, value]) => value !== '')
			.map(([field, value]) => [field, value.startsWith('`') ? (JSON.parse(value.slice(1, -1)) as unknown) : value])
	);
}

async function post(endpoint: string, caller: Record<string, string>, body: unknown): Promise<readonly string[]> {
	const answer = await fetch(`${server.baseURL}/api/v1/${endpoint}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			origin: server.baseURL,
			'idempotency-key': randomUUID(),
			...caller
		},
		body: JSON.stringify(body)
	});
	const text = await answer.text();
	expect(answer.status, `${endpoint}: ${text}`).toBe(201);
	return (JSON.parse(text) as { ids: string[] }).ids;
}
