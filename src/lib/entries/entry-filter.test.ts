// The address of a ledger's page: what is said in it comes back, what is not understood is left out.
import { describe, expect, it } from 'vitest';
import {
	cursorOf,
	filterHref,
	firstPage,
	pagesBeside,
	placeOf,
	readCursor,
	readFilter,
	type EntryFilter
} from './entry-filter.ts';

const units = new Set(['ipo', 'yinzhou']);
const read = (query: string) => readFilter(new URLSearchParams(query), 'funds', units, ['disbursed', 'spent']);
const place = '2019-09-16T01:30:00.125Z~0b6a1c1e-3f0f-4a53-9d0e-6a4b4f6f1c11';
const all: EntryFilter = { ledger: 'funds', unit: null, period: null, kind: null, state: null, ...firstPage };

describe('the filter of a ledger', () => {
	it.each([
		all,
		{ ...all, unit: 'yinzhou', period: '2019-09', kind: 'disbursed', state: 'reported', page: 3 },
		{ ...all, period: '2018', state: 'reversal_waits' },
		{ ...all, page: 2, after: place },
		{ ...all, page: 2, before: place }
	] satisfies EntryFilter[])('is what its address says: %j', (filter) => {
		expect(read(filterHref(filter, placeOf(filter)).split('?')[1] ?? '')).toEqual(filter);
	});

	it.each([
		'unit=nowhere',
		'month=2019-13',
		'month=19',
		'kind=pledge',
		'state=lost',
		'page=0',
		'page=-1',
		'page=x',
		'after=x',
		`after=${place}x`,
		'before=2019'
	])('leaves out %s', (query) => {
		expect(read(query)).toEqual(all);
	});

	it('leads to the first page when it changes', () => {
		expect(filterHref({ ...all, page: 4 }, { state: 'confirmed' })).toBe('/ledger/funds?state=confirmed');
	});

	it('goes on from the last record of its page, and back from the first', () => {
		const at = cursorOf({ effectiveAt: new Date('2019-09-16T01:30:00.125Z'), id: place.split('~')[1] ?? '' });
		expect(at).toBe(place);
		expect(readCursor(at)).toEqual({ at: '2019-09-16T01:30:00.125Z', id: place.split('~')[1] });
		const { previous, next } = pagesBeside({ page: 3 }, { previous: place, next: place });
		expect(next && filterHref(all, next)).toBe(`/ledger/funds?${new URLSearchParams({ page: '4', after: place })}`);
		expect(previous && filterHref(all, previous)).toBe(
			`/ledger/funds?${new URLSearchParams({ page: '2', before: place })}`
		);
		// The first page is the first page: what came since is on it.
		const back = pagesBeside({ page: 2 }, { previous: place, next: null }).previous;
		expect(back && filterHref(all, back)).toBe('/ledger/funds');
	});
});
