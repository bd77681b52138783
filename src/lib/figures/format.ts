// Figures of the overview as text: money in 亿元 or million yuan, shares in percent, times without what everybody knows.
import { dayAt, timeAt, type Day } from '#lib/kernel/day.ts';
import { formatMillion, formatYi } from '#lib/kernel/money.ts';
import { roundedNumber } from '#lib/kernel/rounding.ts';

export type DashboardLocale = 'zh-CN' | 'en';

/** Money of a card: "3.05" (亿元) or "305.00" (million yuan); the unit stands once in the panel's head. */
export function moneyOf(value: bigint, locale: DashboardLocale): string {
	return locale === 'zh-CN' ? formatYi(value) : formatMillion(value);
}

/** The same as a number for the axis of a chart; only for drawing, never for sums. */
export function plotted(value: bigint, locale: DashboardLocale): number {
	return Number(value) / (locale === 'zh-CN' ? 1e10 : 1e8);
}

export function plottedText(value: number): string {
	return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

export function tickText(value: number): string {
	return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

/**
 * 0.5069 -> "50.7".
 * @param limits shares that it is held against: below one of them it never looks like it [R275]
 */
export function percentOf(share: number, decimals = 1, limits: readonly number[] = []): string {
	return (roundedNumber(share, decimals + 2, limits) * 100).toFixed(decimals);
}

/** 0.182 -> "+18.2%", what rounds to zero has no sign; null -> "—". `limits` as in `percentOf`. */
export function growthOf(growth: number | null, limits: readonly number[] = []): string {
	if (growth === null) return '—';
	const shown = roundedNumber(growth, 3, limits);
	return `${shown < 0 ? '−' : shown > 0 ? '+' : ''}${percentOf(Math.abs(shown))}%`;
}

/** Percentage points without sign: -6.24 -> "6.2". What falls short, below zero, is never "0.0" [R275]. */
export function pointsOf(points: number): string {
	return Math.abs(roundedNumber(points, 1, [0])).toFixed(1);
}

export function countOf(count: number): string {
	return count.toLocaleString('en-US');
}

/** "09-16 14:30" from a business instant; null stays null. */
export function timeOf(instant: string | null): string | null {
	if (instant === null) return null;
	const at = Date.parse(instant);
	return `${dayAt(at).slice(5)} ${timeAt(at)}`;
}

/** "14:30" for what happened today, "09-15" for what is older. */
export function momentOf(instant: string, today: Day): string {
	const at = Date.parse(instant);
	return dayAt(at) === today ? timeAt(at) : dayAt(at).slice(5);
}

/** A share as the width of a bar, "56.9%", kept between nothing and the whole. */
export function widthOf(share: number): string {
	return `${(Math.min(Math.max(share, 0), 1) * 100).toFixed(2)}%`;
}

/** `part` of `whole` as a share; 0 when there is no whole. Exact enough for a bar. */
export function shareOf(part: bigint, whole: bigint): number {
	return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000;
}
