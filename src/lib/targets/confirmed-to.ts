// Up to which day the confirmation of dated records is complete: the day on which the confirmed layer is judged.
import { addDays, lastDayOfYear, yearOf, type Day } from '#lib/kernel/day.ts';
import { atLeast, fraction, fractionOf, times } from '#lib/kernel/fraction.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { figure } from './figure.ts';
import { earlier } from './observed.ts';
import type { CellFamily } from '#lib/figures/cell-family.ts';
import { layerCells, type Subject } from '#lib/figures/subject.ts';
import type { TargetFigure } from './target-view.ts';

/** What is recorded of a day, or of a month, in one layer: an amount where records have one, else their number. */
export interface Dated {
	readonly layer: Layer;
	/** What is told apart within a day. */
	readonly kind: string;
	/** '2019-06-30', or '2019-06' of what is only known by the month. */
	readonly date: string;
	readonly value: bigint;
}

/** Days after which a confirmed figure is too old to be judged. */
const oldestAllowed = 92;

/**
 * [R31a] The last day up to which what waits for confirmation is at most `gap` of what is reported; null when it lies more than
 * 92 days back. Each year is measured by itself, and the year before must be complete: the comparison needs both.
 * @param at the last day that is looked at
 */
export function confirmedTo(records: readonly Dated[], at: Day, gap: number): Day | null {
	const oldest = addDays(at, -oldestAllowed);
	const dates = standing(records);
	const reached = (year: number): Day => {
		const end = year === yearOf(at) ? at : lastDayOfYear(year);
		return completeUntil(
			dates.filter(({ date }) => Number(date.slice(0, 4)) === year),
			end,
			gap
		);
	};
	for (let year = yearOf(at); lastDayOfYear(year) >= oldest; year--) {
		const before = reached(year - 1);
		const own = reached(year);
		if (before === lastDayOfYear(year - 1)) return own >= oldest ? own : null;
	}
	return null;
}

/** A target as its confirmed layer is judged: as on the day up to which its records are confirmed. */
export interface ConfirmedSubject {
	/** Null while too much waits: then there is nothing to judge. */
	readonly to: Day | null;
	readonly subject: Subject;
}

/** [R31a] @param find the day that what is known by the day, or by the month, is confirmed up to */
export function asConfirmed(subject: Subject, records: readonly Dated[], find = confirmedTo): ConfirmedSubject {
	const { plan, today, first, last } = subject;
	const at = earlier(today, last);
	if (today < first) return { to: null, subject };
	const to = find(records, at, plan.settings.verdict.confirmedGap);
	// All that its last year asks for is confirmed: the year is over for this layer, too.
	return { to, subject: to === null || to === at ? subject : { ...subject, today: to } };
}

/** The figure of a layer of which too much waits for confirmation. */
export function notConfirmed({ today }: Subject): TargetFigure {
	return figure({ light: 'unreported', rule: 'not_confirmed', day: today, value: null });
}

/** @param pick kind and date of a cell that belongs to the records; null for one that does not */
export function datedCells<Of extends object>(
	subject: Pick<Subject, 'groups'>,
	family: CellFamily<Of>,
	pick: (parts: Of) => Pick<Dated, 'kind' | 'date'> | null
): Dated[] {
	return (['reported', 'confirmed'] as const).flatMap((layer) =>
		layerCells(subject, family, layer).flatMap(({ parts, value }) => {
			const picked = pick(parts);
			return picked ? [{ layer, value, ...picked }] : [];
		})
	);
}

/** [R31a] The same for a sum over all days since the first record, as money against the pace of the plan. */
export function sumConfirmedTo(records: readonly Dated[], at: Day, gap: number): Day | null {
	const reached = completeUntil(standing(records), at, gap);
	return reached >= addDays(at, -oldestAllowed) ? reached : null;
}

/** What is reported of a day or month, and what of it waits. */
interface Standing {
	readonly date: string;
	readonly reported: bigint;
	readonly waiting: bigint;
}

/** Oldest first. Kind by kind: what waits of one is not made up for by another. */
function standing(records: readonly Dated[]): Standing[] {
	const dates = new Map<string, { reported: bigint; readonly open: Map<string, bigint> }>();
	for (const { layer, kind, date, value } of records) {
		let own = dates.get(date);
		if (!own) dates.set(date, (own = { reported: 0n, open: new Map() }));
		if (layer === 'reported') own.reported += value;
		own.open.set(kind, (own.open.get(kind) ?? 0n) + (layer === 'reported' ? value : -value));
	}
	return [...dates]
		.map(([date, { reported, open }]) => ({ date, reported, waiting: sumOfSizes(open.values()) }))
		.sort((a, b) => (a.date < b.date ? -1 : 1));
}

function sumOfSizes(values: Iterable<bigint>): bigint {
	let sum = 0n;
	for (const value of values) sum += value < 0n ? -value : value;
	return sum;
}

function completeUntil(dates: readonly Standing[], end: Day, gap: number): Day {
	const present = dates.filter(({ date }) => date <= end);
	const total = present.reduce((sum, { reported }) => sum + reported, 0n);
	const allowed = times(fractionOf(gap), fraction(total));
	let sum = 0n;
	for (const { date, waiting } of present) {
		if (waiting === 0n) continue;
		sum += waiting;
		if (!atLeast(allowed, fraction(sum))) return addDays((date.length === 7 ? `${date}-01` : date) as Day, -1);
	}
	return end;
}
