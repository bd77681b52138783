// Records of cases: the cells that a whole life of a case moves, and that reversing it leaves nothing behind.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf } from '../../../tests/support/deltas.ts';
import { addDays, day } from '#lib/kernel/day.ts';
import { layers } from '#lib/protocol/cells.ts';
import { caseTypes } from './case.ts';
import {
	caseConfirmationBar,
	caseDeltas,
	caseReversalBar,
	confirmedWith,
	type CaseFacts,
	type CaseRecord
} from './record.ts';

const file: CaseFacts = { type: 'patent', territory: 'yinzhou', department: null, acceptedAt: day('2018-12-20') };

/** A case with closures and reopenings in turn, some days apart. */
const lives = fc
	.record({
		type: fc.constantFrom(...caseTypes),
		territory: fc.constantFrom('yinzhou', 'haishu', 'hitech'),
		department: fc.constantFrom(null, 'amr'),
		acceptedAt: fc.integer({ min: 0, max: 700 }).map((days) => addDays(day('2017-01-01'), days)),
		steps: fc.array(fc.integer({ min: 0, max: 250 }), { maxLength: 6 })
	})
	.map(({ steps, ...facts }): CaseRecord[] => {
		const records: CaseRecord[] = [{ kind: 'case', file: facts }];
		let now = facts.acceptedAt;
		let closedAt = now;
		steps.forEach((days, index) => {
			now = addDays(now, days);
			if (index % 2 === 0) {
				closedAt = now;
				records.push({ kind: 'closure', file: facts, closedAt, outcome: null });
			} else records.push({ kind: 'reopening', file: facts, closedAt, reopenedAt: now });
		});
		return records;
	});

describe('the cells of cases', () => {
	it('are left by reversals as they were, in each layer', () => {
		fc.assert(
			fc.property(fc.array(lives, { maxLength: 5 }), fc.constantFrom(...layers), (cases, layer) => {
				const records = cases.flat();
				const added = records.flatMap((record) => caseDeltas(record, layer, 1n));
				const left = [...records].reverse().flatMap((record) => caseDeltas(record, layer, -1n));
				expect(sumOf([...added, ...left])).toEqual({});
				if (records.length > 0) expect(sumOf(added)).not.toEqual({});
			})
		);
	});

	it('count a case as open on the day of its first acceptance, whenever it is open', () => {
		fc.assert(
			fc.property(lives, (records) => {
				const last = records.at(-1);
				const acceptedAt = records[0]?.file.acceptedAt ?? '';
				const sums = sumOf(records.flatMap((record) => caseDeltas(record, 'reported', 1n)));
				expect(sums[`city reported cases/open/${acceptedAt}`] ?? 0n).toBe(last?.kind === 'closure' ? 0n : 1n);
			})
		);
	});

	it('keep a closure in the year that is over, and count the reopening as new work of its year', () => {
		const records: CaseRecord[] = [
			{ kind: 'case', file },
			{ kind: 'closure', file, closedAt: day('2018-12-30'), outcome: null },
			{ kind: 'reopening', file, closedAt: day('2018-12-30'), reopenedAt: day('2019-01-05') }
		];
		expect(sumOf(records.flatMap((record) => caseDeltas(record, 'reported', 1n)))).toEqual({
			'breakdown reported cases-by/yinzhou/accepted/2018-12': 1n,
			'breakdown reported cases-by/yinzhou/closed/2018-12': 1n,
			'breakdown reported cases-by/yinzhou/reopened/2019-01': 1n,
			'city reported cases/accepted/2018-12-20': 1n,
			'city reported cases/closed/2018-12-30': 1n,
			'city reported cases/duration/2018/10': 1n,
			'city reported cases/open/2018-12-20': 1n,
			'city reported cases/reopened/2019-01-05': 1n
		});
	});

	it('take a closure back where the case is reopened in the same year', () => {
		const records: CaseRecord[] = [
			{ kind: 'case', file },
			{ kind: 'closure', file, closedAt: day('2019-02-01'), outcome: null },
			{ kind: 'reopening', file, closedAt: day('2019-02-01'), reopenedAt: day('2019-03-01') }
		];
		const sums = sumOf(records.flatMap((record) => caseDeltas(record, 'reported', 1n)));
		expect(sums['city reported cases/undone/2019-03-01']).toBe(1n);
		expect(sums['city reported cases/duration/2019/43']).toBeUndefined();
		expect(sums['city reported cases/open/2018-12-20']).toBe(1n);
	});
});

describe('the order of a case', () => {
	const link = { restsOn: 'a', carries: false, reversed: false };

	it('holds for confirmations', () => {
		expect(caseConfirmationBar(link, new Set())).toBe('not_confirmed_before');
		expect(caseConfirmationBar(link, new Set(['a']))).toBeNull();
		expect(caseConfirmationBar({ ...link, restsOn: null }, new Set())).toBeNull();
	});

	it('holds in a list: what rests on a record that stays back stays back with it', () => {
		const list = [
			{ id: 'c2', link: { ...link, restsOn: 'r' } },
			{ id: 'r', link: { ...link, restsOn: 'c1' } }
		];
		expect([...confirmedWith(new Set(['a', 'c1']), list)].sort()).toEqual(['a', 'c1', 'c2', 'r']);
		expect([...confirmedWith(new Set(['a']), list)]).toEqual(['a']);
	});

	it('holds for reversals, and not for what is reversed already', () => {
		expect(caseReversalBar(link)).toBeNull();
		expect(caseReversalBar({ ...link, carries: true })).toBe('has_dependents');
		expect(caseReversalBar({ ...link, carries: true, reversed: true })).toBeNull();
	});
});
