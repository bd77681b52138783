// Deals, cases, shares and milestones at work: what is stored, told and merged, for one person and for two at a time.
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptCases } from '#lib/cases/accept-cases.server.ts';
import { caseSchema, closureSchema, reopeningSchema } from '#lib/cases/case.ts';
import { closeCases } from '#lib/cases/close-cases.server.ts';
import { reopenCases } from '#lib/cases/reopen-cases.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import { day } from '#lib/kernel/day.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import { sharesOfUnit, shareStates } from '#lib/tasks/load-shares.server.ts';
import { reportMilestones } from '#lib/tasks/report-milestones.server.ts';
import { milestoneSchema, taskUpdateSchema } from '#lib/tasks/share.ts';
import { updateShares } from '#lib/tasks/update-shares.server.ts';
import { workOf } from '#lib/tasks/work.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { recordTransactions } from '#lib/transactions/record-transaction.server.ts';
import { leader, office, someone } from '../support/actors.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { freshCall, idOf, idsOf, openLedgerDesk, type LedgerDesk } from '../support/ledger-desk.ts';

const yinzhou = someone('district', 'yinzhou');
const colleague: Actor = { ...yinzhou, id: 'colleague' };
const amr = someone('department', 'amr');
const ipo = someone('department', 'ipo');

