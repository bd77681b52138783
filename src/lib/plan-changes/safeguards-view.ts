// How each safeguard stands: status and progress in both layers from the cells, the prose from its row.
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { safeguardProgress, safeguardStatus } from '#lib/figures/families/plan.ts';
import { inLayer } from '#lib/figures/fold.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import type { Layered, Light } from '#lib/figures/layered.ts';
import type { PlanSafeguard, SafeguardMeasure } from '#lib/plan/plan-document.ts';
import { type ShareFields, type ShareStatus } from '#lib/tasks/share.ts';

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
	return safeguards.map((safeguard) => {
		const { id: own } = safeguard;
		const status = { reported: statusIn(groups, own, 'reported'), confirmed: statusIn(groups, own, 'confirmed') };
		const row = rows.find(({ id }) => id === safeguard.id);
		return {
			...safeguard,
			measures: safeguard.measures ?? [],
			status,
			light: lightOf(status.reported),
			progress: { reported: progressIn(groups, own, 'reported'), confirmed: progressIn(groups, own, 'confirmed') },
			fields: row
				? { status: row.status, progress: row.progress, narrative: row.narrative, nextStep: row.nextStep }
				: null
		};
	});
}

function statusIn(groups: CellGroups, safeguard: string, layer: Layer): ShareStatus {
	const cell = inLayer(safeguardStatus.cells(groups), layer).find(
		({ parts, value }) => parts.id === safeguard && value > 0n
	);
	return cell?.parts.status ?? 'not_started';
}

function progressIn(groups: CellGroups, safeguard: string, layer: Layer): number {
	return Number(
		inLayer(safeguardProgress.cells(groups), layer).find(({ parts }) => parts.id === safeguard)?.value ?? 0n
	);
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
