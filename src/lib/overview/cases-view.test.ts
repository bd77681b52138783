// The closure rate by hand and against a recount of the cases themselves, one by one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptanceDeltas, closureDeltas, reopeningDeltas } from '#lib/cases/case.ts';
import { addDays, day, daysBetween, shiftYears, yearOf, type Day } from '#lib/kernel/day.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { groupsOf } from '../../../tests/support/cell-groups.ts';
import { smallPlan } from '../../../tests/support/small-plan.ts';
import { casesView } from './cases-view.ts';

const territory = 'haishu';

/** A case's days: accepted, then closed, reopened, closed again, ... */
function history(dates: readonly string[], layer: Layer = 'reported'): CellDelta[] {
	const [accepted = '', ...moves] = dates.map(day);
	const file = { acceptedAt: accepted as Day, territory };
	return [
		...acceptanceDeltas(file, layer, 1n),
		...moves.flatMap((at, index) =>
			index % 2 === 0
				? closureDeltas({ ...file, closedAt: at }, layer, 1n)
				: reopeningDeltas({ ...file, closedAt: moves[index - 1] as Day, reopenedAt: at }, layer, 1n)
		)
	];
}

function many(count: number, ...dates: readonly string[]): CellDelta[] {
	return Array.from({ length: count }, () => history(dates)).flat();
}

function view(deltas: readonly CellDelta[], today = '2019-09-16') {
	return casesView(smallPlan, groupsOf(deltas), day(today));
}

describe('the year', () => {
	it('[R12] begins with what was open on 1 January, opening cases of earlier years too', () => {
		const deltas = [
			...many(3, '2016-05-05'),
			...many(2, '2018-12-31'),
			...many(4, '2018-03-03', '2018-12-31'),
			...many(1, '2018-03-03', '2018-04-04', '2018-05-05'),
			...many(1, '2018-03-03', '2019-01-01'),
			...many(6, '2019-01-01')
		];
		expect(view(deltas)).toMatchObject({ openAtStart: 7, accepted: 6, reopened: 0, closed: { reported: 1 }, open: 12 });
		expect(view(deltas, '2018-12-31')).toMatchObject({ openAtStart: 3, accepted: 8, closed: { reported: 4 } });
	});

	it('[R13] a closure undone in its year stops counting, one reopened in a later year is new work', () => {
		const sameYear = view([
			...many(1, '2019-02-01', '2019-03-01', '2019-04-01'),
			...many(3, '2019-02-01', '2019-03-01')
		]);
		expect(sameYear).toMatchObject({ accepted: 4, reopened: 0, workload: { reported: 4 }, closed: { reported: 3 } });
		const later = view([...many(1, '2018-02-01', '2018-03-01', '2019-04-01', '2019-05-01'), ...many(1, '2019-02-01')]);
		expect(later).toMatchObject({ openAtStart: 0, accepted: 1, reopened: 1, closed: { reported: 1 } });
		expect(later.rate.reported).toBe(0.5);
	});

	it('[R13] both layers follow the same formula; without a workload there is no rate', () => {
		const shown = view([...many(4, '2019-02-01', '2019-03-01'), ...history(['2019-02-01', '2019-03-01'], 'confirmed')]);
		expect(shown.workload).toEqual({ reported: 4, confirmed: 1 });
		// Three of four wait since February.
		expect(shown.rate).toEqual({ reported: 1, confirmed: null });
		expect(shown.confirmedTo).toBeNull();
		expect(view([])).toMatchObject({ light: 'unreported', rate: { reported: null, confirmed: null }, stillToClose: 0 });
	});

	it('[R31a] the confirmed rate is that of the day up to which cases are confirmed', () => {
		const sure = (dates: readonly string[]) => [...history(dates), ...history(dates, 'confirmed')];
		const shown = view([
			...sure(['2019-02-01', '2019-03-01']),
			...sure(['2019-02-01']),
			...many(2, '2019-08-01', '2019-09-02')
		]);
		expect(shown).toMatchObject({
			confirmedTo: '2019-07-31',
			rate: { reported: 0.75, confirmed: 0.5 },
			workload: { confirmed: 2 },
			closed: { confirmed: 1 }
		});
	});

	it('[R14] last year follows the same formula to the same day, a leap day to 28 February', () => {
		const deltas = [
			...many(1, '2018-01-05', '2018-09-16'),
			...many(3, '2018-09-16', '2018-09-17'),
			...many(1, '2019-01-01')
		];
		expect(view(deltas).lastYearRate).toBe(0.25);
		expect(view(deltas, '2019-09-17').lastYearRate).toBe(1);
		const leap = [...many(1, '2019-02-28', '2019-02-28'), ...many(1, '2019-03-01'), ...many(1, '2020-02-29')];
		expect(view(leap, '2020-02-29').lastYearRate).toBe(1);
		expect(view(leap, '2020-03-01').lastYearRate).toBe(0.5);
	});

	it('[R14] a year in which nothing was recorded has no rate, whatever was open at its start', () => {
		const shown = view([...many(3, '2016-05-05'), ...many(1, '2019-01-01')]);
		expect(shown.lastYearRate).toBeNull();
		expect(shown.projectedRate).toBeNull();
		expect(shown.months.every(({ lastYear }) => lastYear === null)).toBe(true);
	});
});

