// Opens and migrates the database: one driver for a real Postgres and for the embedded one.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import type { Socket } from './embedded-database.server.ts';
import { OperatorFault } from './operator-fault.ts';

export type Sql = postgres.Sql;
type Schema = Record<string, never>;
export type Drizzle = PostgresJsDatabase<Schema>;
/** A transaction: what reads and writes take that must not run outside one. */
export type Tx = Parameters<Parameters<Drizzle['transaction']>[0]>[0];

export interface Database {
	readonly kind: 'embedded' | 'postgres';
	readonly sql: Sql;
	readonly db: Drizzle;
	readonly close: () => Promise<void>;
}

export type Place =
	{ readonly kind: 'postgres'; readonly url: string } | { readonly kind: 'embedded'; readonly socket: Socket };

/** Connects; nothing is sent before the first query. */
export function connectDatabase(place: Place): Database {
	const common: postgres.Options<Record<string, postgres.PostgresType>> = {
		onnotice: () => undefined,
		connect_timeout: 10
	};
	const sql =
		place.kind === 'postgres'
			? postgres(place.url, {
					...common,
					max: 10,
					// A lock that is not had in two seconds is given up and tried again: a stuck writer must not stop the rest.
					connection: { application_name: 'jindu', lock_timeout: 2000, TimeZone: 'UTC' }
				})
			: postgres({
					...common,
					...('path' in place.socket
						? { path: place.socket.path }
						: { host: place.socket.host, port: place.socket.port }),
					// One thread answers them all; a few connections are enough to keep it busy.
					max: 4,
					// They share one session, in which the prepared statements of a connection that is renewed would stay.
					max_lifetime: null,
					user: 'postgres',
					database: 'postgres'
				});
	return { kind: place.kind, sql, db: drizzle(preparing(sql)), close: () => sql.end({ timeout: 5 }) };
}

/** Statements with more parameters are lists of all lengths: each would be planned, kept, and hardly ever asked again. */
const mostPrepared = 40;

/**
 * Drizzle sends each statement to be parsed and planned anew, which takes two round trips. What is asked again and again is
 * prepared once for a connection, as postgres.js does with its own templates.
 */
function preparing<Client extends postgres.ISql>(client: Client): Client {
	return new Proxy(client, {
		get: (target, name) => {
			const member: unknown = Reflect.get(target, name);
			if (name === 'unsafe')
				return (text: string, parameters: never[] = [], options: postgres.UnsafeQueryOptions = {}) =>
					target.unsafe(text, parameters, {
						...options,
						prepare: parameters.length > 0 && parameters.length <= mostPrepared
					});
			if (name === 'begin' || name === 'savepoint')
				return (work: (inner: postgres.TransactionSql) => unknown) =>
					Reflect.apply(member as (work: unknown) => unknown, target, [
						(inner: postgres.TransactionSql) => work(preparing(inner))
					]);
			return member;
		}
	});
}

/** Whether an error means that the database cannot be reached or is going down: the work may be tried again later. */
export function isDatabaseAway(error: unknown): boolean {
	const codeOf = (value: unknown) => (value as { code?: unknown } | null | undefined)?.code;
	const code = codeOf(error) ?? codeOf((error as { cause?: unknown } | null)?.cause);
	// postgres.js' own codes, the system's, and Postgres' classes 08 (connection) and 57P (shutting down, starting up).
	return typeof code === 'string' && /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOENT|EPIPE|08|57P)/.test(code);
}

/** The first that has `gen_random_uuid()`. */
const oldestMajor = 13;

/** @param version as Postgres counts: 150004 is 15.4 */
export function isTooOld(version: number): boolean {
	return version < oldestMajor * 10_000;
}

/** Brings the schema up to date; several nodes that start together wait for each other. */
export async function migrateDatabase(database: Database): Promise<void> {
	const migrationsFolder = join(
		dirname(createRequire(import.meta.url).resolve('#lib/server/database.server.ts')),
		'../../../drizzle'
	);
	if (database.kind === 'embedded') {
		await migrate(database.db, { migrationsFolder });
		return;
	}
	const connection = await database.sql.reserve();
	try {
		const [server] = await connection<{ version: string }[]>`select current_setting('server_version_num') as version`;
		if (isTooOld(Number(server?.version)))
			throw new OperatorFault(
				`DATABASE_URL: Postgres ${oldestMajor} or newer is needed, this one is ${Math.floor(Number(server?.version) / 10_000)} / 需要 Postgres ${oldestMajor} 或更新版本`
			);
		await connection`select set_config('lock_timeout', '0', false)`;
		await connection`select pg_advisory_lock(7011000)`;
		await migrate(database.db, { migrationsFolder });
	} finally {
		await connection`select pg_advisory_unlock(7011000)`;
		await connection`reset lock_timeout`;
		connection.release();
	}
}
