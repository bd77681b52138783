// Milestones held against the figures that they are to prove.
import { expect, it } from 'vitest';
import { milestoneDeltas } from './share.ts';
import { reached, smallPlan, stateOf } from '../../../tests/support/small-plan.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { contradicted, proofConflicts } from './proofs.ts';

const name = { zh: '六家', en: 'Six' };
const plan = { ...smallPlan, proofs: [{ milestone: '2/ipo/1', title: name, target: 'institutions', value: 6 }] };
const both = [...reached('2/ipo', 1), ...milestoneDeltas('2/ipo/1', 'confirmed', 1n)];
const conflicts = (deltas: Parameters<typeof stateOf>[0], now: number | null, confirmed: number | null = now) =>
	proofConflicts(plan, groupCells(stateOf(deltas).cells), [
		{ id: 'institutions', reported: { value: now }, confirmed: { value: confirmed } }
	]);

it('[R255] a milestone reported as reached while its target is below contradicts it, layer by layer', () => {
	const against = { milestone: '2/ipo/1', target: 'institutions' };
	expect(conflicts(both, 5)).toEqual([{ ...against, layers: ['reported', 'confirmed'] }]);
	expect(conflicts(both, 6, 5)).toEqual([{ ...against, layers: ['confirmed'] }]);
	expect(conflicts(reached('2/ipo', 1), 5)).toEqual([{ ...against, layers: ['reported'] }]);
	expect(conflicts(both, 6)).toEqual([]);
	expect(conflicts(reached('1/ipo', 1), 5)).toEqual([]);
});

it('[R255] a value that is not known contradicts nothing', () => {
	expect(conflicts(both, null)).toEqual([]);
});

it('[R255] counts the contradicted ones of some milestones in each layer', () => {
	expect(contradicted(conflicts(both, 6, 5), ['2/ipo/1', '1/ipo/1'])).toEqual({ reported: 0, confirmed: 1 });
	expect(contradicted(conflicts(both, 5), ['1/ipo/1'])).toEqual({ reported: 0, confirmed: 0 });
});