describe('the rest of the year', () => {
	// Last year to the day: 100 cases, 60 closed; in its rest 20 more came in and 50 were closed.
	const lastYear = [
		...many(60, '2018-02-01', '2018-03-01'),
		...many(40, '2018-02-01', '2018-10-01'),
		...many(10, '2018-10-02', '2018-11-01'),
		...many(10, '2018-10-02', '2019-01-02')
	];

	it('[R15] goes as last year did, scaled by what came in so far', () => {
		// Now: 10 open at the start + 190 accepted against 100: f = 1.9. The rest: 38 come in, 95 are closed.
		const now = [...lastYear, ...many(130, '2019-02-01', '2019-03-01'), ...many(60, '2019-02-01')];
		const shown = view(now);
		expect(shown).toMatchObject({ workload: { reported: 200 }, closed: { reported: 140 }, lastYearRate: 0.6 });
		expect(shown.projectedRate).toBeCloseTo((140 + 95) / (200 + 38), 12);
		const fewer = [...lastYear, ...many(90, '2019-02-01', '2019-03-01'), ...many(100, '2019-02-01')];
		expect(view(fewer).projectedRate).toBeCloseTo((100 + 95) / (200 + 38), 12);
	});

	it('[R15] closes no more than what is open and what is coming', () => {
		// f = 1.1, 22 come in: of the 55 that it would close 42 are there.
		const now = [...lastYear, ...many(90, '2019-02-01', '2019-03-01'), ...many(20, '2019-02-01')];
		expect(view(now).projectedRate).toBe(1);
	});

	it('[R15] is not led by what was open before: a backlog of 300 instead of 60 is no work done', () => {
		// Last year began with 60 open; 940 came in and 950 were closed, all after 1 January.
		const year = [...many(60, '2017-06-01', '2018-03-01'), ...many(890, '2018-02-01', '2018-06-01')];
		const rest = [...year, ...many(50, '2018-11-01')];
		const on = (backlog: number) =>
			view([...rest, ...many(backlog - 50, '2018-12-31'), ...many(1, '2019-01-01')], '2019-01-01').projectedRate;
		// The cases of 31 December came in last year as well: 940 + backlog - 50 are coming.
		expect(on(60)).toBeCloseTo(950 / (61 + 950), 12);
		expect(on(300)).toBeCloseTo(950 / (301 + 1190), 12);
	});

	it('[R15] takes the rest of last year as it was while fewer than 30 had come in by then', () => {
		const few = (count: number) =>
			view([
				...many(count, '2018-02-01', '2018-03-01'),
				...many(40, '2018-10-02', '2018-11-01'),
				...many(2 * count, '2019-02-01')
			]).projectedRate;
		// 58 open and 40 to come, of which 40 are closed; from 30 on twice as many: 80 of 60 and 80.
		expect(few(29)).toBeCloseTo(40 / (58 + 40), 12);
		expect(few(30)).toBeCloseTo(80 / (60 + 80), 12);
	});

	it('[R15] on 31 December the projection is the rate', () => {
		const now = [...lastYear, ...many(90, '2019-02-01', '2019-03-01'), ...many(100, '2019-02-01')];
		const shown = view(now, '2019-12-31');
		expect(shown.projectedRate).toBe(shown.rate.reported);
	});

	it('[R16] takes ceil(0.95 x workload) - closed closures to hold the target', () => {
		const cases = (workload: number, closed: number) =>
			view([...many(closed, '2019-02-01', '2019-03-01'), ...many(workload - closed, '2019-02-01')]).stillToClose;
		expect([cases(20, 0), cases(20, 18), cases(20, 19), cases(20, 20), cases(21, 19), cases(1, 0)]).toEqual([
			19, 1, 0, 0, 1, 1
		]);
	});

	it('[R16] is the least number of closures that holds the target', () => {
		fc.assert(
			fc.property(fc.nat(300), fc.nat(300), (closed, open) => {
				const { stillToClose } = view([...many(closed, '2019-02-01', '2019-03-01'), ...many(open, '2019-02-01')]);
				const holds = (more: number) => (closed + more) * 100 >= 95 * (closed + open);
				expect(holds(stillToClose)).toBe(true);
				expect(stillToClose === 0 || !holds(stillToClose - 1)).toBe(true);
			}),
			{ numRuns: 30 }
		);
	});
});

