// A desk to record from in integration tests: a database with the plan, a clock that the test sets, and a look at what was written.
import { randomUUID } from 'node:crypto';
import type { Actor } from '#lib/access/roles.ts';
import { casesPort } from '#lib/cases/cases-port.server.ts';
import type { Result } from '#lib/kernel/result.ts';
import { confirm } from '#lib/entries/confirm.server.ts';
import type { ConfirmationInput } from '#lib/entries/confirmation.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import type { Call, Recording } from '#lib/commands/recording.server.ts';
import { reverse } from '#lib/entries/reverse.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { Sql } from '#lib/platform/database.server.ts';
import { tasksPort } from '#lib/tasks/tasks-port.server.ts';
import { transactionsPort } from '#lib/transactions/transactions-port.server.ts';
import type { DatabaseKind } from './database-kinds.ts';
import { openTestDatabase } from './database.ts';
import { installPlanRows } from './plan-rows.ts';
import { testKey } from './test-key.ts';

export interface LedgerDesk {
	readonly recording: Recording;
	readonly ports: LedgerPorts;
	readonly sql: Sql;
	/** Sets the business clock: "2019-09-16T09:00". */
	setClock(shanghai: string): void;
	confirm(actor: Actor, input: ConfirmationInput): Promise<Result<Written>>;
	reverse(actor: Actor, id: string): Promise<Result<Written>>;
	/** Rows of every table. */
	counts(): Promise<Record<string, number>>;
	/** The cells that are not zero, as `stream layer key` > value. */
	cells(): Promise<Record<string, bigint>>;
	close(): Promise<void>;
}

export async function openLedgerDesk(kind: DatabaseKind): Promise<LedgerDesk> {
	const opened = await openTestDatabase(kind);
	const { database } = opened;
	const { sql } = database;
	const plan = await installPlanRows(database);
	let clock = new Date('2019-09-16T09:00:00+08:00');
	const recording: Recording = { plan, log: { database, now: () => clock, onCommit: () => undefined, key: testKey } };
	const ports: LedgerPorts = new Map(
		[transactionsPort, casesPort, tasksPort({ plan })].map((port) => [port.ledger, port])
	);
	return {
		recording,
		ports,
		sql,
		setClock: (shanghai) => {
			clock = new Date(`${shanghai}:00+08:00`);
		},
		confirm: (actor, input) => confirm(recording, ports, actor, freshCall(), input),
		reverse: (actor, id) => reverse(recording, ports, actor, freshCall(), [{ id, reason: 'entered by mistake' }]),
		counts: async () => {
			const tables = await sql<{ name: string }[]>`
				select table_name as name from information_schema.tables where table_schema = 'public' order by 1`;
			const counts: Record<string, number> = {};
			for (const { name } of tables) {
				const [row] = await sql<{ n: string }[]>`select count(*) as n from ${sql(name)}`;
				counts[name] = Number(row?.n);
			}
			return counts;
		},
		cells: async () => {
			const rows = await sql<{ name: string; value: string }[]>`
				select stream || ' ' || layer || ' ' || key as name, value from cell where value <> 0 order by (stream || layer || key) collate "C"`;
			return Object.fromEntries(rows.map((row) => [row.name, BigInt(row.value)]));
		},
		close: () => opened.close()
	};
}

/** A call under a key that was never used before. */
export function freshCall(): Call {
	return { opId: randomUUID() };
}

/** The ids of what was written; throws where it was refused. */
export function idsOf(result: Result<Written>): readonly string[] {
	if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
	return result.value.ids;
}

/** The only id of what was written. */
export function idOf(result: Result<Written>): string {
	const [id, ...more] = idsOf(result);
	if (id === undefined || more.length > 0) throw new Error('expected one id');
	return id;
}
