// The matrix of the funds as a pure view: the annex' classes and lines down, the chain from the budget to the spending across, and the checks between them.
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { budgetExceptions, budgetMoved, chainExceptions, fundsMoved } from '#lib/figures/families/funds.ts';
import { readingsChosen } from '#lib/figures/families/plan.ts';
import { inLayer } from '#lib/figures/fold.ts';
import type { Layered } from '#lib/figures/layered.ts';
import { monthOf, type Day } from '#lib/kernel/day.ts';
import { fen, type Fen } from '#lib/kernel/money.ts';
import { layers, type Layer } from '#lib/protocol/cells.ts';
import { budgetKinds, budgetName, type BudgetKind } from './budget.ts';
import { heldLinks, shownLinks } from './chain.ts';
import type { FundsGroup, FundsLine, FundsPlan } from './funds-plan.ts';
import { sources, steps, type Source, type Step } from './movement.ts';

/** A budget as the document states it, and as approved transfers have changed it. */
export interface Budgeted extends Layered<Fen> {
	readonly original: Fen;
}

/** City and district money together is local; social money stands apart and is in no total. */
export type Purse = BudgetKind | 'social';

export interface MatrixRow {
	/** Of the node; '' for the total. */
	readonly id: string;
	/** `whole`: recorded on the class as a whole, not on one of its lines. */
	readonly kind: 'line' | 'whole' | 'group' | 'total';
	/** Null where the amount stands in another row. */
	readonly budget: Readonly<Record<BudgetKind, Budgeted | null>>;
	readonly steps: Readonly<Record<Step, Readonly<Record<Purse, Layered<Fen>>>>>;
	/** Disbursed of the budget as transfers have changed it, where the row holds one. */
	readonly rate: Readonly<Record<BudgetKind, Layered<number> | null>>;
	/** Spent of what was disbursed. */
	readonly use: Readonly<Record<BudgetKind, Layered<number | null>>>;
}

export interface MatrixGroup {
	readonly id: string;
	/** Lines in the annex' order, and what stands on the class alone where there is any. */
	readonly rows: readonly MatrixRow[];
	readonly total: MatrixRow;
	/** Where the class' own amounts stand: over all its lines, or on the one that the reading in force names. */
	readonly merged: Readonly<Record<BudgetKind, { readonly on: string | null } | null>>;
	/** The option of its reading that holds. */
	readonly option: string | null;
}

export type CheckName = 'annex' | 'transfers' | 'lines' | 'chain' | 'budget';

export interface CheckFault {
	/** A class or a line, or what the record names; '' for the whole. */
	readonly node: string;
	readonly purse: Source | Purse;
	readonly step: Step | null;
	/** The step that it may not exceed; null: the budget, or another sum. */
	readonly before: Step | null;
	/** Whole fen by which it is off. */
	readonly by: bigint;
}

export interface Check {
	readonly name: CheckName;
	readonly faults: readonly CheckFault[];
}

export interface FundsMatrix {
	readonly today: Day;
	readonly groups: readonly MatrixGroup[];
	readonly total: MatrixRow;
	/** What overdraws the budgets by approved exceptions, by class or line (reported layer). */
	readonly exceptions: readonly {
		readonly node: string;
		readonly source: Source;
		readonly step: Step;
		readonly amount: Fen;
	}[];
	/** Whether any budget is another than the document's. */
	readonly adjusted: boolean;
	readonly checks: readonly Check[];
	/** Disbursed by source, line by line and on classes as a whole (reported layer). */
	readonly disbursed: readonly { readonly id: string; readonly sources: Readonly<Record<Source, Fen>> }[];
}

const purseOf: Readonly<Record<Source, Purse>> = {
	central: 'central',
	city: 'local',
	district: 'local',
	social: 'social'
};

/** Sums of the cells of the funds; a record of next month is not counted yet. */
export class FundSums {
	readonly #sums = new Map<string, Record<Layer, bigint>>();
	/** Nodes, sources and steps that cells name, known to the plan or not. */
	readonly nodes = new Set<string>();

	constructor(cells: CellGroups, today: Day) {
		for (const { layer, parts, value } of fundsMoved.cells(cells)) {
			const { line, source, step, month } = parts;
			if (month > monthOf(today)) continue;
			this.nodes.add(line);
			this.#add(`${line} ${source} ${step}`, layer, value);
		}
	}

