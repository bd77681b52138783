// Finds and opens the database that the configuration means; commands join the embedded one of a server that runs.
import { connectDatabase, type Database, type Pace } from './database.server.ts';
import type { Config } from './config.server.ts';
import { DataDirectoryInUse } from './data-lock.server.ts';
import { openEmbeddedDatabase, socketOfRunningServer, type Patience } from './embedded-database.server.ts';
import { isPooled } from './pooler.server.ts';

export interface OpenPlace {
	readonly database: Database;
	readonly close: () => Promise<void>;
}

/**
 * For the commands beside the server, which take as long as they take: they join one that runs or is just starting, and wait for
 * one that is just ending.
 * @throws DataDirectoryInUse when a process has the folder that cannot be joined
 */
export async function openPlace(config: Config): Promise<OpenPlace> {
	for (let triesLeft = 30; config.databaseUrl === null; triesLeft--) {
		const running = await socketOfRunningServer(config.dataDir);
		if (running) {
			const database = connectDatabase({ kind: 'embedded', socket: running });
			return { database, close: database.close };
		}
		try {
			return await openOwnPlace(config, { patienceMs: 500 }, 'patient');
		} catch (error) {
			if (!(error instanceof DataDirectoryInUse) || triesLeft === 0) throw error;
		}
	}
	return openOwnPlace(config, undefined, 'patient');
}

/**
 * For the server itself.
 * @throws DataDirectoryInUse when another process runs on the data folder
 * @throws PoolsTransactions
 */
export async function openOwnPlace(config: Config, patience?: Patience, pace: Pace = 'serving'): Promise<OpenPlace> {
	if (config.databaseUrl !== null) {
		const url = config.databaseUrl;
		const database = connectDatabase({ kind: 'postgres', url, pooled: await isPooled(url) }, pace);
		return { database, close: database.close };
	}
	const embedded = await openEmbeddedDatabase(config.dataDir, patience);
	const database = connectDatabase({ kind: 'embedded', socket: embedded.socket });
	return {
		database,
		close: async () => {
			await database.close();
			await embedded.close();
		}
	};
}
