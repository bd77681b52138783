// What readings, safeguards and amendments say of themselves.
import { inArray, sql } from 'drizzle-orm';
import { detailsByKind } from '#lib/entries/details-by-kind.server.ts';
import type { LedgerPort } from '#lib/entries/port.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { AmendmentDetails, ReadingDetails, SafeguardDetails } from './plan-entries.ts';
import { amendment, readingChoice, safeguardState, safeguardUpdate } from './tables.server.ts';

type Of<Details> = Details & { readonly entry: string };

/** On rows of `entry`: updates of safeguards of which a newer one is confirmed. */
export const overtakenSafeguards = sql`(${entry.kind} = 'safeguard' and exists (
	select 1 from ${safeguardUpdate} join ${safeguardState} on ${safeguardState.id} = ${safeguardUpdate.safeguard}
	where ${safeguardUpdate.entry} = ${entry.id} and ${safeguardUpdate.version} <= ${safeguardState.confirmedVersion}))`;

export const planDetails: LedgerPort['details'] = (db, entries) =>
	detailsByKind(entries, {
		reading: async (ids) => {
			const { entry: id, reading, option, reason } = readingChoice;
			const rows = await db.select({ entry: id, reading, option, reason }).from(readingChoice).where(inArray(id, ids));
			return rows.map((row): Of<ReadingDetails> => ({ kind: 'reading', ...row }));
		},
		safeguard: async (ids) => {
			const { entry: id, safeguard, status, progress, narrative, nextStep, changed } = safeguardUpdate;
			const columns = { entry: id, safeguard, status, progress, narrative, nextStep, changed };
			const rows = await db.select(columns).from(safeguardUpdate).where(inArray(id, ids));
			return rows.map((row): Of<SafeguardDetails> => ({ kind: 'safeguard', ...row }));
		},
		// Without the document: a whole plan.
		amendment: async (ids) => {
			const { entry: id, basedOn, effectiveFrom, changes, reason } = amendment;
			const columns = { entry: id, basedOn, effectiveFrom, changes, reason };
			const rows = await db.select(columns).from(amendment).where(inArray(id, ids));
			return rows.map((row): Of<AmendmentDetails> => ({ kind: 'amendment', ...row }));
		}
	});
