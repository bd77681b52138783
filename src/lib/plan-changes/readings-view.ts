// The readings as they stand: the option in force, and what each other one would do to the targets.
import type { Cell, CellFamily, CellGroups } from '#lib/figures/cell-family.ts';
import { readingsChosen } from '#lib/figures/families/plan.ts';
import { inLayer } from '#lib/figures/fold.ts';
import type { Light } from '#lib/figures/layered.ts';
import type { Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { layers } from '#lib/protocol/cells.ts';
import type { TargetView } from '#lib/targets/target-view.ts';
import { targetsView } from '#lib/targets/targets-view.ts';

export interface ReadingEffect {
	readonly reading: string;
	readonly option: string;
	/** The targets that it would move; reported layer. */
	readonly moved: readonly MovedTarget[];
}

export interface MovedTarget {
	readonly target: string;
	readonly kind: TargetView['kind'];
	readonly before: Standing;
	readonly after: Standing;
}

export interface Standing {
	readonly value: number | null;
	readonly light: Light;
}

/** The option in force where it is not the plan's default is in the cells. */
export function readingsInForce(
	readings: readonly { readonly id: string; readonly default: string }[],
	groups: CellGroups
): Record<string, string> {
	const chosen = new Map(
		inLayer(readingsChosen.cells(groups), 'reported').flatMap(({ parts, value }) =>
			value > 0n ? [[parts.reading, parts.option] as const] : []
		)
	);
	return Object.fromEntries(readings.map(({ id, default: given }) => [id, chosen.get(id) ?? given]));
}

/** Runs the targets with every option that is not in force. */
export function readingEffects(
	plan: PlanSummary,
	readings: readonly {
		readonly id: string;
		readonly default: string;
		readonly options: readonly { readonly id: string }[];
	}[],
	groups: CellGroups,
	today: Day
): ReadingEffect[] {
	const inForce = readingsInForce(readings, groups);
	const now = targetsView(plan, groups, today);
	return readings.flatMap((reading) =>
		reading.options
			.filter(({ id }) => id !== inForce[reading.id])
			.map(({ id: option }) => ({
				reading: reading.id,
				option,
				moved: moved(now, targetsView(plan, withReading(groups, reading, option), today))
			}))
	);
}

function withReading(
	groups: CellGroups,
	reading: { readonly id: string; readonly default: string },
	option: string
): CellGroups {
	const others = readingsChosen.cells(groups).filter(({ parts }) => parts.reading !== reading.id);
	const parts = { reading: reading.id, option };
	const own = option === reading.default ? [] : layers.map((layer) => ({ layer, parts, value: 1n }));
	return new Map<CellFamily, readonly Cell[]>([...groups, [readingsChosen, [...others, ...own]]]);
}

function moved(before: readonly TargetView[], after: readonly TargetView[]): MovedTarget[] {
	return before.flatMap((was) => {
		const is = after.find(({ id }) => id === was.id);
		if (!is) return [];
		const same = (['reported', 'confirmed'] as const).every(
			(layer) => was[layer].value === is[layer].value && was[layer].light === is[layer].light
		);
		return same ? [] : { target: was.id, kind: was.kind, before: standing(was), after: standing(is) };
	});
}

function standing({ reported }: TargetView): Standing {
	return { value: reported.value, light: reported.light };
}
