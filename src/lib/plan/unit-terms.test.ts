// Units with what the administrator says of them: ends and successors win, added units stand in their place, shares stay.
import { describe, expect, test } from 'vitest';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { day } from '#lib/kernel/day.ts';
import { indexPlan } from './plan-index.ts';
import { summaryOf } from './plan-summary.ts';
import { isOpenOn, unitsWithTerms, type UnitTerm } from './unit-terms.ts';

const { document } = await ningboPlan();
const name = { zh: '市市场监管局', en: 'Market Regulation Bureau' };
const renamed: readonly UnitTerm[] = [
	{ code: 'ipo', added: null, validTo: day('2019-01-31'), successor: 'samr' },
	{
		code: 'samr',
		added: {
			kind: 'department',
			order: 1,
			name,
			short: { zh: '市监局', en: 'Market Reg.' },
			within: null,
			validFrom: day('2019-02-01')
		},
		validTo: null,
		successor: null
	}
];

describe('units with terms', () => {
	test('without a word of the administrator they are those of the document', () => {
		expect(unitsWithTerms(document.units, [])).toEqual(document.units);
	});

	test('an end and a successor are the administrator’s to say, names are the document’s', () => {
		const ipo = unitsWithTerms(document.units, renamed).find(({ code }) => code === 'ipo');
		expect(ipo).toEqual({
			...document.units.find(({ code }) => code === 'ipo'),
			validTo: '2019-01-31',
			successor: 'samr'
		});
	});

	test('an added unit is known to the index and to the overview, and takes no share from anybody', () => {
		const [before, after] = [indexPlan(document), indexPlan(document, renamed)];
		expect(after.units.get('samr')).toMatchObject({ name, validFrom: '2019-02-01', source: 'ours' });
		expect([...after.units.keys()]).toHaveLength(before.units.size + 1);
		expect([...after.units.values()].map(({ order }) => order)).toEqual(
			[...after.units.values()].map(({ order }) => order).sort((a, b) => a - b)
		);
		expect([...after.shares.keys()]).toEqual([...before.shares.keys()]);
		expect(summaryOf(document, renamed).units.map(({ code }) => code)).toContain('samr');
		expect(summaryOf(document, renamed).schedule).toEqual(summaryOf(document).schedule);
	});

	test('once the document knows an added unit, the document says what it is', () => {
		const [first] = document.units;
		const [, samr] = renamed;
		if (!first || !samr) throw new Error('the plan has units');
		const units = unitsWithTerms(document.units, [{ ...samr, code: first.code, validTo: day('2020-12-31') }]);
		expect(units.filter(({ code }) => code === first.code)).toEqual([{ ...first, validTo: '2020-12-31' }]);
	});

	test('it is open up to its last day', () => {
		expect(isOpenOn({ validTo: '2019-01-31' }, day('2019-01-31'))).toBe(true);
		expect(isOpenOn({ validTo: '2019-01-31' }, day('2019-02-01'))).toBe(false);
		expect(isOpenOn({ validTo: null }, day('2030-01-01'))).toBe(true);
	});
});
