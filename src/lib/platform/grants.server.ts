// What the application's own database role may do: everything with the rows of today, and only add to what is history.
import { connectDatabase, type Database } from './database.server.ts';

/** Tables that are only ever added to. */
const onlyAdded = ['event', 'account_version', 'setting', 'reason_text'] as const;
/** Tables that the owner alone writes. */
const onlyRead = ['audit_cut'] as const;

/** The role that an address connects as. */
export async function roleAt(url: string): Promise<string> {
	const database = connectDatabase({ kind: 'postgres', url });
	try {
		return await roleOf(database);
	} finally {
		await database.close();
	}
}

export async function roleOf(database: Database): Promise<string> {
	const [row] = await database.sql<{ role: string }[]>`select current_user as role`;
	if (!row) throw new Error('the database does not say who is connected');
	return row.role;
}

/**
 * Gives a role what the application needs, all at once; a role that owns the tables keeps what owners have.
 * @param owner a connection of the role that migrates
 * @returns whether the role is now unable to change or delete what is in the log
 */
export async function grantToApplication(owner: Database, role: string): Promise<boolean> {
	const { sql } = owner;
	if (role === (await roleOf(owner))) return false;
	await sql.begin(async (tx) => {
		await tx`grant usage on schema public, drizzle to ${tx(role)}`;
		await tx`grant select on all tables in schema drizzle to ${tx(role)}`;
		await tx`grant select, insert, update, delete on all tables in schema public to ${tx(role)}`;
		await tx`grant usage, select on all sequences in schema public to ${tx(role)}`;
		for (const table of onlyAdded) await tx`revoke update, delete, truncate on ${tx(table)} from ${tx(role)}`;
		for (const table of onlyRead) await tx`revoke insert, update, delete, truncate on ${tx(table)} from ${tx(role)}`;
	});
	const [row] = await sql<{ may: boolean }[]>`
		select has_table_privilege(${role}, 'event', 'update, delete, truncate') as may`;
	return row?.may === false;
}
