// Districts in order: equal ranks are shared, few figures are not ranked, zones count once.
import { expect, it } from 'vitest';
import type { UnitFigure, UnitValue } from './by-unit.ts';
import type { TargetFigure } from './target-view.ts';
import { restOf, unitGroups } from './unit-ranks.ts';

const value = (amount: number | null): UnitValue => ({ amount, value: amount, parts: null, cells: [] });
const both = (amount: number | null) => ({ reported: value(amount), confirmed: value(amount) });
const district = (unit: string, own: number | null, together: number | null = null): UnitFigure => ({
	unit,
	kind: 'district',
	own: both(own),
	withZones: together === null ? null : both(together)
});
const zone: UnitFigure = { unit: 'hitech', kind: 'zone', own: both(50), withZones: null };
const ranks = (units: UnitFigure[], withZones = false) =>
	unitGroups({ units }, withZones).districts.map(({ unit, rank }) => [unit, rank]);

it('shares a rank between equal figures and leaves the next one out', () => {
	expect(ranks([district('a', 5), district('b', 9), district('c', 5), district('d', 1), district('e', null)])).toEqual([
		['b', 1],
		['a', 2],
		['c', 2],
		['d', 4],
		['e', null]
	]);
});

it('ranks none where fewer than three have a figure', () => {
	const groups = unitGroups({ units: [district('a', 5), district('b', 9), district('c', null)] }, false);
	expect(groups.few).toBe(true);
	expect(groups.districts.map(({ rank }) => rank)).toEqual([null, null, null]);
});

it('counts zones in their districts or apart, never both', () => {
	const units = [district('a', 5), district('b', 6, 56), district('c', 7), zone];
	expect(unitGroups({ units }, false)).toMatchObject({ zones: [{ unit: 'hitech', rank: null }] });
	expect(ranks(units)[0]).toEqual(['c', 1]);
	const together = unitGroups({ units }, true);
	expect(together.zones).toEqual([]);
	expect(together.districts[0]).toMatchObject({ unit: 'b', value: { amount: 56 } });
});

it('[R278] shows what the total has beyond its units: 7 in districts beside 12', () => {
	const of = (kind: 'register' | 'cumulative' | 'score', total: number | null) =>
		restOf(
			{ kind, reported: { value: total } as TargetFigure },
			{ units: [district('a', 3), district('b', 4, 9), district('c', null)] }
		);
	expect(of('register', 12)).toBe(5);
	expect(of('cumulative', 407)).toBe(400);
	expect(of('register', 7)).toBeNull();
	expect(of('register', null)).toBeNull();
	expect(of('score', 12)).toBeNull();
});

it('keeps departments apart, those with a figure', () => {
	const court: UnitFigure = { unit: 'court', kind: 'department', own: both(3), withZones: null };
	const silent: UnitFigure = { ...court, unit: 'justice', own: both(null) };
	expect(unitGroups({ units: [court, silent] }, false).others.map(({ unit }) => unit)).toEqual(['court']);
});
