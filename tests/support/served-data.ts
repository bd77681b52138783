// A data folder to start the built product on at once: the plan, an account of everybody with one password, tokens, no history.
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { issueToken } from '#lib/access/issue-token.server.ts';
import { hashPassword } from '#lib/access/password.server.ts';
import { insertAccounts } from '#lib/demo/demo-accounts.server.ts';
import { demoPeople } from '#lib/demo/demo-people.ts';
import { connectDatabase, type Database } from '#lib/server/database.server.ts';
import { openEmbeddedDatabase, socketOfRunningServer } from '#lib/server/embedded-database.server.ts';
import { installPlanRows } from './plan-rows.ts';
import { cookieOf } from './sign-in.ts';
import { startServer, type Account, type RunningServer, type ServerOptions } from './server.ts';

export const servedPassword = 'one-password-for-all';

export interface ServedProduct extends RunningServer {
	/** Bearer tokens by the code of their unit. */
	readonly tokens: Readonly<Record<string, string>>;
	/** The server's own database, from outside; close it before the server ends. */
	database(): Promise<Database>;
	/** Signs in as the login form does; the value of a Cookie header. */
	signIn(account: Account): Promise<string>;
}

/** @param tokenUnits units that get a token */
export async function serveProduct(tokenUnits: readonly string[], options: ServerOptions = {}): Promise<ServedProduct> {
	const folder = mkdtempSync(join(tmpdir(), 'jindu-served-'));
	try {
		const tokens = await fill(folder, tokenUnits);
		const server = await startServer({ ...options, dataFrom: folder });
		return {
			...server,
			tokens,
			database: async () => {
				const socket = await socketOfRunningServer(server.dataDir);
				if (!socket) throw new Error('the server runs no database');
				return connectDatabase({ kind: 'embedded', socket });
			},
			signIn: (account) => cookieOf(server, account)
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function fill(folder: string, tokenUnits: readonly string[]): Promise<Record<string, string>> {
	cpSync(inject('embeddedTemplate'), folder, { recursive: true });
	const embedded = await openEmbeddedDatabase(folder);
	const database = connectDatabase({ kind: 'embedded', socket: embedded.socket });
	try {
		const { document } = await installPlanRows(database);
		const passwordHash = await hashPassword(servedPassword);
		const people = demoPeople(document).map((person) => ({ id: randomUUID(), person, passwordHash }));
		await database.db.transaction((tx) => insertAccounts(tx, document, people));
		await database.sql`insert into meta (demo, business_clock) values (true, '2019-09-16T09:00:00+08:00')`;
		const accounts = people.map(({ person: { username, role, unit } }) => ({
			username,
			password: servedPassword,
			role,
			unit
		}));
		writeFileSync(join(folder, 'demo-accounts.json'), JSON.stringify(accounts), { mode: 0o600 });
		const log = { database, now: () => new Date('2019-09-16T09:00:00+08:00'), onCommit: () => undefined };
		const tokens: Record<string, string> = {};
		for (const unit of tokenUnits) {
			const issued = await issueToken(log, unit, 'ingest');
			if (!issued.ok) throw new Error(`no token for ${unit}`);
			tokens[unit] = issued.value;
		}
		return tokens;
	} finally {
		await database.close();
		await embedded.close();
	}
}
