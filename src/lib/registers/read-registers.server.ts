// What pages show of the registers: entities as they stand, the nearest to their condition, and the history of one.
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { seesEverything, seesRecordsOf } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { account } from '#lib/access/tables.server.ts';
import type { Editable } from '#lib/commands/merge.ts';
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import { entryState } from '#lib/entries/entry.ts';
import { entry, reversal } from '#lib/entries/tables.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { flat } from './decide.ts';
import { fieldsOf } from './entity-history.server.ts';
import { byNearness, entityView, type EntityStory, type EntityView, type VersionView } from './entity-view.ts';
import type { EntityFields, Register } from './register.ts';
import { registerRules } from './standing.ts';
import { entityVersion, registerEntity } from './tables.server.ts';

/** A register's entities that the actor may see, the nearest to the condition first. */
export async function listEntities(
	db: Drizzle,
	plan: PlanIndex,
	actor: Actor,
	register: Register
): Promise<EntityView[]> {
	if (!seesEverything(actor) && actor.unit === null) return [];
	const rows = await db
		.selectDistinctOn([entityVersion.entity], { version: entityVersion, entity: registerEntity, entry })
		.from(entityVersion)
		.innerJoin(registerEntity, eq(registerEntity.id, entityVersion.entity))
		.innerJoin(entry, eq(entry.id, entityVersion.entry))
		.where(and(eq(registerEntity.register, register), eq(entityVersion.reversed, false)))
		.orderBy(asc(entityVersion.entity), sql`${entityVersion.version} desc`);
	const rules = registerRules(plan.document);
	return rows
		.filter(({ version, entity }) => seesRecordsOf(actor, [entity.unit, version.territory], null))
		.map(({ version, entity: { id, unit }, entry: own }) =>
			entityView(rules, { id, register, unit }, fieldsOf(version), {
				confirmed: own.confirmedAt !== null,
				updated: dayAt(own.effectiveAt.getTime())
			})
		)
		.sort(byNearness);
}

/** Of the entities that a target counts, those that lack least, as far as the actor may see them. */
export async function nearestEntities(
	db: Drizzle,
	plan: PlanIndex,
	actor: Actor,
	target: string,
	count: number
): Promise<EntityView[]> {
	const found = plan.document.targets.find(({ id }) => id === target);
	if (found?.measure.from !== 'register') return [];
	const all = await listEntities(db, plan, actor, found.measure.register);
	return all.filter(({ state, retired }) => !retired && (state === 'near' || state === 'not')).slice(0, count);
}

/** One entity with all of its versions; null when there is none that the actor may see, or nothing of it stands. */
export async function readEntity(
	db: Drizzle,
	plan: PlanIndex,
	actor: Actor,
	register: Register,
	id: string
): Promise<EntityStory | null> {
	const rows = await db
		.select({ version: entityVersion, entity: registerEntity, entry, reversal })
		.from(entityVersion)
		.innerJoin(registerEntity, eq(registerEntity.id, entityVersion.entity))
		.innerJoin(entry, eq(entry.id, entityVersion.entry))
		.leftJoin(reversal, eq(reversal.entry, entry.id))
		.where(and(eq(sql`${registerEntity.id}::text`, id), eq(registerEntity.register, register)))
		.orderBy(asc(entityVersion.version));
	const newest = rows.findLast(({ version }) => !version.reversed);
	if (!newest || !seesRecordsOf(actor, [newest.entity.unit, newest.version.territory], null)) return null;
	const names = await namesOf(
		db,
		rows.flatMap((row) => [row.entry.actor, row.entry.confirmedBy ?? ''])
	);
	const at = (instant: Date) => `${dayAt(instant.getTime())} ${timeAt(instant.getTime())}`;
	let before: EntityFields | null = null;
	const versions = rows.map((row): VersionView => {
		const fields = fieldsOf(row.version);
		const own = row.entry;
		const view: VersionView = {
			id: own.id,
			version: row.version.version,
			state: entryState({
				confirmed: own.confirmedAt !== null,
				reversed: own.reversed,
				reversalWaits: row.reversal !== null && row.reversal.needsConfirmation && row.reversal.confirmedAt === null
			}),
			change: fields.retired ? 'retired' : before === null ? 'added' : 'changed',
			by: { name: names.get(own.actor) ?? null, unit: own.unit, at: at(own.effectiveAt) },
			confirmed:
				own.confirmedAt && own.confirmedBy
					? { name: names.get(own.confirmedBy) ?? null, unit: own.confirmedUnit, at: at(own.confirmedAt) }
					: null,
			changes: differences(register, before, fields)
		};
		if (!row.version.reversed) before = fields;
		return view;
	});
	const fields = fieldsOf(newest.version);
	return {
		entity: entityView(registerRules(plan.document), { id, register, unit: newest.entity.unit }, fields, {
			confirmed: newest.entry.confirmedAt !== null,
			updated: dayAt(newest.entry.effectiveAt.getTime())
		}),
		fields,
		versions: versions.reverse()
	};
}

function differences(register: Register, before: EntityFields | null, after: EntityFields): VersionView['changes'] {
	const [was, is] = [before === null ? {} : flat(register, before), flat(register, after)];
	const value = (of: Record<string, Editable>, field: string) => of[field] ?? null;
	return [...new Set([...Object.keys(was), ...Object.keys(is)])]
		.map((field) => ({ field, from: value(was, field), to: value(is, field) }))
		.filter(({ field, from, to }) => from !== to && !(before === null && field === 'retired'));
}

async function namesOf(db: Drizzle, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const people = [...new Set(actors)].filter((actor) => actor !== '' && !actor.includes(':'));
	if (people.length === 0) return new Map();
	const rows = await db
		.select({ id: account.id, name: account.name })
		.from(account)
		.where(inArray(sql`${account.id}::text`, people));
	return new Map(rows.map((row) => [row.id, row.name]));
}
