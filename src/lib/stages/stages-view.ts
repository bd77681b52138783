// The timetable as a function of plan, cells, targets and today: how each item stands, and what each gate waits for.
import { addDays, daysBetween, firstDayOfYear, type Day } from '#lib/kernel/day.ts';
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { gatesDecided } from '#lib/figures/families/plan.ts';
import { itemMilestones, milestoneIds, milestoneReached } from '#lib/figures/families/tasks.ts';
import { inLayer } from '#lib/figures/fold.ts';
import { contradicted } from '#lib/tasks/proofs.ts';
import { tileThresholds } from '#lib/tasks/milestones-view.ts';
import type { Layered, Light } from '#lib/figures/layered.ts';
import type { ProofConflict } from '#lib/protocol/verdict.ts';
import type { GateDecisionKind } from './gate.ts';
import type { StageItem, StagePhase, StagesPlan } from './stages-plan.ts';

/** As much of a target as a gate asks for: its value in both layers. */
export interface GateTarget {
	readonly id: string;
	readonly reported: { readonly value: number | null };
	readonly confirmed: { readonly value: number | null };
}

export interface StagesView {
	readonly today: Day;
	readonly phases: readonly PhaseView[];
}

export interface PhaseView {
	readonly id: string;
	readonly state: 'past' | 'running' | 'ahead';
	readonly light: Light;
	readonly done: Layered<number>;
	readonly items: readonly ItemView[];
	readonly gate: GateView;
}

export interface ItemView {
	readonly id: string;
	/** Of the reported layer, with the rule that gives it. */
	readonly light: Light;
	readonly why: ItemRule;
	readonly confirmedLight: Light;
	readonly planned: number;
	/** Planned up to today. */
	readonly due: number;
	readonly reached: Layered<number>;
	/** Reported as reached, but contradicted by a target: not among those reached. */
	readonly contradicted: Layered<number>;
	/** Whole percent of the milestones that are reached. */
	readonly percent: Layered<number>;
	/** The day on which the last milestone was reached; null while one is open. */
	readonly completedOn: Day | null;
	/** Days from today to the item's last day; negative when it has passed. */
	readonly daysLeft: number;
	/** [R281] Units with an overdue milestone of it, the oldest first; none for readers without figures by unit. */
	readonly late: readonly string[];
}

/** The rules of an item's light, in the order in which they are asked (docs/rules.md). */
export type ItemRule =
	| 'all_reached'
	| 'all_reached_late'
	| 'open_after_end'
	| 'not_begun'
	| 'not_reported'
	| 'due_missed'
	| 'due_near'
	| 'ends_soon'
	| 'on_course';

export interface GateView {
	readonly criteria: readonly CriterionView[];
	/** What keeps the confirmed layer from meeting the criteria; empty: nothing does. */
	readonly blockers: readonly Blocker[];
	/** The decision that stands; null before the first. */
	readonly decision: GateDecisionKind | null;
}

export type CriterionView =
	| { readonly kind: 'items'; readonly done: Layered<number>; readonly total: number; readonly met: Layered<boolean> }
	| {
			readonly kind: 'target';
			readonly target: string;
			readonly op: '>=' | '<=';
			readonly value: number;
			readonly actual: Layered<number | null>;
			readonly met: Layered<boolean>;
	  };

export interface Blocker {
	/** `item:p1-4` or `target:institutions`: what an exception names. */
	readonly id: string;
	readonly kind: 'item' | 'target';
	readonly ref: string;
	/** `unconfirmed`: reported as met, a second person has not confirmed it yet. */
	readonly state: 'open' | 'unconfirmed';
	/** Milestones that are open, or by how much the target is short; null where its value is not known. */
	readonly short: number | null;
	/** Unit codes: who must act. */
	readonly who: readonly string[];
}

/** A decision that was taken at a gate, with what blocked then. */
export interface PastDecision {
	readonly id: string;
	readonly phase: string;
	readonly decision: GateDecisionKind;
	readonly reason: string | null;
	readonly exceptions: readonly { readonly blocker: string; readonly reason: string }[];
	readonly blockers: readonly Blocker[];
	readonly planVersion: number;
	/** The person's name. */
	readonly by: string | null;
	/** Business time, '2019-09-16 09:30'. */
	readonly at: string;
}

/**
 * @param groups cells of `city`: milestones by item and day, standing decisions
 * @param targets every target that a gate names, as it stands
 * @param conflicts milestones that a target contradicts: they count for no item and no gate
 */
