// The cells of every kind of record, by layer and sign: what it adds when it is recorded and confirmed, and takes when it is reversed.
import { describe, expect, it } from 'vitest';
import { sumOf } from '../../../tests/support/deltas.ts';
import { acceptanceDeltas, closureDeltas, reopeningDeltas } from '#lib/cases/case.ts';
import { caseDeltas } from '#lib/cases/record.ts';
import { movementDeltas, type Movement } from '#lib/funds/movement.ts';
import { operationDeltas } from '#lib/funds/operation.ts';
import { transferDeltas } from '#lib/funds/transfer.ts';
import { day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { Period } from '#lib/kernel/period.ts';
import { baseDeltas } from '#lib/observations/base-figure.ts';
import { freezeDeltas } from '#lib/observations/base-freeze.ts';
import { seriesDeltas } from '#lib/observations/observation.ts';
import { readingDeltas } from '#lib/plan-changes/reading.ts';
import { safeguardDeltas } from '#lib/plan-changes/safeguard.ts';
import { layers, type CellDelta, type Layer } from '#lib/protocol/cells.ts';
import { versionDeltas, type Version } from '#lib/registers/standing.ts';
import { gateDeltas } from '#lib/stages/gate.ts';
import { milestoneDeltas, shareDeltas, type ShareFields } from '#lib/tasks/share.ts';
import { dealDeltas } from '#lib/transactions/deal.ts';

const movement: Movement = {
	...{ line: 'risk-pool', source: 'district', step: 'disbursed', amount: fen(120_050n), date: day('2019-05-05') },
	...{ territory: 'yinzhou', unit: 'finance' }
} as const;
const file = { type: 'patent', territory: 'yinzhou', department: null, acceptedAt: day('2019-01-10') } as const;
const closedAt = day('2019-01-15');
const reopened = (on: string) => ({ ...file, closedAt, reopenedAt: day(on) });
const share = { task: 't', unit: 'ipo' };
type Figures = Pick<ShareFields, 'status' | 'progress'>;
const untouched: Figures = { status: 'not_started', progress: 0 };
const progressed: Figures = { status: 'in_progress', progress: 40 };
const blocked: Figures = { status: 'blocked', progress: 30 };
const rules = { targets: [], nearFrom: 0.8 };
const entity: Version = {
	...{ version: 1, day: day('2019-02-02') },
	fields: {
		...{ name: 'E', industry: 'new-materials', territory: 'yinzhou', holder: null, evidence: null, retired: false },
		measures: {}
	}
};

/** What each record moves, by stream and key: a row says all of it. */
const records: readonly [
	record: string,
	deltas: (layer: Layer, sign: 1n | -1n) => CellDelta[],
	cells: Readonly<Record<string, bigint>>
][] = [
	[
		'a deal',
		(...how) =>
			dealDeltas(
				{ kind: 'pledge', amount: fen(500n), count: 3, date: day('2019-05-06'), territory: 'yinzhou' },
				...how
			),
		{
			'city deals/pledge/amount/2019-05-06': 500n,
			'city deals/pledge/count/2019-05-06': 3n,
			'breakdown deals-by/yinzhou/pledge/amount/2019-05': 500n,
			'breakdown deals-by/yinzhou/pledge/count/2019-05': 3n
		}
	],
	[
		'a fund movement, of its territory rather than of the unit that recorded it',
		(...how) => movementDeltas(movement, ...how),
		{
			'city funds/risk-pool/district/disbursed/2019-05': 120_050n,
			'breakdown funds-by/yinzhou/risk-pool/district/disbursed/2019-05': 120_050n
		}
	],
	[
		'a fund movement without a territory',
		(...how) => movementDeltas({ ...movement, territory: null }, ...how),
		{
			'city funds/risk-pool/district/disbursed/2019-05': 120_050n,
			'breakdown funds-by/finance/risk-pool/district/disbursed/2019-05': 120_050n
		}
	],
	...(
		[
			['budget', ['funds-exceptions']],
			['chain', ['funds-chain-exceptions']],
			['both', ['funds-exceptions', 'funds-chain-exceptions']]
		] as const
	).map(([exceeds, families]): (typeof records)[number] => [
		`a fund movement beyond ${exceeds}`,
		(...how) => movementDeltas({ ...movement, exceeds }, ...how),
		{
			'city funds/risk-pool/district/disbursed/2019-05': 120_050n,
			'breakdown funds-by/yinzhou/risk-pool/district/disbursed/2019-05': 120_050n,
			...Object.fromEntries(families.map((family) => [`city ${family}/risk-pool/district/disbursed`, 120_050n]))
		}
	]),
	[
		'an operation of a fund',
		(...how) =>
			operationDeltas(
				{ line: 'risk-pool', operation: 'compensated', amount: fen(900n), count: 2, date: day('2019-05-05') },
				...how
			),
		{
			'city fund-operations/risk-pool/compensated/amount/2019-05': 900n,
			'city fund-operations/risk-pool/compensated/count/2019-05': 2n
		}
	],
	[
		'a transfer of budget: from the one, to the other',
		(...how) =>
			transferDeltas({ from: 'insurance', to: 'public-platform', kind: 'central', amount: fen(700n) }, ...how),
		{ 'city funds-budget/insurance/central': -700n, 'city funds-budget/public-platform/central': 700n }
	],
	[
		'an acceptance',
		(...how) => acceptanceDeltas(file, ...how),
		{
			'city cases/accepted/2019-01-10': 1n,
			'city cases/open/2019-01-10': 1n,
			'breakdown cases-by/yinzhou/accepted/2019-01': 1n
		}
	],
	[
		'a closure',
		(...how) => closureDeltas({ ...file, closedAt }, ...how),
		{
			'city cases/closed/2019-01-15': 1n,
			'city cases/open/2019-01-10': -1n,
			'city cases/duration/2019/5': 1n,
			'breakdown cases-by/yinzhou/closed/2019-01': 1n
		}
	],
	[
		'a reopening in the year of the closure, which it undoes',
		(...how) => reopeningDeltas(reopened('2019-12-31'), ...how),
		{
			'city cases/undone/2019-12-31': 1n,
			'city cases/open/2019-01-10': 1n,
			'city cases/duration/2019/5': -1n,
			'breakdown cases-by/yinzhou/undone/2019-12': 1n
		}
	],
	[
		'a reopening in a later year, which leaves the closure its place',
		(...how) => reopeningDeltas(reopened('2020-01-01'), ...how),
		{
			'city cases/reopened/2020-01-01': 1n,
			'city cases/open/2019-01-10': 1n,
			'breakdown cases-by/yinzhou/reopened/2020-01': 1n
		}
	],
	[
		'a case as one of its records',
		(...how) => caseDeltas({ kind: 'case', file }, ...how),
		{
			'city cases/accepted/2019-01-10': 1n,
			'city cases/open/2019-01-10': 1n,
			'breakdown cases-by/yinzhou/accepted/2019-01': 1n
		}
	],
	[
		'a milestone that serves an item of the timetable',
		(layer, sign) => milestoneDeltas('2.3/yinzhou/1', layer, sign, { item: 'i', day: day('2019-03-03') }),
		{ 'city milestones/reached': 1n, 'breakdown milestone/2.3/yinzhou/1': 1n, 'city phase-items/i/2019-03-03': 1n }
	],
	[
		'a base figure',
		(...how) => baseDeltas({ target: 't', value: 1234n }, ...how),
		{ 'city bases/t/value': 1234n, 'city bases/t/given': 1n }
	]
];

/** What moves when one state takes the place of another. */
const changes: readonly [
	what: string,
	deltas: (layer: Layer, isBack: boolean) => CellDelta[],
	cells: Readonly<Record<string, bigint>>
][] = [
	[
		'a share',
		(layer, isBack) => shareDeltas(share, ...inOrder(isBack, untouched, progressed), layer),
		{
			'city shares/in_progress': 1n,
			'breakdown share/t/ipo/status/in_progress': 1n,
			'breakdown share/t/ipo/progress': 40n
		}
	],
	[
		'a share from one status to another',
		(layer, isBack) => shareDeltas(share, ...inOrder(isBack, progressed, blocked), layer),
		{
			'city shares/in_progress': -1n,
			'city shares/blocked': 1n,
			'breakdown share/t/ipo/status/in_progress': -1n,
			'breakdown share/t/ipo/status/blocked': 1n,
			'breakdown share/t/ipo/progress': -10n
		}
	],
	[
		'a safeguard',
		(layer, isBack) => safeguardDeltas('s', ...inOrder(isBack, untouched, progressed), layer),
		{ 'city safeguards/s/status/in_progress': 1n, 'city safeguards/s/progress': 40n }
	],
	[
		'a series',
		(layer, isBack) =>
			seriesDeltas(
				{ indicator: 'i', unit: 'ipo' },
				{ aggregate: 'sum', yearToDate: false },
				...inOrder(isBack, [], [{ period: '2019-06' as Period, value: 300n }]),
				layer
			),
		{
			'city observations/i/value/2019-06': 300n,
			'city observations/i/reports/2019-06': 1n,
			'breakdown observations-by/ipo/i/value/2019-06': 300n,
			'breakdown observations-by/ipo/i/reports/2019-06': 1n
		}
	],
	[
		'the versions of an entity',
		(layer, isBack) => versionDeltas(rules, 'alliances', ...inOrder(isBack, [], [entity]), layer),
		{
			'city registers/alliances/all/new-materials/2019-02-02': 1n,
			'breakdown registers-by/yinzhou/alliances/all/2019-02-02': 1n
		}
	]
];

/** What counts only once it is in force, and so in both layers at once. */
const inForce: readonly [what: string, deltas: CellDelta[], cells: Readonly<Record<string, bigint>>][] = [
	['a first decision on a phase', gateDeltas('p', null, 'hold'), { 'city gates/p/hold': 1n }],
	[
		'a decision that takes the place of another',
		gateDeltas('p', 'hold', 'pass'),
		{ 'city gates/p/hold': -1n, 'city gates/p/pass': 1n }
	],
	[
		'an interpretation that takes the place of another',
		readingDeltas('r', { option: 'a', shown: true }, { option: 'b', shown: true }),
		{ 'city readings/r/a': -1n, 'city readings/r/b': 1n }
	],
	[
		'the default interpretation, which shows no cell',
		readingDeltas('r', { option: 'a', shown: true }, { option: 'b', shown: false }),
		{ 'city readings/r/a': -1n }
	],
	[
		'a frozen base that takes the place of another',
		freezeDeltas('t', new Map([['count/2017-01-01', 2n]]), new Map([['count/2017-01-01', 5n]])),
		{ 'city base-frozen/t/count/2017-01-01': 3n }
	]
];

describe.each(layers)('in the layer "%s"', (layer) => {
	it.each(records)('%s adds its cells, and takes them when it is reversed', (_, deltas, cells) => {
		expect(sumOf(deltas(layer, 1n))).toEqual(inLayers(cells, [layer], 1n));
		expect(sumOf(deltas(layer, -1n))).toEqual(inLayers(cells, [layer], -1n));
	});

	it.each(changes)('%s moves its cells, and moves them back', (_, deltas, cells) => {
		expect(sumOf(deltas(layer, false))).toEqual(inLayers(cells, [layer], 1n));
		expect(sumOf(deltas(layer, true))).toEqual(inLayers(cells, [layer], -1n));
	});
});

describe('in both layers at once', () => {
	it.each(inForce)('%s', (_, deltas, cells) => {
		expect(sumOf(deltas)).toEqual(inLayers(cells, layers, 1n));
	});
});

function inOrder<T>(isBack: boolean, before: T, after: T): [before: T, after: T] {
	return isBack ? [after, before] : [before, after];
}

function inLayers(
	cells: Readonly<Record<string, bigint>>,
	into: readonly Layer[],
	sign: bigint
): Record<string, bigint> {
	return Object.fromEntries(
		into.flatMap((layer) =>
			Object.entries(cells).map(([name, value]) => {
				const [stream = '', key = ''] = name.split(' ');
				return [`${stream} ${layer} ${key}`, sign * value] as const;
			})
		)
	);
}
