// What a snapshot and the target's view cost with few and with very many records: the number of cells, not of records.
import { catalogue } from '#lib/app/features.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupCells, fromSnapshot } from '#lib/figures/fold.ts';
import { readSnapshot } from '#lib/figures/snapshot.server.ts';
import { viewOf } from '#lib/overview/view.ts';
import { firstPage } from '#lib/entries/entry-filter.ts';
import { transactionsPort } from '#lib/transactions/transactions-port.server.ts';
import { newestEntries } from '#lib/ledgers/list-entries.server.ts';
import { day } from '#lib/kernel/day.ts';
import { installPlan } from '#lib/plan/install-plan.server.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import { summaryOf } from '#lib/plan/plan-summary.ts';
import { keyOf } from '#lib/access/installation-key.server.ts';
import { connectDatabase, type Database } from '#lib/platform/database.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { openEmbeddedDatabase } from '#lib/platform/embedded-database.server.ts';
import type { Measured, Row } from './measured.ts';

const sizes = [10_000, 100_000, 1_000_000];
/** Ten million need a real Postgres: `BENCH_DATABASE_URL` names an empty database that may be filled. */
const hugeSize = 10_000_000;
const runs = 15;
const leader = { id: 'bench', role: 'leader', unit: null, via: 'session' } as const;
const today = day('2019-09-16');
/** Few enough days that the smallest size has a record in every cell: the sizes differ in records alone. */
const days = 250;

interface Cost {
	readonly records: number;
	readonly cells: number;
	readonly snapshot: number;
	readonly view: number;
	readonly newest: number;
	readonly scan: number;
}

export async function snapshotCost(): Promise<Measured> {
	const costs: Cost[] = [];
	// Whoever comes first pays for the warming up of the engine.
	await onEmbedded(10_000);
	for (const size of sizes) costs.push(await onEmbedded(size));
	const address = process.env['BENCH_DATABASE_URL'];
	const huge: Cost[] = [];
	if (address !== undefined) {
		const database = connectDatabase({ kind: 'postgres', url: address });
		try {
			huge.push(await measure(database, hugeSize));
		} finally {
			await database.close();
		}
	}
	const [smallest, largest] = [costs[0], costs.at(-1)];
	if (!smallest || !largest) throw new Error('nothing was measured');
	return {
		about: `median of ${runs} runs in ms, embedded database${huge.length > 0 ? ', ten million on Postgres' : ''}: the snapshot read by readSnapshot, all figures of overview and targets computed of it, the newest records that a target's page shows, and a raw scan that sums the records themselves`,
		rows: [...costs, ...huge].map(({ records, cells, snapshot, view, newest, scan }): Row => ({
			records,
			cells,
			'snapshot ms': round(snapshot),
			'view ms': round(view),
			'newest records ms': round(newest),
			'raw scan ms': round(scan)
		})),
		ratios: {
			'snapshot, largest / smallest': round(largest.snapshot / smallest.snapshot),
			'view, largest / smallest': round(largest.view / smallest.view),
			'newest records, largest / smallest': round(largest.newest / smallest.newest),
			'raw scan, largest / smallest': round(largest.scan / smallest.scan)
		}
	};
}

