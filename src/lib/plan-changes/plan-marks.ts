// The cells that tell of readings and safeguards as one text: when it changes, the plan's page has something new to show.
import type { CellFamily } from '#lib/figures/cell-family.ts';
import { readingsChosen, safeguardProgress, safeguardStatus } from '#lib/figures/families/plan.ts';
import { readName, type FoldState } from '#lib/figures/fold.ts';

const told: readonly (CellFamily | undefined)[] = [readingsChosen, safeguardProgress, safeguardStatus];

export function planMarks(cells: FoldState['cells']): string {
	return [...cells]
		.flatMap(([name, value]) => (value !== 0n && told.includes(readName(name)?.family) ? `${name}=${value}` : []))
		.sort()
		.join('\n');
}
