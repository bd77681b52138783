// States and kinds of accounts as words, instants as people read them, and choices of roles and units for forms.
import { rolesOfUnit } from '#lib/access/appointable.ts';
import { roleWord } from '#lib/access/role-words.ts';
import { branchOf, isUnitRole, roles } from '#lib/access/roles.ts';
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import type { AccountState } from './account.ts';

const states: Readonly<Record<AccountState, () => string>> = {
	active: () => m.accounts_state_active(),
	invited: () => m.accounts_state_invited(),
	waiting: () => m.accounts_state_waiting(),
	disabled: () => m.accounts_state_disabled()
};

export function accountStateWord(state: AccountState): string {
	return states[state]();
}

/** Role and unit in one breath. */
export function placeWord(place: { readonly role: string; readonly unit: string | null }, names: PlanNames): string {
	if (place.unit === null) return roleWord(place.role);
	return `${roleWord(place.role)} · ${names.units[place.unit]?.name ?? place.unit}`;
}

export function instantWord(at: Date): string {
	return `${dayAt(at.getTime())} ${timeAt(at.getTime())}`;
}

/** @param only the roles of an account that has its branch already */
export function roleOptions(only: (role: string) => boolean = () => true) {
	return roles.filter(only).map((role) => ({
		value: role,
		label: roleWord(role),
		group: branchOf(role) === 'business' ? m.accounts_group_business() : m.accounts_group_admin()
	}));
}

/** Units that take a role, in official order; first the word for none. */
export function unitOptionsFor(
	role: string,
	units: readonly { readonly code: string; readonly kind: Parameters<typeof rolesOfUnit>[0]['kind'] }[],
	names: PlanNames
) {
	const known = roles.find((one) => one === role);
	const fitting =
		known === undefined ? units : isUnitRole(known) ? units.filter((unit) => rolesOfUnit(unit).includes(known)) : [];
	return [
		{ value: '', label: m.accounts_unit_none() },
		...fitting.map(({ code }) => ({ value: code, label: names.units[code]?.name ?? code }))
	];
}
