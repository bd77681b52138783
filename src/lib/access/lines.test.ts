// Lines: a few at a time under one key, in order, and one key never waits for another.
import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openLines } from './lines.ts';

/** Work that ends when it is told to. */
function held() {
	const { promise, resolve } = Promise.withResolvers<null>();
	return {
		work: () => promise,
		end: () => {
			resolve(null);
		}
	};
}

it('takes so many at once, and the others in their order', async () => {
	const lines = openLines(2, 10);
	const pieces = Array.from({ length: 5 }, held);
	const begun: number[] = [];
	const done = pieces.map(({ work }, index) =>
		lines.take('a', async () => {
			begun.push(index);
			await work();
			return index;
		})
	);
	for (const [index, { end }] of pieces.entries()) {
		await nextTick();
		expect(begun).toEqual([0, 1, 2, 3, 4].slice(0, index + 2));
		end();
		await done[index];
	}
	expect(await Promise.all(done)).toEqual([0, 1, 2, 3, 4]);
});

it('lets no key wait for another, and a key that is free begin again', async () => {
	const lines = openLines(1, 0);
	const slow = held();
	const first = lines.take('a', slow.work);
	expect(await lines.take('a', () => Promise.resolve('too many'))).toBeNull();
	expect(await lines.take('b', () => Promise.resolve('at once'))).toBe('at once');
	slow.end();
	await first;
	expect(await lines.take('a', () => Promise.resolve('again'))).toBe('again');
});

it('gives the turn on after a failure', async () => {
	const lines = openLines(1, 1);
	const failing = lines.take('a', () => Promise.reject(new Error('away')));
	const next = lines.take('a', () => Promise.resolve('next'));
	await expect(failing).rejects.toThrow('away');
	expect(await next).toBe('next');
});
