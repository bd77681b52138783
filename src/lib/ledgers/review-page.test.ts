// Which of the waiting groups the review lists one by one.
import { describe, expect, it } from 'vitest';
import type { Waiting } from '#lib/entries/entry-view.ts';
import { chosenGroup, isAsked } from './review-page.ts';

const group = (unit: string, month: string) => ({ unit, month });
const waiting = (groups: object[], barred: object[] = []) => ({ groups, barred }) as unknown as Waiting;
const query = (text: string) => new URLSearchParams(text);

describe('the group that is listed', () => {
	const both = waiting([group('yinzhou', '2019-08'), group('haishu', '2019-09')], [group('ipo', '2019-07')]);

	it('is the one of the address, also where nobody may confirm it', () => {
		expect(chosenGroup(both, query('unit=haishu&month=2019-09'))).toEqual(group('haishu', '2019-09'));
		expect(chosenGroup(both, query('unit=ipo&month=2019-07'))).toEqual(group('ipo', '2019-07'));
	});

	it('is the first where the address names none, or one in which nothing waits any more', () => {
		expect(chosenGroup(both, query(''))).toEqual(group('yinzhou', '2019-08'));
		expect(chosenGroup(both, query('unit=haishu&month=2019-08'))).toEqual(group('yinzhou', '2019-08'));
	});

	it('is none where nothing waits', () => {
		expect(chosenGroup(waiting([]), query('unit=haishu&month=2019-08'))).toBeNull();
	});
});

describe('what confirming a month would do', () => {
	it('is asked of that very month', () => {
		const asked = query('ask=month&unit=haishu&month=2019-09');
		expect(isAsked(group('haishu', '2019-09'), asked)).toBe(true);
		expect(isAsked(group('haishu', '2019-08'), asked)).toBe(false);
		expect(isAsked(group('yinzhou', '2019-09'), asked)).toBe(false);
		expect(isAsked(group('haishu', '2019-09'), query('unit=haishu&month=2019-09'))).toBe(false);
	});
});
