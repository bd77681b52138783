// Once per run: the data that the tests of the running product copy, made from the migrated template.
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { issueToken } from '#lib/access/issue-token.server.ts';
import { hashPassword } from '#lib/sign-in/password.server.ts';
import { insertAccounts } from '#lib/demo/demo-accounts.server.ts';
import { demoPeople } from '#lib/demo/demo-people.ts';
import { connectDatabase, type Database } from '#lib/platform/database.server.ts';
import { openEmbeddedDatabase } from '#lib/platform/embedded-database.server.ts';
import { installPlanRows } from './plan-rows.ts';
import { servedPassword } from './served-data.ts';
import type { Account } from './server.ts';
import { testKey } from './test-key.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** A folder that nobody has open, and the tokens in it by unit or feed. */
		servedData: { readonly folder: string; readonly tokens: Readonly<Record<string, string>> };
	}
}

/** @param template folder of a migrated embedded database that nobody has open */
export async function prepareServedData(project: TestProject, template: string): Promise<() => void> {
	const folder = mkdtempSync(join(tmpdir(), 'jindu-served-'));
	cpSync(template, folder, { recursive: true });
	project.provide('servedData', { folder, tokens: await fill(folder) });
	return () => {
		rmSync(folder, { recursive: true, force: true });
	};
}

async function fill(folder: string): Promise<Record<string, string>> {
	const embedded = await openEmbeddedDatabase(folder);
	const database = connectDatabase({ kind: 'embedded', socket: embedded.socket });
	try {
		const { accounts, tokens } = await fillForServing(database);
		writeFileSync(join(folder, 'demo-accounts.json'), JSON.stringify(accounts), { mode: 0o600 });
		return tokens;
	} finally {
		await database.close();
		await embedded.close();
	}
}

/** The plan, an account of everybody with one password and a token of every unit, in a migrated database that is empty. */
export async function fillForServing(
	database: Database
): Promise<{ readonly accounts: readonly Account[]; readonly tokens: Record<string, string> }> {
	const { document, units } = await installPlanRows(database);
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
	const log = { database, now: () => new Date('2019-09-16T09:00:00+08:00'), onCommit: () => undefined, key: testKey };
	const tokens: Record<string, string> = {};
	const feeds = document.settings.feeds.map(({ code }) => code);
	for (const name of [...units.keys(), ...feeds]) {
		const issued = await issueToken(log, feeds.includes(name) ? { feed: name } : { unit: name }, 'ingest');
		if (!issued.ok) throw new Error(`no token for ${name}`);
		tokens[name] = issued.value;
	}
	return { accounts, tokens };
}
