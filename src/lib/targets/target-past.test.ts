// What has come since another day, and what only looks so.
import { expect, it } from 'vitest';
import { changeSince } from './target-past.ts';
import type { BaseView } from './target-view.ts';

const stock = (value: number): BaseView => ({ state: 'given', year: null, value });
const then = (value: number | null, base?: number | null) => ({
	value,
	light: 'good' as const,
	...(base === undefined ? {} : { base })
});

it('[R278] a corrected opening stock is not what came this week', () => {
	expect(changeSince('cumulative', 1500, stock(686), then(1200, 400))).toBe(14);
	expect(changeSince('cumulative', 814, { state: 'missing', year: null }, then(1200, 400))).toBe(14);
	expect(changeSince('cumulative', 1214, stock(400), then(1200, 400))).toBe(14);
});

it('[R278] a rate against another base is compared with nothing', () => {
	const base = (value: number): BaseView => ({ state: 'derived', year: 2017, value, provisional: false });
	expect(changeSince('average-growth', 0.25, base(90), then(0.2, 100))).toBe('base');
	expect(changeSince('average-growth', 0.25, base(100), then(0.2, 100))).toBeCloseTo(0.05);
});

it('[R278] knows nothing of what is unknown, and of days that kept no base only the value', () => {
	expect(changeSince('cumulative', null, stock(1), then(1, 1))).toBeNull();
	expect(changeSince('cumulative', 2, stock(1), then(null, 1))).toBeNull();
	expect(changeSince('cumulative', 1500, stock(686), then(1200))).toBe(300);
});
