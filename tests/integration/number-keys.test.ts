// Numbers that are one number: a database of before the common rule is brought up to it with its figures, and writers meet the rule.
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptCases } from '#lib/cases/accept-cases.server.ts';
import { caseSchema, closureSchema } from '#lib/cases/case.ts';
import { closeCases } from '#lib/cases/close-cases.server.ts';
import { casesPort } from '#lib/cases/cases-port.server.ts';
import type { Result } from '#lib/kernel/result.ts';
import { listDoubled } from '#lib/ledgers/list-doubled.server.ts';
import { listWaiting } from '#lib/ledgers/list-waiting.server.ts';
import { numberKeyVersion } from '#lib/entries/number-key.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import { reverse } from '#lib/entries/reverse.server.ts';
import { recordEntities } from '#lib/registers/record-entities.server.ts';
import { newEntitySchema } from '#lib/registers/register.ts';
import { registersPort } from '#lib/registers/registers-port.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { recordTransactions } from '#lib/transactions/record-transaction.server.ts';
import { transactionsPort } from '#lib/transactions/transactions-port.server.ts';
import { leader, office, someone } from '../support/actors.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { freshCall, idOf, openLedgerDesk, type LedgerDesk } from '../support/ledger-desk.ts';
import { ningboPlan } from '../support/ningbo-plan.ts';
import { openOlderDatabase, type OlderDatabase } from '../support/older-database.ts';
import { recountedCells, storedCells } from '../support/recount.ts';
import { testKey } from '../support/test-key.ts';

const amr = someone('department', 'amr');
const yinzhou = someone('district', 'yinzhou');

const code = (result: Result<unknown>) =>
	result.ok ? 'ok' : `${result.kind} ${result.faults.map((fault) => fault.code).join()}`;
const acceptance = (number: string) =>
	v.parse(caseSchema, { number, type: 'patent', territory: 'yinzhou', acceptedAt: '2019-05-05' });
const closure = (number: string) => v.parse(closureSchema, { number, closedAt: '2019-06-06' });
const registered = (registration: string) =>
	v.parse(transactionSchema, {
		...{ kind: 'transfer', amount: '1.00', date: '2019-05-05', territory: 'yinzhou', reference: 'R' },
		registration
	});

describe.each(databaseKinds)('one number in two spellings, on %s [R210]', (kind) => {
	let desk: LedgerDesk;
	beforeAll(async () => {
		desk = await openLedgerDesk(kind);
	});
	afterAll(() => desk.close());

	test('is refused as a case, and closes the case', async () => {
		const accept = (number: string) => acceptCases(desk.recording, amr, freshCall(), [acceptance(number)]);
		for (const [n, [first, second]] of (
			[
				['（2019）浙0212民初1{}号', '〔2019〕浙0212民初1{}号'],
				['（2019）浙0212民初2{}号', '[2019]浙0212民初第2{}号'],
				['（2019）浙0212民初3{}号', '【2019】浙0212 民初3{}号'],
				['（2019）浙0212民初4{}号', '（2019）浙0212民初\u200B4{}\uFE0F号']
			] as const
		).entries()) {
			const [one, other] = [first.replace('{}', String(n)), second.replace('{}', String(n))];
			expect(code(await accept(one))).toBe('ok');
			expect(code(await accept(other))).toBe('conflict duplicate_number');
			expect(code(await closeCases(desk.recording, amr, freshCall(), [closure(other)]))).toBe('ok');
			expect(code(await closeCases(desk.recording, amr, freshCall(), [closure(one)]))).toBe('conflict already_closed');
		}
	});

	test('is refused as a registration, in one batch too', async () => {
		const record = (...registrations: string[]) =>
			recordTransactions(desk.recording, yinzhou, freshCall(), registrations.map(registered));
		for (const odd of ['\u200B', '\u2060', '\u200E', '\u{E0041}', '\u3164'])
			expect(code(await record('ZL201910-1', `ZL201910-1${odd}`))).toMatch('conflict');
		expect(code(await record('ZL201910-1'))).toBe('ok');
		for (const other of [
			'ZL201910-1\u200B',
			'ZL\u00AD201910-1',
			'ZL201910\u2060-1',
			'ZL201910-1\u200E',
			'zl201910—1',
			'ZL 201910-1'
		])
			expect(code(await record(other))).toBe('conflict duplicate_registration');
	});

	test('is refused as the name of an entity', async () => {
		const enter = (name: string) =>
			recordEntities(desk.recording, yinzhou, freshCall(), [
				v.parse(newEntitySchema, { register: 'alliances', name, industry: 'new-materials', territory: 'yinzhou' })
			]);
		expect(code(await enter('磁性材料（宁波）联盟'))).toBe('ok');
		expect(code(await enter('磁性材料〔宁波〕\u200B联盟'.replace('\u200B', ' ')))).toBe('conflict entity_exists');
	});
});

