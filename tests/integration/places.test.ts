// The places that records hold (numbers, periods, milestones, names): free at once as reported, taken as confirmed until the reversal is.
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseSchema, closureSchema, reopeningSchema } from '#lib/cases/case.ts';
import { reviewSchema } from '#lib/funds/review.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { baseFigureSchema } from '#lib/observations/base-figure.ts';
import { observationSchema } from '#lib/observations/observation.ts';
import { entitySchema } from '#lib/registers/register.ts';
import { milestoneSchema } from '#lib/tasks/share.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { leader, office, someone } from '../support/actors.ts';
import { atOnce } from '../support/at-once.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { placesHeldTwice, recountedCells, storedCells } from '../support/recount.ts';

const yinzhou = someone('district', 'yinzhou');
const amr = someone('department', 'amr');
const court = someone('department', 'court');

describe.each(databaseKinds)('places, on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		// Cases whose closures and reopenings the table records, reverses and records again.
		for (const number of ['CLOSURE', 'REOPENING']) {
			const accepted = idOf(await accept(number));
			written(await confirm(accepted));
		}
		written(await confirm(idOf(await close('REOPENING', '2019-03-10'))));
	});
	afterAll(() => desk.close());

	const kinds: readonly (readonly [
		name: string,
		month: { readonly unit: string; readonly month: string } | null,
		record: (time: number) => Promise<Result<Written>>
	])[] = [
		['a registration', { unit: 'yinzhou', month: '2019-05' }, (time) => licence('ZL 1', `${time}000.00`)],
		['a case number', { unit: 'amr', month: '2019-03' }, () => accept('NUMBER')],
		['a closure', { unit: 'amr', month: '2019-03' }, (time) => close('CLOSURE', `2019-03-1${time}`)],
		[
			'a reopening',
			{ unit: 'amr', month: '2019-04' },
			(time) =>
				desk.commands.reopenCases(amr, call(), [
					v.parse(reopeningSchema, { number: 'REOPENING', reopenedAt: `2019-04-1${time}`, reason: 'R' })
				])
		],
		['a milestone', { unit: 'yinzhou', month: '2019-02' }, (time) => milestone('2.4/yinzhou/1', time)],
		[
			'a period',
			{ unit: 'court', month: '2019-05' },
			(time) =>
				desk.commands.recordObservations(court, call(), [
					v.parse(observationSchema, { indicator: 'mediation-cases', unit: 'court', period: '2019-05', value: time })
				])
		],
		[
			'a base figure',
			null,
			(time) =>
				desk.commands.giveBaseFigures(someone('office', 'stfc'), call(), [
					v.parse(baseFigureSchema, { target: 'mediation-cases', value: time, source: 'R' })
				])
		],
		[
			'a performance review',
			{ unit: 'finance', month: '2019-09' },
			(time) =>
				desk.commands.recordReviews(office, call(), [
					v.parse(reviewSchema, {
						line: 'portfolio-cultivation',
						year: 2018,
						score: 80 + time,
						reviewer: 'R',
						evidence: 'E'
					})
				])
		],
		['a name in a register', { unit: 'yinzhou', month: '2019-09' }, () => enter('示例机构')]
	];

	test.each(kinds)(
		'[R47] %s is free at once as reported, and taken as confirmed until the reversal is confirmed',
		async (_, month, record) => {
			const first = idOf(await record(1));
			written(await confirm(first));
			const undo = idOf(await reverse(first));
			const second = idOf(await record(2));
			const before = await confirmedCells();
			expect(refusedWith(await confirm(second))).toBe('not_confirmed_before');
			if (month) {
				const whole = await desk.commands.confirm(leader, call(), month as never);
				expect(whole).toMatchObject({
					ok: false,
					kind: 'conflict',
					faults: [{ code: 'not_confirmed_before', params: { waitsFor: first }, ids: [second] }]
				});
			}
			expect(await confirmedCells()).toEqual(before);
			written(await confirm(undo));
			written(await confirm(second));
			await holds();
			// In one list the reversal comes first, wherever it stands in it.
			const undoSecond = idOf(await reverse(second));
			const third = idOf(await record(3));
			written(await confirm(third, undoSecond));
			await holds();
		}
	);

	test('[R105, R226] a name that an entity left by a change is another’s only once that change is confirmed, and does not come back', async () => {
		const first = idOf(await enter('旧名'));
		written(await confirm(first));
		const renamed = idOf(await rename(first, '旧名', '新名'));
		const second = idOf(await enter('旧名'));
		expect(await confirm(second)).toMatchObject({
			faults: [{ code: 'not_confirmed_before', params: { waitsFor: renamed } }]
		});
		expect(refusedWith(await reverse(renamed))).toBe('entity_exists');
		// In one list: the change comes first.
		written(await confirm(second, renamed));
		await holds();
		// Taken back, the old name would stand twice.
		expect(refusedWith(await desk.commands.withdrawConfirmations(leader, call(), { ids: [renamed] }))).toBe(
			'confirmation_rested_on'
		);
		written(await desk.commands.withdrawConfirmations(leader, call(), { ids: [renamed, second] }));
		await holds();
	});

	describe('a name that a reversal which waits would bring back', () => {
		test('[R47] of an entity that was closed is taken until its first version has left as well', async () => {
			const first = idOf(await enter('先闭后销'));
			const closing = idOf(await retire(first));
			written(await confirm(first, closing));
			const undoClosing = idOf(await reverse(closing));
			const undoFirst = idOf(await reverse(first));
			const second = idOf(await enter('先闭后销'));
			const waits = { faults: [{ code: 'not_confirmed_before', params: { waitsFor: first } }] };
			expect(await confirm(second)).toMatchObject(waits);
			written(await confirm(undoClosing));
			expect(await confirm(second)).toMatchObject(waits);
			written(await confirm(undoFirst));
			written(await confirm(second));
			await holds();
		});

		test('[R47, R227] is free once nothing can bring it back, and what freed it stays as long as another has it', async () => {
			const first = idOf(await enter('先销后闭'));
			const closing = idOf(await retire(first));
			written(await confirm(first, closing));
			const undoClosing = idOf(await reverse(closing));
			const undoFirst = idOf(await reverse(first));
			const second = idOf(await enter('先销后闭'));
			written(await confirm(undoFirst));
			written(await confirm(second));
			expect(refusedWith(await takeBack(undoFirst))).toBe('confirmation_rested_on');
			written(await confirm(undoClosing));
			await holds();
		});

		test('[R47] is taken until a later change gives it up', async () => {
			const first = idOf(await enter('三易其名'));
			const renamed = idOf(await rename(first, '三易其名', '二名'));
			written(await confirm(first, renamed));
			const undo = idOf(await reverse(renamed));
			const again = idOf(await rename(first, '三易其名', '三名'));
			const second = idOf(await enter('三易其名'));
			expect(await confirm(second)).toMatchObject({
				faults: [{ code: 'not_confirmed_before', params: { waitsFor: again } }]
			});
			written(await confirm(second, again));
			expect(refusedWith(await takeBack(again))).toBe('confirmation_rested_on');
			written(await confirm(undo));
			await holds();
		});

		test('[R226] does not come back while another shows it whose own reversal waits', async () => {
			const first = idOf(await enter('复又重开'));
			const closing = idOf(await retire(first));
			written(await confirm(first, closing));
			const second = idOf(await enter('复又重开'));
			written(await confirm(second));
			const undoSecond = idOf(await reverse(second));
			const undoClosing = idOf(await reverse(closing));
			const before = await confirmedCells();
			expect(await confirm(undoClosing)).toMatchObject({
				kind: 'conflict',
				faults: [{ pointer: '/ids/0', code: 'not_confirmed_before', params: { waitsFor: second } }]
			});
			expect(await confirmedCells()).toEqual(before);
			// Nothing rests on a reversal that was confirmed by a slip of the hand.
			written(await confirm(undoSecond));
			written(await takeBack(undoSecond));
			written(await confirm(undoClosing, undoSecond));
			expect(refusedWith(await takeBack(undoSecond))).toBe('confirmation_rested_on');
			await holds();
		});
	});

	test.each([
		['a registration', (time: number) => licence('ZL 9', `${time}000.00`)],
		['a milestone', (time: number) => milestone('2.2/yinzhou/1', time)],
		[
			'a base figure',
			(time: number) =>
				desk.commands.giveBaseFigures(someone('office', 'stfc'), call(), [
					v.parse(baseFigureSchema, { target: 'case-growth', value: time, source: 'R' })
				])
		]
	])(
		'[R47, R227] %s is one’s as confirmed, when one is confirmed while the other’s reversal is taken back',
		async (_, record) => {
			const first = idOf(await record(1));
			written(await confirm(first));
			const undo = idOf(await reverse(first));
			const second = idOf(await record(2));
			written(await confirm(undo));
			const results = await atOnce(
				desk,
				() => desk.commands.withdrawConfirmations(leader, call(), { ids: [undo] }),
				() => desk.commands.confirm({ ...leader, id: 'other' }, call(), { ids: [second] })
			);
			expect(results.filter((result) => result.ok)).toHaveLength(1);
			const [refused] = results.filter((result) => !result.ok);
			expect(['confirmation_rested_on', 'not_confirmed_before']).toContain(refused && refusedWith(refused));
			await holds();
		}
	);

	async function holds(): Promise<void> {
		expect(await placesHeldTwice(desk.sql)).toEqual([]);
		expect(await recountedCells(desk.sql)).toEqual(await storedCells(desk.sql));
	}

	async function confirmedCells() {
		return Object.entries(await storedCells(desk.sql)).filter(([name]) => name.includes(' confirmed '));
	}
	function confirm(...ids: string[]) {
		return desk.commands.confirm(leader, call(), { ids });
	}
	function takeBack(...ids: string[]) {
		return desk.commands.withdrawConfirmations(leader, call(), { ids });
	}
	function reverse(id: string) {
		return desk.commands.reverse(office, call(), [{ id, reason: 'R' }]);
	}
	function milestone(id: string, time: number) {
		return desk.commands.reportMilestones(yinzhou, call(), [
			v.parse(milestoneSchema, { id, actual: `2019-02-0${time}` })
		]);
	}
	function licence(registration: string, amount: string) {
		return desk.commands.recordTransactions(yinzhou, call(), [
			v.parse(transactionSchema, {
				kind: 'licence',
				amount,
				date: '2019-05-06',
				territory: 'yinzhou',
				registration,
				reference: 'R'
			})
		]);
	}
	function accept(number: string) {
		return desk.commands.acceptCases(amr, call(), [
			v.parse(caseSchema, { number, type: 'patent', territory: 'cixi', acceptedAt: '2019-03-01' })
		]);
	}
	function close(number: string, closedAt: string) {
		return desk.commands.closeCases(amr, call(), [v.parse(closureSchema, { number, closedAt })]);
	}
	function rename(id: string, base: string, name: string) {
		return desk.commands.recordEntities(yinzhou, call(), [
			v.parse(entitySchema, { id, changes: { name: { base, new: name } } })
		]);
	}
	function retire(id: string) {
		return desk.commands.recordEntities(yinzhou, call(), [
			v.parse(entitySchema, { id, changes: { retired: { base: false, new: true } } })
		]);
	}
	function enter(name: string) {
		return desk.commands.recordEntities(yinzhou, call(), [
			v.parse(entitySchema, { register: 'pools', name, industry: 'new-materials', territory: 'yinzhou', measures: {} })
		]);
	}
});

function idOf(result: Result<Written>): string {
	return written(result).ids[0] ?? '';
}
