// Reads records one by one with what they say, who did what, and how far confirmation and reversal have come.
import { eq, inArray, sql } from 'drizzle-orm';
import { account } from '#lib/access/tables.server.ts';
import { caseClosure, caseFile, caseReopening } from '#lib/cases/tables.server.ts';
import { budgetTransfer, fundMovement, fundOperation, performanceReview } from '#lib/funds/tables.server.ts';
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import { toYuan } from '#lib/kernel/money.ts';
import { figureText } from '#lib/kernel/figure.ts';
import { recordsIn } from '#lib/figures/base.ts';
import { readContent } from '#lib/observations/base-freeze.ts';
import { baseFigure, observation } from '#lib/observations/tables.server.ts';
import { amendment, readingChoice, safeguardUpdate } from '#lib/plan-changes/tables.server.ts';
import { entityVersion, registerEntity } from '#lib/registers/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { milestone, milestoneReport, shareUpdate } from '#lib/tasks/tables.server.ts';
import { deal } from '#lib/transactions/tables.server.ts';
import { entryState } from '#lib/entries/entry.ts';
import type { Doer, EntrySays, EntryView, ReversalView } from '#lib/entries/entry-view.ts';
import { caseOfEntry, isOpenCase } from './records.server.ts';
import { entry, reversal } from '../entries/tables.server.ts';

/** In the order of the ids; ids that are no records are left out. */
export async function readEntries(db: Drizzle, ids: readonly string[]): Promise<EntryView[]> {
	if (ids.length === 0) return [];
	const rows = await select(db, ids);
	const names = await namesOf(
		db,
		rows.flatMap((row) => [row.entry.actor, row.entry.confirmedBy, row.reversal?.actor, row.reversal?.confirmedBy])
	);
	const views = new Map(rows.map((row) => [row.entry.id, viewOf(row, names)]));
	return ids.flatMap((id) => views.get(id) ?? []);
}

type Row = Awaited<ReturnType<typeof select>>[number];
type Names = ReadonlyMap<string, string>;

function select(db: Drizzle, ids: readonly string[]) {
	return db
		.select({
			entry,
			reversal,
			movement: fundMovement,
			transfer: budgetTransfer,
			operation: fundOperation,
			review: performanceReview,
			deal,
			file: caseFile,
			closure: caseClosure,
			reopening: caseReopening,
			update: shareUpdate,
			report: milestoneReport,
			planned: milestone.planned,
			observation,
			base: baseFigure,
			version: entityVersion,
			register: registerEntity.register,
			isOpen: isOpenCase,
			reading: readingChoice,
			safeguard: safeguardUpdate,
			// Without the document: a whole plan.
			amended: {
				basedOn: amendment.basedOn,
				effectiveFrom: amendment.effectiveFrom,
				changes: amendment.changes,
				reason: amendment.reason
			}
		})
		.from(entry)
		.leftJoin(reversal, eq(reversal.entry, entry.id))
		.leftJoin(fundMovement, eq(fundMovement.entry, entry.id))
		.leftJoin(budgetTransfer, eq(budgetTransfer.entry, entry.id))
		.leftJoin(fundOperation, eq(fundOperation.entry, entry.id))
		.leftJoin(performanceReview, eq(performanceReview.entry, entry.id))
		.leftJoin(deal, eq(deal.entry, entry.id))
		.leftJoin(caseClosure, eq(caseClosure.entry, entry.id))
		.leftJoin(caseReopening, eq(caseReopening.entry, entry.id))
		.leftJoin(caseFile, eq(caseFile.entry, caseOfEntry))
		.leftJoin(shareUpdate, eq(shareUpdate.entry, entry.id))
		.leftJoin(milestoneReport, eq(milestoneReport.entry, entry.id))
		.leftJoin(milestone, eq(milestone.id, milestoneReport.milestone))
		.leftJoin(observation, eq(observation.entry, entry.id))
		.leftJoin(baseFigure, eq(baseFigure.entry, entry.id))
		.leftJoin(entityVersion, eq(entityVersion.entry, entry.id))
		.leftJoin(registerEntity, eq(registerEntity.id, entityVersion.entity))
		.leftJoin(readingChoice, eq(readingChoice.entry, entry.id))
		.leftJoin(safeguardUpdate, eq(safeguardUpdate.entry, entry.id))
		.leftJoin(amendment, eq(amendment.entry, entry.id))
		.where(inArray(entry.id, [...ids]));
}

/** Names of the people among the actors; tokens and the product itself have none. */
async function namesOf(db: Drizzle, actors: readonly (string | null | undefined)[]): Promise<Names> {
	const people = [...new Set(actors)].flatMap((actor) => (actor && !actor.includes(':') ? [actor] : []));
	if (people.length === 0) return new Map();
	const rows = await db
		.select({ id: account.id, name: account.name })
		.from(account)
		.where(inArray(sql`${account.id}::text`, people));
	return new Map(rows.map((row) => [row.id, row.name]));
}

