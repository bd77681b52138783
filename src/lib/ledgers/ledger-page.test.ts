// What the page of a ledger offers beside its records.
import { expect, it } from 'vitest';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { day } from '#lib/kernel/day.ts';
import { catalogue } from '#lib/app/features.ts';
import { ledgerPage } from './ledger-page.ts';

const plan = await ningboPlan();
const book = catalogue.bookOf('observations');
const page = (query: string, today = '2019-09-16') =>
	ledgerPage(plan, book, true, 'observations', new URLSearchParams(query), day(today), 'en');

it('offers every month from the base year to today, the newest first, and their years', () => {
	const { months, years } = page('', '2018-02-01');
	expect(months[0]).toBe('2018-02');
	expect(months.at(-1)).toBe('2017-01');
	expect(months).toHaveLength(14);
	expect(years).toEqual(['2018', '2017']);
});

it('takes what the address names and the plan has', () => {
	const [indicator] = plan.document.indicators;
	expect(page(`unit=yinzhou&kind=${indicator?.code ?? ''}&open=a&recorded=b`)).toMatchObject({
		filter: { unit: 'yinzhou', kind: indicator?.code },
		opened: 'a',
		recorded: 'b'
	});
	expect(page('unit=nowhere&kind=nothing').filter).toMatchObject({ unit: null, kind: null });
});
