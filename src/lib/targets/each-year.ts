// Counts of each year on an indicator, and scores: what the newest period says of its year.
import { addDays, firstDayOfYear, lastDayOfYear, shiftYears, yearOf, type Day } from '#lib/kernel/day.ts';
import { atLeast, fraction, fractionOf, minus, plain, times, type Fraction } from '#lib/kernel/fraction.ts';
import { firstDayOf, lastDayOf, periodAt, periodsBetween, type Period } from '#lib/kernel/period.ts';
import { figure, inBoth, neededBy, nothingYet, without, type KindView } from './figure.ts';
import { earlier, observedOf, reachOf, sinceOf, type Observed } from './observed.ts';
import { byPace, elapsed } from './pace.ts';
import type { Subject } from '#lib/figures/subject.ts';
import type { SeriesPoint, TargetFigure, YearFigure } from './target-view.ts';

/** [R66] */
export function countEachYear(subject: Subject): KindView {
	const seen = inBoth((layer) => observedOf(subject, layer));
	const own = inBoth((layer) => countFigure(subject, seen[layer]));
	const year = judgedYearOf(subject, seen.reported);
	const count = countedIn(subject, seen.reported, year);
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
		reachesTo: reachOf(seen.reported, own.reported.since)
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
			const period = countedScores(subject, of)
				.filter((one) => yearOf(firstDayOf(one)) === year)
				.at(-1);
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
		reachesTo: reachOf(seen.reported, own.reported.since)
	};
}

function countFigure(subject: Subject, seen: Observed): TargetFigure {
	const { plan, target, today } = subject;
	const year = judgedYearOf(subject, seen);
	const value = countedIn(subject, seen, year);
	const newestYear = seen.newest === null ? year : yearOf(firstDayOf(seen.newest));
	const since = sinceOf(seen, today, countOf(seen, newestYear));
	if (value === null) return nothingYet(subject, since);
	const goal = fractionOf(target.value);
	const end = lastDayOfYear(year);
	const day = earlier(seen.judged, end);
	if (atLeast(value, goal)) {
		// What came for a later year is still to be shown beside a year that is done.
		const later = sinceOf(seen, today, countOf(seen, newestYear), end);
		const reached = seen.periods.find((period) =>
			atLeast(countOf(seen, year, lastDayOf(period)) ?? fraction(0n), goal)
		);
		const on = reached ? earlier(lastDayOf(reached), today) : day;
		return figure({ light: 'done', rule: 'reached', day: on, value, planned: goal, since: later });
	}
	if (today > end && seen.judged >= end)
		return figure({ light: 'behind', rule: 'missed', day: end, value, planned: goal, since });
	const planned = times(goal, elapsed(firstDayOfYear(year), end, day));
	return figure({ ...byPace(plan, value, planned), day, value, planned, since, missing: seen.missing });
}

/** [R66] What counts of a year: all of it once it reaches the target, before that what came up to the judged day. */
function countedIn({ target }: Subject, seen: Observed, year: number): Fraction | null {
	const all = countOf(seen, year);
	if (all && atLeast(all, fractionOf(target.value))) return all;
	return countOf(seen, year, earlier(seen.judged, lastDayOfYear(year)));
}

/** The plan year that the judged day lies in: last year's figure stands until this year's is due or comes. */
export function judgedYearOf({ plan }: Subject, seen: Observed): number {
	return Math.min(Math.max(...plan.years), Math.max(Math.min(...plan.years), yearOf(seen.judged)));
}

/** What is reported of a year so far; null when nothing is. */
function countOf(seen: Observed, year: number, until: Day = lastDayOfYear(year)): Fraction | null {
	const known = seen.periods.some((period) => yearOf(firstDayOf(period)) === year && lastDayOf(period) <= until);
	return known ? fraction(seen.total(until) - seen.total(addDays(firstDayOfYear(year), -1)), 100n) : null;
}

function yearFigure(subject: Subject, year: number, reported: Observed, confirmed: Observed): YearFigure {
	const count = countedIn(subject, reported, year);
	const sure = countedIn(subject, confirmed, year);
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
			const all = countedIn(subject, seen, yearOf(until));
			const done = all !== null && atLeast(all, fractionOf(target.value));
			const counted = done ? seen.newest : seen.told;
			const count = counted !== null && until <= lastDayOf(counted) ? countOf(seen, yearOf(until), until) : null;
			return count && plain(count);
		};
		return {
			day: firstDayOf(period) <= today ? earlier(day, today) : day,
			reported: at(reported, day),
			confirmed: at(confirmed, day),
			pace: plain(times(fractionOf(target.value), elapsed(start, end, day))),
			lastYear: at(reported, lastDayOf(periodAt(shiftYears(day, -1), reported.kind)))
		};
	});
}

function scoreFigure(subject: Subject, seen: Observed): TargetFigure {
	const { plan, target, today, last } = subject;
	const period = scoredPeriod(subject, seen);
	const since = sinceOf(seen, today, seen.newest && scoreAt(seen, lastDayOf(seen.newest)));
	if (!period) return nothingYet(subject, since);
	const value = scoreAt(seen, lastDayOf(period));
	const goal = fractionOf(target.value);
	const judged = { day: lastDayOf(period), value, planned: goal, since };
	// Only the score of the target's own year decides, and only when that year is over.
	const final = lastDayOf(period) === last && today > last;
	if (atLeast(value, goal))
		return figure(final ? { ...judged, light: 'done', rule: 'reached' } : { ...judged, light: 'good', rule: 'holds' });
	if (final) return figure({ ...judged, light: 'behind', rule: 'missed' });
	const near = atLeast(value, minus(goal, fractionOf(plan.settings.verdict.score.nearBy)));
	return figure(
		near ? { ...judged, light: 'risk', rule: 'score_near' } : { ...judged, light: 'behind', rule: 'score_short' }
	);
}

/** The newest one up to the target's own year. */
function scoredPeriod(subject: Subject, seen: Observed): Period | null {
	return countedScores(subject, seen).findLast((period) => lastDayOf(period) <= subject.last) ?? null;
}

/** Those up to the judged day; that of the target's own year also before enough units have told it, once it decides. */
function countedScores({ target, last, today }: Subject, seen: Observed): readonly Period[] {
	const final = (period: Period) =>
		lastDayOf(period) === last && today > last && atLeast(scoreAt(seen, last), fractionOf(target.value));
	return seen.periods.filter((period) => lastDayOf(period) <= seen.judged || final(period));
}

function scoreAt(seen: Observed, until: Day): Fraction {
	return fraction(seen.total(until), 100n);
}
