// How each safeguard stands: status and progress in both layers from the cells, the prose from its row.
import type { Cell, CellGroups } from '#lib/figures/fold.ts';
import type { Layered, Light } from '#lib/figures/layered.ts';
import type { PlanSafeguard, SafeguardMeasure } from '#lib/plan/plan-document.ts';
import { shareStatuses, type ShareFields, type ShareStatus } from '#lib/tasks/share.ts';

export interface SafeguardView extends Readonly<Omit<PlanSafeguard, 'measures'>> {
	/** Without a status of their own: how the safeguard stands is all that is updated. */
	readonly measures: readonly SafeguardMeasure[];
	readonly light: Light;
	readonly status: Layered<ShareStatus>;
	readonly progress: Layered<number>;
	/** As reported; null before the first update, and on days gone by. */
	readonly fields: ShareFields | null;
}

/**
 * The safeguards of the plan as they stand by the cells.
 * @param rows the prose last reported on each; empty for a past day
 */
export function safeguardsView(
	safeguards: readonly PlanSafeguard[],
	groups: CellGroups,
	rows: readonly (ShareFields & { readonly id: string })[]
): SafeguardView[] {
	const cells = groups.get('safeguards') ?? [];
	return safeguards.map((safeguard) => {
		const own = cells.filter(({ parts }) => parts[0] === safeguard.id);
		const status = { reported: statusIn(own, 'reported'), confirmed: statusIn(own, 'confirmed') };
		const row = rows.find(({ id }) => id === safeguard.id);
		return {
			...safeguard,
			measures: safeguard.measures ?? [],
			status,
			light: lightOf(status.reported),
			progress: { reported: progressIn(own, 'reported'), confirmed: progressIn(own, 'confirmed') },
			fields: row
				? { status: row.status, progress: row.progress, narrative: row.narrative, nextStep: row.nextStep }
				: null
		};
	});
}

function statusIn(cells: readonly Cell[], layer: Cell['layer']): ShareStatus {
	const cell = cells.find((one) => one.layer === layer && one.parts[1] === 'status' && one.value > 0n);
	return shareStatuses.find((status) => status === cell?.parts[2]) ?? 'not_started';
}

function progressIn(cells: readonly Cell[], layer: Cell['layer']): number {
	return Number(cells.find((one) => one.layer === layer && one.parts[1] === 'progress')?.value ?? 0n);
}

/** A safeguard has no date of its own: only its status speaks. */
function lightOf(status: ShareStatus): Light {
	switch (status) {
		case 'completed':
			return 'done';
		case 'in_progress':
			return 'good';
		default:
			return status;
	}
}
