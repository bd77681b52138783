// The figures of the sample history: what units reported of each indicator, a few of them late, and the bases that the office gave.
import { addDays, firstDayOfYear, lastDayOfYear, yearOf, type Day } from '#lib/kernel/day.ts';
import { lastDayOf, periodsBetween, type Period } from '#lib/kernel/period.ts';
import { baseTargets, type BaseTarget } from '#lib/observations/base-figure.ts';
import { mayObserve, scaleOf } from '#lib/observations/decide.ts';
import type { PlanIndicator, PlanTarget } from '#lib/plan/plan-document.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { DemoPerson } from './demo-people.ts';
import { paceOf, weighTerritories, type HistoryGround, type SampleRecord } from './history-record.ts';
import { between, type Random } from './random.ts';
import { baseSource, observationNote } from './sample-words.ts';

/** What the targets on indicators come to, beside what the plan asks: some good, some at risk, one behind. */
const outcomes = [0.97, 1.08, 0.985, 0.72, 0.93, 1.12, 1.02, 0.96];
/** How much of a cumulative target was there before the plan began. */
const openingShare = 0.06;
/** What a stock that has a level to reach begins with. */
const levelAtStart = 0.7;
const lateShare = 0.04;

export function sampleObservations(ground: HistoryGround): SampleRecord[] {
	return [...figures(ground), ...bases(ground), ...freezes(ground)].filter(({ day }) => day <= ground.until);
}

/** Opening stocks by the office; the last one is still missing. */
function bases({ plan, people, random }: HistoryGround): SampleRecord[] {
	const office = people.find(({ role }) => role === 'office');
	if (!office) return [];
	const opening = baseTargets(plan).filter(({ kind }) => kind === 'cumulative');
	return opening.slice(0, -1).map((target, index): SampleRecord => ({
		kind: 'bases',
		by: office,
		day: addDays(firstDayOfYear(plan.document.baseYear + 1), 40 + 9 * index),
		input: { target: target.id, value: BigInt(openingOf(target)) * 100n, source: baseSource(random, target.kind) }
	}));
}

/** The office freezes what the records of the base year come to, in the first months of the plan. */
function freezes({ plan, people }: HistoryGround): SampleRecord[] {
	const office = people.find(({ role }) => role === 'office');
	if (!office) return [];
	return baseTargets(plan)
		.filter(({ kind }) => kind !== 'cumulative')
		.map((target): SampleRecord => ({
			kind: 'freezes',
			by: office,
			day: addDays(firstDayOfYear(plan.document.baseYear + 1), 40),
			input: { target: target.id, reason: null }
		}));
}

function openingOf(target: BaseTarget): number {
	return Math.round(target.value * openingShare);
}

function figures(ground: HistoryGround): SampleRecord[] {
	const { plan } = ground;
	const measured = new Map<string, PlanTarget>();
	for (const target of plan.document.targets)
		if (target.measure.from === 'indicator') measured.set(target.measure.indicator, target);
	const order = [...measured.keys()];
	return plan.document.indicators.flatMap((indicator) => {
		const target = measured.get(indicator.code) ?? null;
		const outcome = outcomes[order.indexOf(indicator.code) % outcomes.length] ?? 1;
		// What no target asks for is reported by the city's units alone.
		const owners = indicator.owners.filter((unit) => target !== null || !plan.territories.has(unit));
		return ofIndicator(ground, indicator, owners, totalsOf(plan, indicator, target, outcome));
	});
}

/** What all owners together have at the end of a day: since the plan began, or in the year. */
type Total = (on: Day) => number;

