// The query of GET /api/v1/records: which ledger, which page.
import { nameFaults, wholeParam } from '#lib/kernel/query.ts';
import { invalid, ok, type Fault, type Result } from '#lib/kernel/result.ts';
import { readCursor, readPlace, type EntryFilter } from '#lib/entries/entry-filter.ts';

/** Which pages may be asked for. */
export const pageRange = { min: 1, max: 999_999, fallback: 1 } as const;

/**
 * What is asked for, as lists ask for it: everything of a ledger that the caller may see, a page of it.
 * @param books the ledgers that have lists
 */
export function recordsQuery(books: readonly string[], params: URLSearchParams): Result<EntryFilter> {
	const faults: Fault[] = nameFaults(params, ['ledger', 'page', 'after']);
	const asked = params.get('ledger');
	const ledger = books.find((known) => known === asked);
	if (!ledger) faults.push({ pointer: '/ledger', code: asked === null ? 'required' : 'bad_choice' });
	const page = wholeParam(params, 'page', pageRange);
	faults.push(...page.faults);
	const after = params.get('after');
	if (after !== null && readCursor(after) === null) faults.push({ pointer: '/after', code: 'bad_choice' });
	if (!ledger || faults.length > 0) return invalid(faults);
	return ok({ ledger, unit: null, period: null, kind: null, state: null, page: page.value, ...readPlace(params) });
}
