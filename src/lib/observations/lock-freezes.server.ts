// One writer at a time for the freezes of a target: who asks for one, confirms it or takes its confirmation back, and who gives a base.
import type { Tx } from '#lib/platform/database.server.ts';
import { lockNames } from '#lib/platform/named-locks.server.ts';

/** Until the end of the transaction nobody else changes what stands and what waits of these targets' frozen bases, or gives another. */
export function lockFreezes(tx: Tx, targets: readonly string[]): Promise<void> {
	return lockNames(
		tx,
		targets.map((target) => `base freeze ${target}`)
	);
}
