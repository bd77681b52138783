// The funds' panel: the chain below the budget, disbursement against the pace of the plan, month by month, line by line.
import { useRateOf } from '#lib/funds/funds-matrix.ts';
import {
	firstDayOfYear,
	daysBetween,
	lastDayOfMonth,
	lastDayOfYear,
	monthOf,
	monthsBetween,
	type Day
} from '#lib/kernel/day.ts';
import { fraction, plain, times } from '#lib/kernel/fraction.ts';
import { fen, type Fen } from '#lib/kernel/money.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { sumConfirmedTo } from '#lib/targets/confirmed-to.ts';
import { byPace, elapsed } from '#lib/targets/pace.ts';
import type { Cell, CellGroups, PartsOf } from '#lib/figures/cell-family.ts';
import { budgetMoved, fundsMoved } from '#lib/figures/families/funds.ts';
import { inLayer } from '#lib/figures/fold.ts';
import { runningSum, type RunningSum } from '#lib/figures/running-sum.ts';
import { ratioOf } from '#lib/figures/ratios.ts';
import type { DashboardView, FundsView, Step } from './view-types.ts';
import type { Layered, Light } from '#lib/figures/layered.ts';

type Pace = DashboardView['pace'];
type Purse = 'central' | 'local' | 'social';
type Sums = Record<Layer, bigint>;

const steps: readonly Step[] = ['allocated', 'received', 'committed', 'disbursed', 'spent'];
const purses: Readonly<Record<PartsOf<typeof fundsMoved>['source'], Purse>> = {
	central: 'central',
	city: 'local',
	district: 'local',
	social: 'social'
};

export function fundsView(plan: PlanSummary, groups: CellGroups, today: Day, pace: Pace): FundsView {
	const cells = fundsMoved.cells(groups);
	/** What approved transfers have made of a line's budget. */
	const changeOf = (line: string) =>
		inLayer(budgetMoved.cells(groups), 'reported')
			.filter(({ parts }) => parts.node === line && parts.kind === 'central')
			.reduce((sum, { value }) => sum + value, 0n);
	const sums = new Map<string, Sums>();
	const add = (name: string, { layer, value }: Pick<Cell, 'layer' | 'value'>) => {
		let sum = sums.get(name);
		if (!sum) sums.set(name, (sum = { reported: 0n, confirmed: 0n }));
		sum[layer] += value;
	};
	const disbursedIn: Record<Layer, [month: string, value: bigint][]> = { reported: [], confirmed: [] };
	for (const cell of cells) {
		const { line, source, step, month } = cell.parts;
		const purse = purses[source];
		if (month > monthOf(today)) continue;
		add(`${step} ${purse}`, cell);
		if (purse === 'central') add(`${step} line ${line}`, cell);
		if (purse !== 'social') {
			add(`${step} total`, cell);
			if (step === 'disbursed') disbursedIn[cell.layer].push([month, cell.value]);
		}
	}
	const sumOf = (name: string): Layered<Fen> => {
		const { reported, confirmed } = sums.get(name) ?? { reported: 0n, confirmed: 0n };
		return { reported: fen(reported), confirmed: fen(confirmed) };
	};

	const central = fen(BigInt(plan.budget.central));
	const local = fen(BigInt(plan.budget.local));
	const total = fen(central + local);
	const disbursed = sumOf('disbursed total');
	const ofBudget = ({ reported, confirmed }: Layered<Fen>): Layered<number> => ({
		reported: ratioOf(reported, total),
		confirmed: ratioOf(confirmed, total)
	});
	const disbursedShare = ofBudget(disbursed);
	const first = firstDayOfYear(Math.min(...plan.years));
	const last = lastDayOfYear(Math.max(...plan.years));
	// A month sorts before its days, so that the sum up to a month's last day takes the month in.
	const disbursedTo = { reported: runningSum(disbursedIn.reported), confirmed: runningSum(disbursedIn.confirmed) };
	const sure =
		today < first
			? null
			: sumConfirmedTo(
					cells.flatMap(({ layer, value, parts: { line, source, step, month } }) =>
						step === 'disbursed' && source !== 'social'
							? [{ layer, value, kind: `${line} ${source}`, date: month }]
							: []
					),
					today < last ? today : last,
					plan.settings.verdict.confirmedGap
				);
	const stepOf = (step: Step) => ({
		central: sumOf(`${step} central`),
		local: sumOf(`${step} local`),
		social: sumOf(`${step} social`),
		total: sumOf(`${step} total`)
	});
	return {
		light: fundsLight(plan, sums.size > 0, disbursed.reported, total, pace),
		budget: { central, local, total },
		steps: Object.fromEntries(steps.map((step) => [step, stepOf(step)])) as FundsView['steps'],
		disbursedShare,
		// Transfers move the budget about and leave its total as it is.
		executionRate: disbursedShare,
		useRate: useRateOf(sumOf('spent total'), disbursed),
		distance: (disbursedShare.reported - pace.share) * 100,
		confirmedTo: sure,
		confirmedDistance: sure && (ratioOf(disbursedTo.confirmed(sure), total) - plain(elapsed(first, last, sure))) * 100,
		months: monthsOf(plan, disbursedTo, total, today, pace),
		lines: plan.budget.lines.map((line) => ({
			id: line.id,
			group: line.group,
			central: fen(BigInt(line.central ?? 0) + changeOf(line.id)),
			disbursed: sumOf(`disbursed line ${line.id}`),
			spent: sumOf(`spent line ${line.id}`)
		}))
	};
}

/** Light of a sum against the share of its budget that the pace asks for; exact, in whole fen. */
export function paceLight(
	plan: PlanSummary,
	actual: bigint,
	budget: bigint,
	pace: Pick<Pace, 'elapsed' | 'total'>
): 'good' | 'risk' | 'behind' {
	const due = times(fraction(budget), fraction(BigInt(pace.elapsed), BigInt(pace.total)));
	return byPace(plan, fraction(actual), due).light;
}

function fundsLight(plan: PlanSummary, anything: boolean, disbursed: bigint, budget: bigint, pace: Pace): Light {
	if (budget === 0n) return 'base_missing';
	if (!anything) return pace.elapsed === 0 ? 'not_started' : 'unreported';
	return disbursed >= budget ? 'done' : paceLight(plan, disbursed, budget, pace);
}

function monthsOf(
	plan: PlanSummary,
	disbursed: Layered<RunningSum>,
	budget: bigint,
	today: Day,
	pace: Pace
): FundsView['months'] {
	const first = firstDayOfYear(Math.min(...plan.years));
	const last = lastDayOfYear(Math.max(...plan.years));
	return monthsBetween(monthOf(first), monthOf(last)).map((month) => {
		const end = lastDayOfMonth(month);
		const days = daysBetween(first, end) + 1;
		const toCome = month > monthOf(today);
		return {
			month,
			reported: toCome ? null : fen(disbursed.reported(end)),
			confirmed: toCome ? null : fen(disbursed.confirmed(end)),
			planned: fen((budget * BigInt(days)) / BigInt(pace.total))
		};
	});
}
