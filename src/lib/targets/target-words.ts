// A target in the reader's words: its figures, what it asks, why its light is what it is, and what is still required.
import { countOf, growthOf, percentOf } from '#lib/figures/format.ts';
import { monthName } from '#lib/figures/months.ts';
import { yearOf, type Day } from '#lib/kernel/day.ts';
import { roundedLimitNumber, roundedNumber, type Better } from '#lib/kernel/rounding.ts';
import { periodWord } from '#lib/plan/period-words.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { moneyWords } from '#lib/ui/money-words.ts';
import type { PlannedTarget } from './goal-frame.ts';
import type { BaseView, Missing, Needed, Since, TargetFigure, TargetView, Why } from './target-view.ts';

/** Kinds whose figure is a rate: they are met or not, with a distance in percentage points, never "123 %". */
export function isRate(kind: TargetView['kind']): boolean {
	return kind === 'ratio-each-year' || kind === 'average-growth' || kind === 'reduction';
}

/** Met or not met is all that can be said of these: a share done would mislead. */
function isJudged(kind: TargetView['kind']): boolean {
	return isRate(kind) || kind === 'score' || kind === 'match';
}

/** What a figure is held against: the target's own value always, and the pace of its day where the two stand together. */
export type Held = Pick<PlannedTarget, 'kind' | 'value'>;

/**
 * "1,214", "85.4%", "+22.6%", "78.6", "1.15"; "—" for what is not known. The unit is apart: `unitText`.
 * [R275] What has not reached its target never looks like it.
 * @param planned another level that the figure stands beside
 */
export function figureText({ kind, value: target }: Held, value: number | null, planned: number | null = null): string {
	if (value === null) return '—';
	return textOf(kind, roundedNumber(value, decimalsOf(kind), planned === null ? [target] : [target, planned]));
}

/** What is asked for on a day: rounded up, so that what falls short of it looks so. */
export function plannedText({ kind }: Pick<Held, 'kind'>, value: number): string {
	return textOf(kind, roundedLimitNumber(value, decimalsOf(kind)));
}

function textOf(kind: TargetView['kind'], value: number): string {
	switch (kind) {
		case 'ratio-each-year':
			return `${percentOf(value)}%`;
		case 'average-growth':
		case 'reduction':
			return growthOf(value);
		case 'match':
			return value.toFixed(2);
		default:
			return decimal(value, 2);
	}
}

/** Rates are shares: one decimal of a percent is the third of the share. */
function decimalsOf(kind: TargetView['kind']): number {
	return isRate(kind) ? 3 : kind === 'score' ? 1 : 2;
}

/** The unit that stands after a figure; '' where the figure has its own sign. */
export function unitText(target: Pick<PlannedTarget, 'kind' | 'unit'>): string {
	return isRate(target.kind) ? '' : target.unit;
}

/** A figure with its unit: "876 件", "85.4%". */
export function withUnit(
	target: Held & Pick<PlannedTarget, 'unit'>,
	value: number | null,
	planned: number | null = null
): string {
	return value === null ? '—' : unitAfter(target, figureText(target, value, planned));
}

function unitAfter(target: Pick<PlannedTarget, 'kind' | 'unit'>, text: string): string {
	const unit = unitText(target);
	return unit === '' ? text : m.targets_with_unit({ text, unit });
}

/** The same of what is asked for on a day. */
export function plannedWithUnit(target: Held & Pick<PlannedTarget, 'unit'>, value: number): string {
	return unitAfter(target, plannedText(target, value));
}

/** What the plan asks: "≥ 2,000 件", "≥ 20%". */
export function askText(target: Pick<PlannedTarget, 'kind' | 'unit' | 'value'>): string {
	const { kind, value } = target;
	const bare = isRate(kind) ? `${trimmed(value * 100, 2)}%` : kind === 'match' ? trimmed(value, 2) : decimal(value, 2);
	const unit = unitText(target);
	const text = `≥ ${bare}`;
	return unit === '' ? text : m.targets_with_unit({ text, unit });
}

/** A goal with its number as the document counts: "一、…", "1 …". */
export function goalTitle(number: number, title: string): string {
	const numeral = getLocale() === 'en' || number > 10 ? String(number) : ('一二三四五六七八九十'[number - 1] ?? '');
	return m.targets_goal_numbered({ number: numeral, title });
}

