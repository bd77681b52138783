// Which version of the plan is in force: all versions by heart, the one of the business day at hand, rows that follow it.
import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { ok } from '#lib/kernel/result.ts';
import { write, type EventLog, type WriteTx } from '#lib/log/event-log.server.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { indexPlan, type PlanIndex, type PlanInForce } from './plan-index.ts';
import { withDefaults, type PlanDocument } from './plan-document.ts';
import { summaryOf, type PlanSummary } from './plan-summary.ts';
import { planVersion, unitTerm } from './tables.server.ts';
import type { UnitTerm } from './unit-terms.ts';

export interface PlanVersion {
	readonly version: number;
	readonly effectiveFrom: Day;
	readonly document: PlanDocument;
}

/** A plan that may change while the product runs: each look gives what is in force at that moment. */
export interface PlanHolder extends PlanInForce {
	readonly summary: PlanSummary;
	/** The version that was in force on a day; before the first one, the first. */
	readonly planOn: (day: Day) => PlanIndex;
	readonly summaryOn: (day: Day) => PlanSummary;
	/** Oldest first; those of days to come too. */
	readonly versions: () => readonly PlanVersion[];
	/** Reads what was decided since, here or on another node, and lets what is due take effect. */
	readonly refresh: () => Promise<void>;
	/** Lets a version take effect whose day has come. */
	readonly takeEffect: () => Promise<void>;
}

/** Carries a version into rows that refer to the plan, in the transaction in which it takes effect. */
export type FollowPlan = (write: WriteTx, plan: PlanIndex) => Promise<void>;

/**
 * @param log where it is written that a version took effect
 * @param firstRecordDay the business day of the first record, null before it
 * @param follow what follows a version: rows of units, of the budget, of shares
 */
export async function holdPlan(
	log: EventLog,
	today: () => Day,
	firstRecordDay: (db: Drizzle) => Promise<Day | null>,
	follow: FollowPlan
): Promise<PlanHolder> {
	const { db } = log.database;
	let versions = await storedVersions(db);
	let terms = await storedTerms(db);
	let firstRecord = await firstRecordDay(db);
	if (versions.length === 0) throw new Error('the database holds no plan');
	const indexes = new Map<number, { readonly index: PlanIndex; readonly summary: PlanSummary }>();
	let effective = 0;
	const readyOn = (day: Day) => {
		const version = versionOn(versions, day);
		let ready = indexes.get(version.version);
		if (!ready) {
			ready = { index: indexPlan(version.document, terms), summary: summaryOf(version.document, terms, firstRecord) };
			indexes.set(version.version, ready);
		}
		return ready;
	};
	const takeEffect = async () => {
		// Once there is a first record it stays the first: a reversal leaves it where it is.
		if (firstRecord === null && (firstRecord = await firstRecordDay(db)) !== null) indexes.clear();
		const { plan } = holder;
		if (effective === plan.document.version) return;
		await followVersion(log, plan, follow);
		effective = plan.document.version;
	};
	const holder: PlanHolder = {
		get plan() {
			return readyOn(today()).index;
		},
		get summary() {
			return readyOn(today()).summary;
		},
		planOn: (day) => readyOn(day).index,
		summaryOn: (day) => readyOn(day).summary,
		versions: () => versions,
		refresh: async () => {
			// Versions are only ever added: what is known stays as it is.
			const newer = await storedVersions(db, versions.at(-1)?.version);
			versions = [...versions, ...newer.filter((one) => !versions.some((known) => known.version === one.version))];
			const said = await storedTerms(db);
			if (JSON.stringify(said) !== JSON.stringify(terms)) {
				terms = said;
				indexes.clear();
			}
			await takeEffect();
		},
		takeEffect
	};
	await takeEffect();
	return holder;
}

/** The newest version that is in force on a day; before the first one, the first. */
export function versionOn(versions: readonly PlanVersion[], day: Day): PlanVersion {
	const version = versions.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? versions[0];
	if (!version) throw new Error('a plan has at least one version');
	return version;
}

/** All versions after one, oldest first. */
export async function storedVersions(db: Drizzle | Tx, after = 0): Promise<PlanVersion[]> {
	const rows = await db
		.select({ version: planVersion.version, effectiveFrom: planVersion.effectiveFrom, document: planVersion.document })
		.from(planVersion)
		.where(gt(planVersion.version, after))
		.orderBy(asc(planVersion.version));
	return rows.map(({ document, ...row }) => ({
		...row,
		effectiveFrom: row.effectiveFrom as Day,
		document: withDefaults(document)
	}));
}

/** The newest word on each unit. */
export async function storedTerms(db: Drizzle | Tx): Promise<UnitTerm[]> {
	const rows = await db
		.selectDistinctOn([unitTerm.code])
		.from(unitTerm)
		.orderBy(asc(unitTerm.code), desc(unitTerm.version));
	return rows.map(({ code, added, validTo, successor }) => ({
		code,
		added,
		validTo: validTo as Day | null,
		successor
	}));
}

/** Once for each version, however many nodes see its day come. */
async function followVersion(log: EventLog, plan: PlanIndex, follow: FollowPlan): Promise<void> {
	const { id, version } = plan.document;
	const own = and(eq(planVersion.plan, id), eq(planVersion.version, version), isNull(planVersion.tookEffectAt));
	const [waiting] = await log.database.db.select({ version: planVersion.version }).from(planVersion).where(own);
	if (!waiting) return;
	const operation = { actor: 'system:plan', opId: `planAmended:${id}@${version}`, request: { plan: id, version } };
	const written = await write(log, operation, async (writing) => {
		const { tx, effectiveAt } = writing;
		const [taken] = await tx
			.update(planVersion)
			.set({ tookEffectAt: effectiveAt })
			.where(own)
			.returning({ version: planVersion.version });
		if (!taken) return ok({ ids: [], facts: [] });
		// Writes that hold a row of the budget finish first.
		await tx.execute(sql`select id from budget_node order by id for update`);
		await follow(writing, plan);
		return ok({
			ids: [],
			facts: [
				{
					type: 'planAmended' as const,
					ids: [],
					unit: null,
					after: `plan_version:${id}@${version}`,
					values: { plan: id, version },
					deltas: [],
					touches: [invalidated.plan, invalidated.day],
					streams: ['plan' as const, 'city' as const],
					feed: false
				}
			]
		});
	});
	if (!written.ok) throw new Error(`version ${version} of the plan could not take effect`);
}
