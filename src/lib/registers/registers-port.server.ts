// Registers as a ledger: what confirming and reversing versions of entities moves, and what bars it.
import { eq, inArray } from 'drizzle-orm';
import type { EntryDetails, LedgerPort } from '#lib/ledgers/port.server.ts';
import type { PlanInForce } from '#lib/plan/plan-index.ts';
import { entityStreams, entityValues } from './entity-fact.ts';
import { lockEntities, type StoredVersion } from './entity-history.server.ts';
import { registerRules, versionDeltas } from './standing.ts';
import { entityVersion } from './tables.server.ts';

export function registersPort(inForce: PlanInForce): LedgerPort {
	return {
		ledger: 'registers',
		load: async (tx, entries) => {
			const ids = entries.map((row) => row.id);
			const asked = await tx
				.select({ entry: entityVersion.entry, entity: entityVersion.entity })
				.from(entityVersion)
				.where(inArray(entityVersion.entry, ids));
			const histories = await lockEntities(
				tx,
				asked.map(({ entity }) => entity)
			);
			const rules = registerRules(inForce.plan.document);
			const working = new Map<string, readonly StoredVersion[]>();
			return new Map(
				ids.map((id): [string, EntryDetails] => {
					const history = histories.find(({ versions }) => versions.some((version) => version.entry === id));
					const own = history?.versions.find((version) => version.entry === id);
					if (!history || !own) throw new Error(`entry without details: ${id}`);
					const { register, versions } = history;
					// What is confirmed before this one in the list: reversals that are confirmed with it still stand.
					const before =
						working.get(history.id) ??
						versions.filter((other) => other.confirmed && (!other.reversalConfirmed || ids.includes(other.entry)));
					const after = own.confirmed
						? before.filter((other) => other.entry !== id)
						: own.reversed
							? before
							: [...before, own];
					working.set(history.id, after);
					const moved = versionDeltas(rules, register, before, after, 'confirmed');
					const reported = versions.filter((other) => !other.reversed);
					const without = reported.filter((other) => other.entry !== id);
					const overtaken = !own.reversed && reported.some((other) => other.version > own.version);
					return [
						id,
						{
							confirm: moved,
							// What was entered later says how it goes on from here: first the last change is taken back.
							reverse: overtaken
								? 'has_dependents'
								: { reported: versionDeltas(rules, register, reported, without, 'reported'), confirmed: moved },
							values: entityValues(register, own.version, own.fields),
							touches: [`register:${register}`],
							streams: entityStreams([own.unit, history.unit, own.fields.territory]),
							leadUnit: null,
							record: { record: 'register-entity', territory: own.fields.territory }
						}
					];
				})
			);
		},
		/** The version before it stands again. */
		reversed: async (tx, id) => {
			await tx.update(entityVersion).set({ reversed: true }).where(eq(entityVersion.entry, id));
		}
	};
}