/** By when: "2020年底前", or "每年". */
export function untilText(by: number | null): string {
	return by === null ? m.targets_each_year() : m.targets_by_year({ year: by });
}

/** How far off, without sign: "6.2 个百分点", "124 件". What falls short, below zero, is never zero [R275]. */
export function distanceText(target: Pick<PlannedTarget, 'kind' | 'unit'>, distance: number): string {
	return apartText(target, distance, [0]);
}

/** The distance between two days or years, without sign. */
export function changeText(target: Pick<PlannedTarget, 'kind' | 'unit'>, change: number): string {
	return apartText(target, change, []);
}

function apartText(target: Pick<PlannedTarget, 'kind' | 'unit'>, value: number, limits: readonly number[]): string {
	const { kind } = target;
	const shown = Math.abs(roundedNumber(value, isRate(kind) ? 3 : kind === 'match' ? 2 : 1, limits));
	if (isRate(kind)) return m.targets_points({ points: percentOf(shown) });
	return m.targets_with_unit({ text: kind === 'match' ? shown.toFixed(2) : decimal(shown, 1), unit: target.unit });
}

/** Met or not, with the distance where it is known; null for kinds that are counted, and while nothing is known. */
export function metText(target: PlannedTarget, figure: TargetFigure): string | null {
	if (!isJudged(target.kind) || figure.value === null) return null;
	const { projected } = figure.why;
	// A yearly ratio is low by construction early in the year: what counts is where the year ends.
	if (target.kind === 'ratio-each-year' && projected !== null && figure.value < target.value) {
		const value = withUnit(target, projected);
		return projected >= target.value
			? m.targets_met_projected({ value })
			: m.targets_short_projected({ value, distance: distanceText(target, projected - target.value) });
	}
	const distance = figure.value - target.value;
	if (distance >= 0) return m.targets_met();
	return m.targets_not_met({ distance: distanceText(target, distance) });
}

/** "12月31日" in the year that runs, "2020年12月31日" in others. */
export function dayText(day: Day, today: Day): string {
	const month = monthName(Number(day.slice(5, 7)));
	const date = String(Number(day.slice(8)));
	return yearOf(day) === yearOf(today)
		? m.targets_day({ month, date })
		: m.targets_day_of_year({ year: day.slice(0, 4), month, date });
}

/** Yuan with the unit that their size asks for. */
export function moneyText(yuan: number): string {
	return moneyWords(BigInt(Math.round(yuan * 100)));
}

/** A figure of the records behind a target: money, days, or a count with its unit. */
export function recordText(target: Pick<PlannedTarget, 'money' | 'recordUnit'>, value: number | null): string {
	if (value === null) return '—';
	if (target.money) return moneyText(value);
	return m.targets_with_unit({ text: decimal(roundedNumber(value, 1), 1), unit: target.recordUnit });
}

/** Of the days to a closure less is better; of everything else that is recorded, more. */
export function recordsBetter({ kind }: Pick<PlannedTarget, 'kind'>): Better {
	return kind === 'reduction' ? 'lower' : 'higher';
}

/** A point of a target's series: a rate where the target is held by the year, else a figure of the records. */
export function pointText(target: PlannedTarget, value: number | null): string {
	if (target.kind === 'average-growth' || target.kind === 'reduction') return recordText(target, value);
	return withUnit(target, value);
}

/** The one sentence of what is still required; null when nothing is, or when it cannot be said. */
export function neededText(target: PlannedTarget, needed: Needed | null, today: Day): string | null {
	if (!needed) return null;
	const until = dayText(needed.until, today);
	const amount = countOf(Math.ceil(needed.amount));
	const goal = isRate(target.kind) ? `${trimmed(target.value * 100, 2)}%` : withUnit(target, target.value);
	switch (needed.what) {
		case 'close_this_year':
			return m.targets_needed_close({ amount, until, goal });
		case 'more_in_total':
		case 'more_this_year': {
			const text = target.money
				? moneyText(needed.amount)
				: m.targets_with_unit({ text: amount, unit: target.recordUnit });
			const said =
				needed.what === 'more_in_total'
					? target.kind === 'register'
						? m.targets_needed_short({ amount, unit: target.recordUnit, until })
						: m.targets_needed_total({ amount: text, until })
					: m.targets_needed_year({ amount: text, until });
			if (needed.perMonth === null || needed.perMonth <= 0) return said;
			const rate = target.money
				? moneyText(needed.perMonth)
				: m.targets_with_unit({ text: monthly(needed.perMonth), unit: target.recordUnit });
			return m.targets_needed_and({ said, rate });
		}
		case 'days_less':
			return m.targets_needed_days({ amount: decimal(roundedLimitNumber(needed.amount, 1), 1), until });
		case 'points_more':
			return m.targets_needed_points({ amount: decimal(roundedLimitNumber(needed.amount, 1), 1), until });
		case 'money_more':
			return m.targets_needed_money({ amount: moneyText(needed.amount), until });
	}
}

