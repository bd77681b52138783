// Reads entities under a lock with all of their versions: what the command and the port decide on.
import { asc, eq, inArray, sql } from 'drizzle-orm';
import { dayAt } from '#lib/kernel/day.ts';
import { entry, reversal } from '#lib/entries/tables.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { lockNames } from '#lib/platform/named-locks.server.ts';
import { nameKey, type EntityNow } from './decide.ts';
import type { EntityFields, Register } from './register.ts';
import type { Version } from './standing.ts';
import { entityVersion, registerEntity } from './tables.server.ts';

export interface StoredVersion extends Version {
	readonly entry: string;
	/** The unit that entered it, and when on the business clock. */
	readonly unit: string;
	readonly at: Date;
	readonly changed: readonly string[];
	readonly reversed: boolean;
	readonly confirmed: boolean;
	/** Whether it was confirmed and its reversal is too: it has left both layers. */
	readonly reversalConfirmed: boolean;
}

export interface EntityHistory {
	readonly id: string;
	readonly register: Register;
	readonly unit: string;
	readonly lastVersion: number;
	/** The oldest first. */
	readonly versions: readonly StoredVersion[];
}

export function fieldsOf(row: typeof entityVersion.$inferSelect): EntityFields {
	const { name, industry, territory, holder, evidence, retired, measures } = row;
	return {
		name,
		industry,
		territory,
		holder,
		evidence,
		retired,
		measures: Object.fromEntries(Object.entries(measures).map(([key, value]) => [key, BigInt(value)]))
	};
}

/** Entities by id, locked until the end of the transaction; ids that are none are left out. */
export async function lockEntities(tx: Tx, ids: readonly string[]): Promise<EntityHistory[]> {
	if (ids.length === 0) return [];
	const heads = await tx
		.select()
		.from(registerEntity)
		.where(inArray(registerEntity.id, [...new Set(ids)]))
		.orderBy(asc(registerEntity.id))
		.for('update');
	const rows = await tx
		.select({ version: entityVersion, entry, undone: reversal.confirmedAt })
		.from(entityVersion)
		.innerJoin(entry, eq(entry.id, entityVersion.entry))
		.leftJoin(reversal, eq(reversal.entry, entityVersion.entry))
		.where(
			inArray(
				entityVersion.entity,
				heads.map(({ id }) => id)
			)
		)
		.orderBy(asc(entityVersion.version));
	return heads.map(({ id, register, unit, version: lastVersion }) => ({
		id,
		register,
		unit,
		lastVersion,
		versions: rows
			.filter((row) => row.version.entity === id)
			.map((row) => ({
				entry: row.version.entry,
				version: row.version.version,
				day: dayAt(row.entry.effectiveAt.getTime()),
				fields: fieldsOf(row.version),
				unit: row.entry.unit,
				at: row.entry.effectiveAt,
				changed: row.version.changed,
				reversed: row.version.reversed,
				confirmed: row.entry.confirmedAt !== null,
				reversalConfirmed: row.entry.confirmedAt !== null && row.undone !== null
			}))
	}));
}

/** As it stands; null when all of its versions are reversed. */
export function entityNow({ versions, ...entity }: EntityHistory): EntityNow | null {
	const newest = versions.findLast((version) => !version.reversed);
	return newest ? { ...entity, fields: newest.fields } : null;
}

/** The entities that stand in each register by their names; only one write at a time may give names out. Before `lockEntities`. */
export async function holdNames(tx: Tx): Promise<Map<Register, Map<string, string>>> {
	await lockNames(tx, ['register names']);
	const rows = await tx
		.selectDistinctOn([entityVersion.entity], {
			id: entityVersion.entity,
			register: registerEntity.register,
			name: entityVersion.name,
			retired: entityVersion.retired
		})
		.from(entityVersion)
		.innerJoin(registerEntity, eq(registerEntity.id, entityVersion.entity))
		.where(eq(entityVersion.reversed, false))
		.orderBy(entityVersion.entity, sql`${entityVersion.version} desc`);
	const held = new Map<Register, Map<string, string>>();
	for (const { id, register, name, retired } of rows)
		if (!retired) held.set(register, (held.get(register) ?? new Map<string, string>()).set(nameKey(name), id));
	return held;
}
