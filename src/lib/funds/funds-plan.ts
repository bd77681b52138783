// What the pages of the funds need of the plan, small enough to be sent with each of them.
import { fen, fromYuan, type Fen } from '#lib/kernel/money.ts';
import type { Name, PlanDocument } from '#lib/plan/plan-document.ts';
import type { LineKind } from './operation.ts';

export interface FundsLine {
	readonly id: string;
	readonly group: string;
	readonly kind: LineKind;
	readonly name: Name;
	readonly short: Name;
	readonly clause: string;
	readonly manager: string | null;
	/** Whole fen; null where the document puts no amount of that kind here. */
	readonly central: Fen | null;
	readonly local: Fen | null;
	readonly performanceReview: boolean;
	readonly indicators: readonly string[];
}

export interface FundsGroup {
	readonly id: string;
	readonly name: Name;
	readonly clause: string;
	readonly central: Fen | null;
	readonly local: Fen | null;
	/** What the document leaves open about the class' own amount. */
	readonly reading: {
		readonly id: string;
		readonly question: Name;
		readonly why: Name;
		readonly standard: string;
		readonly options: readonly { readonly id: string; readonly text: Name }[];
	} | null;
	readonly lines: readonly FundsLine[];
}

export interface FundsPlan {
	readonly document: string;
	readonly clause: string;
	readonly years: readonly number[];
	/** The annex' own totals, whole fen. */
	readonly central: Fen;
	readonly local: Fen;
	readonly groups: readonly FundsGroup[];
	/** Local money for one yuan of central money that a target asks for; null where none does. */
	readonly match: number | null;
	/** Observed figures that lines name. */
	readonly indicators: readonly {
		readonly code: string;
		readonly name: Name;
		readonly unit: Name;
		readonly aggregate: 'sum' | 'last';
		readonly yearToDate: boolean;
	}[];
}

export function fundsPlanOf({ document, years, budget, readings, targets, indicators }: PlanDocument): FundsPlan {
	const lines = budget.lines.map((line): FundsLine => ({
		id: line.id,
		group: line.group,
		kind: line.kind,
		name: line.name,
		short: line.short,
		clause: line.clause,
		manager: line.manager,
		central: amount(line.central),
		local: amount(line.local),
		performanceReview: line.performanceReview ?? false,
		indicators: line.indicators ?? []
	}));
	const match = targets.find((target) => target.kind === 'match');
	return {
		document,
		clause: budget.clause,
		years,
		central: fromYuan(budget.central),
		local: fromYuan(budget.local),
		groups: budget.groups.map((group) => {
			const reading = readings.find(({ id }) => id === group.reading);
			return {
				id: group.id,
				name: group.name,
				clause: group.clause,
				central: amount(group.central),
				local: amount(group.local),
				reading: reading
					? {
							id: reading.id,
							question: reading.question,
							why: reading.why,
							standard: reading.default,
							options: reading.options.map(({ id, text }) => ({ id, text }))
						}
					: null,
				lines: lines.filter((line) => line.group === group.id)
			};
		}),
		match: match ? match.value : null,
		indicators: indicators
			.filter(({ code }) => lines.some((line) => line.indicators.includes(code)))
			.map(({ code, name, unit, aggregate, yearToDate }) => ({ code, name, unit, aggregate, yearToDate }))
	};
}

/** A class or a line by its id. */
export function nodeOf(plan: FundsPlan, id: string): FundsGroup | FundsLine | null {
	for (const group of plan.groups) {
		if (group.id === id) return group;
		const line = group.lines.find((one) => one.id === id);
		if (line) return line;
	}
	return null;
}

export function isGroup(node: FundsGroup | FundsLine): node is FundsGroup {
	return 'lines' in node;
}

function amount(text: string | null): Fen | null {
	return text === null ? null : fen(fromYuan(text));
}
