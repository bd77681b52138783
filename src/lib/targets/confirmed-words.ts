// The confirmed layer beside the reported one, in the reader's words: what it says, and up to which day.
import type { Day } from '#lib/kernel/day.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlannedTarget } from './goal-frame.ts';
import type { TargetView } from './target-view.ts';
import { dayText, figureText, withUnit, type Held } from './target-words.ts';

/**
 * "确认 54.5%", or "确认至 9月2日 54.5%" where later records wait; "未确认" where too much does.
 * @param to the day up to which the records are confirmed
 */
export function confirmedText(value: string, to: Day | null, today: Day): string {
	if (to === null) return m.targets_not_confirmed();
	return to >= today ? m.targets_confirmed_is({ value }) : m.targets_confirmed_to({ day: dayText(to, today), value });
}

/** What the confirmed layer says of a target; null where it says what the reported layer does. */
export function confirmedOf(target: Held & Pick<PlannedTarget, 'unit'>, view: TargetView, today: Day): string | null {
	const { confirmed, reported, confirmedTo } = view;
	if (confirmed.why.rule === 'not_confirmed') return reported.value === null ? null : m.targets_not_confirmed();
	const same = figureText(target, confirmed.value) === figureText(target, reported.value);
	if (same && confirmed.light === reported.light) return null;
	return confirmedText(withUnit(target, confirmed.value), confirmedTo ?? today, today);
}
