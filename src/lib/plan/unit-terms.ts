// Units as they are now: those of the plan's document, with what the system administrator has said of them since.
import type { Day } from '#lib/kernel/day.ts';
import type { PlanUnit } from './plan-document.ts';

/** What makes a unit that the plan's document does not know. */
export type AddedUnit = Pick<PlanUnit, 'kind' | 'order' | 'name' | 'short' | 'within'> & { readonly validFrom: Day };

export interface UnitTerm {
	readonly code: string;
	readonly added: AddedUnit | null;
	/** The unit's last day, and the unit that takes over on the day after. */
	readonly validTo: Day | null;
	readonly successor: string | null;
}

/**
 * In official order. Of a unit of the document only its end and its successor are the administrator's to say; of a unit
 * that was added and that a later version of the document knows, the document says the rest.
 */
export function unitsWithTerms(units: readonly PlanUnit[], terms: readonly UnitTerm[]): PlanUnit[] {
	if (terms.length === 0) return [...units];
	const termOf = new Map(terms.map((term) => [term.code, term]));
	const known = new Set(units.map(({ code }) => code));
	const kept = units.map((unit): PlanUnit => {
		const term = termOf.get(unit.code);
		return term ? { ...unit, validTo: term.validTo, successor: term.successor } : unit;
	});
	const added = terms.flatMap(({ code, added: own, validTo, successor }): PlanUnit[] =>
		own === null || known.has(code) ? [] : [{ ...own, code, validTo, successor, source: 'ours' }]
	);
	return [...kept, ...added].sort((a, b) => a.order - b.order);
}

/** Whether somebody may be appointed to a unit on a day: it has not ended. One that is still to begin may be prepared. */
export function isOpenOn(unit: { readonly validTo: string | null }, day: Day): boolean {
	return unit.validTo === null || unit.validTo >= day;
}

/** Whether a unit exists on a day: what is granted or issued for it ends with it. Both days belong to the time; null leaves it open. */
export function isValidOn(
	unit: { readonly validFrom: string | null; readonly validTo: string | null },
	day: string
): boolean {
	return (unit.validFrom === null || unit.validFrom <= day) && (unit.validTo === null || unit.validTo >= day);
}
