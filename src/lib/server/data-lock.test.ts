// The lock of the data folder: one living process at a time; a dead one's lock is taken over.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DataDirectoryInUse, lockDataDirectory, lockWhenFree } from './data-lock.server.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'jindu-lock-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

describe('the lock of the data folder', () => {
	test('keeps a second taker out and names the holder, until it is given back', () => {
		const unlock = lockDataDirectory(folder);
		expect(() => lockDataDirectory(folder)).toThrow(DataDirectoryInUse);
		expect(() => lockDataDirectory(folder)).toThrow(String(process.pid));
		unlock();
		expect(readdirSync(folder)).toEqual([]);
		lockDataDirectory(folder)();
	});

	test('is waited for where its holder is just ending, and told of once', async () => {
		const unlock = lockDataDirectory(folder);
		const told: number[] = [];
		const waiting = lockWhenFree(folder, (pid) => told.push(pid));
		setTimeout(unlock, 250);
		(await waiting)();
		expect(told).toEqual([process.pid]);
		expect(readdirSync(folder)).toEqual([]);
	});

	test('is not waited for without end', async () => {
		const unlock = lockDataDirectory(folder);
		await expect(lockWhenFree(folder, undefined, 150)).rejects.toThrow(DataDirectoryInUse);
		unlock();
	});

	test('of a process that is gone is taken over', () => {
		// Process numbers end at 4,194,304.
		writeFileSync(join(folder, 'lock'), '4999999 1');
		const unlock = lockDataDirectory(folder);
		expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
		unlock();
	});

	test('of another process with the same number, started at another time, is taken over', () => {
		writeFileSync(join(folder, 'lock'), `${process.pid} 1`);
		lockDataDirectory(folder)();
		expect(existsSync(join(folder, 'lock'))).toBe(false);
	});

	test('that nobody finished writing is taken over', () => {
		writeFileSync(join(folder, 'lock'), '');
		lockDataDirectory(folder)();
		expect(readdirSync(folder)).toEqual([]);
	});
});
