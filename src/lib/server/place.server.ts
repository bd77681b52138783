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
 * @throws DataDirectoryInUse when another process runs on the data folder
 */
export async function openOwnPlace(config: Config): Promise<OpenPlace> {
	if (config.databaseUrl !== null) {
		const database = connectDatabase({ kind: 'postgres', url: config.databaseUrl });
		return { database, close: database.close };
	}
	const embedded = await openEmbeddedDatabase(config.dataDir);
	const database = connectDatabase({ kind: 'embedded', socket: embedded.socket });
	return {
		database,
		close: async () => {
			await database.close();
			await embedded.close();
		}
	};
}
