// What stands between us and a Postgres: found out by what it does, not by its name.
import postgres from 'postgres';
import { limits } from './database.server.ts';
import { OperatorFault } from './operator-fault.ts';

/** A pooler that gives one connection of ours to several of Postgres'. */
class PoolsTransactions extends OperatorFault {
	constructor() {
		super(
			'数据库前的连接池按事务分配连接，请改为按会话分配（PgBouncer：pool_mode = session） / The pooler before the database pools by transaction: let it pool by session (PgBouncer: pool_mode = session)'
		);
		this.name = 'PoolsTransactions';
	}
}

/**
 * Whether a pooler stands before Postgres that does not let limits be set for a connection.
 * @throws PoolsTransactions where a connection is not one session: statements that are prepared and locks that are held would be
 * another's
 */
export async function isPooled(url: string): Promise<boolean> {
	await refusePooledTransactions(url);
	const sql = probe(url, { lock_timeout: limits.lock });
	try {
		const [row] = await sql<{ ms: string }[]>`select setting as ms from pg_settings where name = 'lock_timeout'`;
		// A pooler may also be told to take the limit and say nothing.
		return Number(row?.ms) !== limits.lock;
	} catch (error) {
		if (isRefusedByPooler(error)) return true;
		throw error;
	} finally {
		await sql.end({ timeout: 1 });
	}
}

/** Two connections at once: where each is a session, neither ever gets the other's process of Postgres, or another than its first. */
async function refusePooledTransactions(url: string): Promise<void> {
	const [one, other] = [probe(url, {}), probe(url, {})];
	try {
		const first = await processOf(one);
		await other.begin(async (tx) => {
			const meanwhile = await processOf(tx);
			// Asked again while the other holds what it got: only if it was another, or there may be no second to be had.
			if (meanwhile === first || (await processOf(one)) !== first) throw new PoolsTransactions();
		});
	} catch (error) {
		// Where even a transaction is refused, single statements are pooled.
		throw isRefusedByPooler(error) ? new PoolsTransactions() : error;
	} finally {
		await Promise.all([one.end({ timeout: 1 }), other.end({ timeout: 1 })]);
	}
}

function probe(url: string, connection: Record<string, number>): postgres.Sql {
	return postgres(url, {
		max: 1,
		fetch_types: false,
		prepare: false,
		connect_timeout: 5,
		response_timeout: limits.silence / 1000,
		onnotice: () => undefined,
		connection: { application_name: 'jindu', ...connection }
	});
}

async function processOf(sql: postgres.ISql): Promise<number | undefined> {
	const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
	return row?.pid;
}

/** "Protocol violation" is what a pooler calls all that it does not let through. */
function isRefusedByPooler(error: unknown): boolean {
	return (error as { code?: unknown } | null)?.code === '08P01';
}
