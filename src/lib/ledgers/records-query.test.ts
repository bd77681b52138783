// The query of GET /api/v1/records.
import { describe, expect, it } from 'vitest';
import { recordsQuery } from './records-query.ts';

const ask = (query: string) => {
	const result = recordsQuery(['funds', 'cases'], new URLSearchParams(query));
	return result.ok ? result.value : result.faults.map(({ pointer, code }) => `${pointer} ${code}`);
};

describe('what a program asks for', () => {
	it('is a ledger, and its first page where no page is named', () => {
		expect(ask('ledger=funds')).toMatchObject({ ledger: 'funds', page: 1, unit: null, state: null });
		expect(ask('ledger=cases&page=3')).toMatchObject({ ledger: 'cases', page: 3 });
	});

	it.each([
		['', ['/ledger required']],
		['ledger=tasks', ['/ledger bad_choice']],
		['ledger=funds&page=0', ['/page not_in_range']],
		['ledger=funds&page=1000000', ['/page not_in_range']],
		['ledger=funds&page=x', ['/page not_in_range']],
		['ledger=funds&state=reported', ['/state unknown_field']],
		['ledger=funds&after=x', ['/after bad_choice']],
		['ledger=funds&ledger=cases', ['/ledger given_twice']],
		['page=0', ['/ledger required', '/page not_in_range']]
	])('[R265] is refused by name: %s', (query, faults) => {
		expect(ask(query)).toEqual(faults);
	});
});
