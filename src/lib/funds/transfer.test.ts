// Whether budget may be transferred, and what funds may do with their money.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leader, office, someone } from '../../../tests/support/actors.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import type { Actor } from '#lib/access/roles.ts';
import { fen, fromYuan } from '#lib/kernel/money.ts';
import type { Result } from '#lib/kernel/result.ts';
import { noChanges, type Totals } from './budget.ts';
import { decideTransfer, type TransferInput } from './transfer.ts';

const plan = await ningboPlan();

function transfer(change: Partial<TransferInput> = {}): TransferInput {
	const amount = fromYuan('1000000.00');
	return { from: 'insurance', to: 'public-platform', kind: 'central', amount, reason: 'R', reference: null, ...change };
}

function decide(change: Partial<TransferInput> = {}, totals: Totals = new Map(), actor: Actor = office) {
	return decideTransfer(plan, { totals, changes: noChanges }, actor, transfer(change));
}

function fault(result: Result<unknown>) {
	if (result.ok) return null;
	const [first] = result.faults;
	return `${result.kind} ${first?.code} ${first?.pointer}`;
}

describe('[R111] a transfer', () => {
	it('is proposed by the office alone, never by a feed', () => {
		expect(decide()).toMatchObject({ ok: true, value: { from: 'insurance', to: 'public-platform' } });
		for (const actor of [
			leader,
			someone('fund_manager', 'stfc'),
			someone('district', 'yinzhou'),
			someone('department', 'finance'),
			someone('office', 'ipo', 'token')
		])
			expect(fault(decide({}, new Map(), actor))).toBe('forbidden not_allowed /from');
	});

	it.each([
		['an unknown giver', { from: 'nowhere' }, 'invalid unknown_line /from'],
		['an unknown receiver', { to: 'nowhere' }, 'invalid unknown_line /to'],
		['one and the same node', { to: 'insurance' }, 'invalid same_node /to'],
		['local money of a line that has none', { kind: 'local', to: 'funds' }, 'invalid no_budget_here /from'],
		['central money to a class that has none', { to: 'funds' }, 'invalid no_budget_here /to']
	] as const)('with %s is refused', (_, change, refusal) => {
		expect(fault(decide(change))).toBe(refusal);
	});

	it('runs between classes where the document puts local money on them', () => {
		expect(decide({ kind: 'local', from: 'subsidies', to: 'funds' }).ok).toBe(true);
	});

	it('leaves the giver what is recorded on it, step by step, to the fen', () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: 0n, max: 1_000_000_000n }),
				fc.constantFrom('allocated', 'received', 'committed', 'disbursed', 'spent'),
				(recorded, step) => {
					const totals = new Map([[`insurance central ${step}`, recorded]]);
					const left = 1_000_000_000n - recorded;
					if (left > 0n) expect(decide({ amount: fen(left) }, totals).ok).toBe(true);
					expect(fault(decide({ amount: fen(left + 1n) }, totals))).toBe('conflict transfer_below_recorded /amount');
				}
			)
		);
	});

	it('says how much can be given', () => {
		const totals = new Map([['insurance central spent', fromYuan('9999999.99')]]);
		expect(decide({}, totals)).toMatchObject({
			faults: [{ params: { node: 'insurance', budget: '10000000.00', recorded: '9999999.99', left: '0.01' } }]
		});
	});
});
