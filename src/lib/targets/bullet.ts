// The measures of a target's bullet bar: what is reported and confirmed against the target, with the pace and the projection as marks.
import type { Day } from '#lib/kernel/day.ts';
import type { PlannedTarget } from './goal-frame.ts';
import type { TargetView } from './target-view.ts';

/** Places on the bar as shares of its length, 0..1. */
export interface Bullet {
	/** Where the bars begin: 0, or further right where a rate has fallen below zero. */
	readonly zero: number;
	/** Null while the figure is not known. */
	readonly reported: number | null;
	readonly confirmed: number | null;
	readonly target: number;
	/** Null where the kind has no pace line. */
	readonly pace: number | null;
	/** Where the year ends by projection, for yearly ratios. */
	readonly projected: number | null;
}

export function bulletOf(
	target: Pick<PlannedTarget, 'kind' | 'value' | 'scale'>,
	view: Paced & Pick<TargetView, 'confirmed'>,
	today: Day
): Bullet {
	const reported = view.reported.value;
	const confirmed = view.confirmed.value;
	const pace = paceAt(view, today);
	const known = [reported, confirmed, pace, target.value].filter((value) => value !== null);
	const low = Math.min(0, ...known);
	const high = Math.max(roomOf(target), ...known);
	const place = (value: number | null) => (value === null ? null : (value - low) / (high - low));
	return {
		zero: (0 - low) / (high - low),
		reported: place(reported),
		confirmed: place(confirmed),
		target: (target.value - low) / (high - low),
		pace: place(pace),
		projected: view.kind === 'ratio-each-year' ? place(view.reported.why.projected) : null
	};
}

type Paced = Pick<TargetView, 'kind' | 'reported' | 'series'>;

/** What the pace asks for on the day it is judged at, in the target's unit; null where the kind has no pace line. */
export function paceAt(view: Paced, today: Day): number | null {
	if (!isCounted(view.kind)) return null;
	const { rule, planned } = view.reported.why;
	if (rule === 'on_pace' || rule === 'near_pace' || rule === 'below_pace') return planned;
	return view.series.findLast(({ day }) => day <= today)?.pace ?? null;
}

/** Kinds whose figure is a number of things, so that a share of the target can be said. */
function isCounted(kind: TargetView['kind']): boolean {
	return kind === 'cumulative' || kind === 'level' || kind === 'count-each-year' || kind === 'register';
}

/** A rate's bar leaves room beyond its target; one that counts ends with it. */
function roomOf({ kind, value, scale }: Pick<PlannedTarget, 'kind' | 'value' | 'scale'>): number {
	switch (kind) {
		case 'ratio-each-year':
			return 1;
		case 'average-growth':
		case 'reduction':
			return value * 2;
		case 'match':
			return value * 1.5;
		case 'score':
			return scale ?? value;
		default:
			return value;
	}
}