describe('age and duration', () => {
	it('[R17] counts open cases by days since first acceptance', () => {
		const today = day('2019-09-16');
		const ages = [0, 30, 31, 60, 61, 90, 91, 1000];
		const reopened = history([addDays(today, -91), addDays(today, -80), addDays(today, -1)]);
		const shown = view([...ages.flatMap((age) => history([addDays(today, -age)])), ...reopened]);
		expect(shown.ageing).toEqual([
			{ bucket: 'to30', count: 2 },
			{ bucket: 'to60', count: 2 },
			{ bucket: 'to90', count: 2 },
			{ bucket: 'over90', count: 3 }
		]);
		expect(shown.open).toBe(9);
		expect(view(history(['2019-08-17']), '2019-09-17').ageing[1]?.count).toBe(1);
	});

	it('[R18] reads median and mean from the year of closing', () => {
		const took = (days: number, from = '2019-01-10') => history([from, addDays(day(from), days)]);
		expect(view([...took(1), ...took(10), ...took(100)])).toMatchObject({ medianDays: 10, meanDays: 37 });
		expect(view([...took(1), ...took(2), ...took(11), ...took(12)])).toMatchObject({ medianDays: 6.5, meanDays: 6.5 });
		expect(view([...took(5), ...took(5), ...took(6)]).meanDays).toBe(5.3);
		expect(view(took(20, '2018-12-20'))).toMatchObject({ medianDays: 20, lastYearMedianDays: null });
		expect(view(took(4, '2018-03-03'))).toMatchObject({ medianDays: null, meanDays: null, lastYearMedianDays: 4 });
		expect(view(history(['2019-02-01', '2019-03-01', '2019-04-01'])).medianDays).toBeNull();
	});

	it('[R18] counts a case closed again from its first acceptance', () => {
		expect(view(history(['2019-02-01', '2019-02-05', '2019-02-10', '2019-02-21'])).medianDays).toBe(20);
		expect(view(history(['2018-12-30', '2018-12-31', '2019-01-02', '2019-01-09']))).toMatchObject({
			medianDays: 10,
			lastYearMedianDays: 1
		});
	});
});

