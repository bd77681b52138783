// The plan's names for the overview, by code, in one language; an unknown code stands for itself.
import type { LedgerFigure, PlanSummary } from '#lib/plan/plan-summary.ts';
import type { DashboardLocale } from '#lib/figures/format.ts';

export interface Labels {
	readonly unit: (code: string) => string;
	readonly line: (id: string) => string;
	readonly lineShort: (id: string) => string;
	readonly task: (code: string) => string;
	readonly target: (id: string) => { readonly name: string; readonly unit: string };
	/** The target that measures a figure of the ledgers; null where the plan has none. */
	readonly targetOf: (figure: LedgerFigure) => string | null;
	/** Codes of the departments with a share, in official order. */
	readonly departments: readonly string[];
	/** The plan's thresholds of the lights. */
	readonly limits: PlanSummary['settings']['verdict'];
}

export function labelsOf(plan: PlanSummary, locale: DashboardLocale): Labels {
	const pick = (name: { readonly zh: string; readonly en: string }): string => (locale === 'zh-CN' ? name.zh : name.en);
	const units = new Map(plan.units.map((unit) => [unit.code, pick(unit.name)]));
	const lines = new Map(plan.budget.lines.map((line) => [line.id, line]));
	const tasks = new Map(plan.tasks.map((task) => [task.code, pick(task.title)]));
	const targets = new Map(plan.targets.map(({ id, name, unit }) => [id, { name: pick(name), unit: pick(unit) }]));
	const line = (id: string, key: 'name' | 'short'): string => {
		const found = lines.get(id);
		return found ? pick(found[key]) : id;
	};
	return {
		unit: (code) => units.get(code) ?? code,
		line: (id) => line(id, 'name'),
		lineShort: (id) => line(id, 'short'),
		task: (code) => tasks.get(code) ?? code,
		targetOf: (figure) => plan.targets.find((target) => target.figure === figure)?.id ?? null,
		target: (id) => targets.get(id) ?? { name: id, unit: '' },
		departments: plan.units
			.filter(({ code, kind }) => kind === 'department' && plan.tasks.some((task) => task.departments.includes(code)))
			.map(({ code }) => code),
		limits: plan.settings.verdict
	};
}
