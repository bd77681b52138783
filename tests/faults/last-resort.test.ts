// What nobody caught: the product goes on where it can, and where it cannot it ends in order, and starts again with all its data.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { canHave } from '../support/faults.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';
import { startWriters } from '../support/writers.ts';

const loaded = pathToFileURL(resolve(import.meta.dirname, '../support/bring-fault.mjs')).href;

describe.runIf(canHave('signals'))('a failure that nobody catches', () => {
	let server: ServedProduct;
	let folder: string;
	let fault: string;
	let follower: Socket | null = null;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'jindu-fault-'));
		fault = join(folder, 'fault');
		server = await serveProduct({ env: { NODE_OPTIONS: `--import ${loaded}`, FAULT_FILE: fault } });
	});
	afterEach(() => {
		follower?.close();
		follower = null;
	});
	afterAll(async () => {
		await server.stop();
		rmSync(folder, { recursive: true });
	});

	function bring(name: string): void {
		writeFileSync(fault, name);
		server.signal('SIGUSR2');
	}

	/** The lines of the log that were written of it. */
	const told = (what: string) =>
		server
			.printed()
			.split('\n')
			.filter((line) => line.includes(what));

	async function record(name: string): Promise<void> {
		const writers = startWriters({ baseURL: server.baseURL, tokens: server.tokens }, name, 1);
		await writers.untilEachHas(1);
		await writers.finish();
		expect(writers.odd).toEqual([]);
	}

	test('of work that nobody waits for is in the log with an id, and the product goes on', async () => {
		bring('rejection');
		await expect.poll(() => told('a failure that nobody awaited'), { timeout: 10_000 }).toHaveLength(1);
		expect(JSON.parse(told('a failure that nobody awaited')[0] ?? '')).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
			err: { type: 'Error' }
		});
		await record('after-rejection');
	});

	test('of one connection is in the log with an id, and the product goes on', async () => {
		bring('connection');
		await expect.poll(() => told('a connection failed that nobody watched'), { timeout: 10_000 }).toHaveLength(1);
		await record('after-connection');
	});

	test('of one file that is to be read is in the log with an id, and the product goes on', async () => {
		bring('file');
		await expect.poll(() => told('a file failed that nobody watched'), { timeout: 10_000 }).toHaveLength(1);
		await record('after-file');
	});

	test.each(['exception', 'worker', 'worker that ends'])(
		'of any other kind (%s) ends it with an error, after a word to every screen; all that was answered is there',
		async (name) => {
			const before = told('the server ends').length;
			const key = name.replaceAll(' ', '-');
			await record(`before-${key}`);
			const socket = io(server.baseURL, {
				transports: ['websocket'],
				reconnection: false,
				auth: { token: server.tokens['haishu'] }
			});
			follower = socket;
			// Until it is ready the server still reads for it, and may lose the database at that instant.
			await new Promise((ready, refused) => {
				socket.once('ready', () => ready(undefined));
				socket.once('connect_error', refused);
			});
			const ended = new Promise((resolve) => {
				socket.once('ended', resolve);
				socket.once('disconnect', (why) => resolve({ disconnected: why }));
			});
			bring(name);
			expect(await ended).toEqual({ reason: 'shutdown' });
			expect(await server.ended()).toBe(1);
			const lines = told('the server ends').slice(before);
			expect(lines).toHaveLength(1);
			const [, id = ''] = /编号 ([0-9a-f]{8})/.exec(lines[0] ?? '') ?? [];
			expect(told(`"id":"${id}"`)).toHaveLength(1);
			await server.restart();
			const database = await server.database();
			const [row] = await database.sql<{ n: string }[]>`
				select count(*) as n from deal where reference like ${`before-${key}-%`}`;
			expect(Number(row?.n)).toBeGreaterThan(0);
			await database.close();
		}
	);
});