	of(node: string, source: Source, step: Step): Layered<Fen> {
		const { reported, confirmed } = this.#sums.get(`${node} ${source} ${step}`) ?? { reported: 0n, confirmed: 0n };
		return { reported: fen(reported), confirmed: fen(confirmed) };
	}

	/** Over nodes and the sources of a purse. */
	over(nodes: Iterable<string>, purse: Purse, step: Step): Layered<Fen> {
		return sumOf(
			[...nodes].flatMap((node) =>
				sources.filter((source) => purseOf[source] === purse).map((source) => this.of(node, source, step))
			)
		);
	}

	#add(name: string, layer: Layer, value: bigint): void {
		let sum = this.#sums.get(name);
		if (!sum) this.#sums.set(name, (sum = { reported: 0n, confirmed: 0n }));
		sum[layer] += value;
	}
}

export function fundsMatrix(plan: FundsPlan, cells: CellGroups, today: Day): FundsMatrix {
	const sums = new FundSums(cells, today);
	const changes = budgetChanges(cells);
	const groups = plan.groups.map((group) => matrixGroup(group, sums, changes, optionInForce(group, cells)));
	const known = plan.groups.flatMap(nodesOf);
	const total = row('', 'total', totalBudget(groups), known, sums);
	const exceptions = exceptionsOf(cells, budgetExceptions);
	return {
		today,
		groups,
		total,
		exceptions,
		adjusted: [...changes.values()].some(({ reported, confirmed }) => reported !== 0n || confirmed !== 0n),
		checks: [
			{ name: 'annex', faults: annexFaults(plan, groups) },
			{ name: 'transfers', faults: transferFaults(plan, total) },
			{ name: 'lines', faults: lineFaults(groups, total, sums, known) },
			{ name: 'chain', faults: chainFaults(plan, total, sums, exceptionsOf(cells, chainExceptions)) },
			{ name: 'budget', faults: budgetFaults(plan, changes, sums, exceptions) }
		],
		disbursed: known
			.map((id) => ({
				id,
				sources: Object.fromEntries(
					sources.map((source) => [source, sums.of(id, source, 'disbursed').reported])
				) as Record<Source, Fen>
			}))
			.filter(({ id, sources: of }) => !plan.groups.some((group) => group.id === id) || Object.values(of).some(Boolean))
	};
}

export type LayeredChanges = ReadonlyMap<string, Layered<bigint>>;

/** What approved transfers have changed, by `budgetName`. */
export function budgetChanges(cells: CellGroups): LayeredChanges {
	const changes = new Map<string, Record<Layer, bigint>>();
	for (const { layer, parts, value } of budgetMoved.cells(cells)) {
		const name = budgetName(parts.node, parts.kind);
		const change = changes.get(name) ?? { reported: 0n, confirmed: 0n };
		changes.set(name, change);
		change[layer] += value;
	}
	return changes;
}

/** The budget of one node, or null where the document puts none on it. */
export function budgetedOn(
	node: { readonly id: string; readonly central: Fen | null; readonly local: Fen | null },
	kind: BudgetKind,
	changes: LayeredChanges
): Budgeted | null {
	const original = node[kind];
	if (original === null) return null;
	const change = changes.get(budgetName(node.id, kind)) ?? { reported: 0n, confirmed: 0n };
	return {
		original,
		reported: fen(original + change.reported),
		confirmed: fen(original + change.confirmed)
	};
}

/** A part of a whole as a share; 0 of nothing is 0. */
export function rateOf(part: Layered<bigint>, whole: Layered<bigint>): Layered<number> {
	const of = (layer: Layer) =>
		whole[layer] === 0n ? 0 : Number((part[layer] * 1_000_000n) / whole[layer]) / 1_000_000;
	return { reported: of('reported'), confirmed: of('confirmed') };
}

/** Spent of what was disbursed (R3); unknown while nothing is. */
export function useRateOf(spent: Layered<bigint>, disbursed: Layered<bigint>): Layered<number | null> {
	const rate = rateOf(spent, disbursed);
	return {
		reported: disbursed.reported === 0n ? null : rate.reported,
		confirmed: disbursed.confirmed === 0n ? null : rate.confirmed
	};
}

export function sumOf(amounts: readonly Layered<bigint>[]): Layered<Fen> {
	const of = (layer: Layer) => fen(amounts.reduce((sum, amount) => sum + amount[layer], 0n));
	return { reported: of('reported'), confirmed: of('confirmed') };
}

