// The stretches of days after which people of the sample enter what has come up: the older, the longer.
import { addDays, lastDayOfMonth, weekdayOf, yearOf, type Day, type Month } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';

/**
 * The last day of the stretch that a day is entered with: half a year of the base year, then two months, a month of the
 * last year, of the last month a week, and in the last days the day itself. Stretches never overlap.
 */
export function stretchEnd(plan: PlanIndex, day: Day, until: Day): Day {
	const [weekly, daily] = [addDays(until, -30), addDays(until, -6)];
	if (day >= daily) return day;
	if (day >= weekly) return earlier(addDays(day, 7 - weekdayOf(day)), addDays(daily, -1));
	const months = yearOf(day) === plan.document.baseYear ? 6 : yearOf(day) < yearOf(until) ? 2 : 1;
	return earlier(endOfMonths(day, months), addDays(weekly, -1));
}

/** The end of the group of so many months that a day lies in, counted from January. */
function endOfMonths(day: Day, months: number): Day {
	const last = Math.ceil(Number(day.slice(5, 7)) / months) * months;
	return lastDayOfMonth(`${yearOf(day)}-${String(last).padStart(2, '0')}` as Month);
}

function earlier(one: Day, other: Day): Day {
	return one < other ? one : other;
}
