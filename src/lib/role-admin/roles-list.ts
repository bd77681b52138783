// Which of the roles are listed, as the address says it, and which act it names.
import { isUnitRole, roles, type Branch, type Role } from '#lib/access/roles.ts';

export interface HeldRole {
	readonly id: string;
	readonly account: string;
	readonly name: string;
	readonly username: string;
	readonly disabled: boolean;
	readonly branch: Branch;
	readonly role: Role;
	readonly unit: string | null;
	readonly from: string;
	readonly to: string | null;
	/** Account, or what made the demonstration. */
	readonly by: string | null;
}

export interface WaitingRole {
	readonly account: string;
	readonly name: string;
	readonly username: string;
	readonly role: Role;
	readonly unit: string | null;
	/** What the account holds now, where it asks for another role. */
	readonly now: { readonly role: Role; readonly unit: string | null } | null;
}

export interface FreeAccount {
	readonly account: string;
	readonly name: string;
	readonly username: string;
	readonly branch: Branch;
}

export interface RolesFilter {
	readonly role: Role | null;
	readonly unit: string | null;
}

export type RolesAct =
	| { readonly kind: 'grant' }
	| { readonly kind: 'decline'; readonly account: string }
	| { readonly kind: 'change' | 'end'; readonly appointment: string };

export function readRolesFilter(params: URLSearchParams): RolesFilter {
	return { role: roles.find((role) => role === params.get('role')) ?? null, unit: params.get('unit') || null };
}

export function readRolesAct(params: URLSearchParams): RolesAct | null {
	if (params.has('grant')) return { kind: 'grant' };
	const decline = params.get('decline');
	if (decline !== null) return { kind: 'decline', account: decline };
	for (const kind of ['change', 'end'] as const) {
		const appointment = params.get(kind);
		if (appointment !== null) return { kind, appointment };
	}
	return null;
}

export function rolesHref({ role, unit }: RolesFilter, act: Readonly<Record<string, string>> = {}): string {
	const query = [...Object.entries({ role, unit }), ...Object.entries(act)]
		.flatMap(([name, value]) => (value === null ? [] : [`${name}=${encodeURIComponent(value)}`]))
		.join('&');
	return `/admin/roles${query && `?${query}`}`;
}

export function filterRoles(held: readonly HeldRole[], { role, unit }: RolesFilter): HeldRole[] {
	return held.filter((one) => (role === null || one.role === role) && (unit === null || one.unit === unit));
}

/** Roles that an account of a branch may hold. */
export function rolesFor(branch: HeldRole['branch']): Role[] {
	return branch === 'business' ? roles.filter((role) => !role.endsWith('_admin')) : [branch];
}

export function needsUnit(role: string): boolean {
	const known = roles.find((one) => one === role);
	return known !== undefined && isUnitRole(known);
}
