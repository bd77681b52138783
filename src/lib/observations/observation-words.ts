// Period kinds, how figures add up, base figures and their states, in the reader's words.
import type { PeriodKind } from '#lib/kernel/period.ts';
import { m } from '#lib/paraglide/messages.js';
import { moneyWords } from '#lib/ui/money-words.ts';
import { derivedSource } from './base-freeze.ts';
import { figureShown, figureText, parseFigure } from '#lib/kernel/figure.ts';
import type { Aggregation } from './observation.ts';
import type { BaseFrame } from './observations-page.ts';

const kinds: Readonly<Record<PeriodKind, () => string>> = {
	year: () => m.observations_by_year(),
	quarter: () => m.observations_by_quarter(),
	month: () => m.observations_by_month()
};

export function periodKindWord(kind: PeriodKind): string {
	return kinds[kind]();
}

export function aggregateWord({ aggregate, yearToDate }: Aggregation): string {
	if (aggregate === 'sum') return m.observations_adds_up();
	return yearToDate ? m.observations_year_to_date() : m.observations_stock();
}

export type BaseState = 'missing' | 'waiting' | 'given' | 'derived' | 'provisional' | 'frozen';

const states: Readonly<Record<BaseState, () => string>> = {
	missing: () => m.observations_state_missing(),
	waiting: () => m.observations_state_waiting(),
	given: () => m.observations_state_given(),
	derived: () => m.observations_state_derived(),
	provisional: () => m.observations_state_provisional(),
	frozen: () => m.observations_state_frozen()
};

export function baseStateWord(state: BaseState): string {
	return states[state]();
}

export function baseKindWord({ kind, year }: Pick<BaseFrame, 'kind' | 'year'>): string {
	return kind === 'opening' ? m.observations_opening({ year }) : m.observations_of_base_year({ year });
}

/** A base's figure with its unit; many yuan in 万元 or million yuan. */
export function baseAmount(figure: string, unit: string): string {
	const hundredths = parseFigure(figure);
	if (typeof hundredths === 'bigint' && hundredths >= 100_000_000n && isMoney(unit)) return moneyWords(hundredths);
	return m.observations_counted({ figure: figureShown(figure), unit });
}

/** A number of the cells as text with at most two decimals. */
export function plainFigure(value: number): string {
	return figureText(BigInt(Math.round(value * 100)));
}

/** Where a base comes from. */
export function baseSourceWord(source: string): string {
	return source === derivedSource ? m.observations_source_derived() : source;
}

function isMoney(unit: string): boolean {
	return unit === '元' || unit === 'yuan';
}
