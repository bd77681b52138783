// What somebody who owns the database may change, table by table and column by column: `audit:verify` names it, or it is listed as
// uncovered, with the reason.
import { sql } from 'drizzle-orm';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteRead } from '#lib/audit/note-read.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { uncoveredColumns, uncoveredTables } from '#lib/log/covered-tables.ts';
import { cutAudits, cutText } from '#lib/log/cut-audits.server.ts';
import { eventsAfter, frameOf } from '#lib/log/read-events.server.ts';
import { verifyChain, verifyWithin, type Outside } from '#lib/log/verify-chain.server.ts';
import { eventSchema } from '#lib/protocol/event.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { office, someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { tellOfRows, testKey } from '../support/test-key.ts';

const auditor: Actor = { id: 'auditor', role: 'audit_admin', unit: null, via: 'session' };
const yinzhou = someone('district', 'yinzhou');
const movement = v.parse(disbursementSchema, {
	...{ line: 'risk-pool', source: 'district', step: 'received', amount: '1200.50', date: '2019-05-05', reference: 'R' }
});
const outside: Outside = {
	cutIsSigned: (cut) => testKey.verify(cutText(cut), cut.signature),
	heads: new Map(),
	key: testKey
};

interface Column {
	readonly name: string;
	readonly type: string;
	readonly inKey: boolean;
}

/** Of which there must be true rows. */
const writtenBelow = ['event', 'stream_head', 'cell', 'audit_cut'];

describe.each(databaseKinds)('changes behind the back of the product, on %s', (kind) => {
	let desk: CommandDesk;
	const tables = new Map<string, Column[]>();

	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		// Whoever owns the database is held up by no constraint.
		for (const { drop } of await desk.sql<{ drop: string }[]>`
			select format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) as drop
			from pg_constraint where connamespace = 'public'::regnamespace and contype in ('c', 'f', 'u') and conparentid = 0
			order by contype = 'u'`)
			await desk.sql.unsafe(drop);
		for (const { drop } of await desk.sql<{ drop: string }[]>`
			select format('drop index %s', indexrelid::regclass) as drop from pg_index i join pg_class c on c.oid = i.indexrelid
			where c.relnamespace = 'public'::regnamespace and indisunique and not indisprimary`)
			await desk.sql.unsafe(drop);
		await desk.sql`delete from milestone where id not in (select id from milestone order by id limit 3)`;
		await desk.sql`delete from share where id not in (select id from share order by id limit 3)`;
		for (const row of await desk.sql<{ table: string; name: string; type: string; key: boolean }[]>`
			select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
				coalesce(a.attnum = any(i.indkey::int2[]), false) as key
			from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
			left join pg_index i on i.indrelid = c.oid and i.indisprimary
			where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname, a.attnum`)
			tables.set(row.table, [...(tables.get(row.table) ?? []), { name: row.name, type: row.type, inKey: row.key }]);
		for (const [table, columns] of tables) {
			const [any] = await desk.sql`select 1 from ${desk.sql(table)} limit 1`;
			if (any || writtenBelow.includes(table)) continue;
			const names = columns.map(({ name }) => `"${name}"`).join(', ');
			await desk.sql.unsafe(
				`insert into "${table}" (${names}) values (${columns.map(({ type }) => sampleOf(type)).join(', ')})`
			);
		}
		await tellOfRows(desk.db);
		const { ids } = written(
			await desk.commands.recordDisbursements(yinzhou, call(), [movement, { ...movement, reference: 'R2' }])
		);
		written(await desk.commands.confirm(office, call(), { ids: [...ids] }));
		for (const what of ['audit', 'accounts'] as const) await noteRead(desk.log, auditor, { type: 'exported', what });
		await cutAudits(desk.log, testKey.sign, new Date(Date.now() + 60_000));
		await noteRead(desk.log, auditor, { type: 'exported', what: 'audit' });
	});
	afterAll(() => desk.close());

	test('[R215] digests go to no reader of the log', async () => {
		const { rows } =
			(await desk.sql`select rows from event where rows is not null and stream = 'unit:yinzhou' limit 1`)[0] ?? {};
		expect(rows).toMatchObject({ by: testKey.id, of: { entry: expect.any(Object) } });
		const events = await eventsAfter(desk.db, 'unit:yinzhou', 0, 10);
		expect(events.map((event) => v.parse(eventSchema, event))).toEqual(events);
		expect(JSON.stringify([events, frameOf(events)])).not.toContain(testKey.id);
	});

	/** What is found after a change, which is then undone. */
	async function found(statement: string): Promise<unknown> {
		let broken: unknown;
		await desk.db
			.transaction(async (tx: Tx) => {
				const changed = await tx.execute(sql.raw(`${statement} returning 1`));
				expect(changed.length, statement).toBe(1);
				({ broken } = await verifyWithin(tx, outside));
				throw new Undone();
			})
			.catch((error: unknown) => {
				if (!(error instanceof Undone)) throw error;
			});
		return broken;
	}

	test('are none so far', async () => {
		expect(await verifyChain(desk.db, outside)).toBeNull();
		expect(tables.size).toBeGreaterThan(40);
	});

	test('[R216] are found in every column, but for those that are listed', async () => {
		const missed: string[] = [];
		for (const [table, columns] of tables)
			for (const { name, type, inKey } of columns) {
				const where = `where ctid = (select ctid from "${table}" ${table === 'event' ? `where stream = 'breakdown'` : ''} limit 1)`;
				const broken = await found(`update "${table}" set "${name}" = ${otherOf(name, type)} ${where}`);
				if (broken === null) missed.push(`${table}.${name}`);
				else expect(broken, `${table}.${name}`).toMatchObject(namedIn(table, inKey));
			}
		const listed = [
			...Object.keys(uncoveredTables).flatMap((table) =>
				(tables.get(table) ?? []).map(({ name }) => `${table}.${name}`)
			),
			...Object.entries(uncoveredColumns).flatMap(([table, names]) =>
				Object.keys(names).map((name) => `${table}.${name}`)
			)
		];
		expect(missed.sort()).toEqual(listed.sort());
	});

	test('[R216] are found when a row is taken away, but for the tables that are listed', async () => {
		const missed: string[] = [];
		for (const table of tables.keys()) {
			const broken = await found(`delete from "${table}" where ctid = (select ctid from "${table}" limit 1)`);
			if (broken === null) missed.push(table);
			else expect(broken, table).toMatchObject(namedIn(table, false));
		}
		expect(missed.sort()).toEqual(Object.keys(uncoveredTables).sort());
	});

	test('[R216] are found when a row is put in, but for the tables that are listed', async () => {
		const missed: string[] = [];
		for (const [table, columns] of tables) {
			const names = columns.map(({ name }) => `"${name}"`).join(', ');
			const values = columns.map(({ name, type, inKey }) => (inKey ? otherOf(name, type) : `"${name}"`)).join(', ');
			const broken = await found(
				`insert into "${table}" (${names}) select ${values} from "${table}" where ctid = (select max(ctid) from "${table}")`
			);
			if (broken === null) missed.push(table);
			else expect(broken, table).toMatchObject(namedIn(table, false));
		}
		expect(missed.sort()).toEqual(Object.keys(uncoveredTables).sort());
	});

	test('[R216] are found when the product wrote the row again afterwards', async () => {
		const { ids } = written(
			await desk.commands.recordDisbursements(yinzhou, call(), [{ ...movement, reference: 'R3' }])
		);
		const [id = ''] = ids;
		expect(await verifyChain(desk.db, outside)).toBeNull();
		const before = await desk.sql`select day::text as day from entry where id = ${id}`;
		await desk.sql`update entry set day = day + 1 where id = ${id}`;
		written(await desk.commands.confirm(office, call(), { ids: [id] }));
		expect(await verifyChain(desk.db, outside)).toEqual({ table: 'entry', id, fault: 'unlinked' });
		await desk.sql`update entry set day = ${before[0]?.['day']} where id = ${id}`;
		expect(await verifyChain(desk.db, outside)).toMatchObject({ table: 'entry', id });
	});

	test('[R216] are left out without the key, or with another that the log does not know', async () => {
		await desk.sql`update reason_text set text = text || '!'`;
		const other = { ...testKey, id: 'another' };
		for (const key of [null, other])
			expect(await desk.db.transaction((tx) => verifyWithin(tx, { ...outside, key }))).toMatchObject({
				broken: null,
				rows: null
			});
	});
});

