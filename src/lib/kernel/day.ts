// Calendar days, months and years of Asia/Shanghai as ISO strings; no clock, no time zone arithmetic beyond +08:00.

declare const dayBrand: unique symbol;
/** "2019-09-16", a real calendar day. */
export type Day = string & { readonly [dayBrand]: true };
declare const monthBrand: unique symbol;
/** "2019-09". */
export type Month = string & { readonly [monthBrand]: true };

const millisOfDay = 86_400_000;
// China has kept one zone without summer time since 1991: a fixed offset is exact for every date of a plan.
const shanghaiOffset = 8 * 3_600_000;

/** Null when the text is no calendar day (2019-02-29, 2019-9-1). There is no year 0: the database would not take it. */
export function parseDay(text: string): Day | null {
	if (!/^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text)) return null;
	// Keys of cells are read by the ten thousand: most days need no calendar.
	return text.slice(8) <= '28' || text <= lastDayOfMonth(text.slice(0, 7) as Month) ? (text as Day) : null;
}

/** For constants and our own data: throws when it is no day. */
export function day(text: string): Day {
	const parsed = parseDay(text);
	if (!parsed) throw new RangeError(`not a day: ${text}`);
	return parsed;
}

export function parseMonth(text: string): Month | null {
	return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? (text as Month) : null;
}

/** The day that it is in Shanghai at an instant (milliseconds since 1970). */
export function dayAt(instant: number): Day {
	return new Date(instant + shanghaiOffset).toISOString().slice(0, 10) as Day;
}

/** "14:32" in Shanghai at an instant. */
export function timeAt(instant: number): string {
	return new Date(instant + shanghaiOffset).toISOString().slice(11, 16);
}

/** Midnight in Shanghai at the start of a day, in milliseconds since 1970. */
export function startOf(value: Day): number {
	return Date.parse(`${value}T00:00:00Z`) - shanghaiOffset;
}

export function addDays(value: Day, count: number): Day {
	return new Date(Date.parse(`${value}T00:00:00Z`) + count * millisOfDay).toISOString().slice(0, 10) as Day;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / millisOfDay);
}

export function yearOf(value: Day | Month): number {
	return Number(value.slice(0, 4));
}

export function monthOf(value: Day): Month {
	return value.slice(0, 7) as Month;
}

export function firstDayOfYear(year: number): Day {
	return `${String(year).padStart(4, '0')}-01-01` as Day;
}

export function lastDayOfYear(year: number): Day {
	return `${String(year).padStart(4, '0')}-12-31` as Day;
}

/** Last day of a month: 2020-02 -> 2020-02-29. */
export function lastDayOfMonth(value: Month): Day {
	const month = Number(value.slice(5, 7));
	const year = Number(value.slice(0, 4));
	const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	return `${value}-${month === 2 && isLeap ? 29 : lastDates[month - 1]}` as Day;
}

const lastDates = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The same calendar day another number of years away; 29 February becomes 28 February in common years. */
export function shiftYears(value: Day, years: number): Day {
	const shifted = `${String(yearOf(value) + years).padStart(4, '0')}${value.slice(4)}`;
	return parseDay(shifted) ?? (`${shifted.slice(0, 8)}28` as Day);
}

/** The same day of the month a number of months away, or that month's last day: 2019-03-31 less one month is 2019-02-28. */
export function shiftMonths(value: Day, months: number): Day {
	const [year = 0, month = 0, date = 0] = value.split('-').map(Number);
	const first = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7) as Month;
	const last = lastDayOfMonth(first);
	const same = `${first}-${String(date).padStart(2, '0')}`;
	return same > last ? last : (same as Day);
}

/** All months from `from` to `to`, both included. */
export function monthsBetween(from: Month, to: Month): Month[] {
	const months: Month[] = [];
	let [year = 0, month = 0] = from.split('-').map(Number);
	for (;;) {
		const value = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}` as Month;
		if (value > to) return months;
		months.push(value);
		if (++month > 12) [year, month] = [year + 1, 1];
	}
}

/** ISO weekday: 1 = Monday ... 7 = Sunday. */
export function weekdayOf(value: Day): number {
	return new Date(`${value}T00:00:00Z`).getUTCDay() || 7;
}
