// The one light of many, and the verdict: how many targets, tasks and the rest stand at which light, and what comes first.
import { lastDayOfYear, yearOf, type Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Heads } from '#lib/protocol/messages.ts';
import type { MeasureState, Urgent, Verdict } from '#lib/protocol/verdict.ts';
import type { TargetView } from '#lib/targets/target-view.ts';
import type { AttentionItem, DashboardView } from './view-types.ts';
import type { Light } from '#lib/figures/layered.ts';
import { isOff, countLights, isUnknown } from '#lib/figures/ratios.ts';

/** Figures of targets that the overview shows in panels of their own. */
const ownMeasures: readonly string[] = ['trade-amount', 'pledge-amount', 'closure-rate'];

/** The targets that no panel of the overview shows by itself. */
export function otherTargets(plan: Pick<PlanSummary, 'targets'>, views: readonly TargetView[]): TargetView[] {
	const shown = plan.targets.filter(({ figure }) => figure !== null && ownMeasures.includes(figure));
	return views.filter(({ id }) => shown.every((target) => target.id !== id));
}

/**
 * The verdict on the whole plan: its targets, then funds, tasks and milestones. Without figures by unit there are no tasks:
 * only what is computed from all cells is the verdict that readers are shown.
 * @param parts `attention`: what to act on, the most urgent first
 */
export function verdictOf(
	plan: PlanSummary,
	parts: Pick<DashboardView, 'pace' | 'funds' | 'targets' | 'tasks' | 'milestones' | 'attention'> &
		Pick<Verdict, 'conflicts'>,
	today: Day,
	heads: Heads
): Verdict {
	const { funds, targets, tasks, milestones, attention, pace } = parts;
	const many = (measure: 'targets' | 'tasks', list: readonly { id: string; light: Light }[]): MeasureState => ({
		measure,
		lights: countLights(list.map(({ light }) => light)),
		parts: [...list],
		figures: {}
	});
	const one = (measure: 'funds' | 'milestones', light: Light, figures: MeasureState['figures']): MeasureState => ({
		...{ measure, figures },
		lights: { [light]: 1 },
		parts: []
	});
	const [first] = attention;
	return {
		day: today,
		heads: Object.fromEntries(['city', 'breakdown'].map((stream) => [stream, heads[stream] ?? 0])),
		measures: [
			many(
				'targets',
				targets.map(({ id, reported: { light } }) => ({ id, light }))
			),
			one('funds', funds.light, { disbursedShare: funds.disbursedShare.reported, pace: pace.share }),
			...(tasks
				? [
						many(
							'tasks',
							tasks.tasks.map(({ code, light }) => ({ id: code, light }))
						)
					]
				: []),
			one('milestones', milestones.light, {
				planned: milestones.planned,
				due: milestones.due,
				reached: milestones.reached.reported,
				overdue: milestones.overdue,
				oldestOverdueDays: milestones.oldestOverdueDays ?? 0
			})
		],
		conflicts: parts.conflicts,
		urgent: first ? urgentOf(plan, first, today) : null
	};
}

/** Whether anything of the verdict is at risk, behind, blocked or returned, or not known. */
export function isAllCalm({ measures }: Verdict): boolean {
	const lights = measures.flatMap((measure) => Object.keys(measure.lights) as Light[]);
	return (
		lights.some((light) => light === 'good' || light === 'done') &&
		lights.every((light) => !isOff(light) && !isUnknown(light))
	);
}

/** Whether nothing has been reported that the verdict could be about: a match speaks of budgets alone. */
export function isUnreported(plan: Pick<PlanSummary, 'targets'>, { measures }: Verdict): boolean {
	const budgeted = plan.targets.filter(({ kind }) => kind === 'match').map(({ id }) => id);
	const silent = (light: Light) => isUnknown(light) || light === 'not_started';
	return measures.every(({ measure, lights, parts }) => {
		// Milestones fall due by themselves, and tasks with them.
		if (measure === 'tasks') return true;
		if (measure === 'targets') return parts.every(({ id, light }) => silent(light) || budgeted.includes(id));
		return (Object.keys(lights) as Light[]).every(silent);
	});
}

function urgentOf(plan: PlanSummary, item: AttentionItem, today: Day): Urgent {
	const { kind, params, light, units, daysLate } = item;
	const shared = { light, unit: units[0] ?? null, daysLate };
	const end = lastDayOfYear(Math.max(...plan.years));
	const aboutTarget = kind === 'target_off' || kind === 'base_provisional';
	const target = aboutTarget ? plan.targets.find(({ id }) => id === params['target']) : undefined;
	if (target) {
		const by = lastDayOfYear(target.by ?? Math.min(yearOf(today), yearOf(end)));
		return { about: 'target', id: target.id, ...shared, by: by >= today ? by : null };
	}
	const rest = end >= today ? end : null;
	if (kind === 'disbursement_behind') return { about: 'funds', id: null, ...shared, by: rest };
	if (kind === 'line_behind') return { about: 'line', id: String(params['line']), ...shared, by: rest };
	if (kind === 'share_blocked') return { about: 'task', id: String(params['task']), ...shared, by: null };
	return { about: 'milestones', id: null, ...shared, by: null };
}
