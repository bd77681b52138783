// The one light of many, and the verdict on the whole that is made of the measures' lights.
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { TargetView } from '#lib/targets/target-view.ts';
import type { DashboardView, Light, Measure, MeasureState, Verdict } from './view-types.ts';

type Overall = PlanSummary['settings']['verdict']['overall'];

/** Figures of targets that are measures of their own. */
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
 * The light of a set, by the share of it that is behind (blocked counts) or off course. What is cancelled or not known is
 * not counted; a set of which nothing is known is 'unreported'.
 */
export function lightOfMany(lights: readonly Light[], overall: Overall): Light {
	const counted = lights.filter((light) => light !== 'cancelled' && light !== 'unreported' && light !== 'base_missing');
	if (counted.length === 0)
		return lights.length > 0 && lights.every((light) => light === 'cancelled') ? 'cancelled' : 'unreported';
	const behind = counted.filter(isBehind).length;
	const off = counted.filter(isOff).length;
	const reaches = (count: number, rate: number) =>
		count > 0 && BigInt(count) * 10_000n >= tenThousandths(rate) * BigInt(counted.length);
	if (reaches(behind, overall.behindShareFrom)) return 'behind';
	if (reaches(behind, overall.atRiskShareFrom) || reaches(off, overall.behindShareFrom)) return 'risk';
	if (counted.every((light) => light === 'done' || light === 'done_late')) return 'done';
	return counted.every((light) => light === 'not_started') ? 'not_started' : 'good';
}

/** The targets that no measure of the page shows by itself. */
export function otherTargets(plan: Pick<PlanSummary, 'targets'>, views: readonly TargetView[]): TargetView[] {
	const shown = plan.targets.filter(({ figure }) => figure !== null && ownMeasures.includes(figure));
	return views.filter(({ id }) => shown.every((target) => target.id !== id));
}

/**
 * The verdict on the measures of the page; readers who may not see the tasks get it without them.
 * @param parts `targets`: those that no other measure shows
 * @param overdue how many milestones are overdue
 */
export function verdictOf(
	overall: Overall,
	parts: Pick<DashboardView, 'funds' | 'trade' | 'pledge' | 'cases' | 'targets' | 'tasks' | 'milestones'>,
	overdue: number
): Verdict {
	const measures = measuresOf(overall, parts, overdue);
	const lights = measures.map(({ light }) => light);
	return { light: wholeLight(lightOfMany(lights, overall)), counts: countLights(lights), measures };
}

function measuresOf(overall: Overall, parts: Parameters<typeof verdictOf>[1], overdue: number): MeasureState[] {
	const { funds, trade, pledge, cases, targets, tasks, milestones } = parts;
	const state = (measure: Measure, light: Light, distance: number | null): MeasureState => ({
		measure,
		light,
		distance: light === 'unreported' || light === 'base_missing' ? null : distance
	});
	const points = (actual: number | null, target: number) => (actual === null ? null : (actual - target) * 100);
	return [
		state('disbursement', funds.light, funds.distance),
		state('trade', trade.light, points(trade.averageGrowth, trade.target)),
		state('pledge', pledge.light, points(pledge.averageGrowth, pledge.target)),
		state('closure', cases.light, points(cases.projectedRate, cases.target)),
		...(targets.length > 0
			? [
					state(
						'targets',
						targetsLight(targets, overall),
						targets.filter(({ reported }) => isOff(reported.light)).length
					)
				]
			: []),
		...(tasks ? [state('tasks', tasks.light, tasks.tasks.filter(({ light }) => isOff(light)).length)] : []),
		state('milestones', milestones.light, overdue)
	];
}

/** A match says what is planned, not what is done: as long as nothing else is known, nothing is. */
function targetsLight(targets: readonly TargetView[], overall: Overall): Light {
	const known = targets.some(({ kind, reported }) => kind !== 'match' && reported.light !== 'unreported');
	return known
		? lightOfMany(
				targets.map(({ reported }) => reported.light),
				overall
			)
		: 'unreported';
}

function wholeLight(light: Light): Verdict['light'] {
	if (light === 'behind' || light === 'risk') return light;
	return light === 'good' || light === 'done' ? 'good' : 'unreported';
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
