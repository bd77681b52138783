// What somebody must act on today: at most five things, the worst and oldest first, each with the units that must act.
import { roundedNumber } from '#lib/kernel/rounding.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { paceLight } from './funds-view.ts';
import type { TargetView } from '#lib/targets/target-view.ts';
import type { ShareRecord } from '#lib/tasks/shares-view.ts';
import type { AttentionItem, CasesView, DashboardView, FundsView, VolumeView } from './view-types.ts';
import { targetFor, volumeTarget, type Volume } from './volume-view.ts';

export const attentionLength = 5;

type Pace = DashboardView['pace'];

const severity: readonly AttentionItem['light'][] = ['behind', 'blocked', 'risk'];
const kinds: readonly AttentionItem['kind'][] = [
	'disbursement_behind',
	'line_behind',
	'growth_short',
	'closure_short',
	'target_off',
	'base_provisional',
	'share_blocked',
	'milestones_overdue'
];

/**
 * @param view `targets`: those that none of the panels given shows
 * @param shares null for readers without figures by unit: what names shares and milestones is left out for them
 */
export function attentionOf(
	plan: PlanSummary,
	view: Pick<DashboardView, 'pace' | 'funds' | 'targets'> & Partial<Pick<DashboardView, 'trade' | 'pledge' | 'cases'>>,
	shares: readonly ShareRecord[] | null
): AttentionItem[] {
	const items = [
		...disbursementBehind(plan, view.funds, view.pace),
		...lineBehind(plan, view.funds, view.pace),
		...(view.trade ? growthShort(plan, view.trade, 'trade') : []),
		...(view.pledge ? growthShort(plan, view.pledge, 'pledge') : []),
		...(view.cases ? closureShort(plan, view.cases) : []),
		...targetsOff(plan, view.targets),
		...basesProvisional(plan, view),
		...sharesBlocked(plan, shares ?? []),
		...milestonesOverdue(plan, shares ?? [])
	];
	return items.sort(byConcern).slice(0, attentionLength);
}

function byConcern(a: AttentionItem, b: AttentionItem): number {
	return (
		severity.indexOf(a.light) - severity.indexOf(b.light) ||
		(b.daysLate ?? -1) - (a.daysLate ?? -1) ||
		kinds.indexOf(a.kind) - kinds.indexOf(b.kind)
	);
}

function disbursementBehind(plan: PlanSummary, funds: FundsView, pace: Pace): AttentionItem[] {
	if (funds.light !== 'risk' && funds.light !== 'behind') return [];
	const matching = targetFor(plan, 'local-to-central').owner;
	const lines = linesShort(plan, funds, pace).flatMap(({ units }) => units);
	return [
		{
			kind: 'disbursement_behind',
			light: funds.light,
			units: distinct([...(matching === null ? [] : [matching]), ...lines]),
			params: { points: points(-funds.distance) },
			daysLate: null
		}
	];
}

/** Only the line that is furthest behind in money: the others show in the panel. */
function lineBehind(plan: PlanSummary, funds: FundsView, pace: Pace): AttentionItem[] {
	if (funds.light === 'unreported') return [];
	const worst = linesShort(plan, funds, pace).find(({ light }) => light === 'behind');
	if (!worst) return [];
	const share = Number(worst.disbursed) / Number(worst.central);
	return [
		{
			kind: 'line_behind',
			light: 'behind',
			units: worst.units,
			params: { line: worst.id, points: points((pace.share - share) * 100) },
			daysLate: null
		}
	];
}

/** Lines whose central money is short of the pace, the largest gap in money first. */
function linesShort(plan: PlanSummary, funds: FundsView, pace: Pace) {
	return funds.lines
		.filter(({ central }) => central > 0n)
		.map(({ id, central, disbursed: { reported } }) => ({
			id,
			central,
			disbursed: reported,
			units: plan.budget.lines.find((line) => line.id === id)?.units ?? [],
			light: paceLight(plan, reported, central, pace),
			gap: central * BigInt(pace.elapsed) - reported * BigInt(pace.total)
		}))
		.filter(({ light }) => light !== 'good')
		.sort((a, b) => (a.gap < b.gap ? 1 : a.gap > b.gap ? -1 : 0));
}

function growthShort(plan: PlanSummary, view: VolumeView, volume: Volume): AttentionItem[] {
	if ((view.light !== 'risk' && view.light !== 'behind') || view.averageGrowth === null) return [];
	if (view.rule === 'base_provisional') return [];
	const { owner } = volumeTarget(plan, volume);
	return [
		{
			kind: 'growth_short',
			light: view.light,
			units: owner === null ? [] : [owner],
			params: { measure: volume, points: points((view.target - view.averageGrowth) * 100) },
			daysLate: null
		}
	];
}

