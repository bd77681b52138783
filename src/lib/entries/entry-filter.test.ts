// The address of a ledger's page: what is said in it comes back, what is not understood is left out.
import { describe, expect, it } from 'vitest';
import { filterHref, readFilter, type EntryFilter } from './entry-filter.ts';

const units = new Set(['ipo', 'yinzhou']);
const read = (query: string) => readFilter(new URLSearchParams(query), 'funds', units);
const all: EntryFilter = { ledger: 'funds', unit: null, period: null, kind: null, state: null, page: 1 };

describe('the filter of a ledger', () => {
	it.each([
		all,
		{ ...all, unit: 'yinzhou', period: '2019-09', kind: 'disbursed', state: 'reported', page: 3 },
		{ ...all, period: '2018', state: 'reversal_waits' }
	] satisfies EntryFilter[])('is what its address says: %j', (filter) => {
		expect(read(filterHref(filter, { page: filter.page }).split('?')[1] ?? '')).toEqual(filter);
	});

	it.each(['unit=nowhere', 'month=2019-13', 'month=19', 'kind=pledge', 'state=lost', 'page=0', 'page=-1', 'page=x'])(
		'leaves out %s',
		(query) => {
			expect(read(query)).toEqual(all);
		}
	);

	it('leads to the first page when it changes', () => {
		expect(filterHref({ ...all, page: 4 }, { state: 'confirmed' })).toBe('/ledger/funds?state=confirmed');
	});
});