export function stagesView(
	plan: StagesPlan,
	groups: CellGroups,
	targets: readonly GateTarget[],
	today: Day,
	conflicts: readonly ProofConflict[] = []
): StagesView {
	const reached = reachedByItem(groups);
	const known = groups.has(milestoneReached) ? reachedIds(groups) : null;
	const decisions = standingDecisions(groups);
	return {
		today,
		phases: plan.phases.map((phase) => {
			const items = phase.items.map((item) =>
				itemView(
					plan,
					item,
					{ days: reached.get(item.id), against: contradicted(conflicts, item.proofs), known },
					today
				)
			);
			const state = phaseState(phase, items, today);
			return {
				id: phase.id,
				state,
				light: phaseLight(items, state),
				done: doneItems(items),
				items,
				gate: gateView(plan, phase, items, targets, decisions.get(phase.id) ?? null)
			};
		})
	};
}

type ReachedDays = Layered<ReadonlyMap<Day, number>>;

function itemView(
	plan: StagesPlan,
	item: StageItem,
	{
		days,
		against,
		known
	}: {
		readonly days: ReachedDays | undefined;
		readonly against: Layered<number>;
		/** The ids of the milestones that are reached; null where nobody knows. */
		readonly known: ReadonlySet<string> | null;
	},
	today: Day
): ItemView {
	const planned = item.planned.length;
	const due = item.planned.filter((day) => day <= today).length;
	const layer = (name: 'reported' | 'confirmed') => {
		const counts = days?.[name] ?? new Map<Day, number>();
		const count = [...counts.values()].reduce((sum, one) => sum + one, 0) - against[name];
		const last = [...counts]
			.filter(([, one]) => one > 0)
			.reduce<Day | null>((max, [day]) => (max === null || day > max ? day : max), null);
		return { count, completedOn: planned > 0 && count >= planned ? last : null };
	};
	const [reported, confirmed] = [layer('reported'), layer('confirmed')];
	const judged = itemLight(plan, item, due, reported.count, reported.completedOn, today);
	const percent = (count: number) => (planned === 0 ? 0 : Math.min(100, Math.floor((100 * count) / planned)));
	return {
		id: item.id,
		...judged,
		confirmedLight: itemLight(plan, item, due, confirmed.count, confirmed.completedOn, today).light,
		planned,
		due,
		reached: { reported: reported.count, confirmed: confirmed.count },
		percent: { reported: percent(reported.count), confirmed: percent(confirmed.count) },
		contradicted: against,
		completedOn: reported.completedOn,
		daysLeft: daysBetween(today, item.to),
		late: known === null ? [] : lateUnits(item, known, today)
	};
}

function reachedIds(groups: CellGroups): ReadonlySet<string> {
	return new Set(
		inLayer(milestoneReached.cells(groups), 'reported')
			.filter(({ value }) => value > 0n)
			.map(({ parts }) => milestoneIds.key(parts))
	);
}

/** @param reached the ids of the milestones that are reached */
function lateUnits({ milestones = [] }: StageItem, reached: ReadonlySet<string>, today: Day): string[] {
	const overdue = milestones
		.filter(({ id, planned }) => planned < today && !reached.has(id))
		.toSorted((a, b) => (a.planned < b.planned ? -1 : a.planned > b.planned ? 1 : 0));
	return [...new Set(overdue.map(({ id }) => milestoneIds.read(id)?.unit ?? ''))];
}

function itemLight(
	plan: StagesPlan,
	item: StageItem,
	due: number,
	reached: number,
	completedOn: Day | null,
	today: Day
): { light: Light; why: ItemRule } {
	if (completedOn !== null)
		return completedOn <= item.to
			? { light: 'done', why: 'all_reached' }
			: { light: 'done_late', why: 'all_reached_late' };
	if (today > item.to) return { light: 'behind', why: 'open_after_end' };
	if (due === 0 && reached === 0) return { light: 'not_started', why: 'not_begun' };
	if (reached === 0) return { light: 'unreported', why: 'not_reported' };
	// Nobody but the units knows which ones were reached: those ahead of time may stand for some that are missing.
	const share = due === 0 ? 100 : (100 * Math.min(reached, due)) / due;
	if (share < tileThresholds.atRiskFrom) return { light: 'behind', why: 'due_missed' };
	if (share < tileThresholds.onCourseFrom) return { light: 'risk', why: 'due_near' };
	if (today >= addDays(item.to, -plan.remindDaysBefore)) return { light: 'risk', why: 'ends_soon' };
	return { light: 'good', why: 'on_course' };
}

