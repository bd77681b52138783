// What pages of the registers need of the plan, and their view of the cells: counts in both layers, by industry.
import { mayReverse } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Cell, CellGroups, PartsOf } from '#lib/figures/cell-family.ts';
import { registerCounts, registerSums } from '#lib/figures/families/registers.ts';
import { inLayer } from '#lib/figures/fold.ts';
import { yearOf, type Day } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import type { IndustrySplit } from './industry-split.ts';
import { mayKeep } from './decide.ts';
import { editValues, type EntityStory } from './entity-view.ts';
import { registerKinds, registers, type Measure, type Register } from './register.ts';
import { registerRules, targetOf } from './standing.ts';

export interface RegisterFrame {
	readonly register: Register;
	readonly measures: readonly Measure[];
	readonly holder: boolean;
	/** The target that counts it, in the reader's language; null for a register that is only kept. */
	readonly target: {
		readonly id: string;
		readonly name: string;
		/** What it counts: institutions, portfolios. */
		readonly unit: string;
		readonly value: number;
		readonly by: number;
		readonly any: boolean;
		readonly conditions: readonly { readonly measure: Measure; readonly value: string }[];
	} | null;
	/** In the plan's order. */
	readonly industries: readonly { readonly id: string; readonly name: string }[];
}

export function registerFrame(plan: PlanIndex, register: Register, locale: string): RegisterFrame {
	const words = (name: { readonly zh: string; readonly en: string }) => (locale === 'en' ? name.en : name.zh);
	const target = targetOf(registerRules(plan.document), register);
	const { measures, holder } = registerKinds[register];
	return {
		register,
		measures,
		holder,
		target: target && {
			id: target.id,
			name: words(target.name),
			unit: words(target.unit),
			value: target.value,
			by: target.by,
			any: target.qualifies.match === 'any',
			conditions: target.qualifies.conditions.flatMap((condition) => {
				const measure = measures.find(({ name }) => name === condition.measure);
				return measure ? [{ measure, value: condition.value }] : [];
			})
		},
		industries: plan.document.settings.industries.map(({ id, name }) => ({ id, name: words(name) }))
	};
}

export function registerOf(name: string): Register | null {
	return registers.find((register) => register === name) ?? null;
}

export interface EntityChoices {
	/** Where the actor may keep an entity, in official order. */
	readonly territories: readonly string[];
	/** Whether an entity may belong to no territory. */
	readonly cityWide: boolean;
	/** Years that a yearly figure may be given for, the newest first. */
	readonly years: readonly number[];
}

export function entityChoices(plan: PlanIndex, actor: Actor, today: Day): EntityChoices {
	const year = yearOf(today);
	return {
		territories: [...plan.units.keys()].filter((code) => plan.territories.has(code) && mayKeep(plan, actor, code)),
		cityWide: mayKeep(plan, actor, null),
		years: Array.from({ length: Math.max(1, year - plan.document.baseYear + 1) }, (_, back) => year - back).slice(0, 3)
	};
}

/** Whether there is anything that an actor could enter. */
export function mayKeepAny(plan: PlanIndex, actor: Actor): boolean {
	return mayKeep(plan, actor, null) || [...plan.territories].some((code) => mayKeep(plan, actor, code));
}

/** What the page of one entity shows beside names. */
export function storyPage(plan: PlanIndex, actor: Actor, story: EntityStory, today: Day, locale: string) {
	const { entity, fields, versions } = story;
	const newest = versions.find(({ state }) => state === 'reported' || state === 'confirmed');
	return {
		frame: registerFrame(plan, entity.register, locale),
		entity,
		values: editValues(entity.register, fields),
		versions,
		choices: entityChoices(plan, actor, today),
		mayEdit: mayKeep(plan, actor, entity.territory),
		/** The last change, where the actor may take it back. */
		undo:
			newest && mayReverse(actor, { unit: newest.by.unit, feed: null })
				? { id: newest.id, confirmed: newest.confirmed !== null }
				: null
	};
}

export interface RegisterCounts {
	readonly all: number;
	readonly qualified: number;
	readonly near: number;
}

export interface RegisterView {
	readonly reported: RegisterCounts;
	readonly confirmed: RegisterCounts;
	/** Sums over all entities, reported layer, by measure. */
	readonly sums: Readonly<Record<string, number>>;
	/** Industries with entities, in the plan's order. */
	readonly industries: readonly IndustrySplit[];
}

type Counted = PartsOf<typeof registerCounts>;

export function registerView(frame: RegisterFrame, groups: CellGroups): RegisterView {
	const own = registerCounts.cells(groups).filter(({ parts }) => parts.register === frame.register);
	const sums = inLayer(registerSums.cells(groups), 'reported').filter(({ parts }) => parts.register === frame.register);
	return {
		reported: countsOf(own, 'reported'),
		confirmed: countsOf(own, 'confirmed'),
		sums: Object.fromEntries(
			frame.measures.map(({ name }) => [name, total(sums.filter(({ parts }) => parts.measure === name))])
		),
		industries: frame.industries.flatMap(({ id }): IndustrySplit[] => {
			const cells = own.filter(({ parts }) => parts.industry === id);
			const counts = countsOf(cells, 'reported');
			if (counts.all === 0) return [];
			return [
				{
					industry: id,
					all: counts.all,
					near: counts.near,
					qualified: { reported: counts.qualified, confirmed: countsOf(cells, 'confirmed').qualified }
				}
			];
		})
	};
}

function countsOf(cells: readonly Cell<Counted>[], layer: Layer): RegisterCounts {
	const of = (state: Counted['state']) =>
		total(cells.filter((cell) => cell.layer === layer && cell.parts.state === state));
	return { all: of('all'), qualified: of('qualified'), near: of('near') };
}

function total(cells: readonly Pick<Cell, 'value'>[]): number {
	return Number(cells.reduce((sum, { value }) => sum + value, 0n));
}
