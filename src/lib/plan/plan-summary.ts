// What screens need of the plan, small enough to be sent to a browser with the first page.
import type { Day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import type { Name, PlanDocument, PlanTarget, UnitKind } from './plan-document.ts';
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
		readonly lines: readonly (BudgetNode & { readonly group: string; readonly short: Name })[];
	};
	readonly targets: readonly {
		readonly id: string;
		readonly kind: PlanTarget['kind'];
		readonly op: PlanTarget['op'];
		readonly value: number;
		/** Null for a target that holds in every year. */
		readonly by: number | null;
	}[];
	readonly tasks: readonly {
		readonly code: string;
		readonly title: Name;
		readonly departments: readonly string[];
		readonly territories: boolean;
	}[];
	/** How many milestones a unit is to reach on a day, over all its shares; by unit in official order, then by day. */
	readonly schedule: readonly { readonly unit: string; readonly day: Day; readonly count: number }[];
}

export interface BudgetNode {
	readonly id: string;
	readonly name: Name;
	readonly central: string | null;
	readonly local: string | null;
}

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
			lines: budget.lines.map((line) => ({ ...nodeOf(line), group: line.group, short: line.short }))
		},
		targets: plan.targets.map((target) => ({
			id: target.id,
			kind: target.kind,
			op: target.op,
			value: target.value,
			by: 'by' in target ? target.by : null
		})),
		tasks: plan.tasks.map(({ code, title, departments, territories }) => ({ code, title, departments, territories })),
		schedule: scheduleOf(plan)
	};
}

function scheduleOf(plan: PlanDocument): PlanSummary['schedule'] {
	const days = new Map<string, Map<Day, number>>(plan.units.map((unit) => [unit.code, new Map()]));
	for (const { unit, milestones } of sharesOf(plan)) {
		const counts = days.get(unit);
		for (const { planned } of milestones) counts?.set(planned, (counts.get(planned) ?? 0) + 1);
	}
	return [...days].flatMap(([unit, counts]) =>
		[...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, count]) => ({ unit, day, count }))
	);
}

function nodeOf(node: PlanDocument['budget']['groups'][number] | PlanDocument['budget']['lines'][number]): BudgetNode {
	const { id, name, central, local } = node;
	return { id, name, central: central && fenText(central), local: local && fenText(local) };
}

function fenText(amount: string): string {
	return fromYuan(amount).toString();
}
