// What of the log is looked for: read from the address, and written into it.
import { addDays, parseDay, startOf, type Day } from '#lib/kernel/day.ts';
import type { Fault } from '#lib/kernel/result.ts';

export const auditKinds = ['business', 'access', 'signin', 'reads'] as const;
export type AuditKind = (typeof auditKinds)[number];

export interface AuditFilter {
	readonly from: Day | null;
	readonly to: Day | null;
	/** Name, username or id of who did it. */
	readonly actor: string;
	readonly kind: AuditKind | null;
	/** An `EventType`; one that the log does not know finds nothing. */
	readonly type: string;
	/** Id of a record that it is about. */
	readonly id: string;
	readonly address: string;
	/** Words of the reason that was given. */
	readonly reason: string;
}

/** The place in the log behind which a page begins; the order is by time, then stream, then number. */
export interface Place {
	/** ISO. */
	readonly at: string;
	readonly stream: string;
	readonly seq: number;
}

const longest = 200;

/** What the address says, and what of it cannot be meant. */
export function readAuditFilter(params: URLSearchParams): {
	readonly filter: AuditFilter;
	readonly faults: readonly Fault[];
} {
	const faults: Fault[] = [];
	const text = (name: 'actor' | 'type' | 'id' | 'address' | 'reason') => {
		const value = (params.get(name) ?? '').trim();
		if (value.length > longest) faults.push({ pointer: `/${name}`, code: 'too_long', params: { max: longest } });
		// A database takes no text with a zero in it, nor half a character at the end.
		return value.slice(0, longest).toWellFormed().replaceAll('\0', '');
	};
	const dayOf = (name: 'from' | 'to') => {
		const value = params.get(name) ?? '';
		const parsed = parseDay(value);
		if (value !== '' && parsed === null) faults.push({ pointer: `/${name}`, code: 'bad_date' });
		return parsed;
	};
	const [from, to] = [dayOf('from'), dayOf('to')];
	// Days in the other order are meant as the same period.
	const turned = from !== null && to !== null && from > to;
	const filter = {
		from: turned ? to : from,
		to: turned ? from : to,
		actor: text('actor'),
		kind: auditKinds.find((kind) => kind === params.get('kind')) ?? null,
		type: text('type'),
		id: text('id'),
		address: text('address'),
		reason: text('reason')
	};
	return { filter, faults };
}

export function readPlace(params: URLSearchParams): Place | null {
	const [, at, stream, seq] = /^([\d:TZ.-]{24})~([\w:./-]{1,100})~(\d{1,15})$/.exec(params.get('before') ?? '') ?? [];
	if (at === undefined || stream === undefined || Number.isNaN(Date.parse(at))) return null;
	return { at, stream, seq: Number(seq) };
}

/** The query of a filter's page, '' where nothing is narrowed; a question mark stands before it otherwise. */
export function auditQuery(filter: Partial<AuditFilter>, before: Place | null = null): string {
	const query = new URLSearchParams();
	for (const name of ['from', 'to', 'actor', 'kind', 'type', 'id', 'address', 'reason'] as const) {
		const value = filter[name];
		if (value) query.set(name, value);
	}
	if (before) query.set('before', `${before.at}~${before.stream}~${before.seq}`);
	return query.size === 0 ? '' : `?${query.toString()}`;
}

/** The instants that a filter's days mean, in Shanghai: from the first until before the second. */
export function instantsOf({ from, to }: Pick<AuditFilter, 'from' | 'to'>): {
	readonly since: Date | null;
	readonly until: Date | null;
} {
	return {
		since: from === null ? null : new Date(startOf(from)),
		until: to === null ? null : new Date(startOf(addDays(to, 1)))
	};
}

export function kindOf(stream: string): AuditKind {
	return auditKinds.find((kind) => kind === stream) ?? 'business';
}

/** Where one event is shown. */
export function eventHref({ stream, seq }: { readonly stream: string; readonly seq: number }): string {
	return `/admin/audit/${encodeURIComponent(stream)}/${seq}`;
}
