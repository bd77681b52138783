// A target's series as a chart: the figure in both layers, its pace, last year, and the level to reach.
import { monthTicks } from '#lib/figures/months.ts';
import { yearOf, type Day } from '#lib/kernel/day.ts';
import { roundedLimitNumber, roundedNumber } from '#lib/kernel/rounding.ts';
import { periodWord } from '#lib/plan/period-words.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { ChartModel, ChartSeries } from '#lib/ui/chart-engine.ts';
import type { PlannedTarget } from './goal-frame.ts';
import type { SeriesPoint, TargetView } from './target-view.ts';
import { isRate, recordsBetter } from './target-words.ts';

/** Null when there is nothing to draw yet. */
export function targetChart(target: PlannedTarget, view: TargetView, today: Day): ChartModel | null {
	const { series } = view;
	if (!series.some(({ reported, lastYear }) => reported !== null || lastYear !== null)) return null;
	const scale = scaleOf(target);
	const values = (of: (point: SeriesPoint) => number | null) =>
		series.map((point) => {
			const value = of(point);
			return value === null ? null : value * scale;
		});
	const lines: ChartSeries[] = [
		{ label: m.targets_chart_reported(), tone: 'main', values: values(({ reported }) => reported) }
	];
	const add = (label: string, tone: ChartSeries['tone'], of: (point: SeriesPoint) => number | null) => {
		if (series.some((point) => of(point) !== null)) lines.push({ label, tone, values: values(of), dotAt: null });
	};
	if (series.some(({ reported, confirmed }) => confirmed !== null && confirmed !== reported))
		add(m.targets_chart_confirmed(), 'light', ({ confirmed }) => confirmed);
	add(m.targets_chart_pace(), 'pace', ({ pace }) => pace);
	add(m.targets_chart_last_year(), 'compare', ({ lastYear }) => lastYear);
	const level = levelOf(target, view);
	const now = series.findLastIndex(({ day }) => day <= today);
	const inOneYear = new Set(series.map(({ day }) => yearOf(day))).size === 1;
	return {
		labels: series.map(({ day }) => (inOneYear || series.length > 3 ? periodWord(day.slice(0, 7)) : day.slice(0, 4))),
		ticks: inOneYear ? monthsOf(series, now) : yearsOf(series),
		series: lines,
		format: (value) => plotText(target, value, level === null ? null : level * scale),
		tick: (value) => value.toLocaleString('en-US', { maximumFractionDigits: 2 }),
		...(level === null ? {} : { target: { value: level * scale, label: plotText(target, level * scale, null) } }),
		...(now < 0 || now === series.length - 1 ? {} : { now }),
		...(lowest(lines) < 0 ? { min: lowest(lines) } : { min: 0 }),
		...(target.kind === 'ratio-each-year' ? { max: 100 } : target.scale === null ? {} : { max: target.scale }),
		right: 62
	};
}

/** What the vertical axis counts: the head of the chart and of its table. */
export function plotUnit(target: PlannedTarget): string {
	if (isShareAxis(target)) return '%';
	if (target.kind === 'match') return target.unit;
	if (target.money) return m.targets_unit_large();
	return target.recordUnit;
}

/** Growth and reduction are drawn by their records: yuan, cases, days. */
function isShareAxis({ kind }: PlannedTarget): boolean {
	return isRate(kind) && kind !== 'average-growth' && kind !== 'reduction';
}

function scaleOf(target: PlannedTarget): number {
	if (isShareAxis(target)) return 100;
	if (target.money && target.kind !== 'match') return getLocale() === 'en' ? 1e-6 : 1e-8;
	return 1;
}

/** @param level what the point is held against [R275]; null for the level itself, which is rounded up */
function plotText(target: PlannedTarget, value: number, level: number | null): string {
	const decimals = target.money ? 2 : 1;
	const shown =
		level === null
			? roundedLimitNumber(value, decimals, recordsBetter(target))
			: roundedNumber(value, decimals, [level], recordsBetter(target));
	const text = shown.toLocaleString('en-US', {
		maximumFractionDigits: decimals,
		minimumFractionDigits: target.money ? decimals : 0
	});
	return isShareAxis(target) ? `${text}%` : text;
}

/** The level to reach, in the unit of the series; null where it is not known. */
function levelOf(target: PlannedTarget, view: TargetView): number | null {
	if (target.kind === 'average-growth') return view.years.find(({ year }) => year === view.year)?.target ?? null;
	if (target.kind === 'reduction') return view.years.at(-1)?.target ?? null;
	return target.value;
}

function monthsOf(series: readonly SeriesPoint[], now: number): string[] {
	const months = series.map(({ day }) => Number(day.slice(5, 7)));
	return monthTicks(months, months[now] ?? 0, 2);
}

/** Each year at its first point. */
function yearsOf(series: readonly SeriesPoint[]): string[] {
	return series.map(({ day }, index) => {
		const before = series[index - 1];
		return before && yearOf(before.day) === yearOf(day) ? '' : day.slice(0, 4);
	});
}

function lowest(lines: readonly ChartSeries[]): number {
	return Math.min(...lines.flatMap(({ values }) => values.flatMap((value) => (value === null ? [] : [value]))));
}
