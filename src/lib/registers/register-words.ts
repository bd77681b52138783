// Registers, their measures and fields, and how an entity stands, in the reader's words.
import { fromYuan } from '#lib/kernel/money.ts';
import { figureShown } from '#lib/kernel/figure.ts';
import { m } from '#lib/paraglide/messages.js';
import { moneyWords } from '#lib/ui/money-words.ts';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import type { EntityView } from './entity-view.ts';
import type { RegisterFrame } from './register-frame.ts';
import { measureOfKey, readMeasure, type Measure, type Register } from './register.ts';
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

/** "年营业收入达 1,000 万元,或可运营专利达 1,200 件" */
export function conditionText({ any, conditions }: NonNullable<RegisterFrame['target']>): string {
	const parts = conditions.map(({ measure, value }) =>
		m.registers_condition({
			measure: measureWord(measure.name),
			amount: measureAmount(measure, measure.unit === 'yuan' ? fromYuan(value) : BigInt(value.split('.')[0] ?? '0'))
		})
	);
	return m.registers_conditions({ conditions: parts.join(any ? m.registers_or() : m.registers_and()) });
}

/** What an entity lacks: "还差 40 件可运营专利,或 120.00 万元年营业收入". */
export function missingText({ missing, any }: Pick<EntityView, 'missing' | 'any'>): string {
	return missing
		.map(({ measure, value }) =>
			m.registers_lacks({ amount: measureAmount(measure, BigInt(value)), measure: measureWord(measure.name) })
		)
		.join(any ? m.registers_or() : m.registers_and());
}

/** A value of a field as history tells it. */
export function fieldValue(
	register: Register,
	field: string,
	value: unknown,
	names: { readonly industries: Readonly<Record<string, string>>; readonly units: PlanNames['units'] }
): string {
	const text =
		typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
	if (text === '') return '—';
	if (field === 'industry') return names.industries[text] ?? text;
	if (field === 'territory') return names.units[text]?.name ?? text;
	if (field === 'retired') return text === 'true' ? m.registers_yes() : m.registers_no();
	const known = measureOfKey(register, field);
	if (!known) return text;
	const amount = readMeasure(known.measure, text);
	return typeof amount === 'bigint' ? measureAmount(known.measure, amount) : text;
}

/** A figure of a measure with its unit: money in 万元 or million yuan. */
export function measureAmount(measure: Pick<Measure, 'name' | 'unit'>, value: bigint): string {
	if (measure.unit === 'yuan') return moneyWords(value).replace('.00', '');
	return m.registers_amount_count({ count: figureShown(value.toString()), unit: counterWord(measure) });
}

/** What a measure is typed in: yuan, patents, members. */
export function counterWord(measure: Pick<Measure, 'name' | 'unit'>): string {
	if (measure.unit === 'yuan') return m.registers_counter_yuan();
	return counters[measure.name]?.() ?? m.registers_counter_patents();
}
