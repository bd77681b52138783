// The built product with the plan, an account of everybody with one password, and a token of every unit and feed; no history.
import { inject } from 'vitest';
import { connectDatabase, type Database } from '#lib/platform/database.server.ts';
import { socketOfRunningServer } from '#lib/platform/embedded-database.server.ts';
import { cookieOf } from './sign-in.ts';
import { startServer, type Account, type RunningServer, type ServerOptions } from './server.ts';

export const servedPassword = 'one-password-for-all';

export interface ServedProduct extends RunningServer {
	/** Bearer tokens that record, by the code of their unit or feed. */
	readonly tokens: Readonly<Record<string, string>>;
	/** The server's own database, from outside; close it before the server ends. */
	database(): Promise<Database>;
	/**
	 * Signs in as the login form does; the value of a Cookie header.
	 * @param from an address of this machine that is signed in from
	 */
	signIn(account: Account, from?: string): Promise<string>;
}

/** Starts the product on its own copy of what `served-data.setup.ts` has made for the run. */
export async function serveProduct(options: Pick<ServerOptions, 'env' | 'within'> = {}): Promise<ServedProduct> {
	const { folder, tokens } = inject('servedData');
	const server = await startServer({ ...options, dataFrom: folder });
	return {
		...server,
		tokens,
		database: async () => {
			const socket = await socketOfRunningServer(server.dataDir);
			if (!socket) throw new Error('the server runs no database');
			return connectDatabase({ kind: 'embedded', socket });
		},
		signIn: (account, from) => cookieOf(server, account, from)
	};
}