/**
 * Why the light is what it is: a rule that can be quoted, with the figures it looked at.
 * @param since what was reported after the judged day
 */
export function whyText(target: PlannedTarget, why: Why, today: Day, since: Since | null = null): string {
	const text = (value: number | null) => withUnit(target, value);
	const day = dayText(why.day, today);
	const planned = why.planned === null ? askText(target) : plannedWithUnit(target, why.planned);
	const actual = withUnit(target, why.actual, why.planned);
	const distance = why.distance === null ? '—' : distanceText(target, why.distance);
	switch (why.rule) {
		case 'reached':
			return m.targets_why_reached({ day, planned, actual });
		case 'reached_late':
			return m.targets_why_reached_late({ planned, actual });
		case 'on_pace':
			if (target.kind === 'average-growth') return m.targets_why_rate_on({ day, planned, actual, distance });
			return why.distance !== null && distance !== distanceText(target, 0)
				? m.targets_why_on_pace({ day, planned, actual, distance })
				: m.targets_why_at_pace({ day, planned, actual });
		case 'near_pace':
			if (target.kind === 'average-growth') return m.targets_why_rate_near({ day, planned, actual, distance });
			return m.targets_why_near_pace({ day, planned, actual, distance });
		case 'below_pace':
			if (target.kind === 'average-growth') return m.targets_why_rate_below({ day, planned, actual, distance });
			return m.targets_why_below_pace({ day, planned, actual, distance });
		case 'missed':
			return m.targets_why_missed({ day, planned, actual, distance });
		case 'holds':
			return m.targets_why_holds({ day, planned, actual });
		case 'as_budgeted':
		case 'budgeted_late': {
			if (why.share === null) return m.targets_why_budgets_alone({ planned, actual });
			const percent = (share: number) => `${trimmed(share * 100, 1)}%`;
			const said = { planned, actual, received: percent(why.share.actual), due: percent(why.share.planned) };
			return why.rule === 'as_budgeted' ? m.targets_why_as_budgeted(said) : m.targets_why_budgeted_late(said);
		}
		case 'projection_holds':
			return m.targets_why_projection_holds({ day, planned, actual, beside: besideText(why, text) });
		case 'projection_near':
			return m.targets_why_projection_near({ day, planned, actual, beside: besideText(why, text) });
		case 'projection_short':
			return m.targets_why_projection_short({ day, planned, actual, beside: besideText(why, text) });
		case 'score_near':
			return m.targets_why_score_near({ planned, actual, distance });
		case 'score_short':
			return m.targets_why_score_short({ planned, actual, distance });
		case 'conditions_short':
			return m.targets_why_conditions_short({ planned, actual });
		case 'not_reported':
			return since ? m.targets_why_only_since() : m.targets_why_not_reported();
		case 'not_confirmed':
			return m.targets_why_not_confirmed();
		case 'too_few':
			return m.targets_why_too_few({ count: why.sample?.count ?? 0, least: why.sample?.least ?? 0 });
		case 'base_missing':
			return target.kind === 'ratio-each-year' ? m.targets_why_no_last_year() : m.targets_why_base_missing();
		case 'base_provisional':
			return m.targets_why_base_provisional({ planned, actual });
		case 'not_begun':
			return m.targets_why_not_begun();
	}
}

