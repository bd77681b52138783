// An event as the audit and the histories show it: who, from where, what, about what, and what was before and after.
import type { Role } from '#lib/access/roles.ts';
import type { EventType } from '#lib/protocol/event.ts';

/** Who did something. */
export interface EventDoer {
	readonly via: 'person' | 'token' | 'system' | 'nobody';
	readonly id: string | null;
	/** Of the person or the token, as it is called now; null where it is unknown or not the reader's to know. */
	readonly name: string | null;
	readonly username: string | null;
	readonly role: Role | null;
	/** The unit that the person acted for. */
	readonly unit: string | null;
}

/** One field that changed; null where there was or is none. */
export interface EventChange {
	readonly field: string;
	readonly from: string | null;
	readonly to: string | null;
}

export interface EventThing {
	readonly id: string;
	/** Name of the account or token; null for records of business. */
	readonly name: string | null;
}

export interface EventView {
	readonly stream: string;
	readonly seq: number;
	readonly type: EventType;
	/** ISO, the clock of the system. */
	readonly recordedAt: string;
	/** ISO, the business clock. */
	readonly effectiveAt: string;
	readonly by: EventDoer;
	readonly address: string | null;
	readonly things: readonly EventThing[];
	readonly changes: readonly EventChange[];
	/** Versions of rows, where their contents are not shown. */
	readonly before: string | null;
	readonly after: string | null;
	/** In the words of who gave it; null where none was given or it belongs to business. */
	readonly reason: string | null;
	/** Codes that the event carries; nothing of business. */
	readonly values: Readonly<Record<string, string | number | null>>;
}

/** The fields of two versions that differ, in the order of the later one. */
export function differences(
	before: Readonly<Record<string, unknown>> | null,
	after: Readonly<Record<string, unknown>> | null
): EventChange[] {
	const fields = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])];
	return fields
		.map((field) => ({ field, from: textOf(before, field), to: textOf(after, field) }))
		.filter(({ from, to }) => from !== to);
}

function textOf(version: Readonly<Record<string, unknown>> | null, field: string): string | null {
	const value = version !== null && Object.hasOwn(version, field) ? version[field] : null;
	if (value === null || value === undefined || value === '') return null;
	return typeof value === 'string' ? value : JSON.stringify(value);
}
