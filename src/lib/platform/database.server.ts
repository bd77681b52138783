// Opens the database: one driver for a real Postgres and for the embedded one, and limits of time for all work.
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { requirePatchedDriver } from './driver-patch.server.ts';
import type { Socket } from './embedded-database.server.ts';
import { OperatorFault } from './operator-fault.ts';
import { openTurns } from './turns.ts';

export type Sql = postgres.Sql;
type Schema = Record<string, never>;
export type Drizzle = PostgresJsDatabase<Schema>;
/** A transaction: what reads and writes take that must not run outside one. */
export type Tx = Parameters<Parameters<Drizzle['transaction']>[0]>[0];

export interface Database {
	readonly kind: Place['kind'];
	readonly place: Place;
	readonly sql: Sql;
	readonly db: Drizzle;
	readonly close: () => Promise<void>;
}

export type Place =
	| {
			readonly kind: 'postgres';
			readonly url: string;
			/** A pooler stands before it, which does not let limits be set for a connection; each transaction sets its own. */
			readonly pooled?: boolean;
	  }
	| { readonly kind: 'embedded'; readonly socket: Socket };

/** Who waits: people and programs, who are told to come again, or a command and a start, which take as long as it takes. */
export type Pace = 'serving' | 'patient';

/** In milliseconds; what they are for and how they follow from each other: docs/decisions/0023-time-limits-and-poolers.md. */
export const limits = {
	/** A lock that is not had is given up and tried again: a stuck writer must not stop the rest. */
	lock: 2000,
	/** What Postgres itself works on one statement. */
	statement: 5000,
	/** A transaction whose writer does not go on is undone, so that its locks are free. */
	idleInTransaction: 30_000,
	/** How long a connection may be silent while a statement waits: longer than a server that lives is. */
	silence: 7000,
	/** How long work waits for a connection. */
	turn: 5000,
	/** The embedded database has one thread for all, and no clock that would stop a statement. */
	embedded: 60_000
} as const;

/** Connects; nothing is sent before the first query. */
export function connectDatabase(place: Place, pace: Pace = 'serving'): Database {
	requirePatchedDriver();
	const common = {
		onnotice: () => undefined,
		connect_timeout: 5,
		// The driver's own waits ever longer, up to 20 s after the database is back.
		backoff: () => 0.1 + Math.random() * 0.2
	};
	if (place.kind === 'embedded') {
		// One thread answers them all; a few connections are enough to keep it busy.
		const max = 4;
		const sql = postgres({
			...common,
			...('path' in place.socket ? { path: place.socket.path } : { host: place.socket.host, port: place.socket.port }),
			max,
			// They share one session, in which the prepared statements of a connection that is renewed would stay.
			max_lifetime: null,
			response_timeout: limits.embedded / 1000,
			user: 'postgres',
			database: 'postgres'
		});
		return opened(place, sql, { places: max - 1, turn: limits.embedded, atBegin: null });
	}
	const max = 10;
	const isServing = pace === 'serving';
	const sql = postgres(place.url, {
		...common,
		max,
		...(isServing ? { response_timeout: limits.silence / 1000 } : {}),
		connection: {
			application_name: 'jindu',
			TimeZone: 'UTC',
			...(isServing && place.pooled !== true ? startupLimits : {})
		}
	});
	return opened(place, sql, {
		// Some connections are left to those who only read.
		places: max - 2,
		turn: isServing ? limits.turn : null,
		atBegin: isServing && place.pooled === true ? transactionLimits : null
	});
}

const startupLimits = {
	// Queries here are short and join many tables: compiling one takes seconds, running it milliseconds.
	jit: 'off',
	lock_timeout: limits.lock,
	statement_timeout: limits.statement,
	idle_in_transaction_session_timeout: limits.idleInTransaction
};

const transactionLimits = Object.entries(startupLimits)
	.map(([name, value]) => `set local ${name} = ${value}`)
	.join('; ');

function opened(place: Place, sql: Sql, pacing: Pacing): Database {
	return {
		kind: place.kind,
		place,
		sql,
		db: drizzle(paced(sql, pacing)),
		close: () => sql.end({ timeout: 5 })
	};
}

/** Statements with more parameters are lists of all lengths: each would be planned, kept, and hardly ever asked again. */
const mostPrepared = 40;

interface Pacing {
	/** How many transactions may be open at once: fewer than connections. */
	readonly places: number;
	/** How long work waits for a connection, in milliseconds; null: as long as it takes. */
	readonly turn: number | null;
	/** What is said at the beginning of each transaction. */
	readonly atBegin: string | null;
}

/** The client as drizzle gets it: statements prepared, none waiting for ever, and transactions in turn. */
function paced(client: Sql, { places, turn, atBegin }: Pacing): Sql {
	const turns = openTurns(places, turn);
	return new Proxy(preparing(client), {
		get: (target, name) => {
			const member: unknown = Reflect.get(target, name);
			if (name === 'unsafe')
				return (...args: Parameters<Sql['unsafe']>) => {
					const query = target.unsafe(...args);
					if (turn !== null) giveUpUnsent(query, turn);
					return query;
				};
			if (name === 'begin')
				return (work: (inner: postgres.TransactionSql) => unknown) =>
					turns.take(() =>
						target.begin(async (inner) => {
							if (atBegin !== null) await inner.unsafe(atBegin);
							return work(inner);
						})
					);
			return member;
		}
	});
}

/** A statement that no connection has taken in time is taken back; what has been sent has the connection's own limit. */
function giveUpUnsent(query: Promise<unknown> & { cancel: () => void }, afterMs: number): void {
	const timer = setTimeout(() => {
		// What the driver keeps of where a query was sent.
		if (Reflect.get(query, 'state') === null) query.cancel();
	}, afterMs);
	const settled = () => {
		clearTimeout(timer);
	};
	query.then(settled, settled);
}

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

/** The first that has `gen_random_uuid()`. */
const oldestMajor = 13;

/** @param version as Postgres counts: 150004 is 15.4 */
export function isTooOld(version: number): boolean {
	return version < oldestMajor * 10_000;
}

/**
 * Does what one process may do at a time on one database, on connections without limits of time.
 * @param lock number of a Postgres advisory lock
 * @throws OperatorFault where Postgres is too old
 */
export async function alone<T>(database: Database, lock: number, work: (patient: Database) => Promise<T>): Promise<T> {
	// Its folder has one process, and its own limit is a patient one.
	if (database.place.kind === 'embedded') return work(database);
	const patient = connectDatabase(database.place, 'patient');
	const holder = postgres(database.place.url, { max: 1, max_lifetime: null, onnotice: () => undefined });
	try {
		const [server] = await holder<{ version: string }[]>`select current_setting('server_version_num') as version`;
		if (isTooOld(Number(server?.version)))
			throw new OperatorFault(
				`DATABASE_URL: Postgres ${oldestMajor} or newer is needed, this one is ${Math.floor(Number(server?.version) / 10_000)} / 需要 Postgres ${oldestMajor} 或更新版本`
			);
		await holder`select pg_advisory_lock(${lock})`;
		return await work(patient);
	} finally {
		// The lock goes with the connection that holds it.
		await Promise.all([holder.end({ timeout: 5 }), patient.close()]);
	}
}
