// Phases, items, gates and what blocks them in the reader's words.
import type { Light } from '#lib/figures/layered.ts';
import { countOf, percentOf } from '#lib/figures/format.ts';
import { roundedNumber } from '#lib/kernel/rounding.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Name } from '#lib/plan/plan-document.ts';
import type { GateDecisionKind } from './gate.ts';
import type { StagesPlan } from './stages-plan.ts';
import type { Blocker, ItemView, PhaseView } from './stages-view.ts';

export function words(name: Name | undefined): string {
	return name ? (getLocale() === 'en' ? name.en : name.zh) : '';
}

export function decisionWord(decision: GateDecisionKind): string {
	switch (decision) {
		case 'pass':
			return m.stages_decision_pass();
		case 'pass_with_exceptions':
			return m.stages_decision_pass_with_exceptions();
		case 'hold':
			return m.stages_decision_hold();
	}
}

/** The light of a decision, for its mark. */
export function decisionLight(decision: GateDecisionKind): Light {
	return decision === 'pass' ? 'done' : decision === 'hold' ? 'behind' : 'risk';
}

export function stateWord(state: PhaseView['state']): string {
	return state === 'past'
		? m.stages_state_past()
		: state === 'running'
			? m.stages_state_running()
			: m.stages_state_ahead();
}

/** Why an item's light is what it is: the rule, with the figures that it looked at. */
export function whyWords(item: ItemView): string {
	const figures = { due: item.due, planned: item.planned, reached: item.reached.reported };
	switch (item.why) {
		case 'all_reached':
			return m.stages_why_all_reached({ planned: item.planned, date: item.completedOn ?? '' });
		case 'all_reached_late':
			return m.stages_why_all_reached_late({ planned: item.planned, date: item.completedOn ?? '' });
		case 'open_after_end':
			return m.stages_why_open_after_end({
				...figures,
				open: item.planned - item.reached.reported,
				days: -item.daysLeft
			});
		case 'not_begun':
			return m.stages_why_not_begun();
		case 'not_reported':
			return m.stages_why_not_reported(figures);
		case 'due_missed':
			return m.stages_why_due_missed(figures);
		case 'due_near':
			return m.stages_why_due_near(figures);
		case 'ends_soon':
			return m.stages_why_ends_soon({ days: item.daysLeft, open: item.planned - item.reached.reported });
		case 'on_course':
			return m.stages_why_on_course(figures);
	}
}

/** What it is that blocks: the item or the target by name. */
export function blockerTitle(blocker: Pick<Blocker, 'kind' | 'ref'>, plan: StagesPlan): string {
	if (blocker.kind === 'target') return words(plan.targets[blocker.ref]?.name) || blocker.ref;
	const item = plan.phases.flatMap(({ items }) => items).find(({ id }) => id === blocker.ref);
	return item ? m.stages_item_numbered({ number: item.number, title: words(item.title) }) : blocker.ref;
}

/** How far it is from not blocking any more, and who must act. */
export function blockerWords(blocker: Blocker, plan: StagesPlan): string {
	const who = blocker.who.map((unit) => words(plan.units[unit]) || unit).join(m.stages_join());
	if (blocker.state === 'unconfirmed') return m.stages_blocker_unconfirmed({ who });
	if (blocker.kind === 'item') return m.stages_blocker_item({ count: blocker.short ?? 0, who });
	if (blocker.short === null) return m.stages_blocker_unknown({ who });
	const unit = unitBeside(blocker.short, plan.targets[blocker.ref]?.unit);
	return m.stages_blocker_target({ amount: figure(blocker.short, { value: 0, op: '<=' }), unit, who });
}

export function blockerHref(blocker: Pick<Blocker, 'kind' | 'ref'>): string {
	return blocker.kind === 'target' ? `/goals/${encodeURIComponent(blocker.ref)}` : `/stages#item-${blocker.ref}`;
}

/**
 * A target's figure as gates show it: whole numbers separated, shares as percent where they are below one.
 * @param asked what the gate holds it against [R275]
 */
export function figure(value: number, asked?: { readonly value: number; readonly op: '>=' | '<=' }): string {
	const limits = asked ? [asked.value] : [];
	const better = asked?.op === '<=' ? 'lower' : 'higher';
	if (isShare(value)) return `${percentOf(roundedNumber(value, 3, limits, better)).replace(/\.0$/, '')}%`;
	return countOf(roundedNumber(value, 2, limits, better));
}

/** The unit after such a figure; a share has its own sign. */
export function unitBeside(value: number, unit: Name | undefined): string {
	return isShare(value) ? '' : words(unit);
}

function isShare(value: number): boolean {
	return value > 0 && value < 1;
}
