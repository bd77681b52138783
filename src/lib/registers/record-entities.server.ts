// Enters and changes entities of the registers: lock them, merge, store a new version, tell.
import { eq } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type EditConflict, type Refusal, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { namingStanding } from '#lib/entries/naming-standing.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { decideChange, decideNewEntity, flat, nameKey, type DecidedEntity, type EntityNow } from './decide.ts';
import { entityFact } from './entity-fact.ts';
import { entityNow, holdNames, lockEntities, type StoredVersion } from './entity-history.server.ts';
import type { EntityChangeInput, EntityInput, Register } from './register.ts';
import { registerRules, versionDeltas } from './standing.ts';
import { entityVersion, registerEntity } from './tables.server.ts';

interface StoredEntity extends DecidedEntity {
	/** The entry. */
	readonly id: string;
	readonly entity: Pick<EntityNow, 'id' | 'register' | 'unit'>;
	readonly version: number;
	readonly versionsBefore: readonly StoredVersion[];
}

/**
 * One entity or change, or up to 500, all or nothing. A refusal `edit_conflict` carries, in the order of its faults, what stands
 * in each field now, by which unit and since when.
 */
export function recordEntities(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly EntityInput[]
): Promise<Result<Written>> {
	const { plan } = recording;
	const rules = registerRules(plan.document);
	return recordBatch(recording, actor, call, 'register-entities', inputs, async (write, batch, today) => {
		const standingNames = await holdNames(write.tx);
		const held = new Map([...standingNames].map(([register, names]) => [register, new Set(names.keys())]));
		const changed = batch.flatMap((input) => ('id' in input ? [input.id] : []));
		const histories = new Map((await lockEntities(write.tx, changed)).map((history) => [history.id, history]));
		const results: { prefix: string; result: Result<StoredEntity> }[] = [];
		for (const [index, input] of batch.entries()) {
			const prefix = prefixOf(index, batch.length);
			const standing = new Map([...histories].flatMap(([id, history]) => present(id, entityNow(history))));
			const decided =
				'id' in input
					? decideChange(plan, standing, held, actor, today, input)
					: decideNewEntity(plan, held, actor, today, input);
			if ('stale' in decided) {
				results.push({ prefix, result: conflict(input, histories.get('id' in input ? input.id : ''), decided.stale) });
				continue;
			}
			if (!decided.ok) {
				results.push({ prefix, result: decided });
				continue;
			}
			const { register, fields, unit } = decided.value;
			const history = 'id' in input ? histories.get(input.id) : undefined;
			// An entity goes by the entry of its first version.
			const id = newId();
			const entity = history ?? { id, register, unit, lastVersion: 0, versions: [] };
			const stored: StoredEntity = {
				id,
				...decided.value,
				entity: { id: entity.id, register, unit: entity.unit },
				version: entity.lastVersion + 1,
				versionsBefore: entity.versions
			};
			const version: StoredVersion = {
				entry: stored.id,
				version: stored.version,
				day: today,
				fields,
				unit,
				at: write.effectiveAt,
				changed: decided.value.changed,
				reversed: false,
				confirmed: false,
				reversalConfirmed: false
			};
			histories.set(entity.id, {
				...entity,
				lastVersion: version.version,
				versions: [...entity.versions, version]
			});
			const names = held.get(register) ?? new Set();
			const before = entityNow(entity);
			if (before) names.delete(nameKey(before.fields.name));
			if (!fields.retired) names.add(nameKey(fields.name));
			held.set(register, names);
			results.push({ prefix, result: ok(stored) });
		}
		const settled = settleEdits(results);
		if (!settled.ok)
			return namingStanding(write.tx, actor, settled, batch, 'entity_exists', (input) => {
				const register = 'id' in input ? histories.get(input.id)?.register : input.register;
				const name = 'id' in input ? String(input.changes['name']?.new) : input.name;
				const id = register && standingNames.get(register)?.get(nameKey(name));
				return id === undefined ? undefined : { id };
			});
		await insertEntries(
			write,
			'registers',
			actor,
			settled.value.map(({ id, unit, fields }) => ({
				id,
				kind: 'entity',
				unit,
				day: today,
				territory: fields.territory
			}))
		);
		await store(write.tx, settled.value);
		return ok(
			settled.value.map((item) => {
				const { id, entity, version, versionsBefore, fields, register, unit } = item;
				const before = versionsBefore.filter((other) => !other.reversed);
				const after = [...before, { version, day: today, fields }];
				const deltas = versionDeltas(rules, register, before, after, 'reported');
				return { id, fact: entityFact(entity, { entry: id, version, fields }, unit, deltas) };
			})
		);
	});
}

function present<Value>(id: string, value: Value | null): [string, Value][] {
	return value === null ? [] : [[id, value]];
}

async function store(tx: Tx, items: readonly StoredEntity[]): Promise<void> {
	const added = items.filter(({ version }) => version === 1);
	if (added.length > 0)
		await tx.insert(registerEntity).values(added.map(({ entity, version }) => ({ ...entity, version })));
	await tx.insert(entityVersion).values(
		items.map(({ id, entity, version, fields: { measures, ...fields }, changed }) => ({
			entry: id,
			entity: entity.id,
			version,
			...fields,
			measures: Object.fromEntries(Object.entries(measures).map(([key, value]) => [key, value.toString()])),
			changed: [...changed]
		}))
	);
	// The last version in a batch is the one that stands.
	for (const [id, version] of new Map(items.map((item) => [item.entity.id, item.version])))
		await tx.update(registerEntity).set({ version }).where(eq(registerEntity.id, id));
}

function conflict(
	input: EntityInput,
	history: { readonly register: Register; readonly versions: readonly StoredVersion[] } | undefined,
	stale: readonly string[]
): Refusal {
	const { changes } = input as EntityChangeInput;
	const newest = history?.versions.findLast((version) => !version.reversed);
	const now = history && newest ? flat(history.register, newest.fields) : {};
	const conflicts = stale.map((field): EditConflict => {
		const last = history?.versions.findLast((version) => !version.reversed && version.changed.includes(field));
		return {
			field,
			base: changes[field]?.base ?? null,
			mine: changes[field]?.new ?? null,
			theirs: now[field] ?? null,
			by: last?.unit ?? null,
			at: last?.at.toISOString() ?? null
		};
	});
	return {
		ok: false,
		kind: 'edit_conflict',
		faults: stale.map((field) => ({ pointer: `/changes/${field}`, code: 'edit_conflict' })),
		conflicts
	};
}

/** As `settle`, and an edit conflict stays one unless something graver is wrong with the batch. */
function settleEdits(
	results: readonly { readonly prefix: string; readonly result: Result<StoredEntity> }[]
): Result<readonly StoredEntity[]> {
	const settled = settle(results);
	const conflicts = results.flatMap(({ result }) => (result.ok ? [] : (result.conflicts ?? [])));
	if (settled.ok || conflicts.length === 0 || settled.kind !== 'invalid') return settled;
	return { ...settled, kind: 'edit_conflict', conflicts };
}