describe('the light', () => {
	// Last year: 50 of 100 closed on the day, 95 in the end, nothing came in later.
	const lastYear = [
		...many(50, '2018-02-01', '2018-03-01'),
		...many(45, '2018-02-01', '2018-10-01'),
		...many(5, '2018-02-01', '2019-01-02')
	];
	/** This year: 5 open at the start and closed at once, 100 accepted as last year. */
	const now = (closed: number) => [
		...lastYear,
		...many(closed - 5, '2019-02-01', '2019-03-01'),
		...many(105 - closed, '2019-02-01')
	];

	it.each([
		[60, 'good'],
		[55, 'good'],
		[54, 'risk'],
		[53, 'risk'],
		[52, 'behind']
	])('[R19] with %i of 105 closed, when last year closed 45 more until its end, is %s', (closed, light) => {
		// 99.75 of 105 hold the target, 97.65 are 2 points short.
		expect(view(now(closed)).light).toBe(light);
	});

	it('[R19] is behind within 2 points of the target where it falls short of last year’s same day', () => {
		// Last year: 60 of 100 closed on the day, 93 in the end.
		const stronger = [
			...many(60, '2018-02-01', '2018-03-01'),
			...many(33, '2018-02-01', '2018-10-01'),
			...many(7, '2018-02-01', '2019-01-02')
		];
		const shown = (closed: number) =>
			view([...stronger, ...many(closed - 7, '2019-02-01', '2019-03-01'), ...many(107 - closed, '2019-02-01')]);
		// 67 of 107 are 62.6 %; 64 of 107 are 59.8 % and below the 60 % of last year's day, 97 of 107 in the end too.
		expect([69, 68, 67, 64].map((closed) => shown(closed).light)).toEqual(['good', 'risk', 'risk', 'behind']);
		expect(shown(67).projectedRate).toBeCloseTo(100 / 107, 12);
	});

	it('[R19] without last year it is on course at the target, else the base is missing', () => {
		expect(view([...many(19, '2019-02-01', '2019-03-01'), ...many(1, '2019-02-01')]).light).toBe('good');
		expect(view(many(1, '2019-02-01')).light).toBe('base_missing');
	});

	it('[R19] is not reported while the year has no record, even with cases open at its start', () => {
		expect(view(many(3, '2018-12-31')).light).toBe('unreported');
		expect(view(many(3, '2018-12-31'), '2018-12-31').light).toBe('base_missing');
	});
});