/** The option of a class' reading that holds: that of a cell, else the standard one. */
function optionInForce(group: FundsGroup, cells: CellGroups): string | null {
	if (!group.reading) return null;
	const { id, standard } = group.reading;
	const other = inLayer(readingsChosen.cells(cells), 'confirmed').find(
		({ parts, value }) => parts.reading === id && value > 0n
	);
	return other?.parts.option ?? standard;
}

function matrixGroup(group: FundsGroup, sums: FundSums, changes: LayeredChanges, option: string | null): MatrixGroup {
	// An option that is named after a line puts the class' amount on that line alone.
	const on = group.lines.find((line) => line.id === option)?.id ?? null;
	const own = (kind: BudgetKind) => budgetedOn(group, kind, changes);
	const merged = {
		central: group.central === null ? null : { on },
		local: group.local === null ? null : { on }
	};
	const budgetOf = (line: FundsLine, kind: BudgetKind) =>
		budgetedOn(line, kind, changes) ?? (merged[kind]?.on === line.id ? own(kind) : null);
	const lines = group.lines.map((line) =>
		row(line.id, 'line', { central: budgetOf(line, 'central'), local: budgetOf(line, 'local') }, [line.id], sums)
	);
	const whole = row(group.id, 'whole', { central: null, local: null }, [group.id], sums);
	const budget = (kind: BudgetKind) =>
		addBudgets([own(kind), ...group.lines.map((line) => budgetedOn(line, kind, changes))]);
	return {
		id: group.id,
		rows: [...lines, ...(sums.nodes.has(group.id) ? [whole] : [])],
		total: row(group.id, 'group', { central: budget('central'), local: budget('local') }, nodesOf(group), sums),
		merged,
		option
	};
}

function row(
	id: string,
	kind: MatrixRow['kind'],
	budget: MatrixRow['budget'],
	nodes: readonly string[],
	sums: FundSums
): MatrixRow {
	const stepSums = Object.fromEntries(
		steps.map((step) => [
			step,
			{
				central: sums.over(nodes, 'central', step),
				local: sums.over(nodes, 'local', step),
				social: sums.over(nodes, 'social', step)
			}
		])
	) as MatrixRow['steps'];
	const rate = (of: BudgetKind) => (budget[of] ? rateOf(stepSums.disbursed[of], budget[of]) : null);
	const use = (of: BudgetKind) => useRateOf(stepSums.spent[of], stepSums.disbursed[of]);
	return {
		...{ id, kind, budget, steps: stepSums },
		rate: { central: rate('central'), local: rate('local') },
		use: { central: use('central'), local: use('local') }
	};
}

function nodesOf(group: FundsGroup): string[] {
	return [group.id, ...group.lines.map((line) => line.id)];
}

function addBudgets(budgets: readonly (Budgeted | null)[]): Budgeted | null {
	const given = budgets.filter((budget) => budget !== null);
	if (given.length === 0) return null;
	return { ...sumOf(given), original: fen(given.reduce((sum, budget) => sum + budget.original, 0n)) };
}

function totalBudget(groups: readonly MatrixGroup[]): MatrixRow['budget'] {
	return {
		central: addBudgets(groups.map((group) => group.total.budget.central)),
		local: addBudgets(groups.map((group) => group.total.budget.local))
	};
}

function exceptionsOf(
	cells: CellGroups,
	family: typeof budgetExceptions | typeof chainExceptions
): FundsMatrix['exceptions'] {
	return inLayer(family.cells(cells), 'reported').map(({ parts: { line, source, step }, value }) => ({
		node: line,
		source,
		step,
		amount: fen(value)
	}));
}

/** The nodes' amounts add up to what the annex states. */
function annexFaults(plan: FundsPlan, groups: readonly MatrixGroup[]): CheckFault[] {
	return budgetKinds.flatMap((kind) => {
		const sum = groups.reduce((all, group) => all + (group.total.budget[kind]?.original ?? 0n), 0n);
		return sum === plan[kind] ? [] : [{ node: '', purse: kind, step: null, before: null, by: sum - plan[kind] }];
	});
}

/** Transfers move budget about; the annex' totals stay. */
function transferFaults(plan: FundsPlan, total: MatrixRow): CheckFault[] {
	return budgetKinds.flatMap((kind) =>
		layers.flatMap((layer) => {
			const by = (total.budget[kind]?.[layer] ?? 0n) - plan[kind];
			return by === 0n ? [] : [{ node: '', purse: kind, step: null, before: null, by }];
		})
	);
}

