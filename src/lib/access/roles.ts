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
	/** Account or token id: author in the log. */
	readonly id: string;
	/** How the caller came in: a person by session, a program by token, the product itself (seeder, sample activity). */
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

/** A feed of the plan: a program that records for districts and zones and is of no unit itself. */
export interface FeedActor extends ActorBase {
	readonly via: 'token';
	readonly scope: TokenScope;
	readonly role: 'feed';
	readonly feed: string;
	readonly unit: null;
}

/** Whose a token is: a unit's or a feed's, never both. */
export type TokenHolder = { readonly unit: string } | { readonly feed: string };

/** Somebody in a role; a unit's token acts as its people do. */
export type RoleActor = UnitActor | CityActor;
export type Actor = RoleActor | FeedActor;

/** The feed that an actor is; null for everybody else. */
export function feedOf(actor: Actor): string | null {
	return actor.role === 'feed' ? actor.feed : null;
}

/**
 * Whose idempotency keys an actor uses: people their own, tokens those of their feed or unit, so that a token issued in place
 * of another never records again what that one had recorded.
 */
export function keyOwnerOf(actor: Actor): string {
	if (actor.via !== 'token') return actor.id;
	if (actor.role === 'feed') return `feed:${actor.feed}`;
	return actor.unit === null ? actor.id : `unit:${actor.unit}`;
}

/** The three separated administrators, in the order in which they are named. */
export const administratorRoles = ['system_admin', 'security_admin', 'audit_admin'] as const;
export type AdministratorRole = (typeof administratorRoles)[number];

/** What of an actor says which units it acts for. */
export interface OfUnits {
	readonly unit: string | null;
	readonly predecessors?: readonly string[] | undefined;
}

/** The units that somebody acts for: its own and those that it has taken over from; none without a unit. */
export function unitsOf(actor: OfUnits): readonly string[] {
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

/** The role that a unit's token acts in, by the kind of its unit. */
export function roleOfUnitKind(kind: 'department' | 'district' | 'zone' | 'institution'): UnitActor['role'] {
	if (kind === 'district' || kind === 'zone') return 'district';
	return kind === 'institution' ? 'fund_manager' : 'department';
}
