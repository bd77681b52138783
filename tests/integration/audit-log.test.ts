// What stands outside of the database: signed heads and cuts find what the chain alone cannot, and forged ones are refused.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyOf } from '#lib/access/installation-key.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import { noteRead } from '#lib/audit/note-read.server.ts';
import { canonical } from '#lib/log/canonical.ts';
import { cutText } from '#lib/log/cut-audits.server.ts';
import { lostHeads, readSignedHeads, signHeads } from '#lib/log/signed-heads.server.ts';
import { verifyLog } from '#lib/log/verify-chain.server.ts';
import { cutOld } from '#lib/audit/keep-audit.server.ts';
import { openCommandDesk, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const auditor: Actor = { id: 'auditor', role: 'audit_admin', unit: null, via: 'session' };
const key = keyOf(randomBytes(32));

describe.each(databaseKinds)('the log and what is outside of it, on %s', (kind) => {
	let desk: CommandDesk;
	let dataDir: string;
	beforeEach(async () => {
		desk = await openCommandDesk(kind);
		dataDir = mkdtempSync(join(tmpdir(), 'jindu-heads-'));
		await read(6);
	});
	afterEach(async () => {
		await desk.close();
		rmSync(dataDir, { recursive: true, force: true });
	});

	async function read(times: number): Promise<void> {
		for (let n = 0; n < times; n++) await noteRead(desk.log, auditor, { type: 'exported', what: 'audit' });
	}
	const sign = () => signHeads(desk.db, key, dataDir, new Date());
	const file = () => join(dataDir, 'audit', 'heads.jsonl');
	async function found() {
		const { heads } = await readSignedHeads(key, dataDir);
		const cutIsSigned = (cut: Parameters<typeof cutText>[0] & { readonly signature: string }) =>
			key.verify(cutText(cut), cut.signature);
		return (await verifyLog(desk.db, { cutIsSigned, heads, key: null })).broken;
	}
	/** As somebody does who owns the database and leaves a chain that fits. */
	async function forgetNewest(count: number): Promise<void> {
		await desk.sql`delete from event where stream = 'reads' and seq > (select max(seq) from event where stream = 'reads') - ${count}`;
		await desk.sql`update stream_head set (seq, hash) = (select seq, hash from event where stream = 'reads' order by seq desc limit 1)
			where stream = 'reads'`;
	}

	test('heads are signed line by line, only those that moved, readable by nobody else, checkable with the public key', async () => {
		await sign();
		await read(1);
		await sign();
		await sign();
		const lines = readFileSync(file(), 'utf8').trim().split('\n');
		const parsed = lines.map(
			(line) => JSON.parse(line) as { heads: Record<string, { seq: number }>; signature: string }
		);
		expect(parsed.map(({ heads }) => heads['reads']?.seq)).toEqual([6, 7, undefined]);
		expect(statSync(file()).mode & 0o777).toBe(0o600);
		const publicKey = createPublicKey(readFileSync(join(dataDir, 'audit', 'public-key.pem')));
		for (const { signature, ...signed } of parsed)
			expect(verify(null, Buffer.from(canonical(signed)), publicKey, Buffer.from(signature, 'base64'))).toBe(true);
		expect(await readSignedHeads(key, dataDir)).toMatchObject({ lines: 3, badLine: null });
		expect(await found()).toBeNull();
	});

	test('a tail that was taken away with its head is found by the signed heads, at a start too', async () => {
		await sign();
		await forgetNewest(2);
		const { heads } = await readSignedHeads(key, dataDir);
		expect(await lostHeads(desk.db, heads)).toEqual(['reads']);
		expect(await found()).toEqual({ stream: 'reads', seq: 5, fault: 'missing' });
	});

	test('another history in the place of the signed one is found, whole as it may be', async () => {
		await sign();
		await forgetNewest(2);
		await read(3);
		expect(await found()).toEqual({ stream: 'reads', seq: 6, fault: 'replaced' });
	});

	test('lines of the file that were changed, left out or signed by another are found; one that a crash cut off is not', async () => {
		await sign();
		await read(1);
		await sign();
		const whole = readFileSync(file(), 'utf8');
		const [first = '', second = ''] = whole.split('\n');
		const badIn = async (text: string) => {
			writeFileSync(file(), text);
			return (await readSignedHeads(key, dataDir)).badLine;
		};
		expect(await badIn(`${second}\n`)).toBe(1);
		expect(await badIn(`${first.replace('"seq":6', '"seq":5')}\n${second}\n`)).toBe(1);
		expect(await badIn(`${second}\n${first}\n`)).toBe(1);
		writeFileSync(file(), whole);
		expect((await readSignedHeads(keyOf(randomBytes(32)), dataDir)).badLine).toBe(1);
		appendFileSync(file(), first.slice(0, 40));
		await sign();
		expect(await readSignedHeads(key, dataDir)).toMatchObject({ lines: 3, badLine: null });
	});

	test('a fact that the audit is kept from showing is found', async () => {
		await desk.sql`update event set shown = false where stream = 'reads' and seq = 3`;
		await desk.sql`update event set shown = false where stream = 'reads' and seq = 5`;
		expect(await found()).toEqual({ stream: 'reads', seq: 3, fault: 'changed' });
	});

	describe('retention', () => {
		const retention = (months: number, now: Date) =>
			cutOld({ log: desk.log, signer: key, ownerUrl: null, retentionMonths: () => months }, now);
		const inMonths = (months: number) => {
			const then = new Date();
			then.setUTCMonth(then.getUTCMonth() + months, 1);
			return then;
		};

		test('cuts what is old at a signed checkpoint that the check goes on from, and tells of it', async () => {
			await sign();
			expect(await retention(13, inMonths(15))).toBe(6);
			expect(await found()).toBeNull();
			await read(2);
			await sign();
			expect(await found()).toBeNull();
			const { heads } = await readSignedHeads(key, dataDir);
			expect(await lostHeads(desk.db, heads)).toEqual([]);
			const rows = await desk.sql<{ stream: string; seq: string; type: string; body: { values: unknown } }[]>`
				select stream, seq, type, body from event order by 1, 2`;
			expect(rows.map(({ stream, seq, type }) => [stream, Number(seq), type])).toEqual([
				['access', 1, 'auditPruned'],
				['reads', 7, 'exported'],
				['reads', 8, 'exported']
			]);
			expect(rows[0]?.body.values).toEqual({ stream: 'reads', seq: 6, count: 6 });
		});

		test('keeps what is younger, and never less than six months', async () => {
			expect(await retention(13, inMonths(12))).toBe(0);
			expect(await retention(1, inMonths(5))).toBe(0);
			expect(await desk.sql`select 1 from audit_cut`).toHaveLength(0);
		});

		test('leaves business and administration alone', async () => {
			await retention(6, inMonths(8));
			await retention(6, inMonths(30));
			const rows = await desk.sql<{ stream: string }[]>`select stream from event order by 1`;
			expect(rows.map(({ stream }) => stream)).toEqual(['access']);
		});

		test('a cut that nobody signed is refused, and so is one of a stream that is never cut', async () => {
			const [row] = await desk.sql<
				{ seq: string; hash: string }[]
			>`select seq, hash from event where stream = 'reads' and seq = 3`;
			if (!row) throw new Error('no such row');
			const cut = { stream: 'reads', seq: 3, hash: row.hash };
			await desk.sql`delete from event where stream = 'reads' and seq <= 3`;
			const forged = keyOf(randomBytes(32)).sign(cutText(cut));
			await desk.sql`insert into audit_cut (stream, seq, hash, signature) values ('reads', 3, ${row.hash}, ${forged})`;
			expect(await found()).toEqual({ stream: 'reads', seq: 3, fault: 'cut' });
			await desk.sql`update audit_cut set signature = ${key.sign(cutText(cut))}`;
			expect(await found()).toBeNull();
			await desk.sql`update audit_cut set signature = ${key.sign(cutText({ ...cut, stream: 'access' }))}, stream = 'access'`;
			expect(await found()).toEqual({ stream: 'access', seq: 3, fault: 'cut' });
			await desk.sql`delete from audit_cut`;
			expect(await found()).toEqual({ stream: 'reads', seq: 1, fault: 'missing' });
		});
	});
});
