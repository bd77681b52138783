// The verdict as sentences: what is on course, what is off and by how much.
import { isCalm } from '#lib/ui/lights.ts';
import { m } from '#lib/paraglide/messages.js';
import { pointsOf } from './format.ts';
import type { Measure, MeasureState, Verdict } from './view-types.ts';

export interface OffCourse {
	readonly measure: Measure;
	readonly light: MeasureState['light'];
	/** What is off. */
	readonly what: string;
	/** By how much; null when it is not known. */
	readonly gap: string | null;
}

const whats: Readonly<Record<Measure, () => string>> = {
	disbursement: () => m.dashboard_verdict_off_disbursement(),
	trade: () => m.dashboard_verdict_off_trade(),
	pledge: () => m.dashboard_verdict_off_pledge(),
	closure: () => m.dashboard_verdict_off_closure(),
	targets: () => m.dashboard_verdict_off_targets(),
	tasks: () => m.dashboard_verdict_off_tasks(),
	milestones: () => m.dashboard_verdict_off_milestones()
};

const names: Readonly<Record<Measure, () => string>> = {
	disbursement: () => m.dashboard_measure_disbursement(),
	trade: () => m.dashboard_measure_trade(),
	pledge: () => m.dashboard_measure_pledge(),
	closure: () => m.dashboard_measure_closure(),
	targets: () => m.dashboard_measure_targets(),
	tasks: () => m.dashboard_measure_tasks(),
	milestones: () => m.dashboard_measure_milestones()
};

export function measureName(measure: Measure): string {
	return names[measure]();
}

/** The first sentence, about the whole. */
export function headline(verdict: Verdict): string {
	const off = offMeasures(verdict).length;
	switch (verdict.light) {
		case 'good':
			return m.dashboard_verdict_good();
		case 'risk':
			return m.dashboard_verdict_risk({ off });
		case 'behind':
			return m.dashboard_verdict_behind({ off });
		case 'unreported':
			return m.dashboard_verdict_unreported();
	}
}

/** "6 项中 4 项按序". */
export function countSentence(verdict: Verdict): string {
	const calm = verdict.measures.filter((state) => isCalm(state.light)).length;
	return m.dashboard_verdict_counts({ total: verdict.measures.length, calm });
}

/** The measures that are off course, the worst first, in words. */
export function offCourse(verdict: Verdict): OffCourse[] {
	return offMeasures(verdict).map(({ measure, light, distance }) => ({
		measure,
		light,
		what: whats[measure](),
		gap: distance === null ? null : gapOf(measure, distance)
	}));
}

function offMeasures(verdict: Verdict): MeasureState[] {
	const off = verdict.measures.filter(
		(state) => state.light === 'risk' || state.light === 'behind' || state.light === 'blocked'
	);
	return [...off.filter((state) => state.light !== 'risk'), ...off.filter((state) => state.light === 'risk')];
}

function gapOf(measure: Measure, distance: number): string {
	return measure === 'targets' || measure === 'tasks' || measure === 'milestones'
		? m.dashboard_verdict_count_items({ count: Math.abs(distance) })
		: m.dashboard_verdict_count_points({ points: pointsOf(distance) });
}
