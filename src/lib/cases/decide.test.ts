// Which cases may be accepted, closed and reopened.
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { leader, office, reader, someone } from '../../../tests/support/actors.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import type { Actor } from '#lib/access/roles.ts';
import { day } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { caseSchema, closureSchema, reopeningSchema } from './case.ts';
import { decideAcceptance, decideClosure, decideReopening, type CaseState } from './decide.ts';

let plan: PlanIndex;
beforeAll(async () => {
	plan = await ningboPlan();
});

const today = day('2019-09-16');
const amr = someone('department', 'amr');
const yinzhou = someone('district', 'yinzhou');
const open: CaseState = {
	id: 'a',
	enteredBy: 'yinzhou',
	feed: null,
	file: { type: 'patent', territory: 'yinzhou', department: 'amr', acceptedAt: day('2019-03-01') },
	closure: null,
	reopening: null
};
const closed: CaseState = { ...open, closure: { id: 'c', closedAt: day('2019-04-01') } };
const reopened: CaseState = { ...open, reopening: { id: 'r', reopenedAt: day('2019-05-01') } };

function accept(over: Record<string, unknown> = {}, actor: Actor = amr, held: ReadonlySet<string> = new Set()) {
	const input = { number: 'A-1', type: 'patent', territory: 'yinzhou', acceptedAt: '2019-09-01', ...over };
	return decideAcceptance(plan, held, actor, today, v.parse(caseSchema, input));
}
function close(state: CaseState, closedAt: string, actor: Actor = amr, number = 'A-1') {
	const input = v.parse(closureSchema, { number, closedAt });
	return decideClosure(plan, new Map([['a-1', state]]), actor, today, input);
}
function reopen(state: CaseState, reopenedAt: string, actor: Actor = amr, number = 'A-1') {
	const input = v.parse(reopeningSchema, { number, reopenedAt, reason: 'new evidence' });
	return decideReopening(plan, new Map([['a-1', state]]), actor, today, input);
}

describe('an acceptance', () => {
	it('belongs to the department that enters it, unless another is named', () => {
		expect(accept()).toMatchObject({ value: { record: { file: { department: 'amr' } }, unit: 'amr' } });
		expect(accept({ department: 'police' })).toMatchObject({ value: { record: { file: { department: 'police' } } } });
		expect(accept({}, yinzhou)).toMatchObject({ value: { record: { file: { department: null } }, unit: 'yinzhou' } });
	});

	it.each([
		[{ territory: 'nowhere' }, 'unknown_territory', '/territory'],
		[{ department: 'nobody' }, 'unknown_department', '/department'],
		[{ department: 'yinzhou' }, 'unknown_department', '/department'],
		[{ department: 'court' }, 'not_enforcing', '/department'],
		[{ acceptedAt: '2019-09-17' }, 'in_future', '/acceptedAt'],
		[{ acceptedAt: '2016-12-31' }, 'opening_required', '/opening'],
		[{ acceptedAt: '2017-01-01', opening: true }, 'opening_after_base_year', '/acceptedAt'],
		[{ acceptedAt: '2019-09-17', opening: true }, 'opening_after_base_year', '/acceptedAt']
	])('[R264] with %j is invalid: %s at %s', (over, code, pointer) => {
		expect(accept(over)).toMatchObject({ ok: false, kind: 'invalid', faults: [{ code, pointer }] });
	});

	it('may be older than the base year as an opening case', () => {
		expect(accept({ acceptedAt: '2016-12-31', opening: true }).ok).toBe(true);
	});

	it.each<[Actor, string]>([
		[someone('district', 'haishu'), 'not_your_unit'],
		[someone('department', 'court'), 'not_allowed'],
		[office, 'not_allowed'],
		[leader, 'not_allowed']
	])('by %o in Yinzhou is forbidden as %s', (actor, code) => {
		expect(accept({}, actor)).toMatchObject({ kind: 'forbidden', faults: [{ code, pointer: '/territory' }] });
	});

	it('needs a number that no case holds, in whatever case and width', () => {
		expect(accept({ number: ' Ａ-1' }, amr, new Set(['a-1']))).toMatchObject({
			kind: 'conflict',
			faults: [{ code: 'duplicate_number', pointer: '/number', params: { number: 'Ａ-1' } }]
		});
	});
});

