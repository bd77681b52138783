// The one light of many, and the verdict: how many targets, tasks and the rest stand at which light, and what comes first.
import { lastDayOfYear, yearOf, type Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Heads } from '#lib/protocol/messages.ts';
import type { MeasureState, Urgent, Verdict } from '#lib/protocol/verdict.ts';
import type { TargetView } from '#lib/targets/target-view.ts';
import type { AttentionItem, DashboardView, Light } from './view-types.ts';

type Overall = PlanSummary['settings']['verdict']['overall'];

/** Figures of targets that the overview shows in panels of their own. */
const ownMeasures: readonly string[] = ['trade-amount', 'pledge-amount', 'closure-rate'];

/** `part` of `whole` for display; 0 when there is no whole. */
export function ratioOf(part: bigint, whole: bigint): number {
	return whole === 0n ? 0 : Number(part) / Number(whole);
}

export function isOff(light: Light): boolean {
	return isBehind(light) || light === 'risk' || light === 'returned';
}

export function countLights(lights: readonly Light[]): Partial<Record<Light, number>> {
	const counts: Partial<Record<Light, number>> = {};
	for (const light of lights) counts[light] = (counts[light] ?? 0) + 1;
	return counts;
}

/**
 * The light of a set, by the share of it that is behind (blocked counts) or not on track. What is cancelled or not known is
 * not counted; a set of which nothing is known is 'unreported'.
 */
export function lightOfMany(lights: readonly Light[], overall: Overall): Light {
	const counted = lights.filter((light) => light !== 'cancelled' && !isUnknown(light));
	if (counted.length === 0)
		return lights.length > 0 && lights.every((light) => light === 'cancelled') ? 'cancelled' : 'unreported';
	const behind = counted.filter(isBehind).length;
	const off = counted.filter(isOff).length;
	const reaches = (count: number, rate: number) => reachesShare(count, counted.length, rate);
	if (reaches(behind, overall.behindShareFrom)) return 'behind';
	if (reaches(behind, overall.atRiskShareFrom) || reaches(off, overall.behindShareFrom)) return 'risk';
	if (counted.every((light) => light === 'done' || light === 'done_late')) return 'done';
	return counted.every((light) => light === 'not_started') ? 'not_started' : 'good';
}

/** @param rate a share with at most four decimals; none at all never reaches it */
export function reachesShare(count: number, of: number, rate: number): boolean {
	return count > 0 && BigInt(count) * 10_000n >= tenThousandths(rate) * BigInt(of);
}

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

/** Nothing can be said: nobody has reported, the base is missing, or there are too few records. */
function isUnknown(light: Light): boolean {
	return light === 'unreported' || light === 'base_missing' || light === 'too_few';
}

function isBehind(light: Light): boolean {
	return light === 'behind' || light === 'blocked';
}

/**
 * Whole ten-thousandths of a rate of the settings, so that thresholds are compared without rounding.
 * @param rate a share or factor with at most four decimals
 */
function tenThousandths(rate: number): bigint {
	return BigInt(Math.round(rate * 10_000));
}
