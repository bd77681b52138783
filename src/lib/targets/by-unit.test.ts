// A target by unit: every child's sum is the parent's numerator, quotients are made anew, zones are never counted twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptanceDeltas, closureDeltas, reopeningDeltas } from '#lib/cases/case.ts';
import { movementDeltas } from '#lib/funds/movement.ts';
import { addDays, day, type Day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import { layers, type CellDelta, type Layer } from '#lib/protocol/cells.ts';
import { dealDeltas } from '#lib/transactions/deal.ts';
import { based, entered, parted, reported, viewed } from '../../../tests/support/target-plan.ts';
import type { TargetByUnit } from './by-unit.ts';

function cases(territory: string, acceptedAt: string, count: number, closedAt: string | null = null): CellDelta[] {
	const file = { acceptedAt: day(acceptedAt), territory };
	return Array.from({ length: count }, () => [
		...acceptanceDeltas(file, 'reported', 1n),
		...(closedAt === null ? [] : closureDeltas({ ...file, closedAt: day(closedAt) }, 'reported', 1n))
	]).flat();
}

function deal(territory: string, date: string, yuan: number): CellDelta[] {
	return dealDeltas(
		{ kind: 'licence', amount: fen(BigInt(yuan) * 100n), count: 1, date: day(date), territory },
		'reported',
		1n
	);
}

const unitOf = (view: TargetByUnit | null, code: string) => view?.units.find(({ unit }) => unit === code);

describe('by unit', () => {
	it('[R80] [R241] counts a unit’s figure as far as the city’s value counts, and shows each period as it was reported', () => {
		const told = [
			...based('databases', 800),
			...reported('databases', '2019-Q2', 300),
			...reported('databases', '2019-Q3', 40)
		];
		const shown = unitOf(parted('databases', told), 'haishu')?.own.reported;
		expect(shown).toMatchObject({ amount: 300, value: 300 });
		expect(shown?.cells.slice(-2)).toEqual([300, 40]);
		expect(viewed('databases', told).reported).toMatchObject({ value: 1100, since: { added: 40 } });
		const done = [...told, ...reported('databases', '2019-Q3', 1000, 'reported', 'jiangbei')];
		expect(unitOf(parted('databases', done), 'haishu')?.own.reported.amount).toBe(340);
	});

	it('[R80] makes the closure rate anew for each, a district with and without its zones', () => {
		const view = parted('closure', [
			...cases('jiangbei', '2018-12-01', 1),
			...cases('jiangbei', '2019-02-01', 3, '2019-03-01'),
			...cases('hitech', '2019-08-01', 4),
			...cases('hitech', '2019-02-01', 2, '2019-09-02')
		]);
		expect(view).toMatchObject({ cell: 'rate', through: null, step: null });
		expect(view?.columns.slice(-1)).toEqual(['2019-09']);
		expect(view?.units.map(({ unit }) => unit)).toEqual(['haishu', 'jiangbei', 'hitech']);
		expect(unitOf(view, 'jiangbei')?.own.reported).toEqual({
			amount: 3,
			value: 0.75,
			parts: { part: 3, whole: 4 },
			cells: [0, 0, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75]
		});
		expect(unitOf(view, 'jiangbei')?.withZones?.reported).toMatchObject({ value: 0.5, parts: { part: 5, whole: 10 } });
		expect(unitOf(view, 'hitech')).toMatchObject({ own: { reported: { value: 1 / 3 } }, withZones: null });
		// Nothing recorded is a gap, and no rate of nought.
		expect(unitOf(view, 'haishu')?.own.reported).toMatchObject({ amount: null, value: null, parts: null });
	});

	it('[R31a] counts the confirmed layer by whole months that are confirmed in the city', () => {
		const sure = (cells: CellDelta[]) => [...cells, ...cells.map((cell) => ({ ...cell, layer: 'confirmed' as const }))];
		const deals = [
			...sure(deal('haishu', '2018-06-30', 100)),
			...sure(deal('haishu', '2018-07-10', 900)),
			...sure(deal('haishu', '2019-06-30', 150)),
			...sure(deal('haishu', '2019-07-10', 7)),
			...deal('haishu', '2019-07-20', 90)
		];
		const view = parted('trade-growth', deals);
		expect(view).toMatchObject({ through: '2019-08', confirmedTo: '2019-06-30' });
		expect(unitOf(view, 'haishu')?.own.confirmed).toMatchObject({ value: 0.5, parts: { part: 150, whole: 100 } });
	});

	it('[R81] grows by whole months against the same months of last year', () => {
		const deals = [
			...deal('haishu', '2018-08-31', 100),
			...deal('haishu', '2018-09-01', 900),
			...deal('haishu', '2019-08-31', 150),
			...deal('haishu', '2019-09-16', 7)
		];
		const view = parted('trade-growth', deals);
		expect(view?.through).toBe('2019-08');
		expect(unitOf(view, 'haishu')?.own.reported).toMatchObject({
			amount: 157,
			value: 0.5,
			parts: { part: 150, whole: 100 }
		});
		expect(view?.columns).toHaveLength(12);
		expect(unitOf(view, 'haishu')?.own.reported.cells.slice(-2)).toEqual([150, 7]);
		expect(parted('trade-growth', deals, '2019-09-30')?.through).toBe('2019-09');
		const january = parted('trade-growth', [...deals, ...deal('haishu', '2020-01-02', 3)], '2020-01-30');
		expect(january?.through).toBeNull();
		expect(unitOf(january, 'haishu')?.own.reported).toMatchObject({ amount: 3, value: null, parts: null });
		expect(parted('trade-growth', deals, '2020-02-29')?.through).toBe('2020-02');
	});

	it('[R80] shows what each period brought, or what stood at its end, and gaps where nobody reported', () => {
		const flows = parted('databases', [
			...reported('databases', '2017-Q4', 9),
			...reported('databases', '2018-Q1', 3),
			...reported('databases', '2019-Q2', 4)
		]);
		expect(flows?.columns).toEqual(['2018-Q1', '2018-Q2', '2018-Q3', '2018-Q4', '2019-Q1', '2019-Q2', '2019-Q3']);
		expect(unitOf(flows, 'haishu')?.own.reported).toEqual({
			amount: 7,
			value: 7,
			parts: null,
			cells: [3, null, null, null, null, 4, null]
		});
		const totals = parted('officers', [...reported('officers', '2018-Q1', 3), ...reported('officers', '2019-Q2', 4)]);
		expect(unitOf(totals, 'haishu')?.own.reported.cells.at(-2)).toBe(7);
		const year = parted('aided', [...reported('aided', '2018-12', 60), ...reported('aided', '2019-05', 8)]);
		expect(year?.columns).toHaveLength(9);
		expect(unitOf(year, 'haishu')?.own.reported).toMatchObject({ amount: 8 });
	});

	it('[R80] counts a register at each month’s end, and knows nothing before its first entry', () => {
		const view = parted('portfolios', [...entered('2019-06-15', 3, 2), ...entered('2019-08-01', 1, 1)]);
		expect(view?.columns.slice(-5)).toEqual(['2019-05', '2019-06', '2019-07', '2019-08', '2019-09']);
		expect(unitOf(view, 'haishu')?.own.reported).toMatchObject({ amount: 3, value: 3 });
		expect(unitOf(view, 'haishu')?.own.reported.cells.slice(-5)).toEqual([null, 2, 2, 3, 3]);
		expect(unitOf(view, 'hitech')?.own.reported).toMatchObject({ amount: null, value: null });
	});

	it('[R80] leaves out units that have nothing to do with it, and the time to close', () => {
		const one = parted('satisfaction', reported('satisfaction', '2018', 81.5, 'reported', 'ipo'));
		expect(one?.units.map(({ unit }) => unit)).toEqual(['ipo']);
		expect(parted('satisfaction', [])?.units).toEqual([]);
		expect(parted('time-cut', cases('haishu', '2019-02-01', 1, '2019-03-01'))).toBeNull();
	});

	it('[R79] counts received local money for the match, with central money beside it', () => {
		const moved = (source: 'central' | 'district' | 'social', unit: string, amount: bigint) =>
			movementDeltas(
				{ line: 'pool', source, step: 'received', amount: fen(amount), date: day('2019-03-05'), territory: unit, unit },
				'reported',
				1n
			);
		const view = parted('match', [
			...moved('district', 'jiangbei', 500n),
			...moved('central', 'jiangbei', 1_000n),
			...moved('social', 'haishu', 9_000n)
		]);
		expect(view?.step).toBe('received');
		expect(unitOf(view, 'jiangbei')?.own.reported).toMatchObject({ amount: 5, parts: { part: 5, whole: 10 } });
		expect(unitOf(view, 'haishu')?.own.reported.amount).toBeNull();
	});
});

describe('the sum of the children', () => {
	const territory = fc.constantFrom('haishu', 'jiangbei', 'hitech');
	const offset = fc.nat(988);
	const at = (days: number): Day => addDays(day('2017-01-01'), days);
	const someCase = fc.record({ territory, offset, closing: fc.option(fc.nat(400)), reopening: fc.option(fc.nat(300)) });
	const someDeal = fc.record({ territory, offset, yuan: fc.nat(9_000) });
	const someReport = fc.record({
		territory,
		quarter: fc.constantFrom('2018-Q1', '2018-Q4', '2019-Q2'),
		count: fc.nat(50)
	});
	const someEntry = fc.record({ territory, offset, all: fc.nat(5), qualified: fc.nat(3) });

	const history = (
		files: readonly { territory: string; offset: number; closing: number | null; reopening: number | null }[],
		layer: Layer
	) =>
		files.flatMap(({ territory: where, offset: days, closing, reopening }) => {
			const today = day('2019-09-16');
			const file = { acceptedAt: at(days), territory: where };
			const closedAt = closing === null ? null : addDays(file.acceptedAt, closing);
			const reopenedAt = closedAt === null || reopening === null ? null : addDays(closedAt, reopening);
			return [
				...acceptanceDeltas(file, layer, 1n),
				...(closedAt && closedAt <= today ? closureDeltas({ ...file, closedAt }, layer, 1n) : []),
				...(closedAt && reopenedAt && reopenedAt <= today
					? reopeningDeltas({ ...file, closedAt, reopenedAt }, layer, 1n)
					: [])
			];
		});

	const sums = (view: TargetByUnit | null, layer: Layer) => {
		const total = (figure: 'amount' | 'part' | 'whole') =>
			(view?.units ?? []).reduce(
				(sum, { own }) => sum + ((figure === 'amount' ? own[layer].amount : own[layer].parts?.[figure]) ?? 0),
				0
			);
		return { amount: total('amount'), part: total('part'), whole: total('whole') };
	};

	const judgedToday = (layer: Layer, deltas: readonly CellDelta[]) =>
		layer === 'reported' || viewed('trade-growth', deltas).confirmedTo === '2019-09-16';

	it('[R80] is the city’s numerator, and its denominator, in both layers', () => {
		fc.assert(
			fc.property(
				fc.array(someCase, { minLength: 1 }),
				fc.array(someDeal),
				fc.array(someReport),
				fc.array(someEntry),
				fc.constantFrom(...layers),
				(files, deals, reports, entries, layer) => {
					const deltas: CellDelta[] = [
						...based('databases', 100),
						...based('trade-growth', 50),
						...history(files, layer),
						...deals.flatMap(({ territory: where, offset: days, yuan }) => {
							const one = { kind: 'equity', count: 1, date: at(days), territory: where } as const;
							return dealDeltas({ ...one, amount: fen(BigInt(yuan)) }, layer, 1n);
						}),
						...reports.flatMap((one) => reported('databases', one.quarter, one.count, layer, one.territory)),
						...entries.flatMap((one) =>
							entered(at(one.offset), one.all, one.qualified, layer, [one.territory, 'steel'])
						)
					];
					const city = (id: string) => viewed(id, deltas)[layer];
					const rate = city('closure').parts;
					if (rate) expect(sums(parted('closure', deltas), layer)).toMatchObject(rate);
					const grown = city('trade-growth').parts;
					// The city's confirmed figure may stop at a day; what is confirmed of a unit is the whole year's.
					if (grown && judgedToday(layer, deltas))
						expect(sums(parted('trade-growth', deltas), layer).amount).toBeCloseTo(grown.part, 6);
					const flow = city('databases').added;
					if (flow !== null) expect(sums(parted('databases', deltas), layer).amount).toBe(flow);
					const count = city('portfolios').value;
					if (count !== null) expect(sums(parted('portfolios', deltas), layer).amount).toBe(count);
				}
			),
			{ numRuns: 60 }
		);
	});

	it('[R80] a district including its zones has the parts of both, and the two together are counted once', () => {
		fc.assert(
			fc.property(fc.array(someCase), (files) => {
				const view = parted('closure', history(files, 'reported'));
				const [own, zone] = [unitOf(view, 'jiangbei'), unitOf(view, 'hitech')].map((one) => one?.own.reported.parts);
				const both = unitOf(view, 'jiangbei')?.withZones?.reported.parts;
				expect(both?.part ?? 0).toBe((own?.part ?? 0) + (zone?.part ?? 0));
				expect(both?.whole ?? 0).toBe((own?.whole ?? 0) + (zone?.whole ?? 0));
			}),
			{ numRuns: 60 }
		);
	});
});
