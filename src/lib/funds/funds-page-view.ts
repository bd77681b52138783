// What the page of all funds folds: its matrix and the match, from the cells of a state.
import { groupCells, type FoldState } from '#lib/figures/fold.ts';
import { fundsMatrix, type FundsMatrix } from './funds-matrix.ts';
import { isGroup, nodeOf, type FundsPlan } from './funds-plan.ts';
import { lineView, type LineView } from './line-view.ts';
import { matchView, type MatchView } from './match-view.ts';

export interface FundsPageView {
	readonly matrix: FundsMatrix;
	readonly match: MatchView;
}

type Figures = Pick<FoldState, 'cells' | 'today'>;

export function fundsPageView(plan: FundsPlan, { cells, today }: Figures): FundsPageView {
	const groups = groupCells(cells);
	return { matrix: fundsMatrix(plan, groups, today), match: matchView(plan, groups, today) };
}

export interface LinePageView {
	readonly line: LineView;
	readonly checks: FundsMatrix['checks'];
}

/** @throws RangeError for an id that the plan does not know: the page asks before */
export function linePageView(plan: FundsPlan, id: string, { cells, today }: Figures): LinePageView {
	const node = nodeOf(plan, id);
	if (!node) throw new RangeError(`no such line: ${id}`);
	const groups = groupCells(cells);
	const own = new Set([id, ...(isGroup(node) ? node.lines.map((line) => line.id) : [])]);
	return {
		line: lineView(plan, node, groups, today),
		checks: fundsMatrix(plan, groups, today)
			.checks.map(({ name, faults }) => ({ name, faults: faults.filter((fault) => own.has(fault.node)) }))
			.filter(({ name }) => name === 'chain' || name === 'budget')
	};
}