describe.each(databaseKinds)('the ledgers at work, on %s', (kind) => {
	let desk: LedgerDesk;
	beforeAll(async () => {
		desk = await openLedgerDesk(kind);
	});
	afterAll(() => desk.close());

	type Over = Record<string, unknown>;
	const pledge = (over: Over) =>
		v.parse(transactionSchema, {
			kind: 'pledge',
			amount: '1000000.00',
			date: '2019-09-01',
			territory: 'yinzhou',
			bank: 'a bank',
			reference: 'R',
			...over
		});
	const accept = (number: string, acceptedAt: string, over: Over = {}) =>
		acceptCases(desk.recording, amr, freshCall(), [
			v.parse(caseSchema, { number, type: 'patent', territory: 'yinzhou', acceptedAt, ...over })
		]);
	const close = (number: string, closedAt: string) =>
		closeCases(desk.recording, amr, freshCall(), [v.parse(closureSchema, { number, closedAt })]);
	const reopen = (number: string, reopenedAt: string) =>
		reopenCases(desk.recording, amr, freshCall(), [
			v.parse(reopeningSchema, { number, reopenedAt, reason: 'a witness came' })
		]);
	const report = (id: string, actual: string, actor: Actor = yinzhou) =>
		reportMilestones(desk.recording, actor, freshCall(), [v.parse(milestoneSchema, { id, actual })]);
	const edit = (share: string, changes: unknown, actor: Actor = yinzhou, call: Call = freshCall()) =>
		updateShares(desk.recording, actor, call, [v.parse(taskUpdateSchema, { share, changes })]);
	const cell = async (name: string) => (await desk.cells())[name] ?? 0n;
	const bodies = async (stream: string, id: string) => {
		const rows = await desk.sql<{ type: string; body: { values: Over; touches: string[]; after: string } }[]>`
			select type, body from event where stream = ${stream} and body->'ids' ? ${id} order by seq`;
		return [...rows];
	};

	test('a double submit has one effect and one answer', async () => {
		const call = freshCall();
		const input = [pledge({ registration: 'TWICE' })];
		const first = await recordTransactions(desk.recording, yinzhou, call, input);
		const after = await desk.counts();
		expect(await recordTransactions(desk.recording, yinzhou, call, input)).toEqual(first);
		expect(await desk.counts()).toEqual(after);
		expect(await recordTransactions(desk.recording, yinzhou, call, [pledge({ amount: '2.00' })])).toMatchObject({
			kind: 'key_reused'
		});
		idOf(first);
	});

	test('two submits of one registration at the same time leave one record and a clear refusal', async () => {
		const submit = () => recordTransactions(desk.recording, yinzhou, freshCall(), [pledge({ registration: 'RACE' })]);
		const results = await Promise.all([submit(), submit()]);
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect(results.find((result) => !result.ok)).toMatchObject({ faults: [{ code: 'duplicate_registration' }] });
	});

	test('a registration is free again once its record is reversed', async () => {
		const id = idOf(await recordTransactions(desk.recording, yinzhou, freshCall(), [pledge({ registration: 'FREE' })]));
		idOf(await desk.reverse(yinzhou, id));
		idOf(await recordTransactions(desk.recording, yinzhou, freshCall(), [pledge({ registration: 'free' })]));
	});

	test('a deal tells the territory and the unit, without parties or bank', async () => {
		const [id = ''] = idsOf(
			await recordTransactions(desk.recording, office, freshCall(), [
				pledge({ parties: 'A and B', registration: 'TOLD' })
			])
		);
		for (const stream of ['breakdown', 'unit:yinzhou', 'unit:finance'])
			expect(await bodies(stream, id), stream).toMatchObject([
				{
					type: 'transactionRecorded',
					body: { values: { deal: 'pledge', amount: '1000000.00', territory: 'yinzhou' } }
				}
			]);
		expect(JSON.stringify(await bodies('breakdown', id))).not.toMatch(/A and B|a bank|TOLD/);
	});

	test('a case is accepted, closed, reopened and closed again, and is open exactly in between', async () => {
		idOf(await accept('LIFE', '2018-12-01'));
		const open = 'city reported cases/open/2018-12-01';
		expect(await cell(open)).toBe(1n);
		const closure = idOf(await close('life', '2018-12-31'));
		expect(await cell(open)).toBe(0n);
		idOf(await reopen('LIFE', '2019-01-10'));
		expect(await cell(open)).toBe(1n);
		expect(await cell('city reported cases/closed/2018-12-31')).toBe(1n);
		expect(await cell('city reported cases/reopened/2019-01-10')).toBe(1n);
		expect(await close('LIFE', '2019-01-09')).toMatchObject({
			faults: [{ code: 'closed_before_accepted', params: { since: '2019-01-10' } }]
		});
		idOf(await close('LIFE', '2019-02-01'));
		expect(await cell(open)).toBe(0n);
		expect(await cell('city reported cases/duration/2019/62')).toBe(1n);
		expect(await bodies('unit:amr', closure)).toMatchObject([{ type: 'caseClosed', body: { values: { days: 30 } } }]);
		expect(await bodies('unit:yinzhou', closure)).toHaveLength(1);
	});

	test('opening cases are closed by number like others', async () => {
		idOf(await accept('OLD', '2016-05-01', { opening: true }));
		idOf(await close('OLD', '2017-01-01'));
		expect(await cell('city reported cases/open/2016-05-01')).toBe(0n);
	});

	test('a batch sees its own earlier records', async () => {
		idOf(await accept('SAME', '2019-03-01'));
		const closure = v.parse(closureSchema, { number: 'SAME', closedAt: '2019-04-01' });
		expect(await closeCases(desk.recording, amr, freshCall(), [closure, closure])).toMatchObject({
			kind: 'conflict',
			faults: [{ pointer: '/1/number', code: 'already_closed' }]
		});
		const acceptance = v.parse(caseSchema, {
			number: 'PAIR',
			type: 'patent',
			territory: 'yinzhou',
			acceptedAt: '2019-03-01'
		});
		expect(
			await acceptCases(desk.recording, amr, freshCall(), [acceptance, { ...acceptance, number: 'pair' }])
		).toMatchObject({ kind: 'conflict', faults: [{ pointer: '/1/number', code: 'duplicate_number' }] });
	});

	test('two closures of one case at the same time leave one, and a clear refusal', async () => {
		idOf(await accept('BOTH', '2019-03-01'));
		const results = await Promise.all([close('BOTH', '2019-04-01'), close('BOTH', '2019-04-02')]);
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect(results.find((result) => !result.ok)).toMatchObject({ faults: [{ code: 'already_closed' }] });
	});

	test('a number is free again once its case is reversed; closure and acceptance leave in that order', async () => {
		const acceptance = idOf(await accept('AGAIN', '2019-03-21'));
		const closure = idOf(await close('AGAIN', '2019-04-21'));
		idOf(await desk.reverse(amr, closure));
		expect(await cell('city reported cases/closed/2019-04-21')).toBe(0n);
		idOf(await desk.reverse(amr, acceptance));
		expect(await close('AGAIN', '2019-04-21')).toMatchObject({ faults: [{ code: 'unknown_case' }] });
		idOf(await accept('again', '2019-03-02'));
	});

	test('reversing a reopening closes the case again by its old closure', async () => {
		idOf(await accept('BACK', '2019-03-01'));
		idOf(await close('BACK', '2019-04-01'));
		const reopening = idOf(await reopen('BACK', '2019-05-01'));
		idOf(await desk.reverse(amr, reopening));
		expect(await close('BACK', '2019-06-01')).toMatchObject({ faults: [{ code: 'already_closed' }] });
		idOf(await reopen('BACK', '2019-05-02'));
		idOf(await close('BACK', '2019-06-01'));
	});

	test('a case is confirmed in its order, also all at once', async () => {
		const all = [
			idOf(await accept('ORDER', '2018-03-01')),
			idOf(await close('ORDER', '2018-04-01')),
			idOf(await reopen('ORDER', '2018-05-01')),
			idOf(await close('ORDER', '2018-06-01'))
		];
		expect([...idsOf(await desk.confirm(office, { ids: [...all].reverse() }))].sort()).toEqual([...all].sort());
		expect(await cell('city confirmed cases/open/2018-03-01')).toBe(0n);
		expect(await cell('city confirmed cases/undone/2018-05-01')).toBe(1n);
		expect(await cell('city confirmed cases/duration/2018/92')).toBe(1n);
	});

	test('a confirmed closure that was reversed leaves the confirmed layer before another takes its place', async () => {
		const acceptance = idOf(await accept('PLACE', '2018-02-02'));
		const first = idOf(await close('PLACE', '2018-03-02'));
		idsOf(await desk.confirm(office, { ids: [acceptance, first] }));
		const undo = idOf(await desk.reverse(amr, first));
		const second = idOf(await close('PLACE', '2018-03-03'));
		expect(await desk.confirm(office, { ids: [second] })).toMatchObject({ faults: [{ code: 'not_confirmed_before' }] });
		idOf(await desk.confirm(office, { ids: [undo] }));
		idOf(await desk.confirm(office, { ids: [second] }));
		expect(await cell('city confirmed cases/open/2018-02-02')).toBe(0n);
	});

	test('[R254] progress of a share is counted from its milestones, in both layers', async () => {
		const progress = async () => {
			const { db } = desk.recording.log.database;
			const share = (await sharesOfUnit(db, 'yinzhou')).find(({ id }) => id === '1.3/yinzhou');
			const shown = (await shareStates(db)).find(({ id }) => id === '1.3/yinzhou');
			return [share?.fields.progress, share?.confirmed.progress, shown?.progress];
		};
		expect(await progress()).toEqual([0, 0, 0]);
		const first = idOf(await report('1.3/yinzhou/1', '2019-05-01'));
		idOf(await report('1.3/yinzhou/2', '2019-05-02'));
		idOf(await desk.confirm(office, { ids: [first] }));
		expect(await progress()).toEqual([66, 33, 66]);
		const undo = idOf(await desk.reverse(yinzhou, first));
		// While the reversal waits, the confirmed layer keeps what it says, whatever is reported in its place.
		expect(await progress()).toEqual([33, 33, 33]);
		const again = idOf(await report('1.3/yinzhou/1', '2019-05-03'));
		expect(await progress()).toEqual([66, 33, 66]);
		const share = (await sharesOfUnit(desk.recording.log.database.db, 'yinzhou')).filter(({ task }) => task === '1.3');
		const work = workOf(desk.recording.plan, share, day('2019-09-16'), 'en').shares[0];
		expect(work?.reached).toEqual({ reported: 2, confirmed: 1 });
		idOf(await desk.confirm(office, { ids: [undo] }));
		expect(await progress()).toEqual([66, 0, 66]);
		idOf(await desk.confirm(office, { ids: [again] }));
		expect(await progress()).toEqual([66, 33, 66]);
	});

	test('two people, one share: different fields merge', async () => {
		idOf(await edit('2.2/yinzhou', { narrative: { base: '', new: 'began' }, nextStep: { base: '', new: 'sign' } }));
		const mine = { nextStep: { base: 'sign', new: 'pay' } };
		const yours = { narrative: { base: 'began', new: 'goes well' } };
		const results = await Promise.all([edit('2.2/yinzhou', mine), edit('2.2/yinzhou', yours, colleague)]);
		expect(results.map((result) => result.ok)).toEqual([true, true]);
		const share = (await sharesOfUnit(desk.recording.log.database.db, 'yinzhou')).find(
			({ id }) => id === '2.2/yinzhou'
		);
		expect(share).toMatchObject({
			version: 3,
			fields: { progress: 0, narrative: 'goes well', status: 'not_started', nextStep: 'pay' },
			confirmed: { version: 0, progress: 0 },
			lastUpdate: { unit: 'yinzhou' }
		});
	});

	test('two people, one field: the second sees both values, who and when, and nothing is overwritten', async () => {
		idOf(
			await edit('2.4/yinzhou', {
				status: { base: 'not_started', new: 'in_progress' },
				nextStep: { base: '', new: 'sign' }
			})
		);
		desk.setClock('2019-09-16T10:30');
		idOf(await edit('2.4/yinzhou', { status: { base: 'in_progress', new: 'blocked' } }));
		desk.setClock('2019-09-16T11:00');
		idOf(await edit('2.4/yinzhou', { nextStep: { base: 'sign', new: 'pay' } }));
		const stale = await edit(
			'2.4/yinzhou',
			{ status: { base: 'in_progress', new: 'cancelled' }, narrative: { base: '', new: 'mine' } },
			colleague
		);
		expect(stale).toEqual({
			ok: false,
			kind: 'edit_conflict',
			faults: [{ pointer: '/changes/status', code: 'edit_conflict' }],
			conflicts: [
				{
					...{ field: 'status', base: 'in_progress', mine: 'cancelled', theirs: 'blocked', by: 'yinzhou' },
					at: '2019-09-16T02:30:00.000Z'
				}
			]
		});
		const share = (await shareStates(desk.recording.log.database.db)).find(({ id }) => id === '2.4/yinzhou');
		expect(share).toMatchObject({ status: 'blocked', narrative: '', nextStep: 'pay', version: 3 });
	});

	test('an update within a batch builds on the one before it, and conflicts are told for the batch', async () => {
		const input = (changes: unknown) => v.parse(taskUpdateSchema, { share: '3.4/yinzhou', changes });
		const call = () => freshCall();
		expect(
			await updateShares(desk.recording, yinzhou, call(), [
				input({ nextStep: { base: '', new: 'sign' } }),
				input({ nextStep: { base: '', new: 'pay' } })
			])
		).toMatchObject({
			kind: 'edit_conflict',
			faults: [{ pointer: '/1/changes/nextStep' }],
			conflicts: [{ field: 'nextStep', theirs: 'sign', mine: 'pay', by: 'yinzhou' }]
		});
		const ids = idsOf(
			await updateShares(desk.recording, yinzhou, call(), [
				input({ nextStep: { base: '', new: 'sign' } }),
				input({ nextStep: { base: 'sign', new: 'pay' }, status: { base: 'not_started', new: 'in_progress' } })
			])
		);
		idsOf(await desk.confirm(office, { ids: [...ids].reverse() }));
		expect(await cell('breakdown confirmed share/3.4/yinzhou/status/in_progress')).toBe(1n);
	});

	test('an update is told to the unit and the task, in figures and codes only', async () => {
		const id = idOf(
			await edit('3.1.1/yinzhou', {
				status: { base: 'not_started', new: 'blocked' },
				narrative: { base: '', new: 'the landlord said no' }
			})
		);
		for (const stream of ['unit:yinzhou', 'task:3.1.1'])
			expect(await bodies(stream, id), stream).toMatchObject([
				{
					type: 'shareUpdated',
					body: {
						values: { share: '3.1.1/yinzhou', statusFrom: 'not_started', status: 'blocked', progress: 0 },
						touches: ['review', 'share:3.1.1/yinzhou', 'work:yinzhou', 'task:3.1.1'],
						after: 'share:3.1.1/yinzhou@1'
					}
				}
			]);
		expect(JSON.stringify(await bodies('unit:yinzhou', id))).not.toContain('landlord');
	});

	test('the newest confirmed version is what the confirmed layer shows; an older one is refused', async () => {
		const first = idOf(await edit('3.3/yinzhou', { status: { base: 'not_started', new: 'in_progress' } }));
		const second = idOf(await edit('3.3/yinzhou', { status: { base: 'in_progress', new: 'blocked' } }));
		idOf(await desk.confirm(office, { ids: [second] }));
		expect(await cell('breakdown confirmed share/3.3/yinzhou/status/blocked')).toBe(1n);
		expect(await desk.confirm(office, { ids: [first] })).toMatchObject({
			kind: 'conflict',
			faults: [{ code: 'already_confirmed', pointer: '/ids/0' }]
		});
	});

	test('where the task says so its lead confirms, but not what it entered itself', async () => {
		const task = [...desk.recording.plan.tasks.values()].find(
			(candidate) => candidate.confirmedBy === 'lead' && candidate.lead === 'ipo' && candidate.territories
		);
		if (!task) throw new Error('the plan has no task that its lead confirms');
		const begun = { status: { base: 'not_started', new: 'in_progress' } };
		const states = await shareStates(desk.recording.log.database.db);
		const untouched = states.find(({ task: code, unit }) => code === task.code && unit === 'cixi');
		expect(untouched).toMatchObject({ status: 'not_started' });
		const district = idOf(await edit(`${task.code}/cixi`, begun, someone('district', 'cixi')));
		const own = idOf(await edit(`${task.code}/ipo`, begun, ipo));
		const confirmer: Actor = { ...ipo, id: 'another-of-ipo' };
		idOf(await desk.confirm(confirmer, { ids: [district] }));
		expect(await desk.confirm(confirmer, { ids: [own] })).toMatchObject({ faults: [{ code: 'own_unit_entry' }] });
		idOf(await desk.confirm(leader, { ids: [own] }));
	});

	test('a milestone is reported, withdrawn, reported anew and confirmed once', async () => {
		const id = '2.2/yinzhou/1';
		const first = idOf(await report(id, '2019-05-01'));
		idOf(await desk.confirm(office, { ids: [first] }));
		const undo = idOf(await desk.reverse(yinzhou, first));
		expect(await cell(`breakdown reported milestone/${id}`)).toBe(0n);
		expect(await cell(`breakdown confirmed milestone/${id}`)).toBe(1n);
		const second = idOf(await report(id, '2019-05-02'));
		expect(await desk.confirm(office, { ids: [second] })).toMatchObject({ faults: [{ code: 'not_confirmed_before' }] });
		idOf(await desk.confirm(office, { ids: [undo] }));
		idOf(await desk.confirm(office, { ids: [second] }));
		expect(await cell(`breakdown confirmed milestone/${id}`)).toBe(1n);
		const share = (await sharesOfUnit(desk.recording.log.database.db, 'yinzhou')).find(({ task }) => task === '2.2');
		expect(share?.milestones[0]).toMatchObject({ id, n: 1, report: { actual: '2019-05-02', confirmed: true } });
		expect(share?.milestones.slice(1).every((milestone) => milestone.report === null)).toBe(true);
		const state = (await shareStates(desk.recording.log.database.db)).find(
			(candidate) => candidate.id === '2.2/yinzhou'
		);
		expect(state?.milestones[0]).toMatchObject({ id, actual: '2019-05-02' });
	});

	test('every share of the plan stands in the database with its milestones', async () => {
		const states = await shareStates(desk.recording.log.database.db);
		expect(states.map(({ id }) => id).sort()).toEqual([...desk.recording.plan.shares.keys()].sort());
		expect(states.flatMap(({ milestones }) => milestones.map(({ id }) => id)).sort()).toEqual(
			[...desk.recording.plan.milestones.keys()].sort()
		);
	});
});
