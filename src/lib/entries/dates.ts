// The dates a record may carry: from the plan's base year to today.
import { firstDayOfYear, type Day } from '#lib/kernel/day.ts';
import type { Fault } from '#lib/kernel/result.ts';

/** The fault of a record's date, or null. `pointer` names the field. */
export function dateFault(date: Day, today: Day, baseYear: number, pointer: string): Fault | null {
	if (date < firstDayOfYear(baseYear)) return { pointer, code: 'before_base_year', params: { year: baseYear } };
	if (date > today) return { pointer, code: 'in_future', params: { today } };
	return null;
}
