// Turns: a few at a time under one key, in order, and one key never waits for another.
import { expect, it } from 'vitest';
import { openTurns } from './turns.ts';

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
	const turns = openTurns(2, 10);
	const pieces = Array.from({ length: 5 }, held);
	const begun: number[] = [];
	const done = pieces.map(({ work }, index) =>
		turns.take('a', async () => {
			begun.push(index);
			await work();
			return index;
		})
	);
	for (const [index, { end }] of pieces.entries()) {
		expect(begun).toEqual([0, 1, 2, 3, 4].slice(0, index + 2));
		end();
		await done[index];
	}
	expect(await Promise.all(done)).toEqual([0, 1, 2, 3, 4]);
});

it('lets no key wait for another, and a key that is free begin again', async () => {
	const turns = openTurns(1, 0);
	const slow = held();
	const first = turns.take('a', slow.work);
	expect(await turns.take('a', () => Promise.resolve('too many'))).toBeNull();
	expect(await turns.take('b', () => Promise.resolve('at once'))).toBe('at once');
	slow.end();
	await first;
	expect(await turns.take('a', () => Promise.resolve('again'))).toBe('again');
});

it('gives the turn on after a failure', async () => {
	const turns = openTurns(1, 1);
	const failing = turns.take('a', () => Promise.reject(new Error('away')));
	const next = turns.take('a', () => Promise.resolve('next'));
	await expect(failing).rejects.toThrow('away');
	expect(await next).toBe('next');
});
