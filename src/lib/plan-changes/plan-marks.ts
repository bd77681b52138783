// The cells that tell of readings and safeguards as one text: when it changes, the plan's page has something new to show.
import type { FoldState } from '#lib/figures/fold.ts';

export function planMarks(cells: FoldState['cells']): string {
	return [...cells]
		.flatMap(([name, value]) => {
			const key = name.slice(name.indexOf(' ') + 1);
			return value !== 0n && (key.startsWith('readings/') || key.startsWith('safeguards/')) ? `${name}=${value}` : [];
		})
		.sort()
		.join('\n');
}