/** What was reported after the judged day and moves nothing yet; null when nothing was. */
export function sinceText(target: Held & Pick<PlannedTarget, 'unit'>, since: Since | null, today: Day): string | null {
	if (!since) return null;
	const [day, change] = [dayText(since.until, today), signedText(target, since.added)];
	return since.value === null
		? m.targets_since_added({ day, change })
		: m.targets_since({ day, change, value: withUnit(target, since.value) });
}

/** A change with its sign and unit: "+40 件", "−3 人". */
export function signedText(target: Pick<PlannedTarget, 'kind' | 'unit'>, change: number): string {
	return `${change < 0 ? '−' : '+'}${changeText(target, change)}`;
}

/** The units that have not reported the judged period: by name for who sees figures by unit, else how many. */
export function missingText(missing: Missing | null, nameOf: (unit: string) => string): string | null {
	if (!missing) return null;
	const { count, of } = missing;
	const period = periodWord(missing.period);
	if (missing.units === null) return m.targets_missing({ period, count, of });
	const units = missing.units.map(nameOf).join(m.targets_strip_join());
	return m.targets_missing_named({ period, count, of, units });
}

/**
 * What a quotient is made of; null for figures that are none.
 * @param readings the option in force of every reading
 */
export function partsText(
	target: PlannedTarget,
	parts: TargetFigure['parts'],
	readings: Readonly<Record<string, string>>
): string | null {
	if (!parts) return null;
	const part = recordText(target, parts.part);
	const whole = recordText(target, parts.whole);
	switch (target.kind) {
		case 'average-growth':
			return m.targets_growth_parts({ part, whole });
		case 'reduction':
			return target.readings.some((reading) => readings[reading] === 'mean')
				? m.targets_reduction_parts_mean({ part, whole })
				: m.targets_reduction_parts({ part, whole });
		case 'match':
			return m.targets_match_parts({ part, whole });
		default:
			return null;
	}
}

/** The rule that decides, with the plan's own thresholds; null where the sentence of the light says it all. */
export function ruleText(
	target: Pick<PlannedTarget, 'kind' | 'value'>,
	{ rule }: Pick<Why, 'rule'>,
	{ pace, score }: Pick<PlanSummary['settings']['verdict'], 'pace' | 'score'>
): string | null {
	if (target.kind === 'ratio-each-year') return rule.startsWith('projection') ? m.targets_rule_ratio() : null;
	if (rule.startsWith('score')) return m.targets_rule_score({ near: trimmed(score.nearBy, 2) });
	if (!rule.endsWith('_pace')) return null;
	const percent = (share: number) => `${trimmed(share * 100, 2)}%`;
	if (target.kind === 'average-growth')
		return m.targets_rule_growth({ goal: percent(target.value), near: percent(target.value * pace.atRiskFrom) });
	const thresholds = { good: percent(pace.onCourseFrom), risk: percent(pace.atRiskFrom) };
	return target.kind === 'cumulative' ? m.targets_rule_pace_stock(thresholds) : m.targets_rule_pace(thresholds);
}

/** The gap of a base figure, and who must fill it. */
export function baseGapText(base: BaseView, office: string): string {
	return base.year === null
		? m.targets_base_gap_stock({ office })
		: m.targets_base_gap_year({ year: base.year, office });
}

/** "二(一)" -> "clause-二(一)": the place of a clause on the plan's page. */
export function clauseHref(clause: string): string {
	return `/plan#clause-${encodeURIComponent(clause)}`;
}

function besideText(why: Why, text: (value: number | null) => string): string {
	const parts = [
		why.lastYear === null ? null : m.targets_why_last_year({ value: text(why.lastYear) }),
		why.projected === null ? null : m.targets_why_projected({ value: text(why.projected) })
	];
	return parts.filter((part) => part !== null).join('');
}

/** Things are whole; a tenth matters only where a month asks for few of them. */
function monthly(value: number): string {
	return value >= 10 ? countOf(Math.ceil(value)) : decimal(roundedLimitNumber(value, 1), 1);
}

/** With separators and at most so many decimals: 1214 -> "1,214", 78.60 -> "78.6". */
function decimal(value: number, decimals: number): string {
	return value.toLocaleString('en-US', { maximumFractionDigits: decimals });
}

/** 95.00 -> "95", 1.5 -> "1.5". */
function trimmed(value: number, decimals: number): string {
	return String(Number(value.toFixed(decimals)));
}
