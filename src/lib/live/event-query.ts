// The query of GET /api/v1/events: which stream, after which event, how many.
import { invalid, ok, type Fault, type Result } from '#lib/kernel/result.ts';

export interface EventQuery {
	readonly stream: string;
	readonly after: number;
	readonly limit: number;
}

/** Events of one answer. */
const most = 500;

export function eventQuery(params: URLSearchParams): Result<EventQuery> {
	const faults: Fault[] = [];
	for (const key of params.keys())
		if (!['stream', 'after', 'limit'].includes(key)) faults.push({ pointer: `/${key}`, code: 'unknown_field' });
	const stream = params.get('stream') ?? '';
	if (stream === '') faults.push({ pointer: '/stream', code: 'required' });
	const whole = (name: string, fallback: number, least: number) => {
		const text = params.get(name);
		if (text === null) return fallback;
		if (/^\d{1,15}$/.test(text) && Number(text) >= least) return Number(text);
		faults.push({ pointer: `/${name}`, code: 'not_number' });
		return fallback;
	};
	const after = whole('after', 0, 0);
	const limit = whole('limit', 100, 1);
	if (limit > most) faults.push({ pointer: '/limit', code: 'limit_too_large', params: { max: most } });
	return faults.length > 0 ? invalid(faults) : ok({ stream, after, limit });
}