function closureShort(plan: PlanSummary, cases: CasesView): AttentionItem[] {
	if (cases.light !== 'risk' && cases.light !== 'behind') return [];
	const { owner } = targetFor(plan, 'closure-rate');
	return [
		{
			kind: 'closure_short',
			light: cases.light,
			units: distinct([...(owner === null ? [] : [owner]), ...plan.settings.enforcingDepartments]),
			params: { count: cases.stillToClose, target: cases.target },
			daysLate: null
		}
	];
}

/**
 * One for each target: its owner, and how far it is from what was planned: in points for rates, in whole things for counts. A
 * match on budgets is short of what was received.
 */
function targetsOff(plan: PlanSummary, targets: readonly TargetView[]): AttentionItem[] {
	return targets.flatMap(({ id, kind, reported: { light, why } }) => {
		if ((light !== 'risk' && light !== 'behind') || why.rule === 'base_provisional') return [];
		const owner = plan.targets.find((target) => target.id === id)?.owner;
		const short = why.distance === null || why.distance >= 0 ? null : -why.distance;
		const rate = kind === 'average-growth' || kind === 'ratio-each-year' || kind === 'reduction' || kind === 'match';
		return [
			{
				kind: 'target_off',
				light,
				units: owner === undefined ? [] : [owner],
				params: {
					target: id,
					...(why.rule === 'budgeted_late' && why.share
						? { received: points((why.share.planned - why.share.actual) * 100) }
						: short === null
							? {}
							: rate
								? { points: points(short * 100) }
								: { count: kind === 'score' ? points(short) : Math.ceil(short) })
				},
				daysLate: null
			}
		];
	});
}

/** One for all targets that are good but for a base that nobody has frozen: the office's to act on. */
function basesProvisional(
	plan: PlanSummary,
	{ trade, pledge, targets }: Pick<DashboardView, 'targets'> & Partial<Pick<DashboardView, 'trade' | 'pledge'>>
): AttentionItem[] {
	const ofPanels = (figure: string | null) =>
		(figure === 'trade-amount' && trade?.rule) || (figure === 'pledge-amount' && pledge?.rule);
	const ids = plan.targets
		.filter(({ id, figure }) => {
			const rule = targets.find((target) => target.id === id)?.reported.why.rule ?? ofPanels(figure);
			return rule === 'base_provisional';
		})
		.map(({ id }) => id);
	const [first] = ids;
	return first === undefined
		? []
		: [
				{
					kind: 'base_provisional',
					light: 'risk',
					units: [plan.coordinatingOffice],
					params: { target: first, count: ids.length },
					daysLate: null
				}
			];
}

/** One for each task in which somebody is blocked: its lead, then those who are. */
function sharesBlocked(plan: PlanSummary, shares: readonly ShareRecord[]): AttentionItem[] {
	return plan.tasks.flatMap((task) => {
		const blocked = shares.filter((share) => share.task === task.code && share.light === 'blocked');
		if (blocked.length === 0) return [];
		const late = Math.max(...blocked.map(({ oldestOverdueDays }) => oldestOverdueDays));
		return [
			{
				kind: 'share_blocked',
				light: 'blocked',
				units: distinct([
					...task.departments.slice(0, 1),
					...blocked
						.toSorted((a, b) => b.oldestOverdueDays - a.oldestOverdueDays || b.overdue - a.overdue)
						.map(({ unit }) => unit)
				]),
				params: { task: task.code, count: blocked.length },
				daysLate: late === 0 ? null : late
			}
		];
	});
}

/** One for the units whose oldest overdue milestone is behind, one for those that are only at risk; the oldest first. */
function milestonesOverdue(plan: PlanSummary, shares: readonly ShareRecord[]): AttentionItem[] {
	const late = plan.units
		.map(({ code }) => {
			const own = shares.filter(({ unit }) => unit === code);
			return {
				unit: code,
				overdue: own.reduce((sum, share) => sum + share.overdue, 0),
				days: Math.max(0, ...own.map(({ oldestOverdueDays }) => oldestOverdueDays))
			};
		})
		.filter(({ overdue }) => overdue > 0)
		.sort((a, b) => b.days - a.days);
	const behindAfter = plan.settings.verdict.milestones.behindAfterDays;
	return (['behind', 'risk'] as const).flatMap((light) => {
		const units = late.filter(({ days }) => days > behindAfter === (light === 'behind'));
		const [oldest] = units;
		if (!oldest) return [];
		return [
			{
				kind: 'milestones_overdue',
				light,
				units: units.map(({ unit }) => unit),
				params: { count: units.reduce((sum, { overdue }) => sum + overdue, 0) },
				daysLate: oldest.days
			}
		];
	});
}

/** How far it falls short, to one decimal and never zero [R275]: parameters are read, not computed with. */
function points(value: number): number {
	return roundedNumber(value, 1, [0], 'lower');
}

function distinct(units: readonly string[]): string[] {
	return [...new Set(units)];
}
