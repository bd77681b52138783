// Reads shares: for the page of a unit with versions and milestones, and all of them as they stand for GET /plan.
import { aliasedTable, and, asc, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import { account } from '#lib/access/tables.server.ts';
import type { Day } from '#lib/kernel/day.ts';
import { entry, reversal } from '#lib/entries/tables.server.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { computedProgress } from './decide.ts';
import { untouched, type ShareFigures } from './record.ts';
import type { ShareFields } from './share.ts';
import { milestone, milestoneReport, share, shareUpdate } from './tables.server.ts';

export interface UnitShare {
	readonly id: string;
	readonly task: string;
	readonly unit: string;
	readonly role: 'lead' | 'joint' | 'territory';
	/** As reported. */
	readonly fields: ShareFields;
	readonly version: number;
	/** What the confirmed layer shows. */
	readonly confirmed: ShareFigures;
	/** Who looks after it; null while nobody does. */
	readonly contact: { readonly id: string; readonly name: string } | null;
	/** The newest update; null before the first. */
	readonly lastUpdate: { readonly entry: string; readonly unit: string; readonly at: Date } | null;
	readonly milestones: readonly UnitMilestone[];
}

export interface UnitMilestone {
	readonly id: string;
	readonly n: number;
	readonly planned: Day;
	/** The report that stands; null while the milestone is open. */
	readonly report: {
		readonly entry: string;
		readonly actual: Day;
		readonly note: string | null;
		readonly at: Date;
		readonly confirmed: boolean;
	} | null;
	/** Whether it is reached in the confirmed layer: also by a report whose reversal waits. */
	readonly confirmed: boolean;
}

export interface ShareOverview extends ShareFields {
	readonly id: string;
	readonly task: string;
	readonly unit: string;
	readonly role: 'lead' | 'joint' | 'territory';
	readonly version: number;
	/** In the order of the plan, with the day as reported; null while open. */
	readonly milestones: readonly { readonly id: string; readonly planned: Day; readonly actual: Day | null }[];
}

/** The shares that units hold, by task code. */
export async function sharesOfUnit(db: Drizzle | Tx, ...units: readonly string[]): Promise<UnitShare[]> {
	const newest = aliasedTable(shareUpdate, 'newest');
	const confirmed = aliasedTable(shareUpdate, 'confirmed');
	const rows = await db
		.select({
			share,
			newest: { entry: newest.entry, unit: entry.unit, at: entry.effectiveAt },
			confirmed,
			contact: account.name
		})
		.from(share)
		.leftJoin(account, eq(account.id, share.contact))
		.leftJoin(newest, and(eq(newest.share, share.id), eq(newest.version, share.version)))
		.leftJoin(entry, eq(entry.id, newest.entry))
		.leftJoin(confirmed, and(eq(confirmed.share, share.id), eq(confirmed.version, share.confirmedVersion)))
		.where(inArray(share.unit, [...units]))
		.orderBy(asc(share.task), asc(share.id));
	const milestones = await milestonesOf(
		db,
		rows.map((row) => row.share.id)
	);
	return rows.map(({ share: row, newest: last, confirmed: shown, contact }) => ({
		id: row.id,
		task: row.task,
		unit: row.unit,
		role: row.role,
		fields: shownFields(row, milestones.get(row.id) ?? []),
		version: row.version,
		confirmed: confirmedFigures(shown, milestones.get(row.id) ?? []),
		contact: row.contact !== null && contact !== null ? { id: row.contact, name: contact } : null,
		lastUpdate:
			last.entry !== null && last.unit !== null && last.at !== null
				? { entry: last.entry, unit: last.unit, at: last.at }
				: null,
		milestones: milestones.get(row.id) ?? []
	}));
}

function confirmedFigures(
	shown: typeof shareUpdate.$inferSelect | null,
	milestones: readonly UnitMilestone[]
): ShareFigures {
	const figures = shown ? { version: shown.version, status: shown.status, progress: shown.progress } : untouched;
	const reached = milestones.filter(({ confirmed }) => confirmed).length;
	return { ...figures, progress: computedProgress({ milestones }, reached) ?? figures.progress };
}

/** All shares as they stand in the reported layer, by id. */
export async function shareStates(db: Drizzle | Tx): Promise<ShareOverview[]> {
	const rows = await db.select().from(share).orderBy(asc(share.id));
	const milestones = await milestonesOf(db, null);
	return rows.map((row) => ({
		id: row.id,
		task: row.task,
		unit: row.unit,
		role: row.role,
		version: row.version,
		...shownFields(row, milestones.get(row.id) ?? []),
		milestones: (milestones.get(row.id) ?? []).map(({ id, planned, report }) => ({
			id,
			planned,
			actual: report?.actual ?? null
		}))
	}));
}

/** As readers see them: of a share with milestones, progress is computed. */
function shownFields(row: typeof share.$inferSelect, milestones: readonly UnitMilestone[]): ShareFields {
	const fields = fieldsOf(row);
	const reached = milestones.filter(({ report }) => report !== null).length;
	return { ...fields, progress: computedProgress({ milestones }, reached) ?? fields.progress };
}

function fieldsOf({ status, progress, narrative, nextStep }: typeof share.$inferSelect): ShareFields {
	return { status, progress, narrative, nextStep };
}

/** Milestones by share, each with the report that stands and whether the confirmed layer has it; `shares` null = all. */
async function milestonesOf(
	db: Drizzle | Tx,
	shares: readonly string[] | null
): Promise<ReadonlyMap<string, readonly UnitMilestone[]>> {
	if (shares?.length === 0) return new Map();
	const rows = await db
		.select({ milestone, report: milestoneReport, at: entry.effectiveAt, confirmedAt: entry.confirmedAt })
		.from(milestone)
		.leftJoin(milestoneReport, and(eq(milestoneReport.milestone, milestone.id), eq(milestoneReport.reversed, false)))
		.leftJoin(entry, eq(entry.id, milestoneReport.entry))
		.where(shares === null ? undefined : inArray(milestone.share, [...shares]))
		.orderBy(asc(milestone.share), asc(milestone.n));
	const confirmed = await confirmedMilestones(db, shares);
	const byShare = new Map<string, UnitMilestone[]>();
	for (const { milestone: row, report, at, confirmedAt } of rows) {
		const list = byShare.get(row.share) ?? [];
		byShare.set(row.share, list);
		list.push({
			id: row.id,
			n: row.n,
			planned: row.planned as Day,
			report:
				report && at
					? {
							entry: report.entry,
							actual: report.actual as Day,
							note: report.note,
							at,
							confirmed: confirmedAt !== null
						}
					: null,
			confirmed: confirmed.has(row.id)
		});
	}
	return byShare;
}

/** Milestones that the confirmed layer has as reached: a report leaves it when its reversal is confirmed (R49). */
async function confirmedMilestones(db: Drizzle | Tx, shares: readonly string[] | null): Promise<ReadonlySet<string>> {
	const rows = await db
		.select({ id: milestoneReport.milestone })
		.from(milestoneReport)
		.innerJoin(milestone, eq(milestone.id, milestoneReport.milestone))
		.innerJoin(entry, eq(entry.id, milestoneReport.entry))
		.leftJoin(reversal, eq(reversal.entry, entry.id))
		.where(
			and(
				isNotNull(entry.confirmedAt),
				or(isNull(reversal.id), isNull(reversal.confirmedAt)),
				shares === null ? undefined : inArray(milestone.share, [...shares])
			)
		);
	return new Set(rows.map(({ id }) => id));
}