function viewOf(row: Row, names: Names): EntryView {
	const { entry: own, reversal: undo } = row;
	const amount = row.movement?.amount ?? row.deal?.amount ?? row.transfer?.amount ?? row.operation?.amount;
	return {
		id: own.id,
		ledger: own.ledger,
		day: own.day,
		territory: own.territory,
		state: entryState({
			confirmed: own.confirmedAt !== null,
			reversed: own.reversed,
			reversalWaits: undo !== null && undo.needsConfirmation && undo.confirmedAt === null
		}),
		entered: { ...doer(names, own.actor, own.unit, own.effectiveAt), unit: own.unit, feed: own.feed },
		confirmed: secondPerson(names, own),
		reversal: undo && reversalOf(names, undo),
		amount: amount === undefined ? null : toYuan(amount),
		says: saysOf(row)
	};
}

function reversalOf(names: Names, undo: typeof reversal.$inferSelect): ReversalView {
	return {
		...doer(names, undo.actor, undo.unit, undo.effectiveAt),
		id: undo.id,
		reason: undo.reason,
		needsConfirmation: undo.needsConfirmation,
		confirmed: secondPerson(names, undo)
	};
}

function secondPerson(
	names: Names,
	row: { readonly confirmedAt: Date | null; readonly confirmedBy: string | null; readonly confirmedUnit: string | null }
): Doer | null {
	return row.confirmedAt && row.confirmedBy ? doer(names, row.confirmedBy, row.confirmedUnit, row.confirmedAt) : null;
}

function doer(names: Names, actor: string, unit: string | null, at: Date): Doer {
	const via = actor.startsWith('token:') ? 'token' : actor.startsWith('system:') ? 'system' : 'person';
	return { via, name: names.get(actor) ?? null, unit, at: `${dayAt(at.getTime())} ${timeAt(at.getTime())}` };
}

function saysOf(row: Row): EntrySays {
	const { movement, deal: transaction, file, closure, reopening, update, report } = row;
	if (movement) {
		const { line, source, step, payee, reference, note, exception } = movement;
		return { kind: 'movement', line, source, step, payee, reference, note, exception };
	}
	if (row.transfer) {
		const { from, to, kind, reason, reference } = row.transfer;
		return { kind: 'transfer', from, to, budget: kind, reason, reference };
	}
	if (row.operation) {
		const { line, operation, count, counterpart, reference, note } = row.operation;
		return { kind: 'operation', line, operation, count, counterpart, reference, note };
	}
	if (row.review) {
		const { line, year, score, reviewer, evidence } = row.review;
		return { kind: 'review', line, year, score, reviewer, evidence };
	}
	if (transaction) {
		const { kind, count, registration, parties, bank, reference } = transaction;
		return { kind: 'deal', deal: kind, count, registration, parties, bank, reference };
	}
	if (file) {
		const { number, type, department, channel, acceptedAt, opening } = file;
		const about = { number, type, department, channel, acceptedAt };
		if (closure) return { kind: 'closure', ...about, outcome: closure.outcome };
		if (reopening) return { kind: 'reopening', ...about, reason: reopening.reason };
		return { kind: 'case', ...about, opening, isOpen: row.isOpen };
	}
	if (update) {
		const { share, status, progress, narrative, nextStep, changed } = update;
		return { kind: 'update', task: taskOf(share), status, progress, narrative, nextStep, changed };
	}
	if (report)
		return {
			kind: 'milestone',
			task: taskOf(report.milestone),
			milestone: report.milestone,
			planned: row.planned ?? '',
			note: report.note
		};
	if (row.observation) {
		const { indicator, unit, period, value, note } = row.observation;
		return { kind: 'observation', indicator, of: unit, period, value: figureText(value), note };
	}
	if (row.base) {
		const { target, year, value, source, frozen, reason } = row.base;
		const records = frozen && recordsIn(readContent(frozen));
		return { kind: 'base', target, year, value: figureText(value), source, records, reason };
	}
	if (row.version && row.register) {
		const { entity, name, version, retired, changed } = row.version;
		const change = retired ? 'retired' : version === 1 ? 'added' : 'changed';
		return { kind: 'entity', register: row.register, entity, name, change, changed };
	}
	if (row.reading) {
		const { reading, option, reason } = row.reading;
		return { kind: 'reading', reading, option, reason };
	}
	if (row.safeguard) {
		const { safeguard, status, progress, narrative, nextStep, changed } = row.safeguard;
		return { kind: 'safeguard', safeguard, status, progress, narrative, nextStep, changed };
	}
	if (row.amended) {
		const { basedOn, effectiveFrom, changes, reason } = row.amended;
		return { kind: 'amendment', basedOn, effectiveFrom, changes, reason };
	}
	throw new Error(`entry without details: ${row.entry.id}`);
}

/** Ids of shares and milestones begin with the code of their task. */
function taskOf(id: string): string {
	return id.split('/')[0] ?? id;
}
