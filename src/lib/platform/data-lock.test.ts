// The lock of the data folder: against another process, a killed one, and what older versions left.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DataDirectoryInUse, lockDataDirectory, lockWhenFree } from './data-lock.server.ts';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'jindu-lock-'));
	file = join(folder, 'lock');
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** A process that takes the folder and stays; it runs what is given, and prints a line. */
async function holderElsewhere(then = '') {
	const program = `
		import { spawn } from 'node:child_process';
		import { lockDataDirectory } from '#lib/platform/data-lock.server.ts';
		lockDataDirectory(${JSON.stringify(folder)});
		setInterval(() => {}, 1e9);
		${then}
		console.log('taken');`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const [printed] = (await once(child.stdout, 'data')) as [Buffer];
	return { child, printed: printed.toString() };
}

describe('[R208] the lock of the data folder', () => {
	test('keeps a second taker out and names the holder and its host, until it is given back', () => {
		const unlock = lockDataDirectory(folder);
		expect(() => lockDataDirectory(folder)).toThrow(DataDirectoryInUse);
		expect(() => lockDataDirectory(folder)).toThrow(`process ${process.pid} on ${hostname()};`);
		unlock();
		expect(readFileSync(file, 'utf8')).toBe('');
		lockDataDirectory(folder)();
	});

	test('does not rest on what stands in the file', () => {
		const unlock = lockDataDirectory(folder);
		writeFileSync(file, '');
		expect(() => lockDataDirectory(folder)).toThrow('in use by another process');
		writeFileSync(file, `4999999 1 ${hostname()}`);
		expect(() => lockDataDirectory(folder)).toThrow(DataDirectoryInUse);
		unlock();
	});

	test('outlives nothing: killed with -9 its holder has lost it, whatever child it leaves behind', async () => {
		const { child, printed } = await holderElsewhere(`
			const left = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { detached: true, stdio: 'ignore' });
			left.unref();
			console.log(left.pid);`);
		const left = Number(printed.split('\n')[0]);
		try {
			expect(() => lockDataDirectory(folder)).toThrow(`process ${child.pid} on`);
			child.kill('SIGKILL');
			await once(child, 'exit');
			expect(process.kill(left, 0)).toBe(true);
			lockDataDirectory(folder)();
		} finally {
			process.kill(left, 'SIGKILL');
		}
	});

	test('is waited for where its holder is just ending, and told of once', async () => {
		const { child } = await holderElsewhere();
		const told: string[] = [];
		const waiting = lockWhenFree(folder, (fault) => {
			told.push(fault.message);
			child.kill();
		});
		(await waiting)();
		expect(told).toEqual([expect.stringContaining(`process ${child.pid} on`)]);
	});

	test('is not waited for without end', async () => {
		const unlock = lockDataDirectory(folder);
		await expect(lockWhenFree(folder, undefined, 150)).rejects.toThrow(DataDirectoryInUse);
		unlock();
	});
});

describe('a lock file of an old version, which held no lock of the system', () => {
	const startOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[21];

	test('counts while its process lives', () => {
		writeFileSync(file, `${process.pid} ${startOf(process.pid)}`);
		expect(() => lockDataDirectory(folder)).toThrow(`in use by process ${process.pid};`);
		// Nothing of it was changed: the old process still has the folder.
		expect(readFileSync(file, 'utf8')).toBe(`${process.pid} ${startOf(process.pid)}`);
	});

	test.for([
		// Process numbers end at 4,194,304.
		['whose process is gone', '4999999 1'],
		['whose number another process has now', `${process.pid} 1`],
		['that nobody finished writing', '']
	])('is taken over: one %s', ([, text]) => {
		writeFileSync(file, text ?? '');
		const unlock = lockDataDirectory(folder);
		expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} .* ${hostname()}\n$`));
		unlock();
	});
});
