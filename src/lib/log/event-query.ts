// The query of GET /api/v1/events: which stream, after which event, how many.
import { nameFaults, wholeParam } from '#lib/kernel/query.ts';
import { invalid, ok, type Fault, type Result } from '#lib/kernel/result.ts';

export interface EventQuery {
	readonly stream: string;
	readonly after: number;
	readonly limit: number;
}

/** What the numbers of the query may be. */
export const eventRanges = {
	after: { min: 0, max: 999_999_999_999_999, fallback: 0 },
	/** Events of one answer. */
	limit: { min: 1, max: 500, fallback: 100 }
} as const;

export function eventQuery(params: URLSearchParams): Result<EventQuery> {
	const faults: Fault[] = nameFaults(params, ['stream', 'after', 'limit']);
	const stream = params.get('stream') ?? '';
	if (stream === '') faults.push({ pointer: '/stream', code: 'required' });
	const after = wholeParam(params, 'after', eventRanges.after);
	const limit = wholeParam(params, 'limit', eventRanges.limit);
	faults.push(...after.faults, ...limit.faults);
	return faults.length > 0 ? invalid(faults) : ok({ stream, after: after.value, limit: limit.value });
}
