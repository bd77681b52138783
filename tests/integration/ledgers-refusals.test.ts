// Bad input for deals, cases, shares and milestones: each refusal has its code and place, and nothing is written.
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptCases } from '#lib/cases/accept-cases.server.ts';
import { caseSchema, closureSchema, reopeningSchema } from '#lib/cases/case.ts';
import { closeCases } from '#lib/cases/close-cases.server.ts';
import { reopenCases } from '#lib/cases/reopen-cases.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import { parse } from '#lib/kernel/fields.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { reportMilestones } from '#lib/tasks/report-milestones.server.ts';
import { milestoneSchema, taskUpdateSchema } from '#lib/tasks/share.ts';
import { updateShares } from '#lib/tasks/update-shares.server.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { recordTransactions } from '#lib/transactions/record-transaction.server.ts';
import { leader, office, someone } from '../support/actors.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { freshCall, idOf, openLedgerDesk, type LedgerDesk } from '../support/ledger-desk.ts';

const yinzhou = someone('district', 'yinzhou');
const haishu = someone('district', 'haishu');
const amr = someone('department', 'amr');

describe.each(databaseKinds)('bad input, on %s', (kind) => {
	let desk: LedgerDesk;
	let ids: { acceptance: string; closure: string; reopening: string; secondClosure: string; update: string };
	beforeAll(async () => {
		desk = await openLedgerDesk(kind);
		idOf(await deal(yinzhou, { registration: 'ZL-1' }));
		const acceptance = idOf(await accept(amr, { number: 'A-1', acceptedAt: '2019-03-01' }));
		const closure = idOf(await close(amr, { number: 'A-1', closedAt: '2019-04-01' }));
		const reopening = idOf(await reopen(amr, { number: 'A-1', reopenedAt: '2019-05-01' }));
		const secondClosure = idOf(await close(amr, { number: 'A-1', closedAt: '2019-06-01' }));
		idOf(await accept(amr, { number: 'OPEN', acceptedAt: '2019-03-01' }));
		idOf(await report(yinzhou, { id: '2.3/yinzhou/1', actual: '2019-05-01' }));
		const update = idOf(await edit(yinzhou, { nextStep: { base: '', new: 'pay' } }));
		ids = { acceptance, closure, reopening, secondClosure, update };
	});
	afterAll(() => desk.close());

	type Over = Record<string, unknown>;
	const deal = (actor: Actor, over: Over) =>
		recordTransactions(desk.recording, actor, freshCall(), [
			v.parse(transactionSchema, {
				kind: 'transfer',
				amount: '100.00',
				date: '2019-09-01',
				territory: 'yinzhou',
				reference: 'R',
				...over
			})
		]);
	const accept = (actor: Actor, over: Over) =>
		acceptCases(desk.recording, actor, freshCall(), [
			v.parse(caseSchema, { number: 'N', type: 'patent', territory: 'yinzhou', acceptedAt: '2019-09-01', ...over })
		]);
	const close = (actor: Actor, over: Over) =>
		closeCases(desk.recording, actor, freshCall(), [
			v.parse(closureSchema, { number: 'OPEN', closedAt: '2019-09-01', ...over })
		]);
	const reopen = (actor: Actor, over: Over) =>
		reopenCases(desk.recording, actor, freshCall(), [
			v.parse(reopeningSchema, { number: 'OPEN', reopenedAt: '2019-09-01', reason: 'again', ...over })
		]);
	const report = (actor: Actor, over: Over) =>
		reportMilestones(desk.recording, actor, freshCall(), [
			v.parse(milestoneSchema, { id: '2.3/yinzhou/2', actual: '2019-09-01', ...over })
		]);
	const edit = (actor: Actor, changes: unknown, share = '2.3/yinzhou') =>
		updateShares(desk.recording, actor, freshCall(), [v.parse(taskUpdateSchema, { share, changes })]);

	test('[R265] what stands in the way is named to who may see it, and to nobody else', async () => {
		const named = (result: Result<Written>) => (result.ok ? null : result.faults.map((fault) => fault.ids ?? null));
		const held = idOf(await deal(yinzhou, { registration: 'ZL-9' }));
		expect(named(await deal(yinzhou, { registration: 'zl-9' }))).toEqual([[held]]);
		expect(named(await deal(haishu, { registration: 'ZL-9', territory: 'haishu' }))).toEqual([null]);
		expect(named(await accept(amr, { number: 'a-1' }))).toEqual([[ids.acceptance]]);
		expect(named(await accept(haishu, { number: 'A-1', territory: 'haishu' }))).toEqual([null]);
		expect(named(await close(amr, { number: 'A-1', closedAt: '2019-07-01' }))).toEqual([[ids.secondClosure]]);
		expect(named(await report(yinzhou, { id: '2.3/yinzhou/1', actual: '2019-05-02' }))).toEqual([[expect.any(String)]]);
	});

	const refusals: [name: string, act: () => Promise<Result<Written>>, kind: string, code: string, pointer: string][] = [
		[
			'a deal before the base year',
			() => deal(yinzhou, { date: '2016-12-31' }),
			'invalid',
			'before_base_year',
			'/date'
		],
		['a deal after today', () => deal(yinzhou, { date: '2019-09-17' }), 'invalid', 'in_future', '/date'],
		['a deal nowhere', () => deal(office, { territory: 'x' }), 'invalid', 'unknown_territory', '/territory'],
		['a pledge without a bank', () => deal(yinzhou, { kind: 'pledge' }), 'invalid', 'bank_required', '/bank'],
		['a deal of another district', () => deal(haishu, {}), 'forbidden', 'not_your_unit', '/territory'],
		['a deal by a department', () => deal(amr, {}), 'forbidden', 'not_allowed', '/territory'],
		[
			'a registration that is held',
			() => deal(yinzhou, { registration: ' ｚｌ-1 ' }),
			'conflict',
			'duplicate_registration',
			'/registration'
		],
		['an old case', () => accept(amr, { acceptedAt: '2016-12-31' }), 'invalid', 'opening_required', '/opening'],
		['a young opening case', () => accept(amr, { opening: true }), 'invalid', 'opening_after_base_year', '/acceptedAt'],
		['a case after today', () => accept(amr, { acceptedAt: '2019-09-17' }), 'invalid', 'in_future', '/acceptedAt'],
		['a case of nobody', () => accept(amr, { department: 'x' }), 'invalid', 'unknown_department', '/department'],
		['a case nowhere', () => accept(amr, { territory: 'x' }), 'invalid', 'unknown_territory', '/territory'],
		['a case of another district', () => accept(haishu, {}), 'forbidden', 'not_your_unit', '/territory'],
		['a number that is held', () => accept(amr, { number: 'ａ-1' }), 'conflict', 'duplicate_number', '/number'],
		['a closure of no case', () => close(amr, { number: 'B' }), 'not_found', 'unknown_case', '/number'],
		['a closure of an unseen case', () => close(haishu, {}), 'not_found', 'unknown_case', '/number'],
		['a closure by the leadership', () => close(leader, {}), 'forbidden', 'not_allowed', '/number'],
		[
			'a closure before the acceptance',
			() => close(amr, { closedAt: '2019-02-28' }),
			'invalid',
			'closed_before_accepted',
			'/closedAt'
		],
		['a closure after today', () => close(amr, { closedAt: '2019-09-17' }), 'invalid', 'in_future', '/closedAt'],
		['a second closure', () => close(amr, { number: 'A-1' }), 'conflict', 'already_closed', '/number'],
		['a reopening of an open case', () => reopen(amr, {}), 'conflict', 'not_closed', '/number'],
		[
			'a reopening before the closure',
			() => reopen(amr, { number: 'A-1', reopenedAt: '2019-05-31' }),
			'invalid',
			'reopened_before_closed',
			'/reopenedAt'
		],
		['an unknown milestone', () => report(yinzhou, { id: '2.3/yinzhou/99' }), 'not_found', 'unknown_milestone', '/id'],
		['an unseen milestone', () => report(yinzhou, { id: '2.1/ipo/1' }), 'not_found', 'unknown_milestone', '/id'],
		['a milestone of another unit', () => report(haishu, {}), 'forbidden', 'not_your_unit', '/id'],
		['a milestone after today', () => report(yinzhou, { actual: '2019-09-17' }), 'invalid', 'in_future', '/actual'],
		[
			'a milestone that is reported',
			() => report(yinzhou, { id: '2.3/yinzhou/1' }),
			'conflict',
			'already_reported',
			'/id'
		],
		['an unseen share', () => edit(yinzhou, {}, '2.1/ipo'), 'not_found', 'unknown_share', '/share'],
		['a share of another unit', () => edit(haishu, {}), 'forbidden', 'not_your_unit', '/share'],
		[
			'no change',
			() => edit(yinzhou, { nextStep: { base: '', new: 'pay' } }),
			'invalid',
			'nothing_changed',
			'/changes'
		],
		[
			'completed but not done',
			() => edit(yinzhou, { status: { base: 'not_started', new: 'completed' } }),
			'invalid',
			'completed_needs_full_progress',
			'/changes/status'
		],
		[
			'typed progress of a share with milestones',
			() => edit(yinzhou, { progress: { base: 33, new: 50 } }),
			'invalid',
			'progress_computed',
			'/changes/progress'
		],
		[
			'a stale edit of the same field',
			() => edit(yinzhou, { nextStep: { base: 'sign', new: 'spend' } }),
			'edit_conflict',
			'edit_conflict',
			'/changes/nextStep'
		],
		[
			'a confirmation of a closure before its acceptance',
			() => desk.confirm(office, { ids: [ids.closure] }),
			'conflict',
			'not_confirmed_before',
			'/ids/0'
		],
		[
			'a confirmation of a reopening before its closure',
			() => desk.confirm(office, { ids: [ids.acceptance, ids.reopening] }),
			'conflict',
			'not_confirmed_before',
			'/ids/1'
		],
		[
			'a confirmation of the second closure before the reopening',
			() => desk.confirm(office, { ids: [ids.secondClosure, ids.acceptance, ids.closure] }),
			'conflict',
			'not_confirmed_before',
			'/ids/0'
		],
		[
			'a reversal of an acceptance that was closed',
			() => desk.reverse(amr, ids.acceptance),
			'conflict',
			'has_dependents',
			'/id'
		],
		[
			'a reversal of a closure that was reopened',
			() => desk.reverse(amr, ids.closure),
			'conflict',
			'has_dependents',
			'/id'
		],
		[
			'a reversal of a reopening after which the case was closed again',
			() => desk.reverse(amr, ids.reopening),
			'conflict',
			'has_dependents',
			'/id'
		],
		['a reversal of an update', () => desk.reverse(yinzhou, ids.update), 'conflict', 'not_allowed', '/id'],
		[
			'a confirmation by a district',
			() => desk.confirm(yinzhou, { ids: [ids.update] }),
			'forbidden',
			'not_allowed',
			'/ids/0'
		],
		[
			'a confirmation of an entry of the own unit',
			() => desk.confirm(someone('office', 'amr'), { ids: [ids.acceptance] }),
			'forbidden',
			'own_unit_entry',
			'/ids/0'
		]
	];

	test.each(refusals)('%s', async (_name, act, refusalKind, code, pointer) => {
		const before = [await desk.counts(), await desk.cells()];
		const refused = await act();
		expect(refused).toMatchObject({ ok: false, kind: refusalKind });
		expect(refused.ok ? [] : refused.faults.map((fault) => [fault.code, fault.pointer])).toEqual([[code, pointer]]);
		expect([await desk.counts(), await desk.cells()]).toEqual(before);
	});

	test('one fault in a batch refuses all of it and names the record', async () => {
		const before = [await desk.counts(), await desk.cells()];
		const input = (over: Over) =>
			v.parse(transactionSchema, {
				kind: 'transfer',
				amount: '1.00',
				date: '2019-09-01',
				territory: 'yinzhou',
				reference: 'R',
				...over
			});
		const refused = await recordTransactions(desk.recording, yinzhou, freshCall(), [
			input({ registration: 'NEW' }),
			input({ registration: 'new ' }),
			input({ date: '2019-09-17' })
		]);
		expect(refused).toMatchObject({
			kind: 'conflict',
			faults: [
				{ pointer: '/1/registration', code: 'duplicate_registration' },
				{ pointer: '/2/date', code: 'in_future' }
			]
		});
		expect([await desk.counts(), await desk.cells()]).toEqual(before);
	});

	test.each([
		['transaction', { amount: '-5' }, '/amount', 'amount_not_positive'],
		['transaction', { amount: '5.001' }, '/amount', 'amount_too_precise'],
		['case', { acceptedAt: '2019-02-29' }, '/acceptedAt', 'bad_date'],
		['closure', { closedBy: 'me' }, '/closedBy', 'unknown_field'],
		['update', { changes: { progress: { base: 0, new: 101 } } }, '/changes/progress/new', 'bad_percent'],
		['update', { changes: { status: { new: 'blocked' } } }, '/changes/status/base', 'required']
	] as const)('the form of a %s with %j names %s: %s', (form, over, pointer, code) => {
		const forms = {
			transaction: [
				transactionSchema,
				{ kind: 'transfer', amount: '5.00', date: '2019-09-01', territory: 'yinzhou', reference: 'R' }
			],
			case: [caseSchema, { number: 'N', type: 'patent', territory: 'yinzhou', acceptedAt: '2019-09-01' }],
			closure: [closureSchema, { number: 'N', closedAt: '2019-09-01' }],
			update: [taskUpdateSchema, { share: '2.3/yinzhou', changes: {} }]
		} as const;
		const [schema, good] = forms[form];
		expect(parse(schema, good).ok).toBe(true);
		expect(parse(schema, { ...good, ...over })).toMatchObject({
			ok: false,
			kind: 'invalid',
			faults: [{ pointer, code }]
		});
	});
});