it('[R13] shows the rate at each month end, this year to today', () => {
	const { months } = view([
		...many(1, '2019-01-31', '2019-03-31'),
		...many(1, '2019-04-01', '2019-09-16'),
		...many(2, '2018-02-28', '2018-12-31')
	]);
	expect(months.map(({ thisYear }) => thisYear)).toEqual([0, 0, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 1, null, null, null]);
	expect(months.map(({ lastYear }) => lastYear)).toEqual([null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

describe('random histories', () => {
	/** Days of a case, rising, with year borders and leap days among them. */
	const dates = fc
		.tuple(fc.integer({ min: -60, max: 1200 }), fc.array(fc.nat(200), { maxLength: 5 }))
		.map(([start, gaps]) => {
			let at = addDays(day('2017-12-20'), start);
			return [at, ...gaps.map((gap) => (at = addDays(at, gap)))];
		});
	const today = fc
		.oneof(fc.nat(1200), fc.constantFrom(11, 12, 376, 377, 741, 742, 801))
		.map((offset) => addDays(day('2017-12-20'), offset));

	const isOpen = (moves: readonly Day[], until: Day) => moves.filter((at) => at <= until).length % 2 === 1;
	const known = (moves: readonly Day[], until: Day) => moves.filter((at) => at <= until);

	it('[R12] [R13] [R17] equal a recount of the cases one by one', () => {
		fc.assert(
			fc.property(fc.array(dates, { maxLength: 25 }), today, (cases, now) => {
				// The ledger refuses what is dated after today.
				const written = cases.map((moves) => known(moves, now)).filter((moves) => moves.length > 0);
				const shown = view(
					written.flatMap((moves) => history(moves)),
					now
				);
				const start = addDays(day(`${yearOf(now)}-01-01`), -1);
				const openAtStart = written.filter((moves) => isOpen(moves, start));
				const accepted = written.filter(([first]) => yearOf(first as Day) === yearOf(now));
				// New work: closed at the start of the year, open again at some time in it after a closure of an earlier year.
				const reopened = written.filter((moves) =>
					moves.some(
						(at, index) => index > 0 && index % 2 === 0 && at > start && yearOf(moves[index - 1] as Day) < yearOf(now)
					)
				);
				const work = new Set([...openAtStart, ...accepted, ...reopened]);
				const closed = [...work].filter((moves) => !isOpen(moves, now));
				expect(shown.openAtStart).toBe(openAtStart.length);
				expect(shown.accepted).toBe(accepted.length);
				expect(shown.reopened).toBe(reopened.length);
				expect(shown.workload.reported).toBe(work.size);
				expect(shown.closed.reported).toBe(closed.length);
				expect(shown.open).toBe(written.filter((moves) => isOpen(moves, now)).length);
				const ages = written.filter((moves) => isOpen(moves, now)).map(([first]) => daysBetween(first as Day, now));
				expect(shown.ageing[3]?.count).toBe(ages.filter((age) => age > 90).length);
			})
		);
	});

	it('[R15] equals a recount of the cases one by one', () => {
		fc.assert(
			fc.property(fc.array(dates, { maxLength: 90 }), today, (cases, now) => {
				const written = cases.map((moves) => known(moves, now)).filter((moves) => moves.length > 0);
				const within = (from: Day, to: Day, of: (moves: readonly Day[], index: number) => boolean) =>
					written.reduce(
						(sum, moves) => sum + moves.filter((at, index) => at > from && at <= to && of(moves, index)).length,
						0
					);
				const undoes = (moves: readonly Day[], index: number) =>
					index > 0 && index % 2 === 0 && yearOf(moves[index - 1] as Day) === yearOf(moves[index] as Day);
				const cameIn = (from: Day, to: Day) =>
					within(from, to, (moves, index) => index % 2 === 0 && !undoes(moves, index));
				const wereClosed = (from: Day, to: Day) =>
					within(from, to, (_, index) => index % 2 === 1) - within(from, to, undoes);
				const ended = (year: number) => day(`${year}-12-31`);
				const [then, year] = [shiftYears(now, -1), yearOf(now)];
				const [soFar, before] = [cameIn(ended(year - 1), now), cameIn(ended(year - 2), then)];
				const f = before < 30 ? 1 : soFar / before;
				const open = written.filter((moves) => isOpen(moves, now)).length;
				const coming = f * cameIn(then, ended(year - 1));
				const closing = Math.min(f * wereClosed(then, ended(year - 1)), open + coming);
				const closed = wereClosed(ended(year - 1), now);
				const work = open + closed + coming;
				const shown = view(
					written.flatMap((moves) => history(moves)),
					now
				);
				const lastYear = cameIn(ended(year - 2), ended(year - 1)) + wereClosed(ended(year - 2), ended(year - 1));
				fc.pre(lastYear > 0 && work > 0);
				expect(shown.projectedRate).toBeCloseTo(Math.max(0, (closed + closing) / work), 10);
			})
		);
	});

	it('[R13] [R15] closing one more case never lowers the rate, the projection or the light', () => {
		const rank = ['behind', 'risk', 'base_missing', 'good'];
		fc.assert(
			fc.property(fc.array(dates, { minLength: 1, maxLength: 25 }), today, (cases, now) => {
				const written = cases.map((moves) => known(moves, now)).filter((moves) => moves.length > 0);
				const last = written.findIndex((moves) => isOpen(moves, now));
				fc.pre(last >= 0);
				const more = written.map((moves, index) => (index === last ? [...moves, now] : moves));
				const [before, after] = [written, more].map((list) =>
					view(
						list.flatMap((moves) => history(moves)),
						now
					)
				) as [ReturnType<typeof view>, ReturnType<typeof view>];
				expect(after.rate.reported ?? 0).toBeGreaterThanOrEqual(before.rate.reported ?? 0);
				expect(after.projectedRate ?? 0).toBeGreaterThanOrEqual(before.projectedRate ?? 0);
				expect(after.stillToClose).toBeLessThanOrEqual(before.stillToClose);
				if (before.light !== 'unreported')
					expect(rank.indexOf(after.light)).toBeGreaterThanOrEqual(rank.indexOf(before.light));
			})
		);
	});

	it('[R14] last year to the same day is what that day showed', () => {
		fc.assert(
			fc.property(fc.array(dates, { maxLength: 25 }), today, (cases, now) => {
				const then = shiftYears(now, -1);
				const written = cases.map((moves) => known(moves, now)).filter((moves) => moves.length > 0);
				const asOf = written.map((moves) => known(moves, then)).filter((moves) => moves.length > 0);
				const shown = view(
					written.flatMap((moves) => history(moves)),
					now
				);
				fc.pre(shown.lastYearRate !== null);
				expect(shown.lastYearRate).toBe(
					view(
						asOf.flatMap((moves) => history(moves)),
						then
					).rate.reported
				);
			})
		);
	});
});
