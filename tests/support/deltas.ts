// Adds up what rules say of cells, for tests that compare sums.
import type { CellDelta } from '#lib/protocol/cells.ts';

/** The cells that do not add up to nothing, as `stream layer key` > sum. */
export function sumOf(deltas: readonly CellDelta[]): Record<string, bigint> {
	const sums = new Map<string, bigint>();
	for (const { stream, layer, key, delta } of deltas) {
		const name = `${stream} ${layer} ${key}`;
		sums.set(name, (sums.get(name) ?? 0n) + delta);
	}
	return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
}
