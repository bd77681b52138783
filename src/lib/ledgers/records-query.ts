// The query of GET /api/v1/records: which ledger, which page.
import { invalid, ok, type Fault, type Result } from '#lib/kernel/result.ts';
import { bookLedgers, type EntryFilter } from './entry-filter.ts';

/** What is asked for, as lists ask for it: everything of a ledger that the caller may see, a page of it. */
export function recordsQuery(params: URLSearchParams): Result<EntryFilter> {
	const faults: Fault[] = [];
	for (const key of params.keys())
		if (!['ledger', 'page'].includes(key)) faults.push({ pointer: `/${key}`, code: 'unknown_field' });
	const asked = params.get('ledger');
	const ledger = bookLedgers.find((known) => known === asked);
	if (!ledger) faults.push({ pointer: '/ledger', code: asked === null ? 'required' : 'bad_choice' });
	const page = params.get('page') ?? '1';
	if (!/^[1-9]\d{0,5}$/.test(page)) faults.push({ pointer: '/page', code: 'not_number' });
	if (!ledger || faults.length > 0) return invalid(faults);
	return ok({ ledger, unit: null, period: null, kind: null, state: null, page: Number(page) });
}
