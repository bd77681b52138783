// One line or class of the budget as a pure view: its chain by source, its disbursement by month and year, what its fund has done.
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { fundsMoved, operationAmounts, operationCounts } from '#lib/figures/families/funds.ts';
import { observedValues } from '#lib/figures/families/observations.ts';
import { inLayer } from '#lib/figures/fold.ts';
import type { Layered } from '#lib/figures/layered.ts';
import { paceOf } from '#lib/figures/pace.ts';
import {
	daysBetween,
	firstDayOfYear,
	lastDayOfMonth,
	lastDayOfYear,
	monthOf,
	monthsBetween,
	type Day,
	type Month
} from '#lib/kernel/day.ts';
import { fen, type Fen } from '#lib/kernel/money.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { budgetKinds, type BudgetKind } from './budget.ts';
import {
	budgetChanges,
	budgetedOn,
	FundSums,
	rateOf,
	useRateOf,
	sumOf,
	type Budgeted,
	type LayeredChanges
} from './funds-matrix.ts';
import { isGroup, type FundsGroup, type FundsLine, type FundsPlan } from './funds-plan.ts';
import { sources, steps, type Source, type Step } from './movement.ts';
import { fundOperations, type FundOperation } from './operation.ts';

export interface LineView {
	readonly today: Day;
	/** What stands on the node; for a class with what stands on its lines. Null where the amount stands elsewhere. */
	readonly budget: Readonly<Record<BudgetKind, Budgeted | null>>;
	/** The class' local budget, which the line shares; null where the line has its own, or none. */
	readonly shared: Budgeted | null;
	readonly chain: Readonly<Record<Step, Readonly<Record<Source, Layered<Fen>>>>>;
	/** Disbursed of the budget, of the money whose budget stands here; null without one. */
	readonly rate: Layered<number> | null;
	/** Spent of what was disbursed, of all public money of the line. */
	readonly use: Layered<number | null>;
	/** The money whose budget stands here: what is disbursed of it is held against that budget. */
	readonly basis: readonly BudgetKind[];
	readonly pace: number;
	/** Summed up to the end of each month of the plan; null for months to come. */
	readonly months: readonly {
		readonly month: Month;
		readonly reported: Fen | null;
		readonly confirmed: Fen | null;
		readonly planned: Fen;
	}[];
	/** Disbursed in each year, by source (reported layer). */
	readonly years: readonly { readonly year: number; readonly sources: Readonly<Record<Source, Fen>> }[];
	readonly operations: OperationFigures;
	readonly observed: readonly {
		readonly code: string;
		readonly reported: number | null;
		readonly confirmed: number | null;
	}[];
}

/** What a fund has done, with the number of projects or loans. */
export type OperationFigures = Readonly<
	Record<FundOperation, { readonly amount: Layered<Fen>; readonly count: Layered<number> }>
>;

export function lineView(plan: FundsPlan, node: FundsGroup | FundsLine, cells: CellGroups, today: Day): LineView {
	const changes = budgetChanges(cells);
	const parts = isGroup(node) ? [node.id, ...node.lines.map((line) => line.id)] : [node.id];
	const sums = new FundSums(cells, today);
	const chain = Object.fromEntries(
		steps.map((step) => [
			step,
			Object.fromEntries(sources.map((source) => [source, sumOf(parts.map((part) => sums.of(part, source, step)))]))
		])
	) as LineView['chain'];
	const budget = { central: budgetOf(node, 'central', changes), local: budgetOf(node, 'local', changes) };
	const basis = budgetKinds.filter((kind) => budget[kind] !== null);
	const whole = sumOf(basis.flatMap((kind) => budget[kind] ?? []));
	const counted = sources.filter((source) => basis.some((kind) => kind === kindOf[source]));
	const publicMoney = (step: Step) =>
		sumOf(sources.filter((source) => kindOf[source] !== null).map((source) => chain[step][source]));
	const group = plan.groups.find((one) => !isGroup(node) && one.id === node.group);
	const pace = paceOf(plan, today);
	return {
		today,
		budget,
		shared: group && budget.local === null ? budgetedOn(group, 'local', changes) : null,
		chain,
		rate: basis.length === 0 ? null : rateOf(sumOf(counted.map((source) => chain.disbursed[source])), whole),
		use: useRateOf(publicMoney('spent'), publicMoney('disbursed')),
		basis,
		pace: pace.share,
		months: monthsOf(plan, cells, parts, counted, whole.reported, pace.total, today),
		years: yearsOf(plan, cells, parts, today),
		operations: operationFigures(cells, node.id, today),
		observed: isGroup(node) ? [] : observedOf(plan, node, cells)
	};
}

