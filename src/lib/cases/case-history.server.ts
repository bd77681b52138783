// Reads cases under a lock, with every closure and reopening of theirs: what the commands and the port decide on.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { entry, reversal } from '#lib/entries/tables.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import type { CaseState } from './decide.ts';
import type { CaseFacts } from './record.ts';
import { caseClosure, caseFile, caseReopening } from './tables.server.ts';

/** How far the four-eyes rule has come with a record. */
export interface Standing {
	/** Whether it stands in the confirmed layer: until its reversal is confirmed too. */
	readonly stands: boolean;
}

export interface CaseHistory extends Standing {
	readonly id: string;
	readonly numberKey: string;
	readonly enteredBy: string;
	readonly feed: string | null;
	readonly file: CaseFacts;
	readonly reversed: boolean;
	readonly closures: readonly (typeof caseClosure.$inferSelect & Standing)[];
	readonly reopenings: readonly (typeof caseReopening.$inferSelect & Standing)[];
}

/** The cases that hold these numbers (keys) and are not reversed, as they stand, locked until the end of the transaction. */
export async function lockCasesByNumber(tx: Tx, keys: readonly string[]): Promise<Map<string, CaseState>> {
	const ids = await lock(tx, and(inArray(caseFile.numberKey, [...keys]), eq(caseFile.reversed, false)));
	const histories = await readHistories(tx, ids);
	return new Map(histories.map((history) => [history.numberKey, stateOf(history)]));
}

/** Cases by the entries of their acceptances, reversed ones too, locked until the end of the transaction. */
export async function lockCases(tx: Tx, cases: readonly string[]): Promise<CaseHistory[]> {
	if (cases.length === 0) return [];
	return readHistories(tx, await lock(tx, inArray(caseFile.entry, [...cases])));
}

/** In a statement of its own: what is read after it has waited is then what the other writer left. */
async function lock(tx: Tx, which: ReturnType<typeof and>): Promise<string[]> {
	const rows = await tx
		.select({ id: caseFile.entry })
		.from(caseFile)
		.where(which)
		.orderBy(asc(caseFile.entry))
		.for('update');
	return rows.map((row) => row.id);
}

async function readHistories(tx: Tx, ids: readonly string[]): Promise<CaseHistory[]> {
	if (ids.length === 0) return [];
	const files = await tx
		.select({ file: caseFile, entry, reversal })
		.from(caseFile)
		.innerJoin(entry, eq(entry.id, caseFile.entry))
		.leftJoin(reversal, eq(reversal.entry, caseFile.entry))
		.where(inArray(caseFile.entry, [...ids]));
	const closures = await tx
		.select({ closure: caseClosure, entry, reversal })
		.from(caseClosure)
		.innerJoin(entry, eq(entry.id, caseClosure.entry))
		.leftJoin(reversal, eq(reversal.entry, caseClosure.entry))
		.where(inArray(caseClosure.case, [...ids]));
	const reopenings = await tx
		.select({ reopening: caseReopening, entry, reversal })
		.from(caseReopening)
		.innerJoin(entry, eq(entry.id, caseReopening.entry))
		.leftJoin(reversal, eq(reversal.entry, caseReopening.entry))
		.where(inArray(caseReopening.case, [...ids]));
	return files.map(({ file, entry: row, reversal: undo }) => {
		if (row.territory === null) throw new Error(`case without a territory: ${file.entry}`);
		return {
			id: file.entry,
			numberKey: file.numberKey,
			enteredBy: row.unit,
			feed: row.feed,
			file: {
				type: file.type,
				territory: row.territory,
				department: file.department,
				acceptedAt: file.acceptedAt as Day
			},
			reversed: file.reversed,
			...standingOf({ entry: row, reversal: undo }),
			closures: closures
				.filter(({ closure }) => closure.case === file.entry)
				.map((row) => ({ ...row.closure, ...standingOf(row) })),
			reopenings: reopenings
				.filter(({ reopening }) => reopening.case === file.entry)
				.map((row) => ({ ...row.reopening, ...standingOf(row) }))
		};
	});
}

function standingOf(row: {
	readonly entry: typeof entry.$inferSelect;
	readonly reversal: typeof reversal.$inferSelect | null;
}): Standing {
	return { stands: row.entry.confirmedAt !== null && (row.reversal === null || row.reversal.confirmedAt === null) };
}

function stateOf(history: CaseHistory): CaseState {
	const standing = history.closures.filter((closure) => !closure.reversed);
	const closure = standing.find((candidate) => candidate.reopenedBy === null);
	const reopening = history.reopenings.find(
		(candidate) => !candidate.reversed && !standing.some(({ follows }) => follows === candidate.entry)
	);
	return {
		id: history.id,
		enteredBy: history.enteredBy,
		feed: history.feed,
		file: history.file,
		closure: closure ? { id: closure.entry, closedAt: closure.closedAt as Day } : null,
		reopening: reopening ? { id: reopening.entry, reopenedAt: reopening.reopenedAt as Day } : null
	};
}
