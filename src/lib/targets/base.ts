// The base year's figure where the document leaves it open: what the records come to, and what was frozen of them.
import { addDays } from '#lib/kernel/day.ts';
import { plain, type Fraction } from '#lib/kernel/fraction.ts';
import type { Subject } from '#lib/figures/subject.ts';
import type { BaseView, TargetFigure } from './target-view.ts';
import { baseYearOf, recordedBase, frozenBase, recordsIn, baseValue, sameBase } from '#lib/figures/base.ts';

/** Days in which the records of the base year can be entered, confirmed and frozen. */
const daysToFreeze = 90;

/** [R72a] From the day on which a base of records should have been frozen. */
export function isOverdue({ plan, today, first }: Pick<Subject, 'plan' | 'today' | 'first'>): boolean {
	const { firstRecord } = plan;
	return firstRecord !== null && today >= addDays(firstRecord > first ? firstRecord : first, daysToFreeze);
}

/** [R72a] A target whose base can still move is at best at risk. */
export function provisionally(figure: TargetFigure): TargetFigure {
	const better = ['good', 'done', 'done_late'].includes(figure.light);
	return better ? { ...figure, light: 'risk', why: { ...figure.why, rule: 'base_provisional' } } : figure;
}

/** @param value the base in force under the readings; null where there is none */
export function baseViewOf(subject: Subject, state: BaseView['state'], value: Fraction | null): BaseView {
	const year = baseYearOf(subject);
	if (value === null || state === 'missing') return { state: 'missing', year };
	if (state === 'given') return { state, year, value: plain(value) };
	if (state === 'derived') return { state, year, value: plain(value), provisional: isOverdue(subject) };
	const frozen = frozenBase(subject, 'reported') ?? new Map<string, bigint>();
	const recorded = recordedBase(subject, 'confirmed');
	const now = sameBase(frozen, recorded) ? null : baseValue(subject, recorded);
	return {
		state,
		year,
		value: plain(value),
		records: recordsIn(frozen),
		changed: !sameBase(frozen, recorded),
		now: now && plain(now)
	};
}
