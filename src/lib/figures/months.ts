// Names of the months for the axes of the overview's charts.
import { m } from '#lib/paraglide/messages.js';

const names = [
	m.dashboard_month_1,
	m.dashboard_month_2,
	m.dashboard_month_3,
	m.dashboard_month_4,
	m.dashboard_month_5,
	m.dashboard_month_6,
	m.dashboard_month_7,
	m.dashboard_month_8,
	m.dashboard_month_9,
	m.dashboard_month_10,
	m.dashboard_month_11,
	m.dashboard_month_12
] as const;

/** 9 -> "9月" or "Sep". */
export function monthName(month: number): string {
	return names[month - 1]?.() ?? String(month);
}

/** What stands below an axis of months: the first, the present and the last, each at least `apart` months from the present. */
export function monthTicks(months: readonly number[], present: number, apart: number): string[] {
	return months.map((month) => {
		const isEdge = month === 1 || month === 12;
		if (month === present || (isEdge && (present < 1 || Math.abs(month - present) >= apart))) return monthName(month);
		return '';
	});
}
