// Districts in order of a figure: equal figures share a rank, and few figures make no ranking.
import type { TargetByUnit, UnitFigure, UnitValue } from './by-unit.ts';
import type { TargetView } from './target-view.ts';

/** Below so many figures a ranking would name the one that reported. */
const leastRanked = 3;

export interface UnitLine {
	readonly unit: string;
	readonly value: UnitValue;
	readonly confirmed: UnitValue;
	/** Null for zones and departments, without a figure, and where too few have one. */
	readonly rank: number | null;
}

export interface UnitGroups {
	/** The highest first; those without a figure last, in official order. */
	readonly districts: readonly UnitLine[];
	/** In official order; none where districts include them. */
	readonly zones: readonly UnitLine[];
	readonly others: readonly UnitLine[];
	/** Whether so few districts have a figure that none is ranked. */
	readonly few: boolean;
}

export function unitGroups({ units }: Pick<TargetByUnit, 'units'>, withZones: boolean): UnitGroups {
	const lines = (kinds: readonly UnitFigure['kind'][]) =>
		units
			.filter(({ kind }) => kinds.includes(kind))
			.map(({ unit, own, withZones: together }): UnitLine => {
				const { reported, confirmed } = withZones && together ? together : own;
				return { unit, value: reported, confirmed, rank: null };
			});
	const districts = lines(['district']).sort((a, b) => order(b) - order(a));
	const figures = districts.flatMap(({ value }) => (value.value === null ? [] : [value.value]));
	const few = figures.length < leastRanked;
	return {
		districts: districts.map((line) => ({ ...line, rank: few ? null : rankOf(line.value.value, figures) })),
		zones: withZones ? [] : lines(['zone']),
		others: lines(['department', 'institution']).filter(({ value }) => value.value !== null),
		few
	};
}

/**
 * What the target's total holds beyond its units: entries of no district, an opening stock [R278]. Null when there is none, where a
 * total is no sum of its units, and while it is unknown.
 */
export function restOf(
	{ kind, reported }: Pick<TargetView, 'kind' | 'reported'>,
	{ units }: Pick<TargetByUnit, 'units'>
): number | null {
	if ((kind !== 'register' && kind !== 'cumulative') || reported.value === null) return null;
	const rest = reported.value - units.reduce((sum, { own }) => sum + (own.reported.amount ?? 0), 0);
	return Math.abs(rest) < 0.005 ? null : rest;
}

/** One more than how many are ahead: equal figures share it. */
function rankOf(value: number | null, figures: readonly number[]): number | null {
	return value === null ? null : figures.filter((other) => other > value).length + 1;
}

function order({ value }: UnitLine): number {
	return value.value ?? -Infinity;
}
