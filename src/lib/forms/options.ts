// Units as options of a select, in official order.
import { m } from '#lib/paraglide/messages.js';
import type { PlanNames } from '#lib/plan/plan-names.ts';

export interface Option {
	readonly value: string;
	readonly label: string;
}

/** One unit stands alone: nothing is left to choose. `none` names the choice of no unit, where there is one. */
export function unitOptions(names: PlanNames, codes: readonly string[], none?: string): Option[] {
	const units = codes.map((code) => ({ value: code, label: names.units[code]?.name ?? code }));
	if (none !== undefined) return [{ value: '', label: none }, ...units];
	return units.length === 1 ? units : [{ value: '', label: m.ledgers_choose() }, ...units];
}

/** Options with words; the first one says that something is to be chosen, or that nothing need be. */
export function wordOptions<T extends string>(
	values: readonly T[],
	word: (value: T) => string,
	none: string = m.ledgers_choose()
): Option[] {
	return [{ value: '', label: none }, ...values.map((value) => ({ value, label: word(value) }))];
}