function phaseState(phase: StagePhase, items: readonly ItemView[], today: Day): PhaseView['state'] {
	if (today < firstDayOfYear(phase.year)) return 'ahead';
	if (today >= firstDayOfYear(phase.year + 1)) return 'past';
	return 'running';
}

/** The worst of its items; a phase is done when all of them are, late when one of them was. */
function phaseLight(items: readonly ItemView[], state: PhaseView['state']): Light {
	const has = (...lights: Light[]) => items.some(({ light }) => lights.includes(light));
	if (items.length > 0 && items.every(({ light }) => light === 'done' || light === 'done_late'))
		return has('done_late') ? 'done_late' : 'done';
	if (state === 'ahead' && items.every(({ light }) => light === 'not_started')) return 'not_started';
	if (has('behind')) return 'behind';
	if (has('risk', 'unreported')) return 'risk';
	return has('good', 'done', 'done_late') ? 'good' : 'not_started';
}

function isDone(light: Light): boolean {
	return light === 'done' || light === 'done_late';
}

function doneItems(items: readonly ItemView[]): Layered<number> {
	return {
		reported: items.filter(({ light }) => isDone(light)).length,
		confirmed: items.filter(({ confirmedLight }) => isDone(confirmedLight)).length
	};
}

function gateView(
	plan: StagesPlan,
	phase: StagePhase,
	items: readonly ItemView[],
	targets: readonly GateTarget[],
	decision: GateDecisionKind | null
): GateView {
	const criteria = phase.criteria.map((criterion): CriterionView => {
		if (criterion.kind === 'items-completed') {
			const done = doneItems(items);
			const met = (count: number) => count >= items.length;
			return {
				kind: 'items',
				done,
				total: items.length,
				met: { reported: met(done.reported), confirmed: met(done.confirmed) }
			};
		}
		const target = targets.find(({ id }) => id === criterion.target);
		const actual = { reported: target?.reported.value ?? null, confirmed: target?.confirmed.value ?? null };
		const met = (value: number | null) =>
			value !== null && (criterion.op === '>=' ? value >= criterion.value : value <= criterion.value);
		return {
			...criterion,
			actual,
			met: { reported: met(actual.reported), confirmed: met(actual.confirmed) }
		};
	});
	return { criteria, blockers: criteria.flatMap((criterion) => blockersOf(plan, phase, items, criterion)), decision };
}

/** Gates are judged by confirmed figures; what is only reported waits for the office. */
function blockersOf(
	plan: StagesPlan,
	phase: StagePhase,
	items: readonly ItemView[],
	criterion: CriterionView
): Blocker[] {
	if (criterion.met.confirmed) return [];
	if (criterion.kind === 'target') {
		const { target, actual, value, met } = criterion;
		return [
			{
				id: `target:${target}`,
				kind: 'target',
				ref: target,
				state: met.reported ? 'unconfirmed' : 'open',
				short:
					actual.reported === null
						? null
						: Math.abs(value - (met.reported ? (actual.confirmed ?? 0) : actual.reported)),
				who: [met.reported ? plan.office : (plan.targets[target]?.owner ?? plan.office)]
			}
		];
	}
	return items
		.filter(({ confirmedLight }) => !isDone(confirmedLight))
		.map((view) => {
			const item = phase.items.find(({ id }) => id === view.id);
			const reported = isDone(view.light);
			const leads = (item?.tasks ?? []).flatMap((code) => plan.tasks[code]?.lead ?? []);
			return {
				id: `item:${view.id}`,
				kind: 'item' as const,
				ref: view.id,
				state: reported ? ('unconfirmed' as const) : ('open' as const),
				short: view.planned - (reported ? view.reached.confirmed : view.reached.reported),
				who: reported || leads.length === 0 ? [plan.office] : [...new Set(leads)]
			};
		});
}

function reachedByItem(groups: CellGroups): Map<string, ReachedDays> {
	const reached = new Map<string, { reported: Map<Day, number>; confirmed: Map<Day, number> }>();
	for (const { layer, parts, value } of itemMilestones.cells(groups)) {
		const { item, day } = parts;
		const days = reached.get(item) ?? { reported: new Map<Day, number>(), confirmed: new Map<Day, number>() };
		days[layer].set(day, Number(value));
		reached.set(item, days);
	}
	return reached;
}

function standingDecisions(groups: CellGroups): Map<string, GateDecisionKind> {
	return new Map(
		inLayer(gatesDecided.cells(groups), 'reported')
			.filter(({ value }) => value > 0n)
			.map(({ parts }) => [parts.phase, parts.decision])
	);
}
