// Names the records that stand in the way of a write, where its sender may see them.
import type { Tx } from '#lib/platform/database.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Refusal, FaultCode } from '#lib/kernel/result.ts';
import { entry } from './tables.server.ts';
import { inArray } from 'drizzle-orm';
import { seesRecordsOf } from '#lib/access/rights.ts';

/**
 * The same refusal with the ids of the records that stand in the way of what was sent, where the actor may see them (R265).
 * @param code of the faults that a standing record is the cause of
 * @param standing the record that an input meets, and the units that see it beside its own and its territory; undefined where it
 * meets one of its own batch
 */
export async function namingStanding<Input>(
	tx: Tx,
	actor: Actor,
	refusal: Refusal,
	batch: readonly Input[],
	code: FaultCode,
	standing: (input: Input) => { readonly id: string; readonly units?: readonly (string | null)[] } | undefined
): Promise<Refusal> {
	const met = refusal.faults.map((fault) => {
		const input = fault.code === code ? batch[batch.length === 1 ? 0 : Number(fault.pointer.split('/')[1])] : undefined;
		return input === undefined ? undefined : standing(input);
	});
	const ids = met.flatMap((each) => each?.id ?? []);
	if (ids.length === 0) return refusal;
	const { id, unit, territory, feed } = entry;
	const rows = await tx.select({ id, unit, territory, feed }).from(entry).where(inArray(id, ids));
	const seen = (each: (typeof met)[number]) =>
		rows.find(
			(row) => row.id === each?.id && seesRecordsOf(actor, [row.unit, row.territory, ...(each.units ?? [])], row.feed)
		);
	return {
		...refusal,
		faults: refusal.faults.map((fault, index) => {
			const row = seen(met[index]);
			return row ? { ...fault, ids: [row.id] } : fault;
		})
	};
}
