// What changes of registers say of themselves, and which entities stand under one name.
import { asc, eq, inArray, sql } from 'drizzle-orm';
import { detailsByKind } from '#lib/entries/details-by-kind.server.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import type { LedgerPort } from '#lib/entries/port.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { EntityDetails } from './entity-entries.ts';
import { entityVersion, registerEntity } from './tables.server.ts';

export const entityDetails: LedgerPort['details'] = (db, entries) =>
	detailsByKind(entries, {
		entity: async (ids) => {
			const { entry: id, entity, name, version, retired, changed } = entityVersion;
			const rows = await db
				.select({ entry: id, entity, name, version, retired, changed, register: registerEntity.register })
				.from(entityVersion)
				.innerJoin(registerEntity, eq(registerEntity.id, entity))
				.where(inArray(id, ids));
			return rows.map(({ version: of, retired: gone, ...row }): EntityDetails & { readonly entry: string } => ({
				kind: 'entity',
				...row,
				change: gone ? 'retired' : of === 1 ? 'added' : 'changed'
			}));
		}
	});

/** Names have no stored key: the entities of a register that stand under one name, each by its newest version. */
export async function doubledNames(db: Drizzle): Promise<string[][]> {
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
