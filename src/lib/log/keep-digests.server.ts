// Keeps the digests of rows true over changes of the schema and of the key: what stood before is checked first, then told anew.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Tx } from '#lib/platform/database.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { appendEvents, type Stamp } from './append-events.server.ts';
import { coveredTables, noteRows, withoutNotes } from './note-rows.server.ts';
import { digestOf, gatherLinks, type DigestKey, type RowLink } from './row-digests.ts';
import { faultOfRow, hasDigests, hiddenSha, rowStates, shownOfBefore } from './verify-rows.server.ts';

/** How many rows one event tells of. */
const batchSize = 2000;

/**
 * Migrates, lays the triggers that note rows, and appends `auditBaseline` for each row whose digest is another afterwards, all in
 * the caller's transaction and with the tables locked. A row that was not as the log says stays so: its old digest goes on
 * standing, and `audit:verify` goes on naming it.
 * @param migrate null when there is nothing to migrate: then only a key that the log does not know yet has something to do
 */
export async function keepDigests(
	tx: Tx,
	key: DigestKey,
	say: (line: string) => void,
	migrate: (() => Promise<void>) | null
): Promise<void> {
	const known = await hasDigests(tx, key);
	if (!migrate && known) return;
	await lockTables(tx);
	const bad = known ? await badRows(tx, key) : new Set<string>();
	if (bad.size > 0)
		say(
			`  ✗ ${bad.size} 行与日志不符，保持原样，请运行 npm run audit:verify / ${bad.size} rows are not what the log says and are left so: run npm run audit:verify`
		);
	if (migrate) {
		await withoutNotes(tx, migrate);
		await noteRows(tx);
	}
	await tellAnew(tx, key, known, bad, say);
}

/** Nobody changes a row between the check and the new digests. */
async function lockTables(tx: Tx): Promise<void> {
	const names = (await coveredTables(tx)).map(({ name }) => sql.identifier(name));
	if (names.length > 0) await tx.execute(sql`lock table ${sql.join(names, sql`, `)} in share row exclusive mode`);
}

async function badRows(tx: Tx, key: DigestKey): Promise<Set<string>> {
	const bad = new Set<string>();
	for await (const state of rowStates(tx, key)) if (faultOfRow(state)) bad.add(nameOf(state));
	return bad;
}

async function tellAnew(
	tx: Tx,
	key: DigestKey,
	known: boolean,
	bad: ReadonlySet<string>,
	say: (line: string) => void
): Promise<void> {
	const stamp = await stampOf(tx);
	let told = 0;
	let said = performance.now();
	let batch: ({ readonly table: string; readonly id: string } & RowLink)[] = [];
	const append = async () => {
		const rows = gatherLinks(key, batch);
		if (!rows) return;
		const body = {
			...{ ids: [], unit: null, before: null, after: null, reason: null, cells: [], touches: [invalidated.audit] },
			values: { rows: batch.length }
		};
		await appendEvents(tx, key, [{ stream: 'access', type: 'auditBaseline', body, shown: true, rows }], stamp);
		told += batch.length;
		batch = [];
		if (performance.now() - said < 1000) return;
		said = performance.now();
		say(`    … ${told} 行已计算摘要 / digests of ${told} rows written`);
	};
	for await (const state of rowStates(tx, key)) {
		if (!faultOfRow(state) || bad.has(nameOf(state))) continue;
		const { table, id, logged, now } = state;
		batch.push({ table, id, before: logged?.whole ? logged.stands : null, after: now });
		if (batch.length >= batchSize) await append();
	}
	if (!known) batch.push(...(await hiddenSoFar(tx, key)));
	await append();
	if (told > 0) say(`  ✓ ${told} 行的摘要已写入日志 / digests of ${told} rows are in the log`);
}

/** Which events of before the audit does not show: their hashes do not say. */
async function hiddenSoFar(tx: Tx, key: DigestKey) {
	const heads = await tx.execute<{ stream: string; seq: string }>(
		sql`select stream, seq from stream_head where seq > 0 order by stream`
	);
	const links: ({ readonly table: string; readonly id: string } & RowLink)[] = [];
	for (const { stream, seq } of heads) {
		const id = JSON.stringify([stream, Number(seq)]);
		const after = digestOf(key, shownOfBefore, id, await hiddenSha(tx, stream, Number(seq)));
		links.push({ table: shownOfBefore, id, before: null, after });
	}
	return links;
}

/** On the business clock, which in a demonstration stands where it was stored. */
async function stampOf(tx: Tx): Promise<Stamp> {
	const [row] = await tx.execute<{ recorded: string; effective: string | null }>(sql`
		select date_trunc('milliseconds', clock_timestamp()) as recorded, (select business_clock from meta) as effective`);
	const recordedAt = new Date(row?.recorded ?? 0);
	const effectiveAt = row?.effective ? new Date(row.effective) : recordedAt;
	return { actor: 'system:start', opId: `baseline:${randomUUID()}`, effectiveAt, recordedAt };
}

function nameOf({ table, id }: { readonly table: string; readonly id: string }): string {
	return JSON.stringify([table, id]);
}
