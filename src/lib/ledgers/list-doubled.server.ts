// Records that hold one number, registration or name twice, for the office to settle (R211).
import { and, asc, eq, sql } from 'drizzle-orm';
import { seesEverything } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { caseFile } from '#lib/cases/tables.server.ts';
import { entityVersion, registerEntity } from '#lib/registers/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { deal } from '#lib/transactions/tables.server.ts';
import type { EntryView } from '#lib/entries/entry-view.ts';
import { isDoubled, numberKey } from '#lib/entries/number-key.ts';
import { readEntries } from './read-entries.server.ts';
import { entry } from '../entries/tables.server.ts';

/** Leaders and the office see all of them; each is a list of records that hold one number, the one that keeps it first. */
export async function listDoubled(db: Drizzle, actor: Actor): Promise<EntryView[][]> {
	if (!seesEverything(actor)) return [];
	const groups = [...(await doubledCases(db)), ...(await doubledDeals(db)), ...(await doubledNames(db))];
	const views = new Map((await readEntries(db, groups.flat())).map((view) => [view.id, view]));
	return groups.map((ids) => ids.flatMap((id) => views.get(id) ?? []));
}

async function doubledCases(db: Drizzle): Promise<string[][]> {
	const { entry: id, number, numberKey: key, reversed } = caseFile;
	const beside = await db
		.select({ group: sql<string>`''`, id, number, key })
		.from(caseFile)
		.where(and(sql`${key} like '%#%'`, eq(reversed, false)))
		.orderBy(asc(key));
	return groupsOf(beside, (keys) =>
		db
			.select({ group: sql<string>`''`, id, key })
			.from(caseFile)
			.where(
				and(sql`${key} in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`, eq(reversed, false))
			)
	);
}

async function doubledDeals(db: Drizzle): Promise<string[][]> {
	const { entry: id, kind: group, reversed } = deal;
	const [number, key] = [sql<string>`${deal.registration}`, sql<string>`${deal.registrationKey}`];
	const beside = await db
		.select({ group, id, number, key })
		.from(deal)
		.where(and(sql`${key} like '%#%'`, eq(reversed, false)))
		.orderBy(asc(group), asc(key));
	return groupsOf(beside, (keys) =>
		db
			.select({ group, id, key })
			.from(deal)
			.where(
				and(sql`${key} in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`, eq(reversed, false))
			)
	);
}

interface Keyed {
	readonly group: string;
	readonly id: string;
	readonly key: string;
}

/** Joins those that stand beside a number with the one that has it. */
async function groupsOf(
	beside: readonly (Keyed & { readonly number: string })[],
	holdersOf: (keys: readonly string[]) => PromiseLike<readonly Keyed[]>
): Promise<string[][]> {
	const doubled = beside.filter(isDoubled).map((row) => ({ ...row, key: numberKey(row.number) }));
	if (doubled.length === 0) return [];
	const holders = await holdersOf([...new Set(doubled.map(({ key }) => key))]);
	return holders
		.map((holder) => [
			holder.id,
			...doubled.filter(({ group, key }) => group === holder.group && key === holder.key).map(({ id }) => id)
		])
		.filter((ids) => ids.length > 1);
}

/** Names have no stored key: the entities of a register that stand under one name, each by its newest version. */
async function doubledNames(db: Drizzle): Promise<string[][]> {
	const newest = db
		.selectDistinctOn([entityVersion.entity], {
			entity: entityVersion.entity,
			register: registerEntity.register,
			id: entityVersion.entry,
			name: entityVersion.name,
			retired: entityVersion.retired
		})
		.from(entityVersion)
		.innerJoin(registerEntity, eq(registerEntity.id, entityVersion.entity))
		.where(eq(entityVersion.reversed, false))
		.orderBy(entityVersion.entity, sql`${entityVersion.version} desc`)
		.as('newest');
	const rows = await db
		.select({ register: newest.register, id: newest.id, name: newest.name })
		.from(newest)
		.innerJoin(entry, eq(entry.id, newest.entity))
		.where(eq(newest.retired, false))
		// An entity goes by the entry of its first version.
		.orderBy(asc(entry.recordedAt), asc(entry.id));
	const groups = new Map<string, string[]>();
	for (const { register, id, name } of rows) {
		const key = `${register} ${numberKey(name)}`;
		groups.set(key, [...(groups.get(key) ?? []), id]);
	}
	return [...groups.values()].filter((ids) => ids.length > 1);
}
