// Turns: never more at once than there are places, in order, and not waited for longer than was said.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTurns } from './turns.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function piece() {
	let end: (how?: Error) => void = () => undefined;
	const done = new Promise<void>((resolve, reject) => {
		end = (error) => {
			if (error) reject(error);
			else resolve();
		};
	});
	return { work: () => done, end };
}

it('gives each place to one at a time, in the order in which they came', async () => {
	const turns = openTurns(2, null);
	const begun: number[] = [];
	const pieces = [0, 1, 2, 3].map(piece);
	const all = pieces.map(({ work }, n) =>
		turns.take(() => {
			begun.push(n);
			return work();
		})
	);
	await vi.advanceTimersByTimeAsync(1_000_000);
	expect(begun).toEqual([0, 1]);
	pieces[1]?.end(new Error('failed'));
	await expect(all[1]).rejects.toThrow('failed');
	expect(begun).toEqual([0, 1, 2]);
	for (const { end } of pieces) end();
	await Promise.all([all[0], all[2], all[3]]);
	expect(begun).toEqual([0, 1, 2, 3]);
});

it('does not begin what has waited too long, and keeps the place for the next', async () => {
	const turns = openTurns(1, 5000);
	const first = piece();
	const working = turns.take(first.work);
	const late = vi.fn(() => Promise.resolve());
	const tooLate = expect(turns.take(late)).rejects.toMatchObject({ code: 'TURN_TIMEOUT' });
	await vi.advanceTimersByTimeAsync(5000);
	await tooLate;
	first.end();
	await working;
	await expect(turns.take(() => Promise.resolve('next'))).resolves.toBe('next');
	expect(late).not.toHaveBeenCalled();
});