/** Lines add up to their class, classes to the total, and nothing is recorded where the plan knows no place for it. */
function lineFaults(
	groups: readonly MatrixGroup[],
	total: MatrixRow,
	sums: FundSums,
	known: readonly string[]
): CheckFault[] {
	const strays = [...sums.nodes].filter((node) => !known.includes(node));
	return [
		...strays.flatMap((node) =>
			sources.flatMap((source) =>
				steps.flatMap((step) => {
					const by = sums.of(node, source, step).reported;
					return by === 0n ? [] : [{ node, purse: source, step, before: null, by }];
				})
			)
		),
		...purses.flatMap((purse) =>
			steps.flatMap((step) => {
				const cell = (one: MatrixRow) => one.steps[step][purse].reported;
				const off = (node: string, parts: readonly MatrixRow[], whole: MatrixRow): CheckFault[] => {
					const by = parts.reduce<bigint>((sum, part) => sum + cell(part), 0n) - cell(whole);
					return by === 0n ? [] : [{ node, purse, step, before: null, by }];
				};
				return [
					...groups.flatMap((group) => off(group.id, group.rows, group.total)),
					...off(
						'',
						groups.map((group) => group.total),
						total
					)
				];
			})
		)
	];
}

/** Money does not go further than it has come, where its budget stands and in total; approved exceptions (R38a) aside. */
function chainFaults(
	plan: FundsPlan,
	total: MatrixRow,
	sums: FundSums,
	exceptions: FundsMatrix['exceptions']
): CheckFault[] {
	const excused = (nodes: readonly string[] | null, purse: Purse, step: Step) =>
		exceptions
			.filter((one) => (nodes?.includes(one.node) ?? true) && purseOf[one.source] === purse && one.step === step)
			.reduce<bigint>((sum, { amount }) => sum + amount, 0n);
	return [...heldLinks, ...shownLinks].flatMap(({ step, before }) => {
		const single = plan.groups.flatMap(placesOf).flatMap(({ node, purse, nodes }): CheckFault[] => {
			const by =
				sums.over(nodes, purse, step).reported - excused(nodes, purse, step) - sums.over(nodes, purse, before).reported;
			return by > 0n ? [{ node, purse, step, before, by }] : [];
		});
		const whole = purses.flatMap((purse): CheckFault[] => {
			const by = total.steps[step][purse].reported - excused(null, purse, step) - total.steps[before][purse].reported;
			return by > 0n ? [{ node: '', purse, step, before, by }] : [];
		});
		return [...single, ...whole];
	});
}

const purses = ['central', 'local', 'social'] as const satisfies Purse[];

/** Where money of a class is followed: central and social money where it is recorded, local money where its budget stands. */
function placesOf(group: FundsGroup): { node: string; purse: Purse; nodes: readonly string[] }[] {
	return [group, ...group.lines].flatMap((node) => [
		{ node: node.id, purse: 'central' as const, nodes: [node.id] },
		...(node === group || node.local !== null
			? [{ node: node.id, purse: 'local' as const, nodes: localNodes(group, node) }]
			: []),
		{ node: node.id, purse: 'social' as const, nodes: [node.id] }
	]);
}

/** Local money of lines without an own local amount counts on their class. */
function localNodes(group: FundsGroup, node: FundsGroup | FundsLine): string[] {
	return node === group
		? [group.id, ...group.lines.filter((line) => line.local === null).map((line) => line.id)]
		: [node.id];
}

/** No step passes the budget, as transfers have changed it, but by approved exceptions. */
function budgetFaults(
	plan: FundsPlan,
	changes: LayeredChanges,
	sums: FundSums,
	exceptions: FundsMatrix['exceptions']
): CheckFault[] {
	return plan.groups.flatMap((group) => {
		const holders = [group, ...group.lines].flatMap((node) =>
			budgetKinds.flatMap((kind) => {
				const budget = budgetedOn(node, kind, changes);
				if (budget === null) return [];
				// Central money counts where it is recorded.
				const nodes = kind === 'local' ? localNodes(group, node) : [node.id];
				return [{ node: node.id, kind, budget, nodes }];
			})
		);
		return holders.flatMap(({ node, kind, budget, nodes }) =>
			steps.flatMap((step): CheckFault[] => {
				const excepted = exceptions
					.filter((one) => nodes.includes(one.node) && purseOf[one.source] === kind && one.step === step)
					.reduce<bigint>((sum, { amount }) => sum + amount, 0n);
				const by = sums.over(nodes, kind, step).reported - excepted - budget.reported;
				return by > 0n ? [{ node, purse: kind, step, before: null, by }] : [];
			})
		);
	});
}
