// Finds and opens the database that the configuration means; commands join the embedded one of a server that runs.
import { connectDatabase, type Database } from './database.server.ts';
import type { Config } from './config.server.ts';
import { openEmbeddedDatabase, socketOfRunningServer } from './embedded-database.server.ts';

export interface OpenPlace {
	readonly database: Database;
	readonly close: () => Promise<void>;
}

/** For the commands beside the server. */
export async function openPlace(config: Config): Promise<OpenPlace> {
	const running = config.databaseUrl === null ? await socketOfRunningServer(config.dataDir) : null;
	if (!running) return openOwnPlace(config);
	const database = connectDatabase({ kind: 'embedded', socket: running });
	return { database, close: database.close };
}

/**
 * For the server itself.
 * @param onwait told of a process on the same folder whose end is waited for
 * @throws DataDirectoryInUse when another process runs on the data folder
 */
export async function openOwnPlace(config: Config, onwait?: (pid: number) => void): Promise<OpenPlace> {
	if (config.databaseUrl !== null) {
		const database = connectDatabase({ kind: 'postgres', url: config.databaseUrl });
		return { database, close: database.close };
	}
	const embedded = await openEmbeddedDatabase(config.dataDir, onwait);
	const database = connectDatabase({ kind: 'embedded', socket: embedded.socket });
	return {
		database,
		close: async () => {
			await database.close();
			await embedded.close();
		}
	};
}