async function onEmbedded(size: number): Promise<Cost> {
	const folder = mkdtempSync(join(tmpdir(), 'jindu-bench-'));
	const embedded = await openEmbeddedDatabase(folder);
	const database = connectDatabase({ kind: 'embedded', socket: embedded.socket });
	try {
		return await measure(database, size);
	} finally {
		await database.close();
		await embedded.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function measure(database: Database, size: number): Promise<Cost> {
	const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
	if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
	const summary = summaryOf(loaded.plan);
	await migrateDatabase(database, keyOf(Buffer.alloc(32)));
	await database.db.transaction((tx) => installPlan(tx, loaded.plan));
	await database.sql`insert into meta default values`;
	await fill(database, size);
	const read = () => readSnapshot(database.db, ['city', 'breakdown'], today);
	const snapshot = await median(read);
	const state = fromSnapshot(await read());
	const view = await median(() => Promise.resolve(viewOf(summary, state)));
	const filter = {
		ledger: 'transactions',
		unit: null,
		period: null,
		kind: 'pledge',
		state: null,
		...firstPage
	} as const;
	const newest = await median(() =>
		newestEntries(database.db, new Map([[transactionsPort.ledger, transactionsPort]]), leader, filter, 50)
	);
	const scan = await median(
		() => database.sql`
			select e.day, e.territory, d.kind, sum(d.amount), sum(d.count) from deal d join entry e on e.id = d.entry
			where not e.reversed group by 1, 2, 3`
	);
	const cells = [...groupCells(state.cells).values()].reduce((sum, group) => sum + group.length, 0);
	return { records: size, cells, snapshot, view, newest, scan };
}

/** Writes deals straight into the tables, and the cells that the one door would have made of them. */
async function fill(database: Database, size: number): Promise<void> {
	// References are true by construction; checking each would take minutes.
	await database.sql.begin(async (sql) => {
		// Millions of rows of no write: no notes are taken of them.
		await sql`select set_config('jindu.rows', 'off', true)`;
		await sql`set local session_replication_role = replica`;
		await sql`
			insert into entry (id, ledger, kind, subject, amount, state, unit, actor, day, territory, effective_at, confirmed_at, confirmed_by, confirmed_unit)
			select lpad(to_hex(n), 32, '0')::uuid, 'transactions', 'deal', (array['transfer', 'licence', 'equity', 'pledge'])[1 + n % 4],
				1000000 + n % 5000, case when n % 3 > 0 then 'confirmed' else 'reported' end, t.code, 'bench', date '2019-01-05' + (n / 4 % ${days})::int, t.code,
				timestamptz '2019-01-05 09:00+08' + (n / 4 % ${days}) * interval '1 day',
				case when n % 3 > 0 then timestamptz '2019-09-01 09:00+08' end, case when n % 3 > 0 then 'other' end,
				case when n % 3 > 0 then 'finance' end
			from generate_series(1, ${size}::int) as n
			join (select code, row_number() over (order by code) - 1 as place, count(*) over () as places from unit
				where kind in ('district', 'zone')) as t on t.place = n / 7 % t.places`;
		await sql`
			insert into deal (entry, kind, amount, count, registration, registration_key, parties, bank, reference)
			select lpad(to_hex(n), 32, '0')::uuid, (array['transfer', 'licence', 'equity', 'pledge'])[1 + n % 4], 1000000 + n % 5000, 1,
				null, null, null, null, 'bench'
			from generate_series(1, ${size}::int) as n`;
		await sql`
			insert into cell (stream, key, layer, value, at)
			with counted as (
				select e.day, e.territory, d.kind, d.amount, d.count, layer.name as layer
				from deal d join entry e on e.id = d.entry
				join (values ('reported'), ('confirmed')) as layer(name) on layer.name = 'reported' or e.confirmed_at is not null
			)
			select 'city', concat_ws('/', 'deals', kind, what.name, day), layer, sum(case what.name when 'amount' then amount else count end), now()
			from counted cross join (values ('amount'), ('count')) as what(name) group by 1, 2, 3
			union all
			select 'breakdown', concat_ws('/', 'deals-by', territory, kind, what.name, to_char(day, 'YYYY-MM')), layer,
				sum(case what.name when 'amount' then amount else count end), now()
			from counted cross join (values ('amount'), ('count')) as what(name) group by 1, 2, 3`;
	});
	await database.sql`analyze`;
}

async function median(work: () => PromiseLike<unknown>): Promise<number> {
	const times: number[] = [];
	for (let run = 0; run <= runs; run++) {
		const began = performance.now();
		await work();
		// The first run warms up.
		if (run > 0) times.push(performance.now() - began);
	}
	return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
