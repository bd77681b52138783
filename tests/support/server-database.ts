// The database of a running test server, from outside: to bring about what would take half an hour.
import type postgres from 'postgres';
import { connectDatabase } from '#lib/platform/database.server.ts';
import { socketOfRunningServer } from '#lib/platform/embedded-database.server.ts';
import type { RunningServer } from './server.ts';

export async function inDatabaseOf(
	{ dataDir }: RunningServer,
	work: (sql: postgres.Sql) => Promise<unknown>
): Promise<void> {
	const socket = await socketOfRunningServer(dataDir);
	if (!socket) throw new Error('the server runs no database');
	const database = connectDatabase({ kind: 'embedded', socket });
	try {
		await work(database.sql);
	} finally {
		await database.close();
	}
}
