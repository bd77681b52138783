// The answer of GET /plan about frozen bases: yuan as text, days in order.
import { expect, it } from 'vitest';
import { day } from '#lib/kernel/day.ts';
import { frozenJson } from './frozen-json.ts';

const row = {
	target: 'transaction-growth',
	year: 2017,
	unit: 'ipo',
	frozenOn: day('2018-03-01'),
	confirmedBy: 'finance',
	confirmedOn: day('2018-04-10'),
	reason: null
};

it('[R248] gives the shape of a frozen base day by day', () => {
	const content = {
		'count/2017-12-01': '2',
		'amount/2017-12-01': '4000005',
		'amount/2017-03-01': '99',
		'count/2017-03-01': '1'
	};
	expect(frozenJson({ ...row, content })).toEqual({
		...row,
		shape: [
			{ day: '2017-03-01', amount: '0.99', count: 1 },
			{ day: '2017-12-01', amount: '40000.05', count: 2 }
		],
		durations: []
	});
	expect(frozenJson({ ...row, content: { 'count/2017-03-01': '3' } }).shape).toEqual([{ day: '2017-03-01', count: 3 }]);
	expect(frozenJson({ ...row, content: { 'duration/90': '1', 'duration/9': '4' } }).durations).toEqual([
		{ days: 9, count: 4 },
		{ days: 90, count: 1 }
	]);
});
