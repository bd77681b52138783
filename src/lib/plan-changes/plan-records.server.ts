// What the plan's pages show of records: how the safeguards stand, and the amendments with their documents.
import { desc, eq } from 'drizzle-orm';
import { isId } from '#lib/kernel/fields.ts';
import type { PlanDocument } from '#lib/plan/plan-document.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import { amendment, safeguardState } from './tables.server.ts';

export type SafeguardRow = typeof safeguardState.$inferSelect;

export function safeguardRows(db: Drizzle): Promise<SafeguardRow[]> {
	return db.select().from(safeguardState);
}

export interface ProposedAmendment {
	readonly id: string;
	readonly basedOn: number;
	readonly document: PlanDocument;
}

/** The document that an amendment proposes; null where there is no such amendment. */
export async function proposedAmendment(db: Drizzle, id: string): Promise<ProposedAmendment | null> {
	if (!isId(id)) return null;
	const [row] = await db
		.select({ id: entry.id, basedOn: amendment.basedOn, document: amendment.document })
		.from(amendment)
		.innerJoin(entry, eq(entry.id, amendment.entry))
		.where(eq(amendment.entry, id))
		.orderBy(desc(entry.effectiveAt));
	return row ?? null;
}

/** Which version each adopted amendment became, by the amendment's id. */
export async function adoptedVersions(db: Drizzle): Promise<Record<string, number>> {
	const rows = await db.select({ id: amendment.entry, version: amendment.version }).from(amendment);
	return Object.fromEntries(rows.flatMap(({ id, version }) => (version === null ? [] : [[id, version] as const])));
}
