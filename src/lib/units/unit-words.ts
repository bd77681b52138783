// Kinds of units and their time as words.
import { m } from '#lib/paraglide/messages.js';
import type { UnitKind } from '#lib/plan/plan-document.ts';

const kinds: Readonly<Record<UnitKind, () => string>> = {
	department: () => m.units_kind_department(),
	institution: () => m.units_kind_institution(),
	district: () => m.units_kind_district(),
	zone: () => m.units_kind_zone()
};

export function unitKindWord(kind: UnitKind): string {
	return kinds[kind]();
}

export function validWord({ validFrom, validTo }: { readonly validFrom: string; readonly validTo: string | null }) {
	return validTo === null ? m.units_from({ from: validFrom }) : m.units_from_to({ from: validFrom, to: validTo });
}
