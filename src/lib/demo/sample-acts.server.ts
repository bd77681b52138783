// One believable act of somebody: what is possible now is looked up, the rest is chance.
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { channels, outcomes, type CaseType, type Channel, type Outcome } from '#lib/cases/case.ts';
import { caseClosure, caseFile } from '#lib/cases/tables.server.ts';
import { fundsMoved } from '#lib/figures/families/funds.ts';
import { ofFamilies } from '#lib/figures/family-sql.server.ts';
import { sumKey } from '#lib/funds/budget.ts';
import { steps, type Source, type Step } from '#lib/funds/movement.ts';
import { addDays, yearOf, type Day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { Result } from '#lib/kernel/result.ts';
import { lastDayOf, periodsBetween, type Period } from '#lib/kernel/period.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { cell } from '#lib/log/tables.server.ts';
import { indicatorOf, mayObserve } from '#lib/observations/decide.ts';
import { observation } from '#lib/observations/tables.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { registerKinds } from '#lib/registers/register.ts';
import { entityVersion, registerEntity } from '#lib/registers/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { milestone, milestoneReport, share } from '#lib/tasks/tables.server.ts';
import type { DealKind } from '#lib/transactions/deal.ts';
import type { DemoCommands } from './demo-commands.server.ts';
import { between, pick, pickWeighted, type Random } from './random.ts';
import {
	bank,
	company,
	milestoneNote,
	narrative,
	nextStep,
	numbered,
	observationNote,
	parties,
	purpose,
	registrationNumber
} from './sample-words.ts';

export interface SampleWorld {
	readonly db: Drizzle;
	readonly plan: PlanIndex;
	readonly people: ReadonlyMap<string, Actor>;
	readonly today: Day;
	readonly random: Random;
}

/** What somebody is about to do; the call brings the key. */
export type SampleAct = (commands: DemoCommands, call: Call) => Promise<Result<Written>>;

export const sampleActKinds = [
	'deal',
	'loan',
	'acceptance',
	'closure',
	'movement',
	'progress',
	'milestone',
	'figure',
	'entity',
	'confirmation'
] as const;
export type SampleActKind = (typeof sampleActKinds)[number];

/** How often each kind comes, of a hundred. */
const weights: Readonly<Record<SampleActKind, number>> = {
	deal: 22,
	loan: 9,
	acceptance: 18,
	closure: 19,
	movement: 6,
	progress: 8,
	milestone: 3,
	figure: 3,
	entity: 2,
	confirmation: 10
};

/** Numbers of the live samples begin here, above those of the history. */
const firstLiveSerial = 500_000;

export function chooseKind(random: Random): SampleActKind {
	return pickWeighted(random, weights);
}

/** An act of a kind, or null where nothing of that kind is possible now. */
export function sampleAct(world: SampleWorld, kind: SampleActKind): Promise<SampleAct | null> {
	switch (kind) {
		case 'deal':
			return Promise.resolve(deal(world, pickWeighted(world.random, { transfer: 60, licence: 32, equity: 8 })));
		case 'loan':
			return Promise.resolve(deal(world, 'pledge'));
		case 'acceptance':
			return Promise.resolve(acceptance(world));
		case 'closure':
			return closure(world);
		case 'movement':
			return movement(world);
		case 'progress':
			return progress(world);
		case 'milestone':
			return reached(world);
		case 'figure':
			return lateFigure(world);
		case 'entity':
			return grownEntity(world);
		case 'confirmation':
			return confirmation(world);
	}
}

function deal({ people, random, today, plan }: SampleWorld, kind: DealKind): SampleAct | null {
	const territory = pick(random, [...plan.territories]);
	const actor = people.get(territory);
	if (!actor) return null;
	const pledge = kind === 'pledge';
	const year = yearOf(today);
	const serial = liveSerial(random);
	return (commands, call) =>
		commands.recordTransactions(actor, call, [
			{
				kind,
				// Loans in 100,000 yuan, deals in 1,000: few are large.
				amount: pledge
					? thousands(100 * between(random, 5, 80))
					: thousands(Math.round(20 * Math.exp(3 * random() ** 1.5))),
				count: 1,
				date: today,
				territory,
				registration: registrationNumber(year, serial),
				parties: pledge ? company(random) : parties(random),
				bank: pledge ? bank(random) : null,
				reference: numbered(pledge ? '借款' : '合同', year, serial)
			}
		]);
}

function acceptance({ people, random, today, plan }: SampleWorld): SampleAct | null {
	const territory = pick(random, [...plan.territories]);
	const department = pick(random, plan.document.settings.enforcingDepartments);
	const byDepartment = random() < 0.3;
	const actor = people.get(byDepartment ? `dept-${department}` : territory);
	if (!actor) return null;
	const type = pickWeighted<CaseType>(random, { patent: 40, trademark: 38, copyright: 14, trade_secret: 5, other: 3 });
	return (commands, call) =>
		commands.acceptCases(actor, call, [
			{
				number: numbered('执法', yearOf(today), liveSerial(random)),
				type,
				territory,
				department: byDepartment ? department : null,
				channel: pick<Channel>(random, channels),
				acceptedAt: today,
				opening: false
			}
		]);
}

/** Mostly one of the oldest open cases. */
async function closure({ db, people, random, today }: SampleWorld): Promise<SampleAct | null> {
	const open = await db
		.select({ number: caseFile.number, actor: entry.actor })
		.from(caseFile)
		.innerJoin(entry, eq(entry.id, caseFile.entry))
		.leftJoin(
			caseClosure,
			and(eq(caseClosure.case, caseFile.entry), eq(caseClosure.reversed, false), isNull(caseClosure.reopenedBy))
		)
		.where(
			and(
				eq(caseFile.reversed, false),
				isNull(caseClosure.entry),
				lte(caseFile.acceptedAt, addDays(today, -10)),
				inArray(entry.actor, idsOf(people))
			)
		)
		.orderBy(asc(caseFile.acceptedAt), asc(caseFile.number))
		.limit(60);
	if (open.length === 0) return null;
	const { number, actor: id } = pick(random, open);
	const actor = actorOf(people, id);
	if (!actor) return null;
	return (commands, call) =>
		commands.closeCases(actor, call, [{ number, closedAt: today, outcome: pick<Outcome>(random, outcomes) }]);
}

/** The next step of money that has come as far as the step before: never more than that. */
async function movement({ db, people, plan, random, today }: SampleWorld): Promise<SampleAct | null> {
	const rows = await db
		.select({ key: cell.key, value: cell.value })
		.from(cell)
		.where(and(eq(cell.layer, 'reported'), ofFamilies(fundsMoved)));
	const sums = new Map<string, bigint>();
	for (const { key, value } of rows) {
		const moved = fundsMoved.read(key);
		if (!moved) continue;
		const { line, source, step } = moved;
		// On the line by itself, and where its budget stands: others may have used what came there (R38a).
		for (const place of [`${line} ${source} ${step}`, `at ${sumKey(plan, line, source, step)}`])
			sums.set(place, (sums.get(place) ?? 0n) + value);
	}
	const possible = [...plan.nodes.values()]
		.filter((node) => node.kind === 'line')
		.flatMap((line) =>
			(['central', 'city'] as const satisfies Source[]).flatMap((source) =>
				steps.slice(1).flatMap((step: Step, index) => {
					const before = steps[index] ?? 'allocated';
					const between = (of: (step: Step) => string) => (sums.get(of(before)) ?? 0n) - (sums.get(of(step)) ?? 0n);
					const own = between((of) => `${line.id} ${source} ${of}`);
					const shared = between((of) => `at ${sumKey(plan, line.id, source, of)}`);
					const waiting = own < shared ? own : shared;
					// In 10,000 yuan; less is not worth a transfer.
					return waiting >= 10_000_000n ? [{ line: line.id, source, step, waiting: Number(waiting / 1_000_000n) }] : [];
				})
			)
		);
	if (possible.length === 0) return null;
	const { line, source, step, waiting } = pick(random, possible);
	const manager = plan.document.budget.lines.find(({ id }) => id === line)?.manager ?? null;
	const actor = people.get(manager === null ? 'dept-finance' : 'fund-manager');
	if (!actor) return null;
	const most = Math.min(waiting, Math.max(10, Math.floor(waiting / 6)));
	return (commands, call) =>
		commands.recordDisbursements(actor, call, [
			{
				line,
				source,
				step,
				amount: thousands(10 * between(random, Math.min(10, most), most)),
				date: today,
				territory: null,
				payee: company(random),
				reference: numbered(step === 'spent' ? '凭证' : '文号', yearOf(today), liveSerial(random)),
				note: purpose(random),
				exception: null
			}
		]);
}

async function progress({ db, people, random }: SampleWorld): Promise<SampleAct | null> {
	const shares = await db.select().from(share).where(eq(share.status, 'in_progress')).orderBy(asc(share.id));
	const moving = shares.filter((row) => holderOf(people, row.unit));
	if (moving.length === 0) return null;
	const row = pick(random, moving);
	const actor = holderOf(people, row.unit);
	if (!actor) return null;
	return (commands, call) =>
		commands.updateShares(actor, call, [
			{
				share: row.id,
				changes: {
					narrative: { base: row.narrative, new: narrative(random, 'in_progress') },
					nextStep: { base: row.nextStep, new: nextStep(random, 'in_progress') }
				}
			}
		]);
}

/** A milestone that is due or will be within a month. */
async function reached({ db, people, random, today }: SampleWorld): Promise<SampleAct | null> {
	const due = await db
		.select({ id: milestone.id, unit: share.unit })
		.from(milestone)
		.innerJoin(share, eq(share.id, milestone.share))
		.leftJoin(milestoneReport, and(eq(milestoneReport.milestone, milestone.id), eq(milestoneReport.reversed, false)))
		.where(and(isNull(milestoneReport.entry), lte(milestone.planned, addDays(today, 30))))
		.orderBy(asc(milestone.planned), asc(milestone.id));
	if (due.length === 0) return null;
	const { id, unit } = pick(random, due);
	const actor = holderOf(people, unit);
	if (!actor) return null;
	return (commands, call) =>
		commands.reportMilestones(actor, call, [{ id, actual: today, note: milestoneNote(random) }]);
}

/** A figure of a period that is over and that its unit has not reported yet: what it usually reports, or a little more. */
async function lateFigure({ db, people, plan, random, today }: SampleWorld): Promise<SampleAct | null> {
	const rows = await db
		.select({
			indicator: observation.indicator,
			unit: observation.unit,
			period: observation.period,
			value: observation.value
		})
		.from(observation)
		.where(eq(observation.reversed, false))
		.orderBy(asc(observation.period));
	const newest = new Map(rows.map((row) => [`${row.indicator} ${row.unit}`, row]));
	const due = [...newest.values()].flatMap((last) => {
		const indicator = indicatorOf(plan, last.indicator);
		const actor = holderOf(people, last.unit);
		if (!indicator || !actor || !mayObserve(plan, actor, indicator, last.unit)) return [];
		const period = periodsBetween(addDays(lastDayOf(last.period as Period), 1), today, indicator.period)[0];
		return period && lastDayOf(period) < today ? [{ last, period, indicator, actor }] : [];
	});
	if (due.length === 0) return null;
	const { last, period, indicator, actor } = pick(random, due);
	const anew = indicator.yearToDate && period.slice(0, 4) !== last.period.slice(0, 4);
	const more = BigInt(between(random, 0, 2)) * 100n;
	const value = anew ? more : last.value + (indicator.decimals > 0 ? 0n : more);
	return (commands, call) =>
		commands.recordObservations(actor, call, [
			{ indicator: indicator.code, unit: last.unit, period, value, note: observationNote(random) }
		]);
}

/** An entity that has grown: some more of one of its counted figures, entered by those who entered it first. */
async function grownEntity({ db, people, random }: SampleWorld): Promise<SampleAct | null> {
	const rows = await db
		.selectDistinctOn([entityVersion.entity], { version: entityVersion, entity: registerEntity })
		.from(entityVersion)
		.innerJoin(registerEntity, eq(registerEntity.id, entityVersion.entity))
		.where(eq(entityVersion.reversed, false))
		.orderBy(asc(entityVersion.entity), sql`${entityVersion.version} desc`);
	const possible = rows.flatMap(({ version, entity }) => {
		const actor = version.territory === null ? officeOf(people, entity.unit) : people.get(version.territory);
		const counted = registerKinds[entity.register].measures.find(
			({ name, unit }) => unit === 'count' && version.measures[name] !== undefined
		);
		return version.retired || !actor || !counted
			? []
			: [{ id: entity.id, actor, name: counted.name, measures: version.measures }];
	});
	if (possible.length === 0) return null;
	const { id, actor, name, measures } = pick(random, possible);
	const now = Number(measures[name] ?? '0');
	const grown = now + Math.max(1, Math.round((now * between(random, 1, 4)) / 100));
	return (commands, call) =>
		commands.recordEntities(actor, call, [{ id, changes: { [name]: { base: now, new: grown } } }]);
}

function officeOf(people: ReadonlyMap<string, Actor>, unit: string): Actor | undefined {
	const office = [...people.values()].filter(({ role }) => role === 'office');
	return office.find((person) => person.unit === unit) ?? office[0];
}

/** One of the records that have waited longest, by somebody of the office from another unit. */
async function confirmation({ db, people, random }: SampleWorld): Promise<SampleAct | null> {
	const waiting = await db
		.select({ id: entry.id, unit: entry.unit })
		.from(entry)
		.where(and(isNull(entry.confirmedAt), eq(entry.reversed, false)))
		.orderBy(asc(entry.effectiveAt), asc(entry.id))
		.limit(40);
	if (waiting.length === 0) return null;
	const { id, unit } = pick(random, waiting);
	const office = [...people.values()].filter((person) => person.role === 'office' && person.unit !== unit);
	if (office.length === 0) return null;
	const actor = pick(random, office);
	return (commands, call) => commands.confirm(actor, call, { ids: [id] });
}

/** Who reports for a unit's shares. */
function holderOf(people: ReadonlyMap<string, Actor>, unit: string): Actor | undefined {
	return people.get(unit) ?? people.get(`dept-${unit}`);
}

function actorOf(people: ReadonlyMap<string, Actor>, id: string): Actor | undefined {
	return [...people.values()].find((person) => person.id === id);
}

function idsOf(people: ReadonlyMap<string, Actor>): string[] {
	return [...people.values()].map((person) => person.id);
}

function liveSerial(random: Random): number {
	return between(random, firstLiveSerial, 999_999);
}

function thousands(count: number) {
	return fen(BigInt(count) * 100_000n);
}
