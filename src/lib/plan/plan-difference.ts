// What differs between two versions of a plan, place by place: parts of lists are known by their ids, not by their order.
import type { PlanDocument } from './plan-document.ts';
import { filesOf } from './plan-files.ts';

export interface PlanChange {
	/** `targets/institutions/value`: the part, then keys; members of a list stand under their id. */
	readonly path: readonly string[];
	/** Undefined where the place is new. */
	readonly old: unknown;
	/** Undefined where the place is gone. */
	readonly new: unknown;
}

/** The last key of a path that says in which order the members of a list stand. */
export const orderKey = '#order';

/** Empty for a plan and itself. */
export function planDifference(before: PlanDocument, after: PlanDocument): PlanChange[] {
	return difference([], partsOf(before), partsOf(after));
}

/** The files of the plan with the changes made. */
export function applyDifference(plan: PlanDocument, changes: readonly PlanChange[]): Record<string, unknown> {
	let parts: unknown = partsOf(plan);
	for (const change of changes) parts = applied(parts, change.path, change.new);
	return Object.fromEntries(
		Object.entries(parts as Record<string, unknown>).map(([part, content]) => [`${part}.json`, content])
	);
}

function partsOf(document: PlanDocument): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(filesOf(document)).map(([file, content]) => [file.replace(/\.json$/, ''), content])
	);
}

function difference(path: readonly string[], before: unknown, after: unknown): PlanChange[] {
	if (same(before, after)) return [];
	const [old, next] = [membersOf(before), membersOf(after)];
	if (!old || !next || old.kind !== next.kind) return [{ path, old: before, new: after }];
	const keys = [...new Set([...old.members.keys(), ...next.members.keys()])];
	const changes = keys.flatMap((key) => difference([...path, key], old.members.get(key), next.members.get(key)));
	if (old.kind === 'object') return changes;
	// What is gone is gone, what is new comes last: where the list stands in another order, that is a change too.
	const follows = keys.filter((key) => next.members.has(key));
	const order = [...next.members.keys()];
	return same(follows, order) ? changes : [...changes, { path: [...path, orderKey], old: follows, new: order }];
}

interface Members {
	readonly kind: 'object' | 'list';
	readonly members: ReadonlyMap<string, unknown>;
}

/** An object's or a list's members by key; null for values, and for lists whose members have no ids of their own. */
function membersOf(value: unknown): Members | null {
	if (typeof value !== 'object' || value === null) return null;
	if (!Array.isArray(value)) return { kind: 'object', members: new Map(Object.entries(value)) };
	const members = new Map<string, unknown>();
	for (const member of value as unknown[]) {
		const key = idOf(member);
		if (key === null || members.has(key)) return null;
		members.set(key, member);
	}
	return members.size === 0 ? null : { kind: 'list', members };
}

/** How the files name the members of their lists. */
function idOf(member: unknown): string | null {
	if (typeof member !== 'object' || member === null) return null;
	const named = member as Readonly<Record<string, unknown>>;
	for (const key of ['id', 'code', 'ref', 'task', 'unit']) if (typeof named[key] === 'string') return named[key];
	return null;
}

function applied(holder: unknown, path: readonly string[], value: unknown): unknown {
	const [key, ...rest] = path;
	if (key === undefined) return value;
	if (Array.isArray(holder)) {
		const list = holder as unknown[];
		if (key === orderKey) return (value as string[]).flatMap((id) => list.filter((member) => idOf(member) === id));
		const at = list.findIndex((member) => idOf(member) === key);
		if (at < 0) return [...list, value];
		const next = applied(list[at], rest, value);
		return next === undefined ? list.toSpliced(at, 1) : list.with(at, next);
	}
	const object = holder as Readonly<Record<string, unknown>>;
	const next = applied(object[key], rest, value);
	if (next !== undefined) return { ...object, [key]: next };
	const { [key]: _, ...others } = object;
	return others;
}

/** Keys of objects have no order of their own. */
function same(one: unknown, other: unknown): boolean {
	if (one === other) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
	if (Array.isArray(one) !== Array.isArray(other)) return false;
	const [old, next] = [Object.entries(one), new Map(Object.entries(other))];
	return old.length === next.size && old.every(([key, value]) => next.has(key) && same(value, next.get(key)));
}
