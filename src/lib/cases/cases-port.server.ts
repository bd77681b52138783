// Cases as a ledger: what confirming and reversing acceptances, closures and reopenings moves, and what bars it.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { heirOf } from '#lib/entries/number-key.ts';
import type { EntryDetails, EntryRow, LedgerPort } from '#lib/entries/port.server.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { lockCases, type CaseHistory } from './case-history.server.ts';
import { unitsOfCase } from './decide.ts';
import {
	caseConfirmationBar,
	caseDeltas,
	caseReversalBar,
	caseValues,
	confirmedWith,
	type CaseLink,
	type CaseRecord
} from './record.ts';
import { caseDetails, doubledCases, isOpenCase } from './read-details.server.ts';
import { caseClosure, caseFile, caseReopening } from './tables.server.ts';

interface LinkedRecord {
	readonly id: string;
	readonly record: CaseRecord;
	readonly link: CaseLink;
	/** Whether it stands in the confirmed layer. */
	readonly stands: boolean;
}

export const casesPort: LedgerPort = {
	ledger: 'cases',
	details: caseDetails,
	filters: { open: isOpenCase },
	doubled: doubledCases,
	load: async (tx, entries) => {
		const histories = await lockCases(tx, await casesOf(tx, entries));
		const linked = histories.flatMap((history) =>
			recordsOf(history).map((item) => ({
				...item,
				streams: unitsOfCase(history.file, history.enteredBy).map(unitStream)
			}))
		);
		const asked = new Set(entries.map((row) => row.id));
		const listed = linked.filter((item) => asked.has(item.id));
		const standing = linked.filter(({ stands }) => stands);
		const confirmed = confirmedWith(new Set(standing.map(({ id }) => id)), listed);
		return new Map(
			listed.map(({ id, record, link, streams }): [string, EntryDetails] => [
				id,
				{
					confirm: caseDeltas(record, 'confirmed', 1n),
					withdraw: caseDeltas(record, 'confirmed', -1n),
					waitsFor: caseConfirmationBar(link, confirmed) === null ? null : link.restsOn,
					carries: standing.find((other) => other.link.restsOn === id && !asked.has(other.id))?.id ?? null,
					reverse: caseReversalBar(link) ?? {
						reported: caseDeltas(record, 'reported', -1n),
						confirmed: caseDeltas(record, 'confirmed', -1n)
					},
					values: caseValues(record),
					touches: [],
					streams,
					leadUnit: null,
					record: { record: 'case', territory: record.file.territory }
				}
			])
		);
	},
	/** The number is free again, the case open again, or closed again by the closure that was reopened. */
	reversed: async (tx, id) => {
		const freed = await tx
			.update(caseFile)
			.set({ reversed: true })
			.where(eq(caseFile.entry, id))
			.returning({ key: caseFile.numberKey });
		for (const { key } of freed) await passOn(tx, key);
		await tx.update(caseClosure).set({ reversed: true }).where(eq(caseClosure.entry, id));
		await tx.update(caseReopening).set({ reversed: true }).where(eq(caseReopening.entry, id));
		await tx.update(caseClosure).set({ reopenedBy: null }).where(eq(caseClosure.reopenedBy, id));
	}
};

/** A case that stood beside the one that is gone has the number now (R211). */
async function passOn(tx: Tx, key: string): Promise<void> {
	const beside = await tx
		.select({ id: caseFile.entry, number: caseFile.number, key: caseFile.numberKey })
		.from(caseFile)
		.where(
			and(
				sql`${caseFile.numberKey} like '%#%'`,
				sql`starts_with(${caseFile.numberKey}, ${`${key}#`})`,
				eq(caseFile.reversed, false)
			)
		);
	const heir = heirOf(key, beside);
	if (heir !== null)
		await tx
			.update(caseFile)
			.set({ numberKey: key })
			.where(and(eq(caseFile.entry, heir), eq(caseFile.reversed, false)));
}

/** The acceptances that entries of this ledger belong to. */
async function casesOf(tx: Tx, entries: readonly EntryRow[]): Promise<string[]> {
	const ids = (kind: EntryRow['kind']) => entries.filter((row) => row.kind === kind).map((row) => row.id);
	const found = new Set(ids('case'));
	for (const [table, kind] of [
		[caseClosure, 'closure'],
		[caseReopening, 'reopening']
	] as const) {
		const wanted = ids(kind);
		if (wanted.length === 0) continue;
		const rows = await tx.select({ case: table.case }).from(table).where(inArray(table.entry, wanted));
		for (const row of rows) found.add(row.case);
	}
	return [...found];
}

function recordsOf({ id, file, reversed, stands, closures, reopenings }: CaseHistory): LinkedRecord[] {
	const standing = closures.filter((closure) => !closure.reversed);
	return [
		{
			id,
			record: { kind: 'case', file },
			link: { restsOn: null, carries: standing.length > 0, reversed },
			stands
		},
		...closures.map((closure): LinkedRecord => ({
			id: closure.entry,
			record: { kind: 'closure', file, closedAt: closure.closedAt as Day, outcome: closure.outcome },
			link: {
				restsOn: closure.follows ?? id,
				carries: closure.reopenedBy !== null,
				reversed: closure.reversed
			},
			stands: closure.stands
		})),
		...reopenings.map((reopening): LinkedRecord => {
			const closure = closures.find((candidate) => candidate.entry === reopening.closure);
			if (!closure) throw new Error(`reopening without its closure: ${reopening.entry}`);
			return {
				id: reopening.entry,
				record: {
					kind: 'reopening',
					file,
					closedAt: closure.closedAt as Day,
					reopenedAt: reopening.reopenedAt as Day
				},
				link: {
					restsOn: closure.entry,
					carries: standing.some(({ follows }) => follows === reopening.entry),
					reversed: reopening.reversed
				},
				stands: reopening.stands
			};
		})
	];
}
