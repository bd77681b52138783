// The plan's names by code in one language: what pages of records need of the plan, small enough to be sent with each of them.
import { dictionary } from '#lib/kernel/dictionary.ts';
import type { PlanIndex } from './plan-index.ts';
import type { Name } from './plan-document.ts';

export interface Named {
	readonly name: string;
	readonly short: string;
}

/** In the plan's order. */
export interface PlanNames {
	readonly units: Readonly<Record<string, Named>>;
	readonly feeds: Readonly<Record<string, string>>;
	/** Budget classes and lines. */
	readonly nodes: Readonly<Record<string, Named>>;
	readonly tasks: Readonly<Record<string, string>>;
	/** With the unit that a figure is counted in. */
	readonly indicators: Readonly<Record<string, Counted>>;
	readonly targets: Readonly<Record<string, Counted>>;
	readonly readings: Readonly<
		Record<string, { readonly question: string; readonly options: Readonly<Record<string, string>> }>
	>;
	readonly safeguards: Readonly<Record<string, string>>;
}

export interface Counted {
	readonly name: string;
	readonly unit: string;
}

export function planNames(plan: PlanIndex, locale: string): PlanNames {
	const { document } = plan;
	const words = (name: Name) => (locale === 'en' ? name.en : name.zh);
	return {
		units: dictionary(
			[...plan.units.values()].map((unit) => [unit.code, { name: words(unit.name), short: words(unit.short) }])
		),
		feeds: dictionary(document.settings.feeds.map(({ code, name }) => [code, words(name)] as const)),
		nodes: dictionary([
			...document.budget.groups.map(
				(group) => [group.id, { name: words(group.name), short: words(group.name) }] as const
			),
			...document.budget.lines.map((line) => [line.id, { name: words(line.name), short: words(line.short) }] as const)
		]),
		tasks: dictionary(document.tasks.map((task) => [task.code, words(task.title)])),
		indicators: dictionary(
			document.indicators.map(({ code, name, unit }) => [code, { name: words(name), unit: words(unit) }])
		),
		targets: dictionary(
			document.targets.map((target) => {
				const unit =
					'base' in target && target.base !== null && typeof target.base === 'object' ? target.base.unit : target.unit;
				return [target.id, { name: words(target.name), unit: words(unit) }];
			})
		),
		readings: dictionary(
			document.readings.map(({ id, question, options }) => [
				id,
				{
					question: words(question),
					options: dictionary(options.map((option) => [option.id, words(option.text)]))
				}
			])
		),
		safeguards: dictionary(document.safeguards.map(({ id, title }) => [id, words(title)]))
	};
}

/** Titles of some milestones, by id; an id that the plan does not know stands for itself. */
export function milestoneTitles(plan: PlanIndex, locale: string, ids: readonly string[]): Record<string, string> {
	return dictionary(
		ids.map((id) => {
			const title = plan.milestones.get(id)?.title;
			return [id, title ? (locale === 'en' ? title.en : title.zh) : id];
		})
	);
}
