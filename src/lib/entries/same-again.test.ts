// Records that say the same as one that stands, or as one before them in the write.
import { describe, expect, it } from 'vitest';
import { sameAgain, sameKey } from './same-again.ts';

const record = (key: string, again = false) => ({ key, again });
const standing = (id: string, key: string, seen = true) => ({ id, key, seen });
const counts = (records: readonly { key: string; again: boolean }[], stand: ReturnType<typeof standing>[] = []) =>
	sameAgain(records, stand).map((refusal) => refusal?.faults[0]?.params?.['count'] ?? null);

describe('[R233] the same again', () => {
	it('is no question where nothing is the same', () => {
		expect(counts([record('a'), record('b')], [standing('1', 'c')])).toEqual([null, null]);
	});

	it('counts what stands and what comes before it in the write', () => {
		expect(counts([record('a'), record('a'), record('a')], [standing('1', 'a')])).toEqual([1, 2, 3]);
		expect(counts([record('a'), record('a')])).toEqual([null, 1]);
	});

	it('is written where it is meant, and counts for those after it', () => {
		expect(counts([record('a', true), record('a')], [standing('1', 'a')])).toEqual([null, 2]);
	});

	it('tells the ids that the caller may see, and no others', () => {
		const [refusal] = sameAgain([record('a')], [standing('1', 'a'), standing('2', 'a', false)]);
		expect(refusal).toMatchObject({ kind: 'duplicate', faults: [{ code: 'duplicate', ids: ['1'] }] });
	});

	it('compares references as numbers are compared, and every other part as it is', () => {
		expect(sameKey(['x', 1n], 'ＺＬ－第1 号')).toBe(sameKey(['x', 1n], 'zl-1号'));
		expect(sameKey(['x', 1n], 'R')).not.toBe(sameKey(['x', 2n], 'R'));
		expect(sameKey(['a', 'b'], 'R')).not.toBe(sameKey(['ab'], 'R'));
	});
});
