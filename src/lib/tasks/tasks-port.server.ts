// The tasks as a ledger: what confirming updates and confirming or reversing milestone reports moves.
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import type { EntryDetails, EntryRow, LedgerPort } from '#lib/ledgers/port.server.ts';
import { reversal } from '#lib/ledgers/tables.server.ts';
import type { PlanIndex, PlanInForce } from '#lib/plan/plan-index.ts';
import type { Tx } from '#lib/server/database.server.ts';
import {
	confirmationSteps,
	reportValues,
	served,
	streamsOf,
	touchesOf,
	untouched,
	updateValues,
	type ShareFigures,
	type ShareName
} from './record.ts';
import { milestoneDeltas } from './share.ts';
import { milestone, milestoneReport, share, shareUpdate } from './tables.server.ts';

export function tasksPort(inForce: PlanInForce): LedgerPort {
	return {
		ledger: 'tasks',
		load: async (tx, entries) => {
			const { plan } = inForce;
			const idsOf = (kind: EntryRow['kind']) => entries.filter((row) => row.kind === kind).map((row) => row.id);
			return new Map([
				...(await updateDetails(tx, plan, idsOf('update'))),
				...(await reportDetails(tx, plan, idsOf('milestone')))
			]);
		},
		/** The confirmed layer now shows the newest version that was confirmed. */
		confirmed: async (tx, ids) => {
			const list = sql.join(
				ids.map((id) => sql`${id}::uuid`),
				sql`, `
			);
			await tx.execute(sql`
				update share set confirmed_version = newest.version
				from (select share, max(version) as version from share_update where entry in (${list}) group by share) as newest
				where newest.share = share.id and newest.version > share.confirmed_version`);
		},
		/** The milestone is open again. */
		reversed: async (tx, id) => {
			await tx.update(milestoneReport).set({ reversed: true }).where(eq(milestoneReport.entry, id));
		}
	};
}

async function updateDetails(tx: Tx, plan: PlanIndex, ids: readonly string[]): Promise<[string, EntryDetails][]> {
	if (ids.length === 0) return [];
	const updates = await tx
		.select()
		.from(shareUpdate)
		.where(inArray(shareUpdate.entry, [...ids]));
	const shares = await lockShares(
		tx,
		updates.map((update) => update.share)
	);
	return shares.flatMap(({ name, confirmed }) => {
		const own = updates.filter((update) => update.share === name.id);
		const steps = confirmationSteps(name, confirmed, own);
		return own.map((update): [string, EntryDetails] => {
			const step = steps.get(update.version);
			if (!step) throw new Error(`update without a step: ${update.entry}`);
			return [
				update.entry,
				{
					confirm: step.deltas,
					// A share goes on from what stands in it: a mistake is corrected by the next update.
					reverse: 'not_allowed',
					values: updateValues(name, step.from, update),
					touches: touchesOf(name),
					streams: streamsOf(name),
					leadUnit: leadUnitOf(plan, name.task),
					record: 'share'
				}
			];
		});
	});
}

/** Shares with the figures that their confirmed layer shows, locked until the end of the transaction. */
async function lockShares(
	tx: Tx,
	ids: readonly string[]
): Promise<{ readonly name: ShareName; readonly confirmed: ShareFigures }[]> {
	const rows = await tx
		.select()
		.from(share)
		.where(inArray(share.id, [...new Set(ids)]))
		.orderBy(asc(share.id))
		.for('update');
	const confirmed = await tx
		.select({ update: shareUpdate })
		.from(share)
		.innerJoin(shareUpdate, and(eq(shareUpdate.share, share.id), eq(shareUpdate.version, share.confirmedVersion)))
		.where(
			inArray(
				share.id,
				rows.map((row) => row.id)
			)
		);
	const figures = new Map(confirmed.map(({ update }) => [update.share, update]));
	return rows.map((row) => ({
		name: { id: row.id, task: row.task, unit: row.unit },
		confirmed: figures.get(row.id) ?? untouched
	}));
}

async function reportDetails(tx: Tx, plan: PlanIndex, ids: readonly string[]): Promise<[string, EntryDetails][]> {
	if (ids.length === 0) return [];
	const reports = await tx
		.select({ report: milestoneReport, share })
		.from(milestoneReport)
		.innerJoin(milestone, eq(milestone.id, milestoneReport.milestone))
		.innerJoin(share, eq(share.id, milestone.share))
		.where(inArray(milestoneReport.entry, [...ids]));
	const waiting = await milestonesInReversal(
		tx,
		reports.map(({ report }) => report.milestone)
	);
	const serves = ({ phaseItem, actual }: typeof milestoneReport.$inferSelect) => served(phaseItem, actual as Day);
	return reports.map(({ report, share: name }) => [
		report.entry,
		{
			// One milestone counts once: the report before it must have left the confirmed layer.
			confirm: waiting.has(report.milestone)
				? 'not_confirmed_before'
				: milestoneDeltas(report.milestone, 'confirmed', 1n, serves(report)),
			reverse: {
				reported: milestoneDeltas(report.milestone, 'reported', -1n, serves(report)),
				confirmed: milestoneDeltas(report.milestone, 'confirmed', -1n, serves(report))
			},
			values: reportValues(name, report.milestone, report.actual as Day),
			touches: touchesOf(name),
			streams: streamsOf(name),
			leadUnit: leadUnitOf(plan, name.task),
			record: 'share'
		}
	]);
}

/** Milestones of which a confirmed report was reversed and nobody has confirmed the reversal yet. */
async function milestonesInReversal(tx: Tx, milestones: readonly string[]): Promise<Set<string>> {
	if (milestones.length === 0) return new Set();
	const rows = await tx
		.select({ milestone: milestoneReport.milestone })
		.from(milestoneReport)
		.innerJoin(reversal, eq(reversal.entry, milestoneReport.entry))
		.where(
			and(
				inArray(milestoneReport.milestone, [...milestones]),
				eq(reversal.needsConfirmation, true),
				sql`${reversal.confirmedAt} is null`
			)
		);
	return new Set(rows.map((row) => row.milestone));
}

/** A task says itself whether its lead department confirms beside the office. */
function leadUnitOf(plan: PlanIndex, code: string): string | null {
	const task = plan.tasks.get(code);
	return task?.confirmedBy === 'lead' ? task.lead : null;
}
