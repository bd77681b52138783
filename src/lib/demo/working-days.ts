// Working days of the sample years: weekdays without the public holidays, and the weekends worked in exchange.
import { addDays, weekdayOf, type Day } from '#lib/kernel/day.ts';

/** First and last day of each holiday, as published by the State Council for 2017 to 2019. */
const holidays: readonly (readonly [from: string, to: string])[] = [
	['2017-01-01', '2017-01-02'],
	['2017-01-27', '2017-02-02'],
	['2017-04-02', '2017-04-04'],
	['2017-04-29', '2017-05-01'],
	['2017-05-28', '2017-05-30'],
	['2017-10-01', '2017-10-08'],
	['2017-12-30', '2018-01-01'],
	['2018-02-15', '2018-02-21'],
	['2018-04-05', '2018-04-07'],
	['2018-04-29', '2018-05-01'],
	['2018-06-16', '2018-06-18'],
	['2018-09-22', '2018-09-24'],
	['2018-10-01', '2018-10-07'],
	['2018-12-30', '2019-01-01'],
	['2019-02-04', '2019-02-10'],
	['2019-04-05', '2019-04-07'],
	['2019-05-01', '2019-05-04'],
	['2019-06-07', '2019-06-09'],
	['2019-09-13', '2019-09-15'],
	['2019-10-01', '2019-10-07']
];

const workedWeekends: ReadonlySet<string> = new Set([
	'2017-01-22',
	'2017-02-04',
	'2017-04-01',
	'2017-05-27',
	'2017-09-30',
	'2018-02-11',
	'2018-02-24',
	'2018-04-08',
	'2018-04-28',
	'2018-09-29',
	'2018-09-30',
	'2018-12-29',
	'2019-02-02',
	'2019-02-03',
	'2019-04-28',
	'2019-05-05',
	'2019-09-29',
	'2019-10-12'
]);

export function isWorkingDay(day: Day): boolean {
	if (workedWeekends.has(day)) return true;
	if (weekdayOf(day) > 5) return false;
	return !holidays.some(([from, to]) => from <= day && day <= to);
}

/** The day itself or the next working day. */
export function workingDayFrom(day: Day): Day {
	let found = day;
	while (!isWorkingDay(found)) found = addDays(found, 1);
	return found;
}

/** The day itself or the last working day before it. */
export function workingDayBefore(day: Day): Day {
	let found = day;
	while (!isWorkingDay(found)) found = addDays(found, -1);
	return found;
}

/** The working day `count` working days after a day. */
export function addWorkingDays(day: Day, count: number): Day {
	let found = day;
	for (let left = count; left > 0; left--) found = workingDayFrom(addDays(found, 1));
	return found;
}

/** From `from` to `to`, both included. */
export function workingDays(from: Day, to: Day): Day[] {
	const days: Day[] = [];
	for (let day = from; day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) days.push(day);
	return days;
}
