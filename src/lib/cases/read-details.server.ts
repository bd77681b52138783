// What records of cases say of themselves, which cases are open, and which hold one number twice.
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { detailsByKind } from '#lib/entries/details-by-kind.server.ts';
import { groupsOfDoubled } from '#lib/entries/doubled.server.ts';
import type { LedgerPort } from '#lib/entries/port.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { CaseDetails, ClosureDetails, ReopeningDetails } from './case-entries.ts';
import { caseClosure, caseFile, caseReopening } from './tables.server.ts';

type Of<Details> = Details & { readonly entry: string };

/** On rows of `entry`: acceptances of cases that nobody has closed, or that were taken up again since. */
export const isOpenCase = sql<boolean>`(${entry.kind} = 'case' and not ${entry.reversed} and not exists (
	select 1 from case_closure standing
	where standing.case_entry = ${entry.id} and not standing.reversed and standing.reopened_by is null))`;

export const caseDetails: LedgerPort['details'] = (db, entries) => {
	const { number, type, department, channel, acceptedAt } = caseFile;
	const about = { number, type, department, channel, acceptedAt };
	return detailsByKind(entries, {
		case: async (ids) => {
			const rows = await db
				.select({ entry: caseFile.entry, ...about, opening: caseFile.opening, isOpen: isOpenCase })
				.from(caseFile)
				.innerJoin(entry, eq(entry.id, caseFile.entry))
				.where(inArray(caseFile.entry, ids));
			return rows.map((row): Of<CaseDetails> => ({ kind: 'case', ...row }));
		},
		closure: async (ids) => {
			const rows = await db
				.select({ entry: caseClosure.entry, ...about, outcome: caseClosure.outcome })
				.from(caseClosure)
				.innerJoin(caseFile, eq(caseFile.entry, caseClosure.case))
				.where(inArray(caseClosure.entry, ids));
			return rows.map((row): Of<ClosureDetails> => ({ kind: 'closure', ...row }));
		},
		reopening: async (ids) => {
			const rows = await db
				.select({ entry: caseReopening.entry, ...about, reason: caseReopening.reason })
				.from(caseReopening)
				.innerJoin(caseFile, eq(caseFile.entry, caseReopening.case))
				.where(inArray(caseReopening.entry, ids));
			return rows.map((row): Of<ReopeningDetails> => ({ kind: 'reopening', ...row }));
		}
	});
};

export async function doubledCases(db: Drizzle): Promise<string[][]> {
	const { entry: id, number, numberKey: key, reversed } = caseFile;
	const beside = await db
		.select({ group: sql<string>`''`, id, number, key })
		.from(caseFile)
		.where(and(sql`${key} like '%#%'`, eq(reversed, false)))
		.orderBy(asc(key));
	return groupsOfDoubled(beside, (keys) =>
		db
			.select({ group: sql<string>`''`, id, key })
			.from(caseFile)
			.where(
				and(sql`${key} in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`, eq(reversed, false))
			)
	);
}
