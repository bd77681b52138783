// Where the parts of a bullet bar stand: inside the bar, in order, with nothing drawn that is not known.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { day } from '#lib/kernel/day.ts';
import { bulletOf, paceAt } from './bullet.ts';
import type { TargetFigure, TargetView, Why } from './target-view.ts';

const today = day('2019-09-16');

function figure(value: number | null, rule: Why['rule'] = 'on_pace', planned: number | null = null): TargetFigure {
	const why = {
		rule,
		day: today,
		planned,
		actual: value,
		distance: null,
		lastYear: null,
		projected: null,
		sample: null,
		share: null
	};
	return { value, added: null, light: 'good', why, parts: null, since: null, missing: null };
}

function viewOf(kind: TargetView['kind'], reported: TargetFigure, confirmed: TargetFigure) {
	return { kind, reported, confirmed, series: [] };
}

it('stays inside the bar, whatever the figures are', () => {
	const kinds = fc.constantFrom<TargetView['kind']>(
		'cumulative',
		'average-growth',
		'ratio-each-year',
		'match',
		'score'
	);
	const amount = fc.double({ min: -5, max: 5000, noNaN: true });
	fc.assert(
		fc.property(
			kinds,
			amount,
			amount,
			fc.double({ min: 0.05, max: 2000, noNaN: true }),
			(kind, reported, confirmed, value) => {
				const target = { kind, value, scale: kind === 'score' ? 100 : null };
				const bar = bulletOf(target, viewOf(kind, figure(reported), figure(confirmed)), today);
				for (const place of [bar.zero, bar.reported, bar.confirmed, bar.target, bar.pace].filter(
					(one) => one !== null
				)) {
					expect(place).toBeGreaterThanOrEqual(0);
					expect(place).toBeLessThanOrEqual(1.000001);
				}
				if (bar.reported !== null) expect(Math.sign(bar.reported - bar.zero)).not.toBe(-Math.sign(reported) || 2);
			}
		)
	);
});

it('ends with the target where things are counted, and leaves room where a rate can be above it', () => {
	const of = (kind: TargetView['kind'], value: number) =>
		bulletOf({ kind, value, scale: null }, viewOf(kind, figure(null), figure(null)), today);
	expect(of('cumulative', 2000)).toMatchObject({ zero: 0, reported: null, confirmed: null, target: 1, pace: null });
	expect(of('average-growth', 0.2).target).toBe(0.5);
	expect(of('ratio-each-year', 0.95).target).toBe(0.95);
});

it('takes the pace at which the light was judged, and else that of the newest point', () => {
	const judged = { ...viewOf('cumulative', figure(876, 'below_pace', 1138), figure(876)) };
	expect(paceAt(judged, today)).toBe(1138);
	const point = (on: string, pace: number) => ({ day: day(on), reported: 1, confirmed: 1, pace, lastYear: null });
	const series = [point('2019-08-31', 1000), point('2019-09-16', 1100), point('2019-10-31', 1200)];
	expect(paceAt({ ...judged, reported: figure(2000, 'reached', 2000), series }, today)).toBe(1100);
	expect(paceAt({ ...judged, kind: 'ratio-each-year' }, today)).toBeNull();
});
