// What the sample history tells beside the movements of money: what the funds do with it, a transfer of budget, and performance reviews.
import { mayRecord } from '#lib/access/rights.ts';
import { steps, type Step } from '#lib/funds/movement.ts';
import type { FundOperation } from '#lib/funds/operation.ts';
import { addDays, firstDayOfYear, yearOf, type Day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { DemoPerson } from './demo-people.ts';
import { asActor } from './history-funds.ts';
import type { HistoryGround, SampleRecord } from './history-record.ts';
import { between, pick, type Random } from './random.ts';
import { bank, company, numbered, sampleMark } from './sample-words.ts';
import { workingDayFrom } from './working-days.ts';

type Line = PlanIndex['document']['budget']['lines'][number];
type Disbursement = Extract<SampleRecord, { kind: 'disbursements' }>;

/** @param movements those of the same history: a fund is paid in what was disbursed to it */
export function sampleFundOperations(ground: HistoryGround, movements: readonly SampleRecord[]): SampleRecord[] {
	const moved = movements.filter((record): record is Disbursement => record.kind === 'disbursements');
	const { lines } = ground.plan.document.budget;
	return [
		...lines.flatMap((line, index) => operationsOfLine(ground, line, index, moved)),
		...lines.filter((line) => line.performanceReview).flatMap((line) => reviewsOf(ground, line)),
		...transferOf(ground, moved)
	];
}

function operationsOfLine(
	ground: HistoryGround,
	line: Line,
	index: number,
	moved: readonly Disbursement[]
): SampleRecord[] {
	const by = recorder(ground.people, ground.plan, line.id);
	if (!by || line.kind === 'subsidy') return [];
	const { random, until } = ground;
	const records: SampleRecord[] = [];
	const add = (operation: FundOperation, yuan: number, date: Day, counterpart: string, count = 1) => {
		if (yuan <= 0 || date > until) return false;
		records.push({
			kind: 'operations',
			by,
			day: date,
			input: {
				line: line.id,
				operation,
				amount: fen(BigInt(yuan) * 100n),
				count,
				date,
				counterpart,
				reference: numbered(
					operation === 'backed' ? '借款' : '凭证',
					yearOf(date),
					(index + 1) * 1000 + records.length
				),
				note: null
			}
		});
		return true;
	};
	const payments = moved
		.filter(({ input }) => input.line === line.id && input.step === 'disbursed' && input.source !== 'social')
		.filter(({ input }) => input.territory === null || input.source !== 'district')
		.map(({ day, input }) => ({ date: workingDayFrom(addDays(day, 6)), yuan: Number(input.amount / 100n) }))
		.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
	if (line.kind === 'equity-fund') tellEquity(random, payments, add);
	else tellPool(random, until, payments, add);
	return records.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

type Add = (operation: FundOperation, yuan: number, date: Day, counterpart: string, count?: number) => boolean;
interface Payment {
	readonly date: Day;
	readonly yuan: number;
}

/** Invests what it has in projects of some millions, and gets a little back after a year. */
function tellEquity(random: Random, payments: readonly Payment[], add: Add): void {
	let free = 0;
	let lastReturn: Day | null = null;
	for (const { date, yuan } of payments) {
		if (!add('paid_in', yuan, date, `${sampleMark}财政专户`)) continue;
		free += yuan;
		if (random() < 0.55) {
			const invested = whole(free * (0.35 + random() * 0.35), 100_000);
			if (invested >= 500_000 && add('invested', invested, workingDayFrom(addDays(date, 12)), company(random)))
				free -= invested;
			// What has come back is there for later projects alone.
			if (lastReturn === null) lastReturn = addDays(date, 330);
			else if (date > lastReturn) {
				const back = whole(invested * 0.3, 10_000);
				if (add('recovered', back, workingDayFrom(addDays(date, 16)), company(random))) lastReturn = addDays(date, 120);
			}
		}
	}
}

/** Backs loans of several times the pool month by month; a few of them fail, and a part of that comes back. */
function tellPool(random: Random, until: Day, payments: readonly Payment[], add: Add): void {
	for (const { date, yuan } of payments) add('paid_in', yuan, date, `${sampleMark}财政专户`);
	const [first] = payments;
	if (!first) return;
	let backed = 0;
	let months = 0;
	for (let date = workingDayFrom(addDays(first.date, 20)); date <= until; date = workingDayFrom(addDays(date, 30))) {
		const size = payments.filter((payment) => payment.date <= date).reduce((sum, { yuan }) => sum + yuan, 0);
		const count = between(random, 3, 9);
		const loans = whole(Math.min(count * (1_200_000 + random() * 1_800_000), size * 1.2), 10_000);
		if (add('backed', loans, date, bank(random), count)) backed += loans;
		months += 1;
		if (months % 7 !== 0) continue;
		const failed = whole(Math.min(backed * 0.004, size * 0.05), 10_000);
		if (!add('compensated', failed, workingDayFrom(addDays(date, 9)), bank(random))) continue;
		add('reclaimed', whole(failed * (0.2 + random() * 0.3), 1000), workingDayFrom(addDays(date, 80)), company(random));
	}
}

/** One for each plan year that is over, in the spring after it. */
function reviewsOf({ plan, people, random, until }: HistoryGround, line: Line): SampleRecord[] {
	const by = recorder(people, plan, line.id);
	if (!by) return [];
	return plan.document.years.flatMap((year): SampleRecord[] => {
		const day = workingDayFrom(addDays(firstDayOfYear(year + 1), 95 + between(random, 0, 20)));
		if (day > until) return [];
		return [
			{
				kind: 'reviews',
				by,
				day,
				input: {
					line: line.id,
					year,
					score: between(random, 78, 93),
					reviewer: `${sampleMark}会计师事务所${pick(random, ['甲', '乙', '丙'])}`,
					evidence: numbered('文号', year + 1, between(random, 1, 900))
				}
			}
		];
	});
}

/** In the class with the most lines, the one that needs its money least gives a little to the one that needs it most. */
function transferOf({ plan, people, until }: HistoryGround, moved: readonly Disbursement[]): SampleRecord[] {
	const office = people.find(({ role }) => role === 'office');
	const { groups, lines } = plan.document.budget;
	const byClass = groups
		.map((group) =>
			lines
				.filter((line) => line.group === group.id && line.kind === 'subsidy')
				.flatMap((line) => {
					const budget = Number((plan.nodes.get(line.id)?.central ?? 0n) / 100n);
					return budget > 0 ? [{ line: line.id, budget, free: budget - mostMoved(moved, line.id) }] : [];
				})
		)
		.sort((a, b) => b.length - a.length);
	const sorted = [...(byClass[0] ?? [])].sort((a, b) => b.free / b.budget - a.free / a.budget);
	const [giver, getter] = [sorted[0], sorted.at(-1)];
	const amount = giver ? whole(Math.min(giver.free / 3, giver.budget / 10), 100_000) : 0;
	const day = workingDayFrom(addDays(until, -75));
	if (!office || !giver || !getter || giver === getter || amount === 0) return [];
	return [
		{
			kind: 'transfers',
			by: office,
			day,
			input: {
				from: giver.line,
				to: getter.line,
				kind: 'central',
				amount: fen(BigInt(amount) * 100n),
				reason: `${sampleMark}：按年度执行情况调剂，支持进度较快的项目。`,
				reference: numbered('文号', yearOf(day), 75)
			}
		}
	];
}

/** Yuan of the step that has come furthest, of central money, in all of the history. */
function mostMoved(moved: readonly Disbursement[], line: string): number {
	const of = (step: Step) =>
		moved
			.filter(({ input }) => input.line === line && input.source === 'central' && input.step === step)
			.reduce((sum, { input }) => sum + Number(input.amount / 100n), 0);
	return Math.max(...steps.map(of));
}

/** The fund's manager, a department, else the office: whom the plan lets record on the line. */
function recorder(people: readonly DemoPerson[], plan: PlanIndex, line: string): DemoPerson | undefined {
	return ['fund_manager', 'department', 'office']
		.flatMap((role) => people.filter((person) => person.role === role))
		.find((person) => {
			const actor = asActor(person);
			const record = { record: 'fund-movement' as const, lines: [line], territory: null };
			return actor !== null && mayRecord(actor, record, plan.document.settings);
		});
}

function whole(yuan: number, unit: number): number {
	return Math.floor(yuan / unit) * unit;
}
