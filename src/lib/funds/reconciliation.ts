// What comes of comparing the figures of the funds with the sums of their records.
import type { Layer } from '#lib/protocol/cells.ts';

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