describe.runIf(databaseKinds.length > 0)('what is kept of instants', () => {
	test('[R218] is milliseconds, as what is hashed', async () => {
		const desk = await openCommandDesk(databaseKinds[0] ?? 'embedded');
		const rows = await desk.sql`
			select table_name, column_name from information_schema.columns
			where table_schema = 'public' and data_type = 'timestamp with time zone' and datetime_precision <> 3`;
		await desk.close();
		expect(rows).toHaveLength(0);
	});
});

class Undone extends Error {}

/** Events and heads are named by stream and number, everything else by table and id. */
function namedIn(table: string, inKey: boolean) {
	if (table === 'event' || table === 'stream_head') return { stream: expect.any(String), seq: expect.any(Number) };
	if (table === 'audit_cut') return expect.objectContaining({});
	return inKey ? { table } : { table, id: expect.any(String) };
}

function sampleOf(type: string): string {
	switch (type) {
		case 'uuid':
			return 'gen_random_uuid()';
		case 'boolean':
			return 'false';
		case 'integer':
		case 'bigint':
			return '1';
		case 'date':
			return `'2019-01-01'`;
		case 'timestamp with time zone':
			return 'now()';
		case 'jsonb':
			return `'{}'`;
		case 'text[]':
			return `'{}'`;
		default:
			return `'sample'`;
	}
}

/** Another value than the one that stands there. */
function otherOf(name: string, type: string): string {
	const column = `"${name}"`;
	switch (type) {
		case 'uuid':
			return 'gen_random_uuid()';
		case 'boolean':
			return `not coalesce(${column}, false)`;
		case 'integer':
		case 'bigint':
			return `coalesce(${column}, 0) + 1000`;
		case 'date':
			return `coalesce(${column}, '2019-01-01') + 1`;
		case 'timestamp with time zone':
			return `coalesce(${column}, now()) + interval '1 millisecond'`;
		case 'jsonb':
			return `jsonb_build_object('was', ${column})`;
		case 'text[]':
			return `coalesce(${column}, '{}') || '{x}'`;
		default:
			return `coalesce(${column}, '') || 'x'`;
	}
}
