// Who may decide at a gate, and what each decision owes.
import { describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { day } from '#lib/kernel/day.ts';
import { decideOnGate, gateDecisions, gateDeltas, gateInput, type GateInput, type GateInQuestion } from './gate.ts';

const leader: Actor = { id: 'l', via: 'session', role: 'leader', unit: null };
const today = day('2019-01-17');
const open: GateInQuestion = { year: 2018, blockers: [{ id: 'item:a' }, { id: 'target:b' }], reachable: true };
const clear: GateInQuestion = { ...open, blockers: [] };

function decide(gate: GateInQuestion | null, input: Partial<GateInput>, actor: Actor = leader, on = today) {
	const result = decideOnGate(gate, actor, on, {
		phase: 'p',
		decision: 'pass',
		reason: null,
		exceptions: {},
		...input
	});
	return result.ok ? result.value : result.faults.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('a decision at a gate', () => {
	it("[R137] is the leading group's, signed by a person", () => {
		const roles = ['office', 'department', 'district', 'fund_manager'] as const;
		for (const role of roles)
			expect(decide(clear, {}, { id: 'x', via: 'session', role, unit: 'ipo' })).toEqual([' not_allowed']);
		expect(decide(clear, {}, { ...leader, via: 'token' })).toEqual([' not_allowed']);
		expect(decide(clear, {})).toMatchObject({ decision: 'pass' });
	});

	it('[R137] passes only where nothing blocks', () => {
		expect(decide(open, {})).toEqual(['/decision gate_blocked']);
		expect(decide(clear, { decision: 'pass_with_exceptions' })).toEqual(['/decision nothing_blocks']);
	});

	it('[R137] gives a reason for each thing that blocks', () => {
		expect(decide(open, { decision: 'pass_with_exceptions', exceptions: { 'item:a': 'why' } })).toEqual([
			'/exceptions/target:b required'
		]);
		expect(
			decide(open, {
				decision: 'pass_with_exceptions',
				exceptions: { 'item:a': 'x', 'target:b': 'y', 'item:old': 'z' }
			})
		).toMatchObject({
			exceptions: [
				{ blocker: 'item:a', reason: 'x' },
				{ blocker: 'target:b', reason: 'y' }
			]
		});
	});

	it('[R137] holds with a reason, at any time', () => {
		expect(decide(open, { decision: 'hold' })).toEqual(['/reason required']);
		expect(
			decide({ ...open, reachable: false }, { decision: 'hold', reason: 'why' }, leader, day('2017-05-01'))
		).toMatchObject({ decision: 'hold' });
	});

	it('[R137] comes after the phase has begun and the gates before it are passed', () => {
		expect(decide(clear, {}, leader, day('2017-12-31'))).toEqual(['/decision phase_not_begun']);
		expect(decide({ ...clear, reachable: false }, {})).toEqual(['/decision gate_before_open']);
		expect(decide(null, {})).toEqual(['/phase unknown_phase']);
	});

	it('[R138] takes the place of the one before it in both layers', () => {
		for (const before of gateDecisions)
			for (const after of gateDecisions) {
				const deltas = gateDeltas('p', before, after);
				expect(deltas).toHaveLength(before === after ? 0 : 4);
				expect(deltas.reduce((sum, { delta }) => sum + delta, 0n)).toBe(0n);
			}
		expect(gateDeltas('p', null, 'hold')).toHaveLength(2);
	});

	it('[R137] reads the reasons of a form by what blocks', () => {
		expect(
			gateInput({ phase: ['p'], decision: ['pass_with_exceptions'], 'exceptions.item:a': [' why '], reason: [''] })
		).toEqual({
			ok: true,
			value: { phase: 'p', decision: 'pass_with_exceptions', reason: undefined, exceptions: { 'item:a': 'why' } }
		});
	});
});
