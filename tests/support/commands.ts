// The product's commands on a database of the test's own: the plan in it, a clock that the test sets, and what the log says.
import { randomUUID } from 'node:crypto';
import type { Result } from '#lib/kernel/result.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import type { EventLog, Written } from '#lib/log/event-log.server.ts';
import type { Heads } from '#lib/protocol/messages.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { commandsOf, portsOf, type Commands } from '#lib/app/commands.server.ts';
import type { Database, Drizzle, Place, Sql } from '#lib/platform/database.server.ts';
import type { DatabaseKind } from './database-kinds.ts';
import { openTestDatabase } from './database.ts';
import { installPlanRows } from './plan-rows.ts';
import { testKey } from './test-key.ts';

export interface CommandDesk {
	readonly database: Database;
	readonly db: Drizzle;
	readonly sql: Sql;
	readonly place: Place;
	readonly plan: PlanIndex;
	readonly log: EventLog;
	readonly ports: LedgerPorts;
	readonly commands: Commands;
	/** The day of the business clock, at nine in the morning. */
	setToday(day: string): void;
	/** Told of every commit, as the pump is. */
	onCommit(listener: (heads: Heads) => void): void;
	close(): Promise<void>;
}

export async function openCommandDesk(kind: DatabaseKind): Promise<CommandDesk> {
	const opened = await openTestDatabase(kind);
	const { database, place } = opened;
	await database.sql`insert into meta default values`;
	const plan = await installPlanRows(database);
	const ports = portsOf({ plan });
	let now = new Date('2019-09-16T09:00:00+08:00');
	let listener: (heads: Heads) => void = () => undefined;
	const log: EventLog = { database, now: () => now, onCommit: (heads) => listener(heads), key: testKey };
	return {
		database,
		db: database.db,
		sql: database.sql,
		place,
		plan,
		log,
		ports,
		commands: commandsOf({ log, plan }, ports),
		setToday: (day) => {
			now = new Date(`${day}T09:00:00+08:00`);
		},
		onCommit: (next) => {
			listener = next;
		},
		close: () => opened.close()
	};
}

/** A call under a key that was never used before, or under this one. */
export function call(opId: string = randomUUID()): Call {
	return { opId };
}

/** What was written; throws where it was refused. */
export function written(result: Result<Written>): Written {
	if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
	return result.value;
}

/** The code of a refusal's first fault; throws where something was written. */
export function refusedWith(result: Result<unknown>): string {
	if (result.ok) throw new Error('expected a refusal');
	return result.faults[0]?.code ?? 'no fault';
}

/** Rows of every table. */
export async function countRows(sql: Sql): Promise<Record<string, number>> {
	const tables = await sql<{ name: string }[]>`
		select table_name as name from information_schema.tables where table_schema = 'public' order by 1`;
	const counts: Record<string, number> = {};
	for (const { name } of tables) {
		const [row] = await sql<{ n: string }[]>`select count(*) as n from ${sql(name)}`;
		counts[name] = Number(row?.n);
	}
	return counts;
}
