// The keys that records write, letter by letter: outside programs and databases hold them, so none of them may ever change.
import { expect, it } from 'vitest';
import { acceptanceDeltas, closureDeltas, reopeningDeltas } from '#lib/cases/case.ts';
import { movementDeltas, type Movement } from '#lib/funds/movement.ts';
import { operationDeltas } from '#lib/funds/operation.ts';
import { transferDeltas } from '#lib/funds/transfer.ts';
import { day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { Period } from '#lib/kernel/period.ts';
import { baseDeltas } from '#lib/observations/base-figure.ts';
import { freezeDeltas, readContent } from '#lib/observations/base-freeze.ts';
import { seriesDeltas } from '#lib/observations/observation.ts';
import { readingDeltas } from '#lib/plan-changes/reading.ts';
import { safeguardDeltas } from '#lib/plan-changes/safeguard.ts';
import { toWireCell, type CellDelta } from '#lib/protocol/cells.ts';
import { versionDeltas, type RegisterTarget } from '#lib/registers/standing.ts';
import { gateDeltas } from '#lib/stages/gate.ts';
import { milestoneDeltas, shareDeltas } from '#lib/tasks/share.ts';
import { dealDeltas } from '#lib/transactions/deal.ts';

/** Each delta of the reported layer as a cell of its stream on the wire: `city cases/open/2019-03-01 = 1`. */
function wired(deltas: readonly CellDelta[]): string[] {
	return deltas
		.filter(({ layer }) => layer === 'reported')
		.map(({ stream, key, layer, delta, type }) => {
			const { value } = toWireCell(key, layer, delta, type);
			return `${stream} ${key} = ${JSON.stringify(value)}`;
		});
}

const movement: Movement = {
	line: 'risk-pool',
	source: 'city',
	step: 'disbursed',
	amount: fen(12_345n),
	date: day('2019-05-06'),
	territory: 'cixi',
	unit: 'finance',
	exceeds: 'both'
};

it('[R1] of fund movements, transfers and operations are what they always were', () => {
	expect(wired(movementDeltas(movement, 'reported', 1n))).toEqual([
		'city funds/risk-pool/city/disbursed/2019-05 = "123.45"',
		'breakdown funds-by/cixi/risk-pool/city/disbursed/2019-05 = "123.45"',
		'city funds-exceptions/risk-pool/city/disbursed = "123.45"',
		'city funds-chain-exceptions/risk-pool/city/disbursed = "123.45"'
	]);
	expect(wired(movementDeltas({ ...movement, territory: null, exceeds: null }, 'reported', -1n))).toEqual([
		'city funds/risk-pool/city/disbursed/2019-05 = "-123.45"',
		'breakdown funds-by/finance/risk-pool/city/disbursed/2019-05 = "-123.45"'
	]);
	const transfer = { from: 'risk-pool', to: 'insurance', kind: 'local', amount: fen(100n) } as const;
	expect(wired(transferDeltas(transfer, 'reported', 1n))).toEqual([
		'city funds-budget/risk-pool/local = "-1.00"',
		'city funds-budget/insurance/local = "1.00"'
	]);
	const operation = {
		line: 'risk-pool',
		operation: 'backed',
		amount: fen(500n),
		count: 3,
		date: movement.date
	} as const;
	expect(wired(operationDeltas(operation, 'reported', 1n))).toEqual([
		'city fund-operations/risk-pool/backed/amount/2019-05 = "5.00"',
		'city fund-operations/risk-pool/backed/count/2019-05 = 3'
	]);
});

it('[R1] of transactions are what they always were', () => {
	const deal = { kind: 'pledge', amount: fen(700n), count: 2, date: day('2019-05-06'), territory: 'yinzhou' } as const;
	expect(wired(dealDeltas(deal, 'reported', 1n))).toEqual([
		'city deals/pledge/amount/2019-05-06 = "7.00"',
		'city deals/pledge/count/2019-05-06 = 2',
		'breakdown deals-by/yinzhou/pledge/amount/2019-05 = "7.00"',
		'breakdown deals-by/yinzhou/pledge/count/2019-05 = 2'
	]);
});

it('[R1] of cases are what they always were', () => {
	const file = { acceptedAt: day('2019-03-01'), territory: 'cixi' };
	const closed = { ...file, closedAt: day('2019-04-10') };
	expect(wired(acceptanceDeltas(file, 'reported', 1n))).toEqual([
		'city cases/accepted/2019-03-01 = 1',
		'city cases/open/2019-03-01 = 1',
		'breakdown cases-by/cixi/accepted/2019-03 = 1'
	]);
	expect(wired(closureDeltas(closed, 'reported', 1n))).toEqual([
		'city cases/closed/2019-04-10 = 1',
		'city cases/open/2019-03-01 = -1',
		'city cases/duration/2019/40 = 1',
		'breakdown cases-by/cixi/closed/2019-04 = 1'
	]);
	expect(wired(reopeningDeltas({ ...closed, reopenedAt: day('2019-05-02') }, 'reported', 1n))).toEqual([
		'city cases/undone/2019-05-02 = 1',
		'city cases/open/2019-03-01 = 1',
		'breakdown cases-by/cixi/undone/2019-05 = 1',
		'city cases/duration/2019/40 = -1'
	]);
	expect(wired(reopeningDeltas({ ...closed, reopenedAt: day('2020-01-02') }, 'reported', 1n))).toEqual([
		'city cases/reopened/2020-01-02 = 1',
		'city cases/open/2019-03-01 = 1',
		'breakdown cases-by/cixi/reopened/2020-01 = 1'
	]);
});

it('[R1] of shares and milestones are what they always were', () => {
	const before = { status: 'in_progress', progress: 10 } as const;
	const after = { status: 'blocked', progress: 35 } as const;
	expect(wired(shareDeltas({ task: '2.3', unit: 'ipo' }, before, after, 'reported'))).toEqual([
		'city shares/in_progress = -1',
		'breakdown share/2.3/ipo/status/in_progress = -1',
		'city shares/blocked = 1',
		'breakdown share/2.3/ipo/status/blocked = 1',
		'breakdown share/2.3/ipo/progress = 25'
	]);
	const serves = { item: 'pilot-zone', day: day('2019-06-28') };
	expect(wired(milestoneDeltas('2.3/ipo/1', 'reported', 1n, serves))).toEqual([
		'city milestones/reached = 1',
		'breakdown milestone/2.3/ipo/1 = 1',
		'city phase-items/pilot-zone/2019-06-28 = 1'
	]);
});

it('[R1] of observations and base figures are what they always were', () => {
	const series = [{ period: '2019-Q2' as Period, value: 8_050n }];
	const how = { aggregate: 'sum', yearToDate: false } as const;
	expect(wired(seriesDeltas({ indicator: 'satisfaction', unit: 'ipo' }, how, [], series, 'reported'))).toEqual([
		'city observations/satisfaction/value/2019-Q2 = "80.50"',
		'breakdown observations-by/ipo/satisfaction/value/2019-Q2 = "80.50"',
		'city observations/satisfaction/reports/2019-Q2 = 1',
		'breakdown observations-by/ipo/satisfaction/reports/2019-Q2 = 1'
	]);
	expect(wired(baseDeltas({ target: 'closing-time-cut', value: 6_250n }, 'reported', 1n))).toEqual([
		'city bases/closing-time-cut/value = "62.50"',
		'city bases/closing-time-cut/given = 1'
	]);
	const content = readContent({ 'amount/2018-05-06': '900', 'count/2018-05-06': '4', 'duration/40': '7' });
	expect(wired(freezeDeltas('pledge-growth', null, content))).toEqual([
		'city base-frozen/pledge-growth/amount/2018-05-06 = "9.00"',
		'city base-frozen/pledge-growth/count/2018-05-06 = 4',
		'city base-frozen/pledge-growth/duration/40 = 7'
	]);
});

it('[R1] of registers are what they always were', () => {
	const target = {
		id: 'portfolios',
		kind: 'register',
		measure: { from: 'register', register: 'portfolios' },
		qualifies: { match: 'all', conditions: [{ measure: 'inventions', op: '>=', value: '50' }] }
	} as unknown as RegisterTarget;
	const rules = { targets: [target], nearFrom: 0.8 };
	const fields = { name: 'One', industry: 'steel', territory: 'cixi', holder: null, evidence: null, retired: false };
	const entered = (inventions: number) => [
		{ version: 1, day: day('2019-05-06'), fields: { ...fields, measures: { inventions: BigInt(inventions) } } }
	];
	const added = (inventions: number) => wired(versionDeltas(rules, 'portfolios', [], entered(inventions), 'reported'));
	expect(added(60)).toEqual([
		'city registers/portfolios/all/steel/2019-05-06 = 1',
		'city registers/portfolios/qualified/steel/2019-05-06 = 1',
		'breakdown registers-by/cixi/portfolios/all/2019-05-06 = 1',
		'breakdown registers-by/cixi/portfolios/qualified/2019-05-06 = 1',
		'city register-sums/portfolios/inventions/2019-05-06 = 60'
	]);
	expect(added(45)).toEqual([
		'city registers/portfolios/all/steel/2019-05-06 = 1',
		'city registers/portfolios/near/steel/2019-05-06 = 1',
		'breakdown registers-by/cixi/portfolios/all/2019-05-06 = 1',
		'city register-sums/portfolios/inventions/2019-05-06 = 45'
	]);
});

it('[R1] of readings, safeguards and gates are what they always were', () => {
	const [before, after] = [
		{ option: 'each-line', shown: true },
		{ option: 'whole-class', shown: true }
	];
	expect(wired(readingDeltas('local-30-million', before, after))).toEqual([
		'city readings/local-30-million/each-line = -1',
		'city readings/local-30-million/whole-class = 1'
	]);
	const started = { status: 'in_progress', progress: 20 } as const;
	expect(wired(safeguardDeltas('funding', { status: 'not_started', progress: 0 }, started, 'reported'))).toEqual([
		'city safeguards/funding/status/in_progress = 1',
		'city safeguards/funding/progress = 20'
	]);
	expect(wired(gateDeltas('build', 'hold', 'pass'))).toEqual([
		'city gates/build/hold = -1',
		'city gates/build/pass = 1'
	]);
});
