// The parts of a target's view that every kind puts together in the same way.
import { monthOf, monthsBetween, type Day } from '#lib/kernel/day.ts';
import { minus, plain, type Fraction } from '#lib/kernel/fraction.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import type { Subject } from '#lib/figures/subject.ts';
import type { Missing, Needed, Since, TargetFigure, TargetView, Why } from './target-view.ts';

/** What a kind says of a target, beside what the plan says of it. */
export type KindView = Omit<TargetView, 'id' | 'kind' | 'target' | 'by'>;

interface Judged {
	readonly light: TargetFigure['light'];
	readonly rule: Why['rule'];
	readonly day: Day;
	readonly value: Fraction | null;
	readonly planned?: Fraction | null;
	readonly parts?: { readonly part: Fraction; readonly whole: Fraction } | null;
	readonly added?: Fraction | null;
	readonly lastYear?: Fraction | null;
	readonly projected?: Fraction | null;
	readonly sample?: Why['sample'];
	readonly since?: Since | null;
	readonly missing?: Missing | null;
	readonly share?: { readonly actual: Fraction; readonly planned: Fraction } | null;
}

/** A figure with its why: the actual is the value; the distance is the projection's where there is one. */
export function figure(judged: Judged): TargetFigure {
	const { light, rule, day, value, planned = null, parts = null, added = null } = judged;
	const { lastYear = null, projected = null, sample = null, share = null, since = null, missing = null } = judged;
	const compared = projected ?? value;
	return {
		value: shown(value),
		added: shown(added),
		light,
		why: {
			rule,
			day,
			planned: shown(planned),
			actual: shown(value),
			distance: compared && planned && plain(minus(compared, planned)),
			lastYear: shown(lastYear),
			projected: shown(projected),
			sample,
			share: share && { actual: plain(share.actual), planned: plain(share.planned) }
		},
		parts: parts && { part: plain(parts.part), whole: plain(parts.whole) },
		since,
		missing
	};
}

/** The figure of what nobody has reported up to the judged day: before the plan's first day it has not begun. */
export function nothingYet({ today, first }: Subject, since: Since | null = null): TargetFigure {
	return today < first
		? figure({ light: 'not_started', rule: 'not_begun', day: today, value: null })
		: figure({ light: 'unreported', rule: 'not_reported', day: today, value: null, since });
}

export function shown(value: Fraction | null): number | null {
	return value && plain(value);
}

export function inBoth<T>(of: (layer: Layer) => T): Readonly<Record<Layer, T>> {
	return { reported: of('reported'), confirmed: of('confirmed') };
}

/** Null when nothing is needed any more; spread over the months left where `monthly`. */
export function neededBy(what: Needed['what'], gap: Fraction, until: Day, today: Day, monthly: boolean): Needed | null {
	if (gap.part <= 0n) return null;
	const months = today > until ? 0 : monthsBetween(monthOf(today), monthOf(until)).length;
	const amount = plain(gap);
	return { what, amount, until, perMonth: monthly && months > 0 ? amount / months : null };
}

/** What most kinds have none of. */
export const without = {
	year: null,
	money: false,
	base: null,
	years: [],
	industries: null,
	match: null,
	confirmedTo: null
} as const;
