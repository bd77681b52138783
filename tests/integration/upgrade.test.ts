// Upgrading a database of the first release: its rows, figures and log are as they were, today's rules hold of them, and people go on.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandsOf, portsOf, type Commands } from '#lib/app/commands.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { listDoubled } from '#lib/ledgers/list-doubled.server.ts';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { indexPlan } from '#lib/plan/plan-index.ts';
import { storedPlan } from '#lib/plan/stored-plan.server.ts';
import { fundMovement } from '#lib/funds/tables.server.ts';
import { leader, office, someone } from '../support/actors.ts';
import { call, refusedWith, written } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openOlderDatabase, type OlderDatabase } from '../support/older-database.ts';
import { recountedCells, storedCells } from '../support/recount.ts';
import { testKey } from '../support/test-key.ts';

const dump = readFileSync(resolve(import.meta.dirname, '../fixtures/release-1.sql'), 'utf8');
const yinzhou = someone('district', 'yinzhou');

describe.each(databaseKinds)('a database of the first release, on %s', (kind) => {
	let old: OlderDatabase;
	let before: Before;
	let commands: Commands;
	let ports: ReturnType<typeof portsOf>;

	interface Before {
		readonly counts: Readonly<Record<string, number>>;
		readonly cells: Awaited<ReturnType<typeof storedCells>>;
		readonly hashes: Readonly<Record<string, string>>;
	}
	/** The tables that the first release had. */
	const tables = [...dump.matchAll(/^insert into "(\w+)"/gm)].map(([, table = '']) => table);

	const sql = () => old.database.sql;
	const countRows = async () =>
		Object.fromEntries(
			await Promise.all(
				tables.map(async (table) => {
					const [row] = await sql()<{ n: string }[]>`select count(*) as n from ${sql()(table)}`;
					return [table, Number(row?.n)] as const;
				})
			)
		);
	const hashes = async () => {
		const rows = await sql()<{ at: string; hash: string }[]>`
			select stream || ' ' || seq as at, hash from event where type <> 'auditBaseline'`;
		return Object.fromEntries(rows.map(({ at, hash }) => [at, hash]));
	};

	beforeAll(async () => {
		old = await openOlderDatabase(kind, 'plan_answers');
		await sql().unsafe(dump);
		before = { counts: await countRows(), cells: await storedCells(sql()), hashes: await hashes() };
		await migrateDatabase(old.database, testKey);
		const document = await storedPlan(old.database.db);
		if (!document) throw new Error('the plan is gone');
		const plan = indexPlan(document);
		const log = {
			database: old.database,
			now: () => new Date('2019-10-01T09:00:00+08:00'),
			onCommit: () => undefined,
			key: testKey
		};
		ports = portsOf({ plan });
		commands = commandsOf({ log, plan }, ports);
	});
	afterAll(() => old.close());

	const idOf = async (reference: string) => {
		const [row] = await old.database.db
			.select({ id: fundMovement.entry })
			.from(fundMovement)
			.where(eq(fundMovement.reference, reference));
		return row?.id ?? '';
	};
	const isWhole = async () => {
		expect(await verifyChain(old.database.db, { key: testKey })).toBeNull();
		expect(await recountedCells(sql())).toEqual(await storedCells(sql()));
	};

	test('has something in every table of records', () => {
		expect(tables).toEqual(expect.arrayContaining(['entry', 'reversal', 'fund_movement', 'deal', 'case_file', 'op']));
		expect(Object.values(before.counts).every((count) => count > 0)).toBe(true);
	});

	test('keeps every row, every figure and every event', async () => {
		const { event: events, stream_head: heads, ...rest } = await countRows();
		const { event: eventsBefore = 0, stream_head: headsBefore = 0, ...restBefore } = before.counts;
		expect(rest).toEqual(restBefore);
		// The start tells the log of all rows.
		expect(events).toBeGreaterThan(eventsBefore);
		expect(heads).toBe(headsBefore + 1);
		expect(await storedCells(sql())).toEqual(before.cells);
		expect(await hashes()).toEqual(before.hashes);
	});

	test('has a log, cells and rows that the audit finds whole', isWhole);

	test('shows each fact of before once to the audit', async () => {
		const [shown] = await sql()<{ facts: string; copies: string }[]>`
			select count(distinct (actor, op_id, body->'ids')) as facts, count(*) as copies
			from event where shown and type <> 'auditBaseline'`;
		expect(shown?.copies).toBe(shown?.facts);
	});

	test('shows its records in lists by what they are about, with their money and their state', async () => {
		const rows = await sql()<{ ledger: string; subject: string; amount: string | null; state: string }[]>`
			select ledger, subject, amount, state from entry`;
		expect(rows.map(({ ledger, subject, amount, state }) => `${ledger} ${subject} ${amount} ${state}`).sort()).toEqual([
			...['cases case null confirmed', 'cases case null reported', 'cases case null reported'],
			...['cases closure null confirmed', 'cases reopening null reported'],
			...['funds disbursed 50000 reported', 'funds received 120050 confirmed', 'funds received 700 reversed'],
			...['tasks milestone null reported', 'tasks update null confirmed'],
			...['transactions transfer 12000000 confirmed', 'transactions transfer 12000000 reported']
		]);
		const [sums] = await sql()<{ count: string }[]>`select sum(count) as count from entry_sum`;
		expect(Number(sums?.count)).toBe(rows.length);
	});

	test('[R211] has the numbers that are one today beside each other, for the office to settle', async () => {
		expect((await listDoubled(old.database.db, ports, office)).map((group) => group.length)).toEqual([2, 2]);
	});

	test('knows people and tokens of before by their branch and holder', async () => {
		expect(await sql()`select username, branch from account`).toEqual([{ username: 'leader', branch: 'business' }]);
		expect(await sql()`select role, branch from appointment`).toEqual([{ role: 'leader', branch: 'business' }]);
		expect(await sql()`select unit, feed, scope from api_token`).toEqual([
			{ unit: 'yinzhou', feed: null, scope: 'ingest' }
		]);
	});

	test('goes on: what waited is confirmed, what stood is reversed, within the rules of today', async () => {
		written(await commands.confirm(leader, call(), { ids: [await idOf('R3')] }));
		const id = await idOf('R');
		expect(refusedWith(await commands.reverse(yinzhou, call(), [{ id, reason: 'x' }]))).toBe('later_step_above');
		written(await commands.reverse(yinzhou, call(), [{ id: await idOf('R3'), reason: 'x' }]));
		written(await commands.reverse(yinzhou, call(), [{ id, reason: 'x' }]));
		await isWhole();
	});

	test('is not migrated twice', async () => {
		const rows = await countRows();
		await migrateDatabase(old.database, testKey);
		expect(await countRows()).toEqual(rows);
	});
});
