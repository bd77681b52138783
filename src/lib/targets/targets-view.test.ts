// All targets together: the order of cells, what is taken back, both layers, and nothing that grows beyond "met".
import { catalogue } from '#lib/app/features.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { acceptanceDeltas, closureDeltas } from '#lib/cases/case.ts';
import { addDays, day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import { summaryOf, type PlanSummary } from '#lib/plan/plan-summary.ts';
import { layers, type CellDelta, type Layer } from '#lib/protocol/cells.ts';
import { dealDeltas } from '#lib/transactions/deal.ts';
import { stateOf } from '../../../tests/support/small-plan.ts';
import { based, entered, reported, reversed, targetPlan } from '../../../tests/support/target-plan.ts';
import { targetsView } from './targets-view.ts';

const start = day('2017-01-01');

/** A record of any kind, as the changes that it makes in a layer. */
const record = fc
	.record({
		kind: fc.constantFrom(
			'deal',
			'pledge',
			'case',
			'closed',
			'databases',
			'officers',
			'aided',
			'satisfaction',
			'entity'
		),
		offset: fc.nat(980),
		size: fc.integer({ min: 1, max: 90 }),
		quarter: fc.constantFrom('2018-Q2', '2018-Q4', '2019-Q1', '2019-Q2')
	})
	.map(({ kind, offset, size, quarter }) => (layer: Layer): CellDelta[] => {
		const date = addDays(start, offset);
		const file = { acceptedAt: date, territory: 'haishu' };
		const deal = { amount: fen(BigInt(size * 1_000)), count: 1, date, territory: 'haishu' };
		switch (kind) {
			case 'deal':
				return dealDeltas({ ...deal, kind: 'transfer' }, layer, 1n);
			case 'pledge':
				return dealDeltas({ ...deal, kind: 'pledge' }, layer, 1n);
			case 'case':
				return acceptanceDeltas(file, layer, 1n);
			case 'closed':
				return [
					...acceptanceDeltas(file, layer, 1n),
					...closureDeltas({ ...file, closedAt: addDays(date, 3) }, layer, 1n)
				];
			case 'entity':
				return entered(date, size, Math.floor(size / 2), layer);
			case 'aided':
				return reported('aided', `${quarter.slice(0, 4)}-0${quarter.slice(6)}`, size, layer);
			case 'satisfaction':
				return reported('satisfaction', quarter.slice(0, 4), size, layer);
			default:
				return reported(kind, quarter, size, layer);
		}
	});
const bases = [...based('databases', 300), ...based('time-cut', 20)];

function viewOf(deltas: readonly CellDelta[], plan: PlanSummary = targetPlan) {
	return targetsView(plan, groupCells(stateOf(deltas).cells), day('2019-09-16'));
}

describe('all targets', () => {
	it('[R60] do not depend on the order in which their cells came', () => {
		fc.assert(
			fc.property(fc.array(record, { maxLength: 40 }), fc.nat(), (records, turn) => {
				const deltas = [...bases, ...records.flatMap((one) => one('reported'))];
				const cut = turn % (deltas.length + 1);
				const turned = [...deltas.slice(cut), ...deltas.slice(0, cut)].reverse();
				expect(viewOf(turned)).toEqual(viewOf(deltas));
			}),
			{ numRuns: 60 }
		);
	});

	it('[R50] are as before when a record is taken back', () => {
		fc.assert(
			fc.property(fc.array(record, { maxLength: 30 }), record, fc.constantFrom(...layers), (records, one, layer) => {
				const rest = [...bases, ...records.flatMap((each) => each(layer))];
				const taken = one(layer);
				expect(viewOf([...rest, ...taken, ...reversed(taken)])).toEqual(viewOf(rest));
			}),
			{ numRuns: 60 }
		);
	});

	it('[R31] follow the same rules in the confirmed layer', () => {
		fc.assert(
			fc.property(fc.array(record, { maxLength: 40 }), (records) => {
				const both = viewOf([...bases, ...records.flatMap((one) => layers.flatMap((layer) => one(layer)))]);
				for (const target of both) expect(target.confirmed, target.id).toEqual(target.reported);
				const reportedOnly = viewOf([...bases, ...records.flatMap((one) => one('reported'))]);
				expect(reportedOnly.map(({ id, reported: own }) => [id, own])).toEqual(
					both.map(({ id, reported: own }) => [id, own])
				);
			}),
			{ numRuns: 60 }
		);
	});

	it('[R60] are never red and never nought for what nobody gave, and say why in any case', () => {
		fc.assert(
			fc.property(fc.array(record, { maxLength: 12 }), (records) => {
				for (const { id, reported: own, base } of viewOf(records.flatMap((one) => one('reported')))) {
					expect(own.why.day <= '2019-09-16', id).toBe(true);
					if (own.light === 'unreported' || own.light === 'too_few') expect(own.value, id).toBeNull();
					if (base?.state === 'missing')
						expect(['base_missing', 'unreported', 'too_few', 'done'], id).toContain(own.light);
					if (own.light === 'risk' || own.light === 'behind') expect(own.why.distance, id).not.toBeNull();
				}
			}),
			{ numRuns: 100 }
		);
	});
});

describe('with the bundled plan', () => {
	let plan: PlanSummary;
	beforeAll(async () => {
		const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
		if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
		plan = summaryOf(loaded.plan);
	});

	it('[R60] shows 16 targets of nine kinds; with nothing recorded only the match, on its budget, has a figure', () => {
		const views = viewOf([], plan);
		expect(views.map(({ id }) => id)).toEqual(plan.targets.map(({ id }) => id));
		expect(views).toHaveLength(16);
		expect(new Set(views.map(({ kind }) => kind)).size).toBe(9);
		const known = views.filter(({ reported: own }) => own.value !== null);
		expect(known.map(({ id, reported: own }) => [id, own.value, own.light])).toEqual([['local-match', 1.15, 'good']]);
		expect(views.filter(({ reported: own }) => own.light === 'unreported')).toHaveLength(15);
	});
});
