// What screens need of the plan, small enough to be sent to a browser with the first page.
import type { Day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import type { Name, PlanDocument, PlanSettings, PlanTarget, PlanTask, UnitKind } from './plan-document.ts';
import { sharesOf } from './shares.ts';

export interface PlanSummary {
	/** The document's number, e.g. 甬政办发〔2017〕150号. */
	readonly document: string;
	readonly title: Name;
	readonly shortTitle: Name;
	readonly version: number;
	readonly baseYear: number;
	readonly years: readonly number[];
	/** In official order; `name` here is the short name for screens. */
	readonly units: readonly {
		readonly code: string;
		readonly kind: UnitKind;
		readonly order: number;
		readonly name: Name;
		readonly within: string | null;
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
	readonly targets: readonly {
		readonly id: string;
		readonly kind: PlanTarget['kind'];
		readonly op: PlanTarget['op'];
		readonly value: number;
		/** Null for a target that holds in every year. */
		readonly by: number | null;
		readonly owner: string;
		/** The ledgers' figure that it measures; null where it measures something else. */
		readonly figure: LedgerFigure | null;
	}[];
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
	readonly settings: Pick<PlanSettings, 'rollupWeights' | 'verdict' | 'enforcingDepartments'>;
}

export interface BudgetNode {
	readonly id: string;
	readonly name: Name;
	readonly central: string | null;
	readonly local: string | null;
}

/** A figure of the ledgers that a target measures. */
export type LedgerFigure = Extract<PlanTarget['measure'], { from: 'ledger' }>['figure'];

export function summaryOf(plan: PlanDocument): PlanSummary {
	const { budget } = plan;
	return {
		document: plan.document,
		title: plan.title,
		shortTitle: plan.shortTitle,
		version: plan.version,
		baseYear: plan.baseYear,
		years: plan.years,
		units: plan.units.map(({ code, kind, order, short, within }) => ({ code, kind, order, name: short, within })),
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
		targets: plan.targets.map((target) => ({
			id: target.id,
			kind: target.kind,
			op: target.op,
			value: target.value,
			by: 'by' in target ? target.by : null,
			owner: target.owner,
			figure: target.measure.from === 'ledger' ? target.measure.figure : null
		})),
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
		settings: {
			rollupWeights: plan.settings.rollupWeights,
			verdict: plan.settings.verdict,
			enforcingDepartments: plan.settings.enforcingDepartments
		}
	};
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
