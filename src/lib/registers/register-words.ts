// Registers, their measures and fields, and how an entity stands, in the reader's words.
import { formatMillion, formatWan } from '#lib/kernel/money.ts';
import { figureShown } from '#lib/observations/figure.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Measure, Register } from './register.ts';
import type { EntityState } from './standing.ts';

const registerNames: Readonly<Record<Register, () => string>> = {
	institutions: () => m.registers_institutions(),
	portfolios: () => m.registers_portfolios(),
	alliances: () => m.registers_alliances(),
	pools: () => m.registers_pools()
};

const measureNames: Readonly<Record<string, () => string>> = {
	'annual-revenue': () => m.registers_measure_annual_revenue(),
	'operable-patents': () => m.registers_measure_operable_patents(),
	inventions: () => m.registers_measure_inventions(),
	'pct-applications': () => m.registers_measure_pct_applications(),
	members: () => m.registers_measure_members(),
	patents: () => m.registers_measure_patents()
};

const counters: Readonly<Record<string, () => string>> = {
	'pct-applications': () => m.registers_counter_applications(),
	members: () => m.registers_counter_members()
};

const fieldNames: Readonly<Record<string, () => string>> = {
	name: () => m.registers_field_name(),
	industry: () => m.registers_field_industry(),
	territory: () => m.registers_field_territory(),
	holder: () => m.registers_field_holder(),
	evidence: () => m.registers_field_evidence(),
	retired: () => m.registers_field_retired()
};

const stateNames: Readonly<Record<EntityState, () => string>> = {
	qualified: () => m.registers_state_qualified(),
	near: () => m.registers_state_near(),
	not: () => m.registers_state_not(),
	counted: () => m.registers_state_counted()
};

export function registerWord(register: Register): string {
	return registerNames[register]();
}

export function measureWord(measure: string): string {
	return measureNames[measure]?.() ?? measure;
}

/** A field by its key: `industry`, `operable-patents`, `annual-revenue.2018`. */
export function entityFieldWord(field: string): string {
	const own = fieldNames[field]?.();
	if (own !== undefined) return own;
	const [measure = '', year] = field.split('.');
	return year === undefined
		? measureWord(measure)
		: m.registers_measure_of_year({ measure: measureWord(measure), year });
}

export function entityChangeWord(change: 'added' | 'changed' | 'retired'): string {
	if (change === 'added') return m.registers_change_added();
	return change === 'changed' ? m.registers_change_changed() : m.registers_change_retired();
}

export function entityStateWord(state: EntityState): string {
	return stateNames[state]();
}

/** A figure of a measure with its unit: money in 万元 or million yuan. */
export function measureAmount(measure: Pick<Measure, 'name' | 'unit'>, value: bigint): string {
	if (measure.unit === 'yuan')
		return getLocale() === 'zh-CN'
			? m.registers_amount_wan({ amount: formatWan(value) })
			: m.registers_amount_million({ amount: formatMillion(value) });
	const counter = counters[measure.name]?.() ?? m.registers_counter_patents();
	return m.registers_amount_count({ count: figureShown(value.toString()), unit: counter });
}
