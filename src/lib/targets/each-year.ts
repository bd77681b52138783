// Counts of each year on an indicator, and scores: what the newest period says of its year.
import { addDays, firstDayOfYear, lastDayOfYear, shiftYears, yearOf, type Day } from '#lib/kernel/day.ts';
import { atLeast, fraction, fractionOf, minus, plain, times, type Fraction } from '#lib/kernel/fraction.ts';
import { firstDayOf, lastDayOf, periodAt, periodsBetween, type Period } from '#lib/kernel/period.ts';
import { figure, inBoth, neededBy, nothingYet, without, type KindView } from './figure.ts';
import { earlier, observedOf, type Observed } from './observed.ts';
import { byPace, elapsed } from './pace.ts';
import type { Subject } from './subject.ts';
import type { SeriesPoint, TargetFigure, YearFigure } from './target-view.ts';

/** [R66] */
export function countEachYear(subject: Subject): KindView {
	const seen = inBoth((layer) => observedOf(subject, layer));
	const own = inBoth((layer) => countFigure(subject, seen[layer]));
	const year = judgedYearOf(subject, seen.reported);
	const count = countOf(seen.reported, year);
	return {
		...without,
		...own,
		year,
		series: countSeries(subject, year, seen.reported, seen.confirmed),
		years: subject.plan.years.map((each) => yearFigure(subject, each, seen.reported, seen.confirmed)),
		needed:
			count === null
				? null
				: neededBy(
						'more_this_year',
						minus(fractionOf(subject.target.value), count),
						lastDayOfYear(year),
						subject.today,
						true
					),
		reachesTo: seen.reported.reachesTo
	};
}

/** [R69] */
export function score(subject: Subject): KindView {
	const seen = inBoth((layer) => observedOf(subject, layer));
	const own = inBoth((layer) => scoreFigure(subject, seen[layer]));
	const goal = fractionOf(subject.target.value);
	const scored = scoredPeriod(subject, seen.reported);
	const years = subject.plan.years.map((year): YearFigure => {
		const scoreIn = (of: Observed) => {
			const period = of.periods.filter((one) => yearOf(firstDayOf(one)) === year).at(-1);
			return period ? scoreAt(of, lastDayOf(period)) : null;
		};
		const reported = scoreIn(seen.reported);
		const confirmed = scoreIn(seen.confirmed);
		return {
			year,
			reported: reported && plain(reported),
			confirmed: confirmed && plain(confirmed),
			target: subject.target.value,
			met: reported && atLeast(reported, goal)
		};
	});
	return {
		...without,
		...own,
		year: scored && yearOf(firstDayOf(scored)),
		series: years.map(({ year, reported, confirmed }) => ({
			day: yearOf(subject.today) === year ? subject.today : lastDayOfYear(year),
			reported,
			confirmed,
			pace: null,
			lastYear: null
		})),
		years,
		needed:
			scored &&
			neededBy(
				'points_more',
				minus(goal, scoreAt(seen.reported, lastDayOf(scored))),
				subject.last,
				subject.today,
				false
			),
		reachesTo: seen.reported.reachesTo
	};
}

function countFigure(subject: Subject, seen: Observed): TargetFigure {
	const { plan, target, today } = subject;
	const year = judgedYearOf(subject, seen);
	const value = countOf(seen, year);
	if (value === null) return nothingYet(subject);
	const goal = fractionOf(target.value);
	const end = lastDayOfYear(year);
	const day = earlier(seen.judged, end);
	if (atLeast(value, goal)) return figure({ light: 'done', rule: 'reached', day, value, planned: goal });
	if (today > end && seen.judged >= end)
		return figure({ light: 'behind', rule: 'missed', day: end, value, planned: goal });
	const planned = times(goal, elapsed(firstDayOfYear(year), end, day));
	return figure({ ...byPace(plan, value, planned), day, value, planned });
}

/** The plan year that the judged day lies in: last year's figure stands until this year's is due or comes. */
export function judgedYearOf({ plan }: Subject, seen: Observed): number {
	return Math.min(Math.max(...plan.years), Math.max(Math.min(...plan.years), yearOf(seen.judged)));
}

/** What is reported of a year so far; null when nothing is. */
function countOf(seen: Observed, year: number, until: Day = lastDayOfYear(year)): Fraction | null {
	const known = seen.periods.some((period) => yearOf(firstDayOf(period)) === year && firstDayOf(period) <= until);
	return known ? fraction(seen.total(until) - seen.total(addDays(firstDayOfYear(year), -1)), 100n) : null;
}

function yearFigure(subject: Subject, year: number, reported: Observed, confirmed: Observed): YearFigure {
	const count = countOf(reported, year);
	const sure = countOf(confirmed, year);
	const over = subject.today > lastDayOfYear(year) && reported.judged >= lastDayOfYear(year);
	const reaches = count !== null && atLeast(count, fractionOf(subject.target.value));
	return {
		year,
		reported: count && plain(count),
		confirmed: sure && plain(sure),
		target: subject.target.value,
		met: count === null ? null : reaches || (over ? false : null)
	};
}

function countSeries(subject: Subject, year: number, reported: Observed, confirmed: Observed): SeriesPoint[] {
	const { target, today } = subject;
	const start = firstDayOfYear(year);
	const end = lastDayOfYear(year);
	return periodsBetween(start, end, reported.kind).map((period) => {
		const day = lastDayOf(period);
		const at = (seen: Observed, until: Day): number | null => {
			const known = seen.newest !== null && firstDayOf(periodAt(until, seen.kind)) <= firstDayOf(seen.newest);
			const count = !known ? null : countOf(seen, yearOf(until), until);
			return count && plain(count);
		};
		return {
			day: firstDayOf(period) <= today ? earlier(day, today) : day,
			reported: at(reported, day),
			confirmed: at(confirmed, day),
			pace: plain(times(fractionOf(target.value), elapsed(start, end, day))),
			lastYear: at(reported, shiftYears(day, -1))
		};
	});
}

function scoreFigure(subject: Subject, seen: Observed): TargetFigure {
	const { plan, target, today, last } = subject;
	const period = scoredPeriod(subject, seen);
	if (!period) return nothingYet(subject);
	const value = scoreAt(seen, lastDayOf(period));
	const goal = fractionOf(target.value);
	const day = earlier(lastDayOf(period), today);
	const judged = { day, value, planned: goal };
	// Only the score of the target's own year decides, and only when that year is over.
	const final = lastDayOf(period) === last && today > last;
	if (atLeast(value, goal))
		return figure(final ? { ...judged, light: 'done', rule: 'reached' } : { ...judged, light: 'good', rule: 'holds' });
	if (final) return figure({ ...judged, light: 'behind', rule: 'missed' });
	const near = atLeast(value, times(goal, fractionOf(plan.settings.verdict.pace.atRiskFrom)));
	return figure(
		near ? { ...judged, light: 'risk', rule: 'score_near' } : { ...judged, light: 'behind', rule: 'score_short' }
	);
}

/** The newest one up to the target's own year. */
function scoredPeriod({ last }: Subject, seen: Observed): Period | null {
	return seen.periods.filter((period) => lastDayOf(period) <= last).at(-1) ?? null;
}

function scoreAt(seen: Observed, until: Day): Fraction {
	return fraction(seen.total(until), 100n);
}
