// Computes the stored keys of numbers anew where their rule has changed (R211); the figures stay as they are.
import { eq, sql } from 'drizzle-orm';
import { caseFile } from '#lib/cases/tables.server.ts';
import { meta } from '#lib/log/tables.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { deal } from '#lib/transactions/tables.server.ts';
import { keysOfAll, numberKeyVersion, type Numbered } from '#lib/entries/number-key.ts';
import { entry } from '../entries/tables.server.ts';

/** Whether the keys were computed by the rule of today, or there is nothing yet to compute any of. */
export async function hasCurrentNumberKeys(tx: Tx): Promise<boolean> {
	const [state] = await tx.select({ version: meta.numberKeyVersion }).from(meta);
	return !state || state.version === numberKeyVersion;
}

/** Each start that brings the schema up to date calls it: all keys or none, one process at a time, with the tables locked. */
export async function refreshNumberKeys(tx: Tx): Promise<void> {
	if (await hasCurrentNumberKeys(tx)) return;
	await tx.execute(sql`lock table ${caseFile}, ${deal} in share row exclusive mode`);
	await store(tx, sql`case_file`, sql`number_key`, await numberedCases(tx));
	await store(tx, sql`deal`, sql`registration_key`, await numberedDeals(tx));
	await tx.update(meta).set({ numberKeyVersion }).where(eq(meta.id, 1));
}

type Rows = readonly (Numbered & { readonly key: string })[];

async function numberedCases(tx: Tx): Promise<Rows> {
	return tx
		.select({
			id: caseFile.entry,
			group: sql<string>`''`,
			number: caseFile.number,
			key: caseFile.numberKey,
			since: entry.recordedAt,
			reversed: caseFile.reversed
		})
		.from(caseFile)
		.innerJoin(entry, eq(entry.id, caseFile.entry));
}

async function numberedDeals(tx: Tx): Promise<Rows> {
	const rows = await tx
		.select({
			id: deal.entry,
			group: deal.kind,
			number: deal.registration,
			key: deal.registrationKey,
			since: entry.recordedAt,
			reversed: deal.reversed
		})
		.from(deal)
		.innerJoin(entry, eq(entry.id, deal.entry));
	return rows.flatMap(({ number, key, ...row }) => (number === null || key === null ? [] : { ...row, number, key }));
}

/** In two steps: a key may be another row's until that one has its own. */
async function store(tx: Tx, table: ReturnType<typeof sql>, column: ReturnType<typeof sql>, rows: Rows): Promise<void> {
	const keys = keysOfAll(rows);
	const changed = rows.flatMap(({ id, key }) => (keys.get(id) === key ? [] : { id, key: keys.get(id) }));
	if (changed.length === 0) return;
	const given = sql`jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as given(id uuid, key text)`;
	await tx.execute(sql`update ${table} set ${column} = 'moving ' || given.id from ${given} where entry = given.id`);
	await tx.execute(sql`update ${table} set ${column} = given.key from ${given} where entry = given.id`);
}