const kindOf: Readonly<Record<Source, BudgetKind | null>> = {
	central: 'central',
	city: 'local',
	district: 'local',
	social: null
};

function budgetOf(node: FundsGroup | FundsLine, kind: BudgetKind, changes: LayeredChanges): Budgeted | null {
	const given = [node, ...(isGroup(node) ? node.lines : [])].flatMap((one) => budgetedOn(one, kind, changes) ?? []);
	if (given.length === 0) return null;
	return { ...sumOf(given), original: fen(given.reduce((sum, one) => sum + one.original, 0n)) };
}

/** Disbursed and planned, summed up month by month; the plan runs straight by days to the budget. */
function monthsOf(
	plan: FundsPlan,
	cells: CellGroups,
	parts: readonly string[],
	counted: readonly Source[],
	budget: bigint,
	days: number,
	today: Day
): LineView['months'] {
	const moved = disbursedCells(cells, parts).filter(({ source }) => counted.some((one) => one === source));
	const first = firstDayOfYear(Math.min(...plan.years));
	const last = lastDayOfYear(Math.max(...plan.years));
	const upTo = (month: Month, layer: Layer) =>
		fen(moved.reduce((sum, one) => (one.layer === layer && one.month <= month ? sum + one.value : sum), 0n));
	return monthsBetween(monthOf(first), monthOf(last)).map((month) => {
		const toCome = month > monthOf(today);
		return {
			month,
			reported: toCome ? null : upTo(month, 'reported'),
			confirmed: toCome ? null : upTo(month, 'confirmed'),
			planned: fen((budget * BigInt(daysBetween(first, lastDayOfMonth(month)) + 1)) / BigInt(days))
		};
	});
}

function yearsOf(plan: FundsPlan, cells: CellGroups, parts: readonly string[], today: Day): LineView['years'] {
	const moved = disbursedCells(cells, parts).filter(
		({ layer, month }) => layer === 'reported' && month <= monthOf(today)
	);
	const years = new Set([...plan.years, ...moved.map(({ month }) => Number(month.slice(0, 4)))]);
	return [...years]
		.sort((a, b) => a - b)
		.map((year) => ({
			year,
			sources: Object.fromEntries(
				sources.map((source) => [
					source,
					fen(
						moved.reduce(
							(sum, one) => (one.source === source && one.month.startsWith(String(year)) ? sum + one.value : sum),
							0n
						)
					)
				])
			) as Record<Source, Fen>
		}));
}

function disbursedCells(cells: CellGroups, parts: readonly string[]) {
	return fundsMoved
		.cells(cells)
		.flatMap(({ layer, parts: { line, source, step, month }, value }) =>
			step === 'disbursed' && parts.includes(line) ? [{ layer, source, month, value }] : []
		);
}

function operationFigures(cells: CellGroups, line: string, today: Day): OperationFigures {
	const sum = (family: typeof operationAmounts, operation: FundOperation, layer: Layer) =>
		inLayer(family.cells(cells), layer)
			.filter(({ parts }) => parts.line === line && parts.operation === operation && parts.month <= monthOf(today))
			.reduce((all, one) => all + one.value, 0n);
	return Object.fromEntries(
		fundOperations.map((operation) => [
			operation,
			{
				amount: {
					reported: fen(sum(operationAmounts, operation, 'reported')),
					confirmed: fen(sum(operationAmounts, operation, 'confirmed'))
				},
				count: {
					reported: Number(sum(operationCounts, operation, 'reported')),
					confirmed: Number(sum(operationCounts, operation, 'confirmed'))
				}
			}
		])
	) as OperationFigures;
}

/** What was observed so far: of year-to-date counts the sum of the years, else the sum of all changes. Hundredths inside. */
function observedOf(plan: FundsPlan, line: FundsLine, cells: CellGroups): LineView['observed'] {
	return line.indicators.map((code) => {
		const own = observedValues.cells(cells).filter(({ parts }) => parts.indicator === code);
		const of = (layer: Layer) => {
			const values = own.filter((one) => one.layer === layer);
			return values.length === 0 ? null : Number(values.reduce((sum, { value }) => sum + value, 0n)) / 100;
		};
		return { code, reported: of('reported'), confirmed: of('confirmed') };
	});
}
