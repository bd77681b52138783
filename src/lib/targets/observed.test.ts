// The judged day by hand and by chance: who owes a period, what comes after it, and who is missing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day } from '#lib/kernel/day.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { stateOf, withoutBreakdown } from '../../../tests/support/small-plan.ts';
import { based, ownedBy, reported, reversed, viewed } from '../../../tests/support/target-plan.ts';
import { goalsView } from './goals-view.ts';

const three = ownedBy('haishu', 'jiangbei', 'hitech');
const units = ['haishu', 'jiangbei', 'hitech'] as const;

/** A period's figure of each of these units, in the layer. */
function by(
	indicator: string,
	period: string,
	figures: Readonly<Partial<Record<(typeof units)[number], number>>>,
	layer: Layer = 'reported'
): CellDelta[] {
	return Object.entries(figures).flatMap(([unit, figure]) => reported(indicator, period, figure, layer, unit));
}

// 2,000 databases by the end of 2020 from 800; 597.8 of the 1,200 are due by the end of June 2019.
const half = [...based('databases', 800), ...by('databases', '2019-Q2', { haishu: 300, jiangbei: 200, hitech: 98 })];
const seen = (deltas: readonly CellDelta[], today = '2019-09-16') => viewed('databases', deltas, today, three);

describe('the judged day', () => {
	it('[R61] one unit’s figure of the running period moves neither value nor pace nor light', () => {
		const before = seen(half).reported;
		expect(before).toMatchObject({ value: 1398, light: 'good', since: null, why: { day: '2019-06-30' } });
		const after = seen([...half, ...by('databases', '2019-Q3', { haishu: 0 })]).reported;
		expect(after).toEqual({ ...before, since: { until: '2019-09-16', added: 0, value: 1398 } });
		expect(seen([...half, ...by('databases', '2019-Q3', { haishu: 40 })]).reported.since).toEqual({
			until: '2019-09-16',
			added: 40,
			value: 1438
		});
	});

	it('[R61] where periods add up it waits for all units that owe the period', () => {
		const third = (...own: readonly (typeof units)[number][]) =>
			seen([...half, ...own.flatMap((unit) => by('databases', '2019-Q3', { [unit]: 50 }))], '2019-10-10').reported;
		expect(third('haishu', 'jiangbei')).toMatchObject({ value: 1398, why: { day: '2019-06-30' } });
		expect(third('haishu', 'jiangbei').since).toEqual({ until: '2019-09-30', added: 100, value: 1498 });
		expect(third(...units)).toMatchObject({ value: 1548, since: null, why: { day: '2019-09-30' } });
	});

	it('[R61] of other stocks it waits for verdict.judgedShare of them, of a count of the year to date for all', () => {
		const officers = (...own: readonly (typeof units)[number][]) =>
			viewed(
				'officers',
				[
					...by('officers', '2019-Q1', { haishu: 20, jiangbei: 20, hitech: 20 }),
					...own.flatMap((unit) => by('officers', '2019-Q2', { [unit]: 1 }))
				],
				'2019-07-10',
				three
			).reported;
		expect(officers('haishu')).toMatchObject({ value: 60, why: { day: '2019-03-31' } });
		// Two of three are more than 0.6 of them: the third's figure before it stands.
		expect(officers('haishu', 'hitech')).toMatchObject({
			value: 62,
			why: { day: '2019-06-30' },
			missing: { period: '2019-Q2', count: 1, of: 3, units: ['jiangbei'] }
		});
		const aided = (...own: readonly (typeof units)[number][]) =>
			viewed(
				'aided',
				[
					...by('aided', '2019-07', { haishu: 20, jiangbei: 20, hitech: 20 }),
					...own.flatMap((unit) => by('aided', '2019-08', { [unit]: 3 }))
				],
				'2019-09-16',
				three
			).reported;
		expect(aided('haishu', 'hitech')).toMatchObject({ value: 60, why: { day: '2019-07-31' } });
		expect(aided(...units)).toMatchObject({ value: 69, why: { day: '2019-08-31' } });
	});

	it('[R61] is never earlier than the newest period that ended long enough ago; who is missing then is named', () => {
		const third = [...half, ...by('databases', '2019-Q3', { jiangbei: 50 })];
		expect(seen(third, '2019-10-29').reported).toMatchObject({
			value: 1398,
			why: { day: '2019-06-30' },
			missing: null
		});
		expect(seen(third, '2019-10-30').reported).toMatchObject({
			value: 1448,
			since: null,
			why: { day: '2019-09-30' },
			missing: { period: '2019-Q3', count: 2, of: 3, units: ['haishu', 'hitech'] }
		});
	});

	it('[R242] readers without figures by unit get the same light and the number, not the names', () => {
		const state = stateOf([...half, ...by('databases', '2019-Q3', { jiangbei: 50 })], '2019-10-30');
		const figureOf = (own: typeof state) =>
			goalsView(three, own).targets.find(({ id }) => id === 'databases')?.reported;
		const full = figureOf(state);
		expect(full?.missing?.units).toEqual(['haishu', 'hitech']);
		expect(figureOf(withoutBreakdown(state))).toEqual({ ...full, missing: { ...full?.missing, units: null } });
	});

	it('[R61] each layer is judged by its own reports', () => {
		const both = [
			...half,
			...by('databases', '2019-Q1', { haishu: 1, jiangbei: 1, hitech: 1 }, 'confirmed'),
			...by('databases', '2019-Q2', { haishu: 300 }, 'confirmed')
		];
		const view = seen(both, '2019-07-10');
		expect(view.reported.why.day).toBe('2019-06-30');
		expect(view.confirmed).toMatchObject({ value: 803, why: { day: '2019-03-31' } });
		expect(view.confirmed.since).toEqual({ until: '2019-06-30', added: 300, value: 1103 });
	});

	it('[R60] is not reported while everything reported lies after the judged day', () => {
		const first = seen([...based('databases', 800), ...by('databases', '2019-Q3', { haishu: 1 })]);
		expect(first.reported).toMatchObject({ value: null, light: 'unreported', since: { added: 1, value: 801 } });
	});

	it('[R65] [R241] what came later counts at once where it makes the target done', () => {
		const done = seen([...half, ...by('databases', '2019-Q3', { haishu: 602 })]);
		expect(done.reported).toMatchObject({ value: 2000, light: 'done', since: null, why: { day: '2019-09-16' } });
		expect(seen([...half, ...by('databases', '2019-Q3', { haishu: 601 })]).reported.light).toBe('good');
		const aided = viewed(
			'aided',
			[...by('aided', '2019-08', { haishu: 60, jiangbei: 9, hitech: 1 }), ...by('aided', '2019-09', { haishu: 30 })],
			'2019-09-16',
			three
		);
		expect(aided.reported).toMatchObject({ value: 100, light: 'done' });
	});

	it('[R240] an owner that ended is not waited for, one that ended within the period stands for a report', () => {
		const plan = {
			...three,
			units: three.units.map((unit) => (unit.code === 'hitech' ? { ...unit, validTo: day('2019-08-15') } : unit))
		};
		const at = (period: string, today: string, ...own: readonly (typeof units)[number][]) =>
			viewed('databases', [...half, ...own.flatMap((unit) => by('databases', period, { [unit]: 1 }))], today, plan)
				.reported.why.day;
		expect(at('2019-Q4', '2020-01-10', 'haishu', 'jiangbei')).toBe('2019-12-31');
		expect(at('2019-Q4', '2020-01-10', 'haishu')).toBe('2019-09-30');
		expect(at('2019-Q3', '2019-10-10', 'haishu', 'hitech')).toBe('2019-06-30');
		expect(at('2019-Q3', '2019-10-10', ...units)).toBe('2019-09-30');
	});

	it('[R61] [R62] whatever is reported of later periods makes no light worse', () => {
		const later = fc.array(
			fc.record({
				unit: fc.constantFrom(...units),
				period: fc.constantFrom('2019-Q3', '2019-Q4'),
				figure: fc.nat(700)
			}),
			{ maxLength: 4 }
		);
		fc.assert(
			fc.property(later, fc.integer({ min: 0, max: 700 }), (reports, count) => {
				const base = [
					...based('databases', 800),
					...by('databases', '2019-Q2', { haishu: count, jiangbei: 0, hitech: 0 })
				];
				const once = [...new Map(reports.map((one) => [`${one.unit} ${one.period}`, one])).values()];
				const more = once.flatMap(({ unit, period, figure }) => by('databases', period, { [unit]: figure }));
				const [before, after] = [seen(base).reported, seen([...base, ...more]).reported];
				if (after.light === 'done') expect(after.value).toBeGreaterThanOrEqual(2000);
				else expect({ ...after, since: null }).toEqual({ ...before, since: null });
				expect(seen([...base, ...more, ...reversed(more)]).reported).toEqual(before);
			})
		);
	});
});
