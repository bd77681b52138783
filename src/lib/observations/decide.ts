// Whether an observation may be entered: indicator, unit, period, figure and right, as pure answers.
import { actsFor, mayRecord, type RecordInQuestion } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { firstDayOf, lastDayOf, periodKind } from '#lib/kernel/period.ts';
import type { PlanIndicator } from '#lib/plan/plan-document.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { yearOfPeriod, type ObservationInput, type Reported, type SeriesName } from './observation.ts';

/** What stands of a unit's figures of an indicator; ids are entries. */
export type Series = readonly (Reported & { readonly id: string })[];
/** Series by `seriesKey`. */
export type AllSeries = ReadonlyMap<string, Series>;

export interface DecidedObservation {
	readonly indicator: PlanIndicator;
	readonly name: SeriesName;
	readonly reported: Reported;
	/** The unit it is entered for. */
	readonly unit: string;
	readonly territory: string | null;
	/** The last day that the figure tells of: today, while its period runs. */
	readonly day: Day;
}

export function seriesKey({ indicator, unit }: SeriesName): string {
	return `${indicator} ${unit}`;
}

export function indicatorOf(plan: PlanIndex, code: string): PlanIndicator | undefined {
	return plan.document.indicators.find((indicator) => indicator.code === code);
}

/** Whether the recording rules let an actor report a unit's figure of an indicator. */
export function mayObserve(plan: PlanIndex, actor: Actor, indicator: PlanIndicator, unit: string): boolean {
	return mayRecord(actor, observationInQuestion(plan, indicator.code, unit), plan.document.settings);
}

/** What the recording rules ask of a unit's figure; an indicator that the plan no longer has is owned by nobody. */
export function observationInQuestion(plan: PlanIndex, indicator: string, unit: string): RecordInQuestion {
	const owners = indicatorOf(plan, indicator)?.owners ?? [];
	return {
		record: 'observation',
		territory: plan.territories.has(unit) ? unit : null,
		figure: { indicator, unit, owners }
	};
}

/**
 * Decides on one observation.
 * @param all the series it may belong to, with those before it in the same batch
 * @param today on the business clock
 */
export function decideObservation(
	plan: PlanIndex,
	all: AllSeries,
	actor: Actor,
	today: Day,
	input: ObservationInput
): Result<DecidedObservation> {
	const indicator = indicatorOf(plan, input.indicator);
	const faults: Fault[] = [];
	if (!indicator)
		faults.push({ pointer: '/indicator', code: 'unknown_indicator', params: { indicator: input.indicator } });
	if (!plan.units.has(input.unit))
		faults.push({ pointer: '/unit', code: 'unknown_unit', params: { unit: input.unit } });
	else if (indicator && !indicator.owners.includes(input.unit))
		faults.push({
			pointer: '/unit',
			code: 'unit_not_owner',
			params: { unit: input.unit, indicator: indicator.code }
		});
	if (indicator) faults.push(...periodFaults(plan, today, indicator, input), ...valueFaults(plan, indicator, input));
	if (!indicator || faults.length > 0) return invalid(faults);
	if (!mayObserve(plan, actor, indicator, input.unit)) {
		const own = actsFor(actor, input.unit);
		return refuse('forbidden', own ? 'not_allowed' : 'not_your_unit', '/unit', { territory: input.unit });
	}
	const name: SeriesName = { indicator: indicator.code, unit: input.unit };
	const standing = all.get(seriesKey(name))?.find(({ period }) => period === input.period);
	if (standing) return refuse('conflict', 'period_reported', '/period', { period: input.period }, [standing.id]);
	const lastDay = lastDayOf(input.period);
	return ok({
		indicator,
		name,
		reported: { period: input.period, value: input.value },
		unit: actor.unit ?? input.unit,
		territory: plan.territories.has(input.unit) ? input.unit : null,
		day: lastDay < today ? lastDay : today
	});
}

const wrongPeriod = { year: 'period_not_year', quarter: 'period_not_quarter', month: 'period_not_month' } as const;

function periodFaults(plan: PlanIndex, today: Day, indicator: PlanIndicator, { period }: ObservationInput): Fault[] {
	const { baseYear } = plan.document;
	const fault = (code: Fault['code'], params: Fault['params'] = {}): Fault[] => [{ pointer: '/period', code, params }];
	if (periodKind(period) !== indicator.period) return fault(wrongPeriod[indicator.period]);
	if (yearOfPeriod(period) < baseYear) return fault('period_before_base_year', { year: baseYear });
	// A period may be reported once it has begun: what is not over is told as it stands.
	return firstDayOf(period) > today ? fault('period_in_future', { today }) : [];
}

function valueFaults(plan: PlanIndex, indicator: PlanIndicator, { value }: ObservationInput): Fault[] {
	const fault = (code: Fault['code'], params: Fault['params'] = {}): Fault[] => [{ pointer: '/value', code, params }];
	if (value % 10n ** BigInt(2 - indicator.decimals) !== 0n)
		return indicator.decimals === 0
			? fault('figure_not_whole')
			: fault('figure_too_precise', { decimals: indicator.decimals });
	const scale = scaleOf(plan, indicator.code);
	return scale !== null && value > BigInt(scale) * 100n ? fault('figure_above_scale', { scale }) : [];
}

/** The highest score that a target gives an indicator; null for one that is no score. */
export function scaleOf(plan: PlanIndex, indicator: string): number | null {
	for (const target of plan.document.targets)
		if (target.kind === 'score' && target.measure.from === 'indicator' && target.measure.indicator === indicator)
			return target.scale;
	return null;
}