function totalsOf(plan: PlanIndex, indicator: PlanIndicator, target: PlanTarget | null, outcome: number): Total {
	const first = plan.firstDay;
	const last = plan.lastDay;
	const passed = (on: Day, from: Day, to: Day) =>
		Math.min(1, Math.max(0, (stamp(on) - stamp(from) + 1) / (stamp(to) - stamp(from) + 1)));
	const ofPlan = (on: Day) => passed(on, first, last);
	const ofYear = (on: Day) => passed(on, firstDayOfYear(yearOf(on)), lastDayOfYear(yearOf(on)));
	switch (target?.kind) {
		case 'cumulative':
			return (on) => target.value * (outcome - openingShare) * ofPlan(on);
		case 'level':
			return (on) => target.value * (levelAtStart + (outcome - levelAtStart) * ofPlan(on));
		case 'count-each-year':
			// The first year went well; the one that runs is a little behind.
			return (on) => target.value * (yearOf(on) === plan.document.years[0] ? outcome + 0.14 : outcome) * ofYear(on);
		case 'score':
			return (on) =>
				Math.min(scaleOf(plan, indicator.code) ?? 100, target.value * (outcome + 0.03 * (ofPlan(on) - 1 / 3)));
		default:
			return indicator.aggregate === 'sum' ? (on) => 420 * ofPlan(on) : (on) => 260 + 900 * ofPlan(on);
	}
}

function stamp(day: Day): number {
	return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

function ofIndicator(
	ground: HistoryGround,
	indicator: PlanIndicator,
	owners: readonly string[],
	total: Total
): SampleRecord[] {
	const { plan, people, random, until } = ground;
	const weights = weighTerritories(plan);
	const places = owners.map((unit) => ({ unit, weight: plan.territories.has(unit) ? (weights[unit] ?? 6) : 18 }));
	const sum = places.reduce((all, { weight }) => all + weight, 0);
	const periods = periodsBetween(plan.firstDay, until, indicator.period);
	const scale = 10 ** indicator.decimals;
	return places.flatMap(({ unit, weight }) => {
		const by = reporterOf(plan, people, indicator, unit);
		if (!by) return [];
		const share = weight / sum;
		// Rounding of one period is made good by the next.
		let told = 0;
		return periods.flatMap((period, index): SampleRecord[] => {
			const end = lastDayOf(period);
			if (end > until) return [];
			const wobble = 1 + (random() - 0.5) * 0.02;
			const upTo = total(end) * share * paceOf(unit) * wobble;
			const value =
				indicator.aggregate === 'sum'
					? Math.max(0, Math.round((upTo - told) * scale) / scale)
					: Math.max(grown(indicator, period, periods[index - 1], told), Math.round(upTo * scale) / scale);
			told = indicator.aggregate === 'sum' ? told + value : value;
			return [
				{
					kind: 'observations',
					by,
					day: addDays(end, delay(random, unit)),
					input: {
						indicator: indicator.code,
						unit,
						period,
						value: BigInt(Math.round(value * 100)),
						note: random() < 0.03 ? observationNote(random) : null
					}
				}
			];
		});
	});
}

/** Stocks and counts of the year to date do not shrink in the samples; scores may. */
function grown(indicator: PlanIndicator, period: Period, before: Period | undefined, told: number): number {
	if (before === undefined || indicator.decimals > 0) return 0;
	return indicator.yearToDate && before.slice(0, 4) !== period.slice(0, 4) ? 0 : told;
}

/** Days after the end of the period: most within the first ten, some weeks late, the slow ones always. */
function delay(random: Random, unit: string): number {
	const usual = between(random, 3, 9);
	if (paceOf(unit) < 1) return usual + between(random, 20, 50);
	return random() < lateShare ? usual + between(random, 12, 40) : usual;
}

function reporterOf(
	plan: PlanIndex,
	people: readonly DemoPerson[],
	indicator: PlanIndicator,
	unit: string
): DemoPerson | undefined {
	return people.find((person) => {
		if (person.unit !== unit || (person.role !== 'department' && person.role !== 'district')) return false;
		const actor: Actor = { id: person.username, via: 'system', role: person.role, unit };
		return mayObserve(plan, actor, indicator, unit);
	});
}
