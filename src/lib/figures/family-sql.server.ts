// Families of cells in SQL: which rows of the table of cells are of a family, and what the parts of their keys say.
import { and, eq, gte, lt, or, sql, type SQL } from 'drizzle-orm';
import { cell } from '#lib/log/tables.server.ts';
import type { CellFamily } from './cell-family.ts';
import { cellFamilies } from './known-families.ts';

/** The rows of some families, by the words of their patterns; found by the primary key. */
export function ofFamilies(...families: readonly CellFamily[]): SQL {
	return or(...families.map(ofFamily)) ?? sql`false`;
}

function ofFamily(family: CellFamily): SQL | undefined {
	const prefix = family.prefix();
	if (!prefix.endsWith('/')) return and(eq(cell.stream, family.stream), eq(cell.key, prefix));
	const words = family.pattern
		.split('/')
		.flatMap((word, index) => (index > 0 && !word.startsWith(':') ? [eq(partAt(index + 1), word)] : []));
	return and(eq(cell.stream, family.stream), keysFrom(prefix), ...words);
}

/** @param prefix the first parts of a key, with the slash behind them */
function keysFrom(prefix: string): SQL | undefined {
	// '0' comes behind '/'.
	return and(gte(cell.key, prefix), lt(cell.key, `${prefix.slice(0, -1)}0`));
}

/** The rows with a unit's or a territory's own part of the city's figures. */
export function ofUnit(unit: string): SQL {
	const prefixes = new Set(byUnit.map((family) => family.prefix({ unit, territory: unit })));
	return and(eq(cell.stream, 'breakdown'), or(...[...prefixes].map(keysFrom))) ?? sql`false`;
}

const byUnit = cellFamilies.filter(({ pattern }) => /^[a-z]+-by\/:(unit|territory)\//.test(pattern));

/** The key of a family that parts out of a statement make. */
export function keyOf<Of extends object>(family: CellFamily<Of>, parts: Readonly<Record<keyof Of, SQL>>): SQL<string> {
	const texts = family.pattern
		.split('/')
		.map((word) => (word.startsWith(':') ? parts[word.slice(1) as keyof Of] : sql`${word}::text`));
	return sql<string>`concat_ws('/', ${sql.join(texts, sql`, `)})`;
}

/** A part of the keys of a family, as a column. */
export function keyPart<Of extends object>(family: CellFamily<Of>, part: keyof Of & string): SQL<string> {
	return partAt(family.place(part));
}

/** The first part of all keys, as a column. */
export const firstKeyPart = partAt(1);

/** Written out, so that a statement can group by it. */
function partAt(place: number): SQL<string> {
	return sql<string>`split_part(${cell.key}, '/', ${sql.raw(String(place))})`;
}
