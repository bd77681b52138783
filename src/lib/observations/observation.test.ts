// What periods contribute: running sums, years that begin anew, corrections and reversals.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observedValues } from '#lib/figures/families/observations.ts';
import { day } from '#lib/kernel/day.ts';
import { periodsBetween, type Period } from '#lib/kernel/period.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { contributions, seriesDeltas, yearOfPeriod, type Aggregation, type Reported } from './observation.ts';

const months = periodsBetween(day('2017-01-01'), day('2019-12-31'), 'month');
const series = fc.uniqueArray(
	fc.record({ period: fc.constantFrom(...months), value: fc.bigInt({ min: 0n, max: 10_000_00n }) }),
	{ selector: ({ period }) => period, maxLength: 12 }
);
const flow: Aggregation = { aggregate: 'sum', yearToDate: false };
const stock: Aggregation = { aggregate: 'last', yearToDate: false };
const yearToDate: Aggregation = { aggregate: 'last', yearToDate: true };
const how = fc.constantFrom(flow, stock, yearToDate);
const name = { indicator: 'custody', unit: 'yinzhou' };

/** The sum of the contributions of the periods that pass. */
function running(all: readonly Reported[], rule: Aggregation, passes: (period: Period) => boolean): bigint {
	return [...contributions(all, rule)].reduce((sum, [period, value]) => (passes(period) ? sum + value : sum), 0n);
}

/** The newest figure of the periods that pass. */
function newest(all: readonly Reported[], passes: (period: Period) => boolean): bigint {
	return [...all].filter(({ period }) => passes(period)).sort((a, b) => (a.period < b.period ? 1 : -1))[0]?.value ?? 0n;
}

function summed(deltas: readonly CellDelta[]): Map<string, bigint> {
	const cells = new Map<string, bigint>();
	for (const { stream, key, layer, delta } of deltas) {
		const cell = `${stream} ${layer} ${key}`;
		cells.set(cell, (cells.get(cell) ?? 0n) + delta);
	}
	return new Map([...cells].filter(([, value]) => value !== 0n));
}

describe('what periods add', () => {
	it('[R90] flows add up: the sum up to a period is the sum of what was reported up to it', () => {
		fc.assert(
			fc.property(series, fc.constantFrom(...months), (all, until) => {
				const flows = all.filter(({ period }) => period <= until).reduce((sum, { value }) => sum + value, 0n);
				expect(running(all, flow, (period) => period <= until)).toBe(flows);
			})
		);
	});

	it('[R91] of a stock the sum up to a period is the newest figure reported up to it', () => {
		fc.assert(
			fc.property(series, fc.constantFrom(...months), (all, until) => {
				expect(running(all, stock, (period) => period <= until)).toBe(newest(all, (period) => period <= until));
			})
		);
	});

	it('[R92] a count of the year to date begins at nothing each year', () => {
		fc.assert(
			fc.property(series, fc.constantFrom(...months), (all, until) => {
				const inYear = (period: Period) => period <= until && yearOfPeriod(period) === yearOfPeriod(until);
				expect(running(all, yearToDate, inYear)).toBe(newest(all, inYear));
			})
		);
	});

	it('[R93] sums of units add up, also when some of them are late', () => {
		fc.assert(
			fc.property(series, series, how, fc.constantFrom(...months), (one, other, rule, until) => {
				const city = summed([
					...seriesDeltas(name, rule, [], one, 'reported'),
					...seriesDeltas({ ...name, unit: 'haishu' }, rule, [], other, 'reported')
				]);
				let sum = 0n;
				for (const [cell, value] of city) {
					const [stream, , key = ''] = cell.split(' ');
					const own = observedValues.read(key);
					if (stream === 'city' && own && own.period <= until) sum += value;
				}
				const upTo = (period: Period) => period <= until;
				expect(sum).toBe(running(one, rule, upTo) + running(other, rule, upTo));
			})
		);
	});

	it('[R94] a correction is a reversal and a new figure: nothing of the old one stays, whatever came in between', () => {
		fc.assert(
			fc.property(series, how, fc.nat(), fc.bigInt({ min: 0n, max: 500n }), (all, rule, which, value) => {
				const wrong = all[which % Math.max(all.length, 1)];
				if (!wrong) return;
				const without = all.filter((one) => one !== wrong);
				const corrected = [...without, { period: wrong.period, value }];
				const moved = [
					...seriesDeltas(name, rule, [], all, 'reported'),
					...seriesDeltas(name, rule, all, without, 'reported'),
					...seriesDeltas(name, rule, without, corrected, 'reported')
				];
				expect(summed(moved)).toEqual(summed(seriesDeltas(name, rule, [], corrected, 'reported')));
			})
		);
	});

	it('[R94] figures that come in any order and go again leave nothing', () => {
		fc.assert(
			fc.property(series, how, fc.infiniteStream(fc.nat()), (all, rule, picks) => {
				const moved: CellDelta[] = [];
				const step = (before: readonly Reported[], after: readonly Reported[]) => {
					moved.push(...seriesDeltas(name, rule, before, after, 'confirmed'));
					return after;
				};
				let standing: readonly Reported[] = [];
				for (const one of all) standing = step(standing, [...standing, one]);
				while (standing.length > 0) {
					const leaves = Number(picks.next().value) % standing.length;
					standing = step(
						standing,
						standing.filter((_, index) => index !== leaves)
					);
				}
				expect(summed(moved)).toEqual(new Map());
			})
		);
	});
});
