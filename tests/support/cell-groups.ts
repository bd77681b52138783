// Cells of a test's own making, as the views get them: from the changes that records write, or one by one.
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { groupCells, type CellName } from '#lib/figures/fold.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';

export function groupsOf(deltas: readonly CellDelta[]): CellGroups {
	const cells = new Map<CellName, bigint>();
	for (const { layer, key, delta } of deltas) {
		const name: CellName = `${layer} ${key}`;
		cells.set(name, (cells.get(name) ?? 0n) + delta);
	}
	return groupCells(cells);
}
