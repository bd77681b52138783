// The {base, new} merge: what it may and may not do to a value that somebody else wrote.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeEdit, type Changes } from './merge.ts';

interface Fields {
	readonly status: string;
	readonly progress: number;
	readonly narrative: string;
}
const fields = ['status', 'progress', 'narrative'] as const;
const current: Fields = { status: 'in_progress', progress: 40, narrative: 'half' };

// Few different values, so that equal ones meet often.
const values: fc.Arbitrary<Fields> = fc.record({
	status: fc.constantFrom('a', 'b', 'c'),
	progress: fc.integer({ min: 0, max: 2 }),
	narrative: fc.constantFrom('x', 'y', 'z')
});
const some = fc.subarray([...fields]);
function changesOf(names: readonly (keyof Fields)[], base: Fields, wanted: Fields): Changes<Fields> {
	return Object.fromEntries(names.map((name) => [name, { base: base[name], new: wanted[name] }]));
}

describe('an edit', () => {
	it('takes effect where nothing has changed since', () => {
		expect(mergeEdit(current, { progress: { base: 40, new: 60 } })).toEqual({
			merged: { ...current, progress: 60 },
			changed: ['progress']
		});
	});

	it('merges with changes of other fields', () => {
		const since = { ...current, narrative: 'nearly' };
		expect(mergeEdit(since, { progress: { base: 40, new: 60 } })).toEqual({
			merged: { ...since, progress: 60 },
			changed: ['progress']
		});
	});

	it('conflicts where the same field was changed to something else, and then changes nothing', () => {
		const since = { ...current, progress: 50 };
		expect(
			mergeEdit(since, { progress: { base: 40, new: 60 }, status: { base: 'in_progress', new: 'blocked' } })
		).toEqual({
			conflicts: ['progress']
		});
	});

	it('is no change where somebody has already made it', () => {
		expect(mergeEdit({ ...current, progress: 60 }, { progress: { base: 40, new: 60 } })).toMatchObject({ changed: [] });
	});

	it('leaves out fields that are given as undefined', () => {
		expect(mergeEdit(current, { progress: undefined })).toEqual({ merged: current, changed: [] });
	});
});

describe('of any edits', () => {
	it('two of different fields give the same whichever comes first', () => {
		fc.assert(
			fc.property(values, some, values, values, (start, names, mine, yours) => {
				const rest = fields.filter((name) => !names.includes(name));
				const inTurn = (first: Changes<Fields>, second: Changes<Fields>) => {
					const once = mergeEdit(start, first);
					if ('conflicts' in once) throw new Error('nothing was changed in between');
					const twice = mergeEdit(once.merged, second);
					if ('conflicts' in twice) throw new Error('different fields conflicted');
					return twice.merged;
				};
				const a = changesOf(names, start, mine);
				const b = changesOf(rest, start, yours);
				expect(inTurn(a, b)).toEqual(inTurn(b, a));
			})
		);
	});

	it('none overwrites a value that its editor has not seen', () => {
		fc.assert(
			fc.property(values, some, values, values, (now, names, base, wanted) => {
				const merge = mergeEdit(now, changesOf(names, base, wanted));
				const lost = names.filter((name) => now[name] !== base[name] && now[name] !== wanted[name]);
				if ('conflicts' in merge) {
					expect(merge.conflicts).toEqual(lost);
					expect(lost).not.toEqual([]);
				} else {
					expect(lost).toEqual([]);
					for (const name of fields) expect(merge.merged[name]).toBe(names.includes(name) ? wanted[name] : now[name]);
					expect(merge.changed).toEqual(names.filter((name) => now[name] !== wanted[name]));
				}
			})
		);
	});
});
