// What screens need of the plan, small enough to be sent to a browser with the first page.
import type { Day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import type {
	Name,
	PlanDocument,
	PlanIndicator,
	PlanSettings,
	PlanTarget,
	PlanTask,
	UnitKind
} from './plan-document.ts';
import { sharesOf } from './shares.ts';
import { unitsWithTerms, type UnitTerm } from './unit-terms.ts';

export interface PlanSummary {
	/** The document's number, e.g. 甬政办发〔2017〕150号. */
	readonly document: string;
	readonly title: Name;
	readonly shortTitle: Name;
	readonly version: number;
	readonly baseYear: number;
	/** The unit that coordinates: what nobody else owns is its to act on. */
	readonly coordinatingOffice: string;
	readonly years: readonly number[];
	/** The business day on which the first record of all was entered; null before. */
	readonly firstRecord: Day | null;
	/** In official order; `name` here is the short name for screens. */
	readonly units: readonly {
		readonly code: string;
		readonly kind: UnitKind;
		readonly order: number;
		readonly name: Name;
		readonly within: string | null;
		/** The unit's first and last day; null while no end is known. */
		readonly validFrom: Day;
		readonly validTo: Day | null;
	}[];
	/** Whole fen as decimal strings: "20000000000" is 200 million yuan. Null where the document puts the amount elsewhere. */
	readonly budget: {
		readonly central: string;
		readonly local: string;
		readonly groups: readonly BudgetNode[];
		readonly lines: readonly (BudgetNode & {
			readonly group: string;
			readonly short: Name;
			/** Who sees to the line: its manager, then the leads of the tasks that it pays for. */
			readonly units: readonly string[];
		})[];
	};
	readonly goals: readonly { readonly id: string; readonly title: Name; readonly short?: Name | undefined }[];
	readonly targets: readonly TargetSummary[];
	/** Those that a target measures, by code. */
	readonly indicators: Readonly<Record<string, Pick<PlanIndicator, 'period' | 'aggregate' | 'yearToDate' | 'owners'>>>;
	/** The option of each reading that holds as long as no other one is in force. */
	readonly readings: Readonly<Record<string, string>>;
	readonly tasks: readonly {
		readonly code: string;
		readonly title: Name;
		/** The first one leads, the others join. */
		readonly departments: readonly string[];
		/** Whether every district and zone holds a share. */
		readonly territories: boolean;
		readonly rollup: PlanTask['rollup'];
	}[];
	/** The planned day of each milestone by share id: that of milestone n stands at n - 1. */
	readonly schedule: Readonly<Record<string, readonly Day[]>>;
	/** The milestones that name a target's value which the figures must show. */
	readonly proofs: readonly {
		readonly milestone: string;
		readonly title: Name;
		readonly target: string;
		readonly value: number;
	}[];
	readonly settings: Pick<PlanSettings, 'rollupWeights' | 'verdict' | 'enforcingDepartments'>;
}

export interface BudgetNode {
	readonly id: string;
	readonly name: Name;
	readonly central: string | null;
	readonly local: string | null;
}

/** What the rules and the overview need of a target; figures are in its own unit. */
export interface TargetSummary {
	readonly id: string;
	readonly kind: PlanTarget['kind'];
	readonly name: Name;
	/** Where the name has no room; plans of earlier versions have none. */
	readonly short?: Name | undefined;
	readonly unit: Name;
	readonly op: PlanTarget['op'];
	readonly value: number;
	/** Null for a target that holds in every year. */
	readonly by: number | null;
	/** Null for a target under a task or a safeguard. */
	readonly goal: string | null;
	readonly owner: string;
	readonly measure: PlanTarget['measure'];
	/** The ledgers' figure that it measures; null where it measures something else. */
	readonly figure: LedgerFigure | null;
	/**
	 * Base year or opening stock (without a year) as the document gives it; its value is null where that is a gap. Null for a
	 * kind that needs none.
	 */
	readonly base: { readonly year: number | null; readonly value: number | null } | null;
	/** What the sums of all entities must reach where a reading takes them together; null but for registers. */
	readonly conditions: readonly { readonly measure: string; readonly op: '>=' | '<='; readonly value: number }[] | null;
	/** Whole fen; null but for a match. */
	readonly match: {
		readonly minimumLocal: string;
		readonly basis: MatchBasis;
		readonly beside: readonly MatchBasis[];
	} | null;
	readonly readings: readonly string[];
}

export type MatchBasis = Extract<PlanTarget, { kind: 'match' }>['basis'];

/** A figure of the ledgers that a target measures. */
export type LedgerFigure = Extract<PlanTarget['measure'], { from: 'ledger' }>['figure'];

export function summaryOf(
	plan: PlanDocument,
	terms: readonly UnitTerm[] = [],
	firstRecord: Day | null = null
): PlanSummary {
	const { budget } = plan;
	return {
		document: plan.document,
		title: plan.title,
		shortTitle: plan.shortTitle,
		version: plan.version,
		baseYear: plan.baseYear,
		coordinatingOffice: plan.coordinatingOffice,
		years: plan.years,
		firstRecord,
		units: unitsWithTerms(plan.units, terms).map(({ code, kind, order, short, within, validFrom, validTo }) => ({
			code,
			kind,
			order,
			name: short,
			within,
			validFrom,
			validTo
		})),
		budget: {
			central: fenText(budget.central),
			local: fenText(budget.local),
			groups: budget.groups.map(nodeOf),
			lines: budget.lines.map((line) => ({
				...nodeOf(line),
				group: line.group,
				short: line.short,
				units: unitsOfLine(plan, line)
			}))
		},
		goals: plan.goals.map(({ id, title, short }) => ({ id, title, ...(short && { short }) })),
		targets: plan.targets.map(targetSummary),
		indicators: Object.fromEntries(
			plan.indicators
				.filter(({ code }) =>
					plan.targets.some(({ measure }) => measure.from === 'indicator' && measure.indicator === code)
				)
				.map(({ code, period, aggregate, yearToDate, owners }) => [code, { period, aggregate, yearToDate, owners }])
		),
		readings: Object.fromEntries(plan.readings.map((reading) => [reading.id, reading.default])),
		tasks: plan.tasks.map(({ code, title, departments, territories, rollup }) => ({
			code,
			title,
			departments,
			territories,
			rollup
		})),
		schedule: Object.fromEntries(
			sharesOf(plan).map(({ id, milestones }) => [id, milestones.map(({ planned }) => planned)])
		),
		proofs: sharesOf(plan).flatMap(({ milestones }) =>
			milestones.flatMap(({ id, title, proves }) => (proves ? [{ milestone: id, title, ...proves }] : []))
		),
		settings: {
			rollupWeights: plan.settings.rollupWeights,
			verdict: plan.settings.verdict,
			enforcingDepartments: plan.settings.enforcingDepartments
		}
	};
}

function targetSummary(target: PlanTarget): TargetSummary {
	return {
		id: target.id,
		kind: target.kind,
		name: target.name,
		...(target.short && { short: target.short }),
		unit: target.unit,
		op: target.op,
		value: target.value,
		by: 'by' in target ? target.by : null,
		goal: 'goal' in target.under ? target.under.goal : null,
		owner: target.owner,
		measure: target.measure,
		figure: target.measure.from === 'ledger' ? target.measure.figure : null,
		base: baseOf(target),
		conditions:
			target.kind === 'register'
				? target.qualifies.conditions.map(({ measure, op, value }) => ({ measure, op, value: Number(value) }))
				: null,
		match:
			target.kind === 'match'
				? { minimumLocal: fenText(target.minimumLocal), basis: target.basis, beside: target.beside }
				: null,
		readings: target.readings
	};
}

function baseOf(target: PlanTarget): TargetSummary['base'] {
	if (target.kind === 'cumulative') return { year: null, value: target.base };
	if (target.kind === 'average-growth' || target.kind === 'reduction')
		return { year: target.base.year, value: target.base.value };
	return null;
}

function unitsOfLine(plan: PlanDocument, line: PlanDocument['budget']['lines'][number]): string[] {
	const leads = plan.tasks.filter((task) => task.lines.includes(line.id)).map((task) => task.lead);
	return [...new Set(line.manager === null ? leads : [line.manager, ...leads])];
}

function nodeOf(node: PlanDocument['budget']['groups'][number] | PlanDocument['budget']['lines'][number]): BudgetNode {
	const { id, name, central, local } = node;
	return { id, name, central: central && fenText(central), local: local && fenText(local) };
}

function fenText(amount: string): string {
	return fromYuan(amount).toString();
}
