// Roles and the acting person: who somebody is when a rule asks.

export const roles = [
	'leader',
	'office',
	'department',
	'district',
	'fund_manager',
	'reader',
	'system_admin',
	'security_admin',
	'audit_admin'
] as const;
export type Role = (typeof roles)[number];

export const tokenScopes = ['ingest', 'read'] as const;
export type TokenScope = (typeof tokenScopes)[number];

interface ActorBase {
	/** Account or token id: scope of idempotency keys, author in the log. */
	readonly id: string;
	/** How the caller came in: a person by session, a feed by token, the product itself (seeder, sample activity). */
	readonly via: 'session' | 'token' | 'system';
	/** Of a token alone: what it is for. */
	readonly scope?: TokenScope;
}

/** Somebody who acts for a unit. */
export interface UnitActor extends ActorBase {
	readonly role: 'office' | 'department' | 'district' | 'fund_manager';
	readonly unit: string;
	/** Units that this one has taken over from, near or far: what they held is its to look after. */
	readonly predecessors?: readonly string[];
}

/** Somebody without a unit: leading group, readers, administrators. */
export interface CityActor extends ActorBase {
	readonly role: 'leader' | 'reader' | 'system_admin' | 'security_admin' | 'audit_admin';
	readonly unit: null;
}

export type Actor = UnitActor | CityActor;

/** The three separated administrators, in the order in which they are named. */
export const administratorRoles = ['system_admin', 'security_admin', 'audit_admin'] as const;
export type AdministratorRole = (typeof administratorRoles)[number];

/** The units that somebody acts for: its own and those that it has taken over from; none without a unit. */
export function unitsOf(actor: Actor): readonly string[] {
	return actor.unit === null ? [] : [actor.unit, ...(actor.predecessors ?? [])];
}

/**
 * What an account is for, once and for good: business, or one of the three separated administrations. The database lets an
 * account hold roles of its own branch alone.
 */
export type Branch = 'business' | 'system_admin' | 'security_admin' | 'audit_admin';

export function branchOf(role: Role): Branch {
	return role === 'system_admin' || role === 'security_admin' || role === 'audit_admin' ? role : 'business';
}

export function isUnitRole(role: Role): role is UnitActor['role'] {
	return role === 'office' || role === 'department' || role === 'district' || role === 'fund_manager';
}

/** The role that a feed's token acts in, by the kind of its unit. */
export function roleOfUnitKind(kind: 'department' | 'district' | 'zone' | 'institution'): UnitActor['role'] {
	if (kind === 'district' || kind === 'zone') return 'district';
	return kind === 'institution' ? 'fund_manager' : 'department';
}
