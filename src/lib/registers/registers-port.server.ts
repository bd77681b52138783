// Registers as a ledger: what confirming and reversing versions of entities moves, and what bars it.
import { eq, inArray } from 'drizzle-orm';
import type { EntryDetails, LedgerPort } from '#lib/entries/port.server.ts';
import type { PlanInForce } from '#lib/plan/plan-index.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { nameKey } from './decide.ts';
import { entityStreams, entityValues } from './entity-fact.ts';
import { holdNames, lockEntities, type StoredVersion } from './entity-history.server.ts';
import { registerRules, versionDeltas } from './standing.ts';
import { doubledNames, entityDetails } from './read-details.server.ts';
import { entityVersion } from './tables.server.ts';

export function registersPort(inForce: PlanInForce): LedgerPort {
	return {
		ledger: 'registers',
		details: entityDetails,
		doubled: doubledNames,
		load: async (tx, entries) => {
			const ids = entries.map((row) => row.id);
			const asked = await tx
				.select({ entry: entityVersion.entry, entity: entityVersion.entity })
				.from(entityVersion)
				.where(inArray(entityVersion.entry, ids));
			// Names before entities, as recording does: in another order two of them would wait for each other.
			const names = await holdNames(tx);
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
							withdraw: moved,
							// What was entered later says how it goes on from here: first the last change is taken back.
							reverse: overtaken
								? 'has_dependents'
								: nameTaken(names.get(register), own, without.at(-1))
									? 'entity_exists'
									: { reported: versionDeltas(rules, register, reported, without, 'reported'), confirmed: moved },
							values: entityValues(register, own.version, own.fields),
							touches: [invalidated.register(register)],
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

/** Whether a reversal would bring back a name that is another entity's by now (R105). */
function nameTaken(
	names: ReadonlyMap<string, string> | undefined,
	own: StoredVersion,
	before: StoredVersion | undefined
): boolean {
	if (own.reversed || !before || before.fields.retired) return false;
	const back = nameKey(before.fields.name);
	// While it stands under the very name itself, nobody else has it.
	const same = !own.fields.retired && nameKey(own.fields.name) === back;
	return !same && (names?.has(back) ?? false);
}