describe('a closure', () => {
	it('closes an open case, found by its number in any case and width', () => {
		expect(close(open, '2019-03-01', amr, 'ａ-1')).toMatchObject({
			ok: true,
			value: { record: { kind: 'closure', closedAt: '2019-03-01' }, unit: 'amr', before: open }
		});
	});

	it.each([
		[open, '2019-02-28', 'invalid', 'closed_before_accepted', '/closedAt'],
		[reopened, '2019-04-30', 'invalid', 'closed_before_accepted', '/closedAt'],
		[open, '2019-09-17', 'invalid', 'in_future', '/closedAt'],
		[open, '2016-12-31', 'invalid', 'before_base_year', '/closedAt'],
		[closed, '2019-06-01', 'conflict', 'already_closed', '/number']
	])('of %o on %s is refused: %s %s at %s', (state, date, kind, code, pointer) => {
		expect(close(state, date)).toMatchObject({ ok: false, kind, faults: [{ code, pointer }] });
	});

	it('may be on the day of the acceptance or of the reopening', () => {
		expect(close(reopened, '2019-05-01').ok).toBe(true);
	});

	it('says since when the case is open', () => {
		expect(close(reopened, '2019-04-30')).toMatchObject({ faults: [{ params: { since: '2019-05-01' } }] });
	});

	it.each<[Actor, string, string]>([
		[amr, 'not_found', 'unknown_case'],
		[leader, 'not_found', 'unknown_case']
	])('of an unknown number by %o is %s %s', (actor, kind, code) => {
		expect(close(open, '2019-06-01', actor, 'B-9')).toMatchObject({ kind, faults: [{ code, pointer: '/number' }] });
	});

	it.each<[Actor, string, string]>([
		[someone('district', 'haishu'), 'not_found', 'unknown_case'],
		[someone('department', 'police'), 'not_found', 'unknown_case'],
		[reader, 'not_found', 'unknown_case'],
		[office, 'forbidden', 'not_allowed'],
		[leader, 'forbidden', 'not_allowed']
	])('by %o, who neither entered nor holds it, is %s %s', (actor, kind, code) => {
		expect(close(open, '2019-06-01', actor)).toMatchObject({ kind, faults: [{ code, pointer: '/number' }] });
	});

	it('by a department that the case names but that records no cases is forbidden', () => {
		const named = { ...open, file: { ...open.file, department: 'court' } };
		expect(close(named, '2019-06-01', someone('department', 'court'))).toMatchObject({
			kind: 'forbidden',
			faults: [{ code: 'not_allowed', pointer: '/number' }]
		});
	});

	it('by a district that entered a case elsewhere is not its own', () => {
		const elsewhere = { ...open, file: { ...open.file, territory: 'haishu' } };
		expect(close(elsewhere, '2019-06-01', yinzhou)).toMatchObject({
			kind: 'forbidden',
			faults: [{ code: 'not_your_unit', pointer: '/number' }]
		});
	});
});

describe('a reopening', () => {
	it('opens a closed case', () => {
		expect(reopen(closed, '2019-04-01')).toMatchObject({
			ok: true,
			value: { record: { kind: 'reopening', closedAt: '2019-04-01', reopenedAt: '2019-04-01' }, unit: 'amr' }
		});
	});

	it.each([
		[open, '2019-06-01', 'conflict', 'not_closed', '/number'],
		[closed, '2019-03-31', 'invalid', 'reopened_before_closed', '/reopenedAt'],
		[closed, '2019-09-17', 'invalid', 'in_future', '/reopenedAt'],
		[closed, '2016-12-31', 'invalid', 'before_base_year', '/reopenedAt']
	])('of %o on %s is refused: %s %s at %s', (state, date, kind, code, pointer) => {
		expect(reopen(state, date)).toMatchObject({ ok: false, kind, faults: [{ code, pointer }] });
	});

	it('of a case that one may not see does not find it', () => {
		expect(reopen(closed, '2019-06-01', someone('district', 'haishu'))).toMatchObject({
			kind: 'not_found',
			faults: [{ code: 'unknown_case', pointer: '/number' }]
		});
	});
});
