// The tasks as a ledger: what confirming updates and confirming or reversing milestone reports moves.
import { and, asc, desc, eq, inArray, isNotNull, notInArray, sql } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import type { EntryDetails, EntryRow, LedgerPort } from '#lib/entries/port.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import { confirmingLead, type PlanIndex, type PlanInForce } from '#lib/plan/plan-index.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import {
	confirmationSteps,
	reportValues,
	served,
	streamsOf,
	touchesOf,
	untouched,
	updateValues,
	withdrawalSteps,
	type ShareFigures,
	type ShareName
} from './record.ts';
import { milestoneDeltas } from './share.ts';
import { overtakenUpdates, taskDetails } from './read-details.server.ts';
import { milestone, milestoneReport, share, shareUpdate } from './tables.server.ts';

export function tasksPort(inForce: PlanInForce): LedgerPort {
	return {
		ledger: 'tasks',
		details: taskDetails,
		overtaken: overtakenUpdates,
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
		/** The confirmed layer shows the newest version again that is still confirmed. */
		withdrawn: async (tx, ids) => {
			const list = sql.join(
				ids.map((id) => sql`${id}::uuid`),
				sql`, `
			);
			await tx.execute(sql`
				update share set confirmed_version = coalesce((
					select max(other.version) from share_update other join entry on entry.id = other.entry
					where other.share = share.id and entry.confirmed_at is not null), 0)
				where id in (select share from share_update where entry in (${list}))`);
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
	const others = await otherConfirmed(
		tx,
		shares.map(({ name }) => name.id),
		ids
	);
	return shares.flatMap(({ name, confirmed }) => {
		const own = updates.filter((update) => update.share === name.id);
		const steps = confirmationSteps(name, confirmed, own);
		const back = withdrawalSteps(name, others.get(name.id) ?? untouched, own);
		return own.map((update): [string, EntryDetails] => {
			const step = steps.get(update.version);
			const withdraw = back.get(update.version);
			if (!step || !withdraw) throw new Error(`update without a step: ${update.entry}`);
			return [
				update.entry,
				{
					confirm: step.deltas,
					withdraw,
					// A share goes on from what stands in it: a mistake is corrected by the next update.
					reverse: 'not_allowed',
					values: updateValues(name, step.from, update),
					touches: touchesOf(name),
					streams: streamsOf(name),
					leadUnit: confirmingLead(plan, name.task),
					record: 'share'
				}
			];
		});
	});
}

/** What the confirmed layer shows of shares without some of their updates. */
async function otherConfirmed(
	tx: Tx,
	shares: readonly string[],
	without: readonly string[]
): Promise<ReadonlyMap<string, ShareFigures>> {
	if (shares.length === 0) return new Map();
	const rows = await tx
		.selectDistinctOn([shareUpdate.share], {
			share: shareUpdate.share,
			version: shareUpdate.version,
			status: shareUpdate.status,
			progress: shareUpdate.progress
		})
		.from(shareUpdate)
		.innerJoin(entry, eq(entry.id, shareUpdate.entry))
		.where(
			and(
				inArray(shareUpdate.share, [...shares]),
				isNotNull(entry.confirmedAt),
				notInArray(shareUpdate.entry, [...without])
			)
		)
		.orderBy(asc(shareUpdate.share), desc(shareUpdate.version));
	return new Map(rows.map((row) => [row.share, row]));
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
	const serves = ({ phaseItem, actual }: typeof milestoneReport.$inferSelect) => served(phaseItem, actual as Day);
	return reports.map(({ report, share: name }) => [
		report.entry,
		{
			confirm: milestoneDeltas(report.milestone, 'confirmed', 1n, serves(report)),
			withdraw: milestoneDeltas(report.milestone, 'confirmed', -1n, serves(report)),
			reverse: {
				reported: milestoneDeltas(report.milestone, 'reported', -1n, serves(report)),
				confirmed: milestoneDeltas(report.milestone, 'confirmed', -1n, serves(report))
			},
			values: reportValues(name, report.milestone, report.actual as Day),
			touches: touchesOf(name),
			streams: streamsOf(name),
			leadUnit: confirmingLead(plan, name.task),
			record: 'share'
		}
	]);
}
