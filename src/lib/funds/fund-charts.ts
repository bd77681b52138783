// The charts of the funds: disbursed by line or year and source, and summed up against the plan.
import { m } from '#lib/paraglide/messages.js';
import type { ChartModel, SeriesTone } from '#lib/ui/chart-engine.ts';
import { drawn, drawnText, drawnTick } from './fund-figures.ts';
import { sourceWord } from './fund-words.ts';
import type { LineView } from './line-view.ts';
import { sources, type Source } from './movement.ts';

const sourceTones: Readonly<Record<Source, SeriesTone>> = {
	central: 'main',
	city: 'light',
	district: 'pale',
	social: 'compare'
};

/** Sources of which any of the bars has something, in their order. */
export function sourcesIn(bars: readonly { readonly sources: Readonly<Record<Source, bigint>> }[]): Source[] {
	return sources.filter((source) => bars.some((bar) => bar.sources[source] !== 0n));
}

export function barsModel(
	bars: readonly { readonly label: string; readonly sources: Readonly<Record<Source, bigint>> }[],
	stacked: 'up' | 'across'
): ChartModel {
	return {
		labels: bars.map(({ label }) => label),
		ticks: bars.map(({ label }) => label),
		series: sourcesIn(bars).map((source) => ({
			label: sourceWord(source),
			tone: sourceTones[source],
			values: bars.map((bar) => drawn(bar.sources[source]))
		})),
		format: drawnText,
		tick: drawnTick,
		stacked
	};
}

/** Disbursed of the money whose budget stands here, month by month, against the straight line to that budget. */
export function monthsModel(view: LineView, budget: bigint): ChartModel {
	const { months } = view;
	const present = months.findLastIndex(({ reported }) => reported !== null);
	const number = (value: bigint | null) => (value === null ? null : drawn(value));
	const differ = months.some((month) => month.reported !== month.confirmed);
	const last = months[present]?.reported;
	return {
		labels: months.map(({ month }) => month),
		ticks: months.map(({ month }) => (month.endsWith('-07') ? month.slice(0, 4) : '')),
		series: [
			{
				label: m.funds_chart_reported(),
				tone: differ ? 'light' : 'main',
				values: months.map(({ reported }) => number(reported)),
				area: !differ,
				...(last === null || last === undefined ? {} : { endLabel: drawnText(drawn(last)), endSide: 'above' as const })
			},
			...(differ
				? [
						{
							label: m.funds_chart_confirmed(),
							tone: 'main' as const,
							values: months.map(({ confirmed }) => number(confirmed)),
							area: true,
							dotAt: null
						}
					]
				: []),
			{ label: m.funds_chart_planned(), tone: 'plan' as const, values: months.map(({ planned }) => number(planned)) }
		],
		format: drawnText,
		tick: drawnTick,
		target: { value: drawn(budget), label: m.funds_budgeted() },
		...(present < 0 ? {} : { now: present }),
		// Exceptions may lead beyond the budget.
		...(last !== null && last !== undefined && last > budget ? {} : { max: drawn(budget) }),
		right: 56
	};
}
