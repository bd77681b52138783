// What comes of comparing the figures of the funds with the sums of their records.
import type { Layer } from '#lib/protocol/cells.ts';

/** How many of the checks on the funds fail: cross-checks (R117), and the figures against their records where those are seen (R118). */
export function failedChecks(
	checks: readonly { readonly faults: readonly unknown[] }[],
	reconciled: FundsReconciliation | null
): number {
	const crossed = checks.filter(({ faults }) => faults.length > 0).length;
	return crossed + (reconciled !== null && reconciled.differences.length > 0 ? 1 : 0);
}

export interface FundsReconciliation {
	/** How many sums were compared. */
	readonly compared: number;
	/** Those that differ, at most twenty; decimal yuan, counts of operations as they are. */
	readonly differences: readonly {
		readonly key: string;
		readonly layer: Layer;
		readonly shown: string;
		readonly recorded: string;
	}[];
}
