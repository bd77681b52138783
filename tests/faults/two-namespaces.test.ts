// Two servers on one embedded folder, each in its own process namespace, as in two containers: neither sees the other's number.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { canHave } from '../support/faults.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

const root = resolve(import.meta.dirname, '../..');
const container = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child'];
/** Here a hundred others came before the server, so that its number is nobody's in the other container. */
const busyContainer = [...container, 'sh', '-c', 'for n in $(seq 100); do (exit) & done; wait; "$@" & wait $!', 'sh'];

describe.runIf(canHave('unshare'))('[R208] a second server in another process namespace', () => {
	let first: ServedProduct;
	const written: string[] = [];
	beforeAll(async () => {
		first = await serveProduct({ within: busyContainer });
	});
	afterAll(() => first.stop());

	async function record(): Promise<void> {
		const reference = `n${written.length}`;
		const answer = await fetch(`${first.baseURL}/api/v1/transactions`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${first.tokens['yinzhou']}`,
				'idempotency-key': reference
			},
			body: JSON.stringify({ kind: 'transfer', amount: '1.00', date: '2019-05-05', territory: 'yinzhou', reference })
		});
		expect(answer.status).toBe(201);
		written.push(reference);
	}

	async function stored(): Promise<string[]> {
		const database = await first.database();
		try {
			expect(await verifyChain(database.db)).toBeNull();
			const rows = await database.sql<{ reference: string }[]>`select reference from deal`;
			return rows.map(({ reference }) => reference);
		} finally {
			await database.close();
		}
	}

	test('is refused in one line, while the first one writes on', async () => {
		await record();
		const [program = '', ...words] = container;
		const second = spawn(program, [...words, process.execPath, 'server.js'], {
			cwd: root,
			env: { ...process.env, DATA_DIR: first.dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
			stdio: ['ignore', 'ignore', 'pipe']
		});
		// With a lock that tells nothing here it would take the folder, and run on.
		onTestFinished(() => void second.kill('SIGKILL'));
		const said = text(second.stderr);
		const exited = once(second, 'exit');
		while (second.exitCode === null && second.signalCode === null) await record();
		expect(await exited).toEqual([1, null]);
		expect(await said).toMatch(/^DATA_DIR: .* is in use by process \d+ on .*\p{Script=Han}.*\n$/u);
		expect((await stored()).sort()).toEqual([...written].sort());
	});

	test('takes over when the first one was killed, and finds all that was answered', async () => {
		await first.kill9();
		await first.restart();
		await record();
		expect((await stored()).sort()).toEqual([...written].sort());
	});
});
