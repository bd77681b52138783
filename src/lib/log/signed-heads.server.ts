// The heads of the log, signed and kept outside of the database: who rewrites the whole log cannot rewrite these as well.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { sql } from 'drizzle-orm';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { canonical } from './canonical.ts';
import { newestCuts } from './cut-audits.server.ts';

/** What signs, and checks what was signed. */
export interface Signer {
	readonly sign: (text: string) => string;
	readonly verify: (text: string, signature: string) => boolean;
	readonly publicKey: string;
}

/** By stream and number, the hash of the row that stood there. */
export type SignedHeads = ReadonlyMap<string, ReadonlyMap<number, string>>;

export interface ReadHeads {
	readonly heads: SignedHeads;
	readonly lines: number;
	/** The first line that was not signed like this, or does not follow the one before it; null when all is well. */
	readonly badLine: number | null;
	/** Signature of the last line: the next one names it. */
	readonly last: string;
	/** Whether a crash cut off the last line. */
	readonly torn: boolean;
}

const lineSchema = v.strictObject({
	at: v.string(),
	/** Signature of the line before. */
	previous: v.string(),
	/** Only the heads that moved since the line before. */
	heads: v.record(v.string(), v.strictObject({ seq: v.number(), hash: v.string() })),
	signature: v.string()
});

/** Appends one signed line with the heads that have moved, and waits until the disk has it. */
export async function signHeads(db: Drizzle, signer: Signer, dataDir: string, at: Date): Promise<void> {
	const folder = join(dataDir, 'audit');
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await writeFile(join(folder, 'public-key.pem'), signer.publicKey, { mode: 0o644 });
	const known = await readSignedHeads(signer, dataDir);
	const rows = await db.execute<{ stream: string; seq: string; hash: string }>(
		sql`select stream, seq, hash from stream_head where seq > 0 order by stream`
	);
	const moved = rows
		.map(({ stream, seq, hash }) => ({ stream, seq: Number(seq), hash }))
		.filter(({ stream, seq, hash }) => known.heads.get(stream)?.get(seq) !== hash);
	const line = {
		at: at.toISOString(),
		previous: known.last,
		heads: Object.fromEntries(moved.map(({ stream, seq, hash }) => [stream, { seq, hash }]))
	};
	const file = await open(join(folder, 'heads.jsonl'), 'a', 0o600);
	try {
		// A line that a crash cut off must not swallow this one.
		await file.appendFile(
			`${known.torn ? '\n' : ''}${JSON.stringify({ ...line, signature: signer.sign(canonical(line)) })}\n`
		);
		await file.sync();
	} finally {
		await file.close();
	}
}

/** All heads that were ever signed; a line that a crash cut off counts for nothing. */
export async function readSignedHeads(signer: Signer, dataDir: string): Promise<ReadHeads> {
	const heads = new Map<string, Map<number, string>>();
	let last = '';
	let lines = 0;
	let badLine: number | null = null;
	const whole = await readOrNothing(join(dataDir, 'audit', 'heads.jsonl'));
	for (const [index, text] of whole.split('\n').entries()) {
		const line = parsed(text);
		if (!line) continue;
		lines++;
		const { signature, ...signed } = line;
		if (signed.previous !== last || !signer.verify(canonical(signed), signature)) badLine ??= index + 1;
		else
			for (const [stream, head] of Object.entries(signed.heads)) {
				const known = heads.get(stream) ?? new Map<number, string>();
				heads.set(stream, known.set(head.seq, head.hash));
			}
		last = signature;
	}
	return { heads, lines, badLine, last, torn: whole !== '' && !whole.endsWith('\n') };
}

/** What tells the file of this folder from those of others: its first line, in short. */
export async function nameOfHeads(dataDir: string): Promise<string> {
	const [first = ''] = (await readOrNothing(join(dataDir, 'audit', 'heads.jsonl'))).split('\n', 1);
	return createHash('sha256').update(first).digest('hex').slice(0, 8);
}

/** The streams whose newest signed head is no longer in the log: quick, for every start. */
export async function lostHeads(db: Drizzle, heads: SignedHeads): Promise<string[]> {
	const newest = [...heads].map(([stream, known]) => {
		const seq = Math.max(...known.keys());
		return { stream, seq, hash: known.get(seq) ?? '' };
	});
	if (newest.length === 0) return [];
	const rows = await db.execute<{ stream: string; seq: string }>(sql`
		select w.stream, w.seq from jsonb_to_recordset(${JSON.stringify(newest)}::jsonb) as w(stream text, seq bigint, hash text)
		left join event e on e.stream = w.stream and e.seq = w.seq and e.hash = w.hash
		where e.stream is null order by 1`);
	const cuts = await newestCuts(db);
	return rows.filter(({ stream, seq }) => Number(seq) > (cuts.get(stream)?.seq ?? 0)).map(({ stream }) => stream);
}

function parsed(text: string): v.InferOutput<typeof lineSchema> | null {
	try {
		const line = v.safeParse(lineSchema, JSON.parse(text));
		return line.success ? line.output : null;
	} catch {
		return null;
	}
}

async function readOrNothing(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		if ((error as { code?: unknown }).code === 'ENOENT') return '';
		throw error;
	}
}