describe.each(databaseKinds)('a database of before, on %s [R211]', (kind) => {
	const ports = (recording: Recording) =>
		new Map([casesPort, transactionsPort, registersPort(recording)].map((port) => [port.ledger, port]));
	let old: OlderDatabase;
	let recording: Recording;
	let figures: Awaited<ReturnType<typeof storedCells>>;
	const ids = {
		oldest: randomUUID(),
		closed: randomUUID(),
		third: randomUUID(),
		gone: randomUUID(),
		alone: randomUUID(),
		hash: randomUUID(),
		deal: randomUUID(),
		sameDeal: randomUUID(),
		licence: randomUUID(),
		entity: randomUUID(),
		sameEntity: randomUUID()
	};

	/** The rule of before: NFKC, trimmed, lower case. */
	const oldKey = (number: string) => number.normalize('NFKC').trim().toLowerCase();

	beforeAll(async () => {
		old = await openOlderDatabase(kind, 'feeds');
		const { sql } = old.database;
		const plan = await ningboPlan();
		recording = {
			plan,
			log: {
				database: old.database,
				now: () => new Date('2019-09-16T09:00:00+08:00'),
				onCommit: () => undefined,
				key: testKey
			}
		};
		for (const { code, kind, order, name, short } of plan.units.values())
			await sql`insert into unit (code, kind, ord, name_zh, name_en, short_zh, short_en)
				values (${code}, ${kind}, ${order}, ${name.zh}, ${name.en}, ${short.zh}, ${short.en})`;
		await sql`insert into meta (demo) values (false)`;
		const enter = (id: string, ledger: string, what: string, day: number, reversed = false) => sql`
			insert into entry (id, ledger, kind, unit, actor, day, territory, effective_at, recorded_at, reversed)
			values (${id}, ${ledger}, ${what}, 'yinzhou', 'a', '2019-05-05', 'yinzhou',
				${`2019-05-${day}T08:00:00Z`}::timestamptz, ${`2019-05-${day}T08:00:00Z`}::timestamptz, ${reversed})`;
		const file = async (id: string, number: string, day: number, reversed = false) => {
			await enter(id, 'cases', 'case', day, reversed);
			await sql`insert into case_file (entry, number, number_key, type, accepted_at, opening, reversed)
				values (${id}, ${number}, ${oldKey(number)}, 'patent', '2019-05-05', false, ${reversed})`;
		};
		const registration = async (id: string, what: string, number: string, day: number) => {
			await enter(id, 'transactions', 'deal', day);
			await sql`insert into deal (entry, kind, amount, count, registration, registration_key, reference)
				values (${id}, ${what}, 100, 1, ${number}, ${oldKey(number)}, 'R')`;
		};
		const entity = async (id: string, name: string, day: number) => {
			await enter(id, 'registers', 'entity', day);
			await sql`insert into register_entity (id, register, unit, version) values (${id}, 'alliances', 'yinzhou', 1)`;
			await sql`insert into entity_version (entry, entity, version, name, industry, retired, measures, changed)
				values (${id}, ${id}, 1, ${name}, 'new-materials', false, '{}', '{}')`;
		};
		await file(ids.closed, '〔2019〕浙1号', 12);
		await file(ids.oldest, '（2019）浙1号', 11);
		await file(ids.third, '（2019）浙1\u200B号', 13);
		await file(ids.gone, '【2019】浙1号', 10, true);
		await file(ids.alone, '（2019）浙 9 号', 14);
		await file(ids.hash, '（2019）浙1号#2', 15);
		const closing = randomUUID();
		await enter(closing, 'cases', 'closure', 16);
		await sql`insert into case_closure (entry, case_entry, closed_at) values (${closing}, ${ids.closed}, '2019-06-06')`;
		await registration(ids.deal, 'transfer', 'ZL1-1', 11);
		await registration(ids.sameDeal, 'transfer', 'ZL1—1', 12);
		await registration(ids.licence, 'licence', 'ZL1 -1', 13);
		await entity(ids.entity, '磁材（宁波）联盟', 11);
		await entity(ids.sameEntity, '磁材〔宁波〕联盟', 12);
		// The figures as the product of before kept them.
		for (const [name, value] of Object.entries(await recountedCells(sql)))
			await sql`insert into cell (stream, layer, key, value, at)
				select split_part(${name}, ' ', 1), split_part(${name}, ' ', 2), split_part(${name}, ' ', 3), ${String(value)}::bigint, now()`;
		figures = await storedCells(sql);
		await migrate();
	});
	afterAll(() => old.close());

	const migrate = () => migrateDatabase(old.database, testKey);
	const keys = async () => {
		const { sql } = old.database;
		const rows = await sql<{ id: string; key: string }[]>`
			select entry as id, number_key as key from case_file union all select entry, registration_key from deal`;
		const names = new Map<string, string>(Object.entries(ids).map(([name, id]) => [id, name]));
		return Object.fromEntries(rows.map(({ id, key }) => [names.get(id), key]));
	};
	const doubled = async () =>
		(await listDoubled(old.database.db, ports(recording), office)).map((group) => group.map(({ id }) => id));

	test('gives the oldest of equal numbers the key and lets the others stand beside it', async () => {
		expect(await keys()).toEqual({
			oldest: '(2019)浙1号',
			hash: '(2019)浙1号#2',
			closed: '(2019)浙1号#3',
			third: '(2019)浙1号#4',
			gone: '(2019)浙1号',
			alone: '(2019)浙9号',
			deal: 'zl1-1',
			sameDeal: 'zl1-1#2',
			licence: 'zl1-1'
		});
	});

	test('keeps its figures, and computes its keys once', async () => {
		expect(figures).toMatchObject({ 'city reported cases/accepted/2019-05-05': 5n });
		expect(await storedCells(old.database.sql)).toEqual(figures);
		const { sql } = old.database;
		expect(await sql`select number_key_version as version from meta`).toEqual([{ version: numberKeyVersion }]);
		await sql`update case_file set number_key = 'as it is' where entry = ${ids.alone}`;
		await migrate();
		expect((await keys())['alone']).toBe('as it is');
		await sql`update meta set number_key_version = 0`;
		await Promise.all([migrate(), migrate()]);
		expect((await keys())['alone']).toBe('(2019)浙9号');
	});

	test('shows what stands twice to the office and the leading group alone', async () => {
		const groups = [
			[ids.oldest, ids.closed, ids.third],
			[ids.deal, ids.sameDeal],
			[ids.entity, ids.sameEntity]
		];
		expect(await doubled()).toEqual(groups);
		expect(await listDoubled(old.database.db, ports(recording), leader)).toHaveLength(3);
		expect(await listDoubled(old.database.db, ports(recording), amr)).toEqual([]);
		expect((await listWaiting(old.database.db, ports(recording), recording.plan, office)).groups).not.toEqual([]);
	});

	test('is settled by reversals: what is left has the number', async () => {
		const undo = async (id: string) =>
			code(await reverse(recording, ports(recording), office, freshCall(), [{ id, reason: 'entered twice' }]));
		expect(await undo(ids.closed)).toBe('conflict has_dependents');
		expect(await undo(ids.oldest)).toBe('ok');
		expect(await keys()).toMatchObject({ closed: '(2019)浙1号', third: '(2019)浙1号#4', hash: '(2019)浙1号#2' });
		expect((await doubled())[0]).toEqual([ids.closed, ids.third]);
		expect(code(await closeCases(recording, yinzhou, freshCall(), [closure('[2019]浙第1号')]))).toBe(
			'conflict already_closed'
		);
		expect(await undo(ids.third)).toBe('ok');
		expect(await undo(ids.deal)).toBe('ok');
		expect(await keys()).toMatchObject({ sameDeal: 'zl1-1' });
		expect(await undo(ids.sameEntity)).toBe('ok');
		expect(await doubled()).toEqual([]);
		expect(code(await acceptCases(recording, amr, freshCall(), [acceptance('（2019）浙1号')]))).toBe(
			'conflict duplicate_number'
		);
		expect(idOf(await acceptCases(recording, amr, freshCall(), [acceptance('（2019）浙2号')]))).toMatch(/-/);
	});
});
