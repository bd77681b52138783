// Digests over changes of the schema and of the key: a database of before gets them, a bad row is never made good by it.
import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '#lib/access/installation-key.server.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { chainHashOfBefore } from '#lib/log/append-events.server.ts';
import { keepDigests } from '#lib/log/keep-digests.server.ts';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { office, someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { testKey } from '../support/test-key.ts';

const yinzhou = someone('district', 'yinzhou');
const movement = v.parse(disbursementSchema, {
	...{ line: 'risk-pool', source: 'district', step: 'received', amount: '1200.50', date: '2019-05-05', reference: 'R' }
});

describe.each(databaseKinds)('[R217] a database of before there were digests, on %s', (kind) => {
	let desk: CommandDesk;
	let ids: readonly string[];
	const said: string[] = [];
	const check = (key = testKey) => verifyChain(desk.db, { key });

	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		({ ids } = written(
			await desk.commands.recordDisbursements(
				yinzhou,
				call(),
				['R', 'R2', 'R3'].map((reference) => ({ ...movement, reference }))
			)
		));
		written(await desk.commands.confirm(office, call(), { ids: ids.slice(0, 1) }));
		await makeOld();
	});
	afterAll(() => desk.close());

	/** As the last version left it: no triggers, no digests, hashes without them, instants in microseconds. */
	async function makeOld(): Promise<void> {
		for (const { drop } of await desk.sql<{ drop: string }[]>`
			select format('drop function %s cascade', oid::regprocedure) as drop from pg_proc
			where pronamespace = 'public'::regnamespace and proname like 'note\\_%'`)
			await desk.sql.unsafe(drop);
		await desk.sql`alter table event drop column rows, alter column recorded_at type timestamptz`;
		const last = new Map<string, string>();
		const rows = await desk.sql`select * from event order by stream, seq`;
		for (const row of rows) {
			const prevHash = last.get(String(row['stream'])) ?? '';
			const hash = chainHashOfBefore(prevHash, {
				stream: String(row['stream']),
				seq: Number(row['seq']),
				type: String(row['type']),
				body: row['body'],
				actor: row['actor'] as string | null,
				opId: row['op_id'] as string | null,
				address: row['address'] as string | null,
				effectiveAt: new Date(row['effective_at'] as string).toISOString(),
				recordedAt: new Date(row['recorded_at'] as string).toISOString(),
				shown: false,
				rows: null
			});
			await desk.sql`update event set prev_hash = ${prevHash}, hash = ${hash} where stream = ${row['stream']} and seq = ${row['seq']}`;
			last.set(String(row['stream']), hash);
		}
		for (const [stream, hash] of last) await desk.sql`update stream_head set hash = ${hash} where stream = ${stream}`;
	}

	test('gets them for every row at the start that migrates, once, and its old hashes hold', async () => {
		const [file = ''] = readdirSync('drizzle').filter((name) => name.endsWith('_row_digests.sql'));
		const statements = readFileSync(`drizzle/${file}`, 'utf8').split('--> statement-breakpoint');
		await desk.db.transaction((tx) =>
			keepDigests(
				tx,
				testKey,
				(line) => said.push(line),
				async () => {
					for (const statement of statements) await tx.execute(sql.raw(statement));
				}
			)
		);
		expect(said.join('\n')).toMatch(/digests of \d{3,} rows are in the log/);
		expect(await check()).toBeNull();
		const told = () => desk.sql`select seq from event where stream = 'access' and type = 'auditBaseline' and shown`;
		expect((await told()).length).toBeGreaterThan(0);
		// What other rules bring up to date at a start is told as well, once.
		await migrateDatabase(desk.database, testKey);
		const first = await told();
		await migrateDatabase(desk.database, testKey);
		expect(await told()).toEqual(first);
		expect(await check()).toBeNull();
	});

	test('goes on with digests of what is written from then on', async () => {
		written(await desk.commands.confirm(office, call(), { ids: ids.slice(1, 2) }));
		expect(await check()).toBeNull();
		const [row] = await desk.sql`select count(*) as n from event where rows is not null and stream = 'unit:yinzhou'`;
		expect(Number(row?.['n'])).toBe(1);
	});

	test('finds that another copy of an old event is shown', async () => {
		await desk.sql`update event set shown = not shown where seq = 1 and stream in ('unit:yinzhou', 'breakdown')`;
		expect(await check()).toMatchObject({ table: 'event', fault: 'changed' });
		await desk.sql`update event set shown = not shown where seq = 1 and stream in ('unit:yinzhou', 'breakdown')`;
		expect(await check()).toBeNull();
	});

	test('a later migration makes new digests of what it changes, and none of a row that was changed from outside', async () => {
		const lines: string[] = [];
		const migrate = () =>
			desk.db.transaction((tx) =>
				keepDigests(
					tx,
					testKey,
					(line) => lines.push(line),
					async () => {
						await tx.execute(sql`alter table fund_movement add column extra text not null default 'x'`);
						await tx.execute(sql`update unit set ord = ord + 1000`);
						await tx.execute(sql`delete from milestone where n > 1`);
					}
				)
			);
		await desk.sql`update fund_movement set amount = amount + 1 where entry = ${ids[2] ?? ''}`;
		await desk.sql`update entry set day = day + 1 where id = ${ids[0] ?? ''}`;
		await migrate();
		expect(lines.join('\n')).toMatch(/2 rows are not what the log says/);
		expect(await check()).toEqual({ table: 'entry', id: ids[0], fault: 'changed' });
		await desk.sql`update entry set day = day - 1 where id = ${ids[0] ?? ''}`;
		expect(await check()).toEqual({ table: 'fund_movement', id: ids[2], fault: 'changed' });
		// Nothing but the row as it was tells that it is well again.
		await desk.sql`update fund_movement set amount = amount - 1 where entry = ${ids[2] ?? ''}`;
		await desk.sql`alter table fund_movement drop column extra`;
		expect(await check()).toMatchObject({ table: 'fund_movement', id: [...ids].sort().find((id) => id !== ids[2]) });
	});

	test('a new key gets digests of all rows as they stand', async () => {
		const other = keyOf(Buffer.alloc(32, 9));
		await migrateDatabase(desk.database, other);
		expect(await check(other)).toBeNull();
		await desk.sql`update unit set ord = ord + 1 where code = 'yinzhou'`;
		expect(await check(other)).toEqual({ table: 'unit', id: 'yinzhou', fault: 'changed' });
	});
});
