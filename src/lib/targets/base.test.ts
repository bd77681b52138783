// Frozen bases: what they hold, what moves them no more, and what a target with a base that can still move may say.
import { describe, expect, it } from 'vitest';
import { groupCells } from '#lib/figures/fold.ts';
import { addDays, day, type Day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import { acceptanceDeltas, closureDeltas } from '#lib/cases/case.ts';
import { freezeDeltas, readContent, storedContent } from '#lib/observations/base-freeze.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { dealDeltas } from '#lib/transactions/deal.ts';
import { stateOf } from '../../../tests/support/small-plan.ts';
import { based, reversed, switched, targetPlan, targets } from '../../../tests/support/target-plan.ts';
import { baseValue, freezePreview, recordedBase, recordsIn } from '#lib/figures/base.ts';
import { subjectOf } from '#lib/figures/subject.ts';
import { targetsView } from './targets-view.ts';

/** The first record was entered in the base year: the ninety days end on 1 April 2018. */
const plan = { ...targetPlan, firstRecord: day('2017-01-05') };

function viewed(id: string, deltas: readonly CellDelta[], today = '2019-09-16', firstRecord: Day = plan.firstRecord) {
	const groups = groupCells(stateOf(deltas, today).cells);
	const found = targetsView({ ...plan, firstRecord }, groups, day(today)).find((view) => view.id === id);
	if (!found) throw new RangeError(id);
	return found;
}

function subject(id: string, deltas: readonly CellDelta[], today = '2019-09-16') {
	const target = targets.find((one) => one.id === id);
	if (!target) throw new RangeError(id);
	return subjectOf(plan, groupCells(stateOf(deltas, today).cells), target, day(today));
}

function frozen(id: string, deltas: readonly CellDelta[]): CellDelta[] {
	return freezeDeltas(id, null, recordedBase(subject(id, deltas), 'confirmed'));
}

function deal(date: string, yuan: string, layer: Layer = 'reported', count = 1): CellDelta[] {
	const one = { kind: 'transfer', amount: fromYuan(yuan), count, date: day(date), territory: 'haishu' } as const;
	return dealDeltas(one, layer, 1n);
}

const both = (date: string, yuan: string, count = 1) => [
	...deal(date, yuan, 'reported', count),
	...deal(date, yuan, 'confirmed', count)
];

/** Closed in the base year after so many days, in both layers. */
function closed(year: number, ...durations: readonly number[]): CellDelta[] {
	const acceptedAt = day(`${year}-02-01`);
	return (['reported', 'confirmed'] as const).flatMap((layer) =>
		durations.flatMap((days) => [
			...acceptanceDeltas({ acceptedAt, territory: 'haishu' }, layer, 1n),
			...closureDeltas({ acceptedAt, closedAt: addDays(acceptedAt, days), territory: 'haishu' }, layer, 1n)
		])
	);
}

describe('a base that is not frozen', () => {
	// Seven unconfirmed deals of the base year: without them 90 % of what is due is all of it.
	const doubtful = Array.from({ length: 7 }, () => deal('2017-03-01', '2.00')).flat();
	const records = [...both('2017-03-01', '100.00'), ...doubtful, ...both('2019-03-01', '158.00')];

	it('[R72a] turns no light green by taking unconfirmed records of the base year back', () => {
		const before = viewed('trade-growth', records).reported;
		const after = viewed('trade-growth', [...records, ...reversed(doubtful)]).reported;
		expect(before.light).toBe('risk');
		expect(after).toMatchObject({ light: 'risk', why: { rule: 'base_provisional' } });
		// Frozen it is neither of the two: the deals were never in it.
		const freeze = frozen('trade-growth', records);
		const kept = viewed('trade-growth', [...records, ...freeze]).reported;
		expect(kept).toMatchObject({ light: 'good', parts: { whole: 100 } });
		expect(viewed('trade-growth', [...records, ...reversed(doubtful), ...freeze]).reported).toEqual(kept);
	});

	it('[R72a] counts for ninety days from the first day or the first record, whichever is later', () => {
		const own = [...both('2017-01-01', '100.00'), ...both('2018-01-01', '150.00')];
		const light = (today: string, first?: Day) => viewed('trade-growth', own, today, first).reported.light;
		expect(light('2018-03-31')).toBe('good');
		expect(light('2018-04-01')).toBe('risk');
		expect(light('2018-08-28', day('2018-06-01'))).toBe('good');
		expect(light('2018-08-30', day('2018-06-01'))).toBe('risk');
		expect(viewed('trade-growth', own, '2018-04-01').base).toMatchObject({ state: 'derived', provisional: true });
	});

	it('[R72a] is never done, and stays behind where it is behind', () => {
		const over = [...both('2017-01-01', '100.00'), ...both('2020-03-01', '200.00')];
		expect(viewed('trade-growth', over, '2021-02-01').reported).toMatchObject({
			light: 'risk',
			why: { rule: 'base_provisional' }
		});
		expect(viewed('trade-growth', [...over, ...frozen('trade-growth', over)], '2021-02-01').reported.light).toBe(
			'done'
		);
		const late = [...both('2017-01-01', '100.00'), ...both('2019-03-01', '20.00')];
		expect(viewed('trade-growth', late).reported.why.rule).toBe('below_pace');
		// What the office gave is no record.
		expect(
			viewed('trade-growth', [...late, ...both('2019-04-01', '200.00'), ...based('trade-growth', 100)]).reported.light
		).toBe('good');
	});

	it('[R72a] holds for the time to close as well', () => {
		// As many closures as it takes for a median to speak.
		const often = (duration: number) => Array<number>(20).fill(duration);
		const days = [...closed(2017, ...often(50)), ...closed(2019, ...often(30))];
		expect(viewed('time-cut', days).reported).toMatchObject({ light: 'risk', why: { rule: 'base_provisional' } });
		expect(viewed('time-cut', [...days, ...frozen('time-cut', days)]).reported.light).toBe('good');
	});
});

describe('a frozen base', () => {
	const records = [...both('2017-03-01', '40.00', 3), ...both('2017-09-16', '20.00'), ...both('2017-12-01', '40.00')];
	const freeze = frozen('trade-growth', records);
	const now = both('2019-03-01', '90.00');

	it('[R72a] keeps value and shape in both layers, whatever becomes of the records', () => {
		const before = viewed('trade-growth', [...records, ...now, ...freeze]);
		// 60 % of 144.00 are due by 16 September.
		expect(before.reported).toMatchObject({ light: 'good', parts: { part: 90, whole: 60 } });
		expect(before.confirmed.parts).toEqual({ part: 90, whole: 60 });
		expect(before.base).toEqual({ state: 'frozen', year: 2017, value: 100, records: 5, changed: false, now: null });
		const moved = [...records, ...both('2017-01-01', '300.00')];
		const after = viewed('trade-growth', [...moved, ...now, ...freeze]);
		expect(after.reported).toEqual(before.reported);
		expect(after.base).toMatchObject({ value: 100, changed: true, now: 400 });
		// Reported alone it is no change of what would be frozen.
		expect(viewed('trade-growth', [...records, ...deal('2017-01-01', '300.00'), ...now, ...freeze]).base).toMatchObject(
			{
				changed: false
			}
		);
	});

	it('[R72a] holds the value under each reading', () => {
		const counted = viewed('trade-growth', [...records, ...now, ...freeze, ...switched('transaction-volume', 'deals')]);
		const deals = baseValue(
			subject('trade-growth', [...records, ...switched('transaction-volume', 'deals')]),
			recordedBase(subject('trade-growth', records), 'confirmed')
		);
		expect([counted.base?.state, deals]).toEqual(['frozen', { part: 5n, whole: 1n }]);
		// Five times each: as many closures as it takes for a median to speak.
		const days = [10, 50, 90, 90].flatMap((duration) => closed(2017, ...Array<number>(5).fill(duration)));
		const kept = [...days, ...frozen('time-cut', days), ...closed(2019, 30)];
		expect(viewed('time-cut', kept).base).toMatchObject({ state: 'frozen', value: 70, records: 20 });
		expect(viewed('time-cut', [...kept, ...switched('closing-time', 'mean')]).base).toMatchObject({ value: 60 });
	});

	it('[R76] of too few closures is none, frozen or not', () => {
		const few = closed(2017, 80, 80, 80);
		const now = closed(2019, ...Array<number>(25).fill(30));
		for (const cells of [
			[...few, ...now],
			[...few, ...frozen('time-cut', few), ...now]
		])
			expect(viewed('time-cut', cells)).toMatchObject({
				base: { state: 'missing' },
				reported: { light: 'base_missing' }
			});
	});

	it('[R72a] is moved by the next freeze alone, and what replaces it leaves nothing behind', () => {
		const moved = [...records, ...both('2017-01-01', '300.00')];
		const next = recordedBase(subject('trade-growth', moved), 'confirmed');
		const again = freezeDeltas('trade-growth', recordedBase(subject('trade-growth', records), 'confirmed'), next);
		expect(stateOf([...freeze, ...again]).cells).toEqual(stateOf(freezeDeltas('trade-growth', null, next)).cells);
		expect(viewed('trade-growth', [...moved, ...freeze, ...again]).base).toMatchObject({ value: 400, changed: false });
		expect(readContent(storedContent(next))).toEqual(next);
	});

	it('[R72a] is previewed with what is in it and what is not confirmed', () => {
		const seen = [...records, ...deal('2017-05-01', '7.00', 'reported', 2)];
		expect(freezePreview(subject('trade-growth', seen))).toEqual({
			target: 'trade-growth',
			year: 2017,
			value: 100,
			records: 5,
			unconfirmed: 2,
			frozen: null,
			changes: true,
			over: true
		});
		expect(freezePreview(subject('trade-growth', [...seen, ...freeze]))).toMatchObject({
			changes: false,
			frozen: { value: 100, records: 5 }
		});
		expect(freezePreview(subject('trade-growth', records, '2017-12-31')).over).toBe(false);
		expect(recordsIn(new Map())).toBe(0);
	});
});
