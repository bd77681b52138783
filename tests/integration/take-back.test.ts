// Taking a confirmation back: who, until when, while nothing rests on it; of records, months and reversals of every kind.
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { caseSchema, closureSchema } from '#lib/cases/case.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { transferSchema } from '#lib/funds/transfer.ts';
import { parseMonth } from '#lib/kernel/day.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { baseFigureSchema } from '#lib/observations/base-figure.ts';
import { observationSchema } from '#lib/observations/observation.ts';
import { readingSchema } from '#lib/plan-changes/reading.ts';
import { safeguardSchema } from '#lib/plan-changes/safeguard.ts';
import { entitySchema } from '#lib/registers/register.ts';
import { milestoneSchema, taskUpdateSchema } from '#lib/tasks/share.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { leader, office, someone } from '../support/actors.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { recountedCells, storedCells, type CellSums } from '../support/recount.ts';

const yinzhou = someone('district', 'yinzhou');
const amr = someone('department', 'amr');
const court = someone('department', 'court');
const stfc = someone('office', 'stfc');
const fundManager = someone('fund_manager', 'stfc');
const spent = { line: 'operation-fund', source: 'central', step: 'allocated', date: '2019-03-01', reference: 'R' };

describe.each(databaseKinds)('taking a confirmation back, on %s', (kind) => {
	let desk: CommandDesk;
	let number = 0;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	beforeEach(() => {
		number += 1;
	});
	afterAll(() => desk.close());

	const kinds: [name: string, record: () => Promise<Result<Written>>, reversible?: false][] = [
		['a deal', deal],
		['a movement', () => movement('1000.00')],
		[
			'an overdraw exception',
			() =>
				desk.commands.recordDisbursements(fundManager, call(), [
					v.parse(disbursementSchema, { ...spent, amount: '900000000.00', exception: 'why' })
				])
		],
		['a transfer of budget', transfer],
		['a case', () => accept(`N${number}`)],
		['a milestone', () => milestone('2.4/yinzhou/1')],
		[
			'a figure',
			() =>
				desk.commands.recordObservations(court, call(), [
					v.parse(observationSchema, { indicator: 'mediation-cases', unit: 'court', period: '2019-05', value: 3 })
				])
		],
		[
			'a base figure',
			() =>
				desk.commands.giveBaseFigures(stfc, call(), [
					v.parse(baseFigureSchema, { target: 'mediation-cases', value: 5, source: 'R' })
				])
		],
		['an entity', () => enter(`E${number}`)],
		['an update of a share', () => update(`U${number}`), false],
		['a safeguard', safeguard, false],
		['a reading', () => reading('total'), false]
	];

	test.each(kinds)(
		'[R227] of %s: both layers are as before, and it can be confirmed again',
		async (_, record, reversible) => {
			const id = idOf(await record());
			const before = await storedCells(desk.sql);
			written(await confirm(leader, id));
			const after = await storedCells(desk.sql);
			written(await takeBack(leader, id));
			await standsAs(before);
			expect(refusedWith(await takeBack(leader, id))).toBe('not_confirmed');
			written(await confirm(office, id));
			await standsAs(after);
			if (reversible === false) return;
			// Its reversal, too.
			const undo = idOf(await desk.commands.reverse(leader, call(), [{ id, reason: 'R' }]));
			const waiting = await storedCells(desk.sql);
			written(await confirm(office, undo));
			const gone = await storedCells(desk.sql);
			written(await takeBack(office, undo));
			await standsAs(waiting);
			written(await confirm(office, undo));
			await standsAs(gone);
		}
	);

	test('[R227] of versions of one share: the newest goes back to the one before it, an older one stays', async () => {
		const first = idOf(await update('first'));
		const second = idOf(await update('second'));
		written(await confirm(leader, first));
		const before = await storedCells(desk.sql);
		written(await confirm(leader, second));
		expect(refusedWith(await takeBack(leader, first))).toBe('confirmation_rested_on');
		written(await takeBack(leader, second));
		await standsAs(before);
		written(await confirm(leader, second));
		written(await takeBack(leader, first, second));
		await standsAs();
	});

	test('[R227] of a reading: the one that stood before stands again', async () => {
		written(await confirm(leader, idOf(await reading('total', 'each'))));
		const before = await storedCells(desk.sql);
		const next = idOf(await reading('each', 'total'));
		written(await confirm(leader, next));
		written(await takeBack(leader, next));
		await standsAs(before);
	});

	test('[R227] of a whole month', async () => {
		for (let n = 0; n < 3; n++) await deal('2018-11-05');
		const before = await storedCells(desk.sql);
		const month = parseMonth('2018-11') ?? ('' as never);
		const confirmed = written(await desk.commands.confirm(office, call(), { unit: 'yinzhou', month }));
		expect(confirmed.ids).toHaveLength(3);
		written(await takeBack(office, ...confirmed.ids));
		await standsAs(before);
	});

	test('[R227] only by the person who confirmed, and for ten seconds of the database’s clock', async () => {
		const id = idOf(await deal());
		const { recordedAt } = await confirmedAt(id);
		expect(refusedWith(await takeBack(office, id))).toBe('not_your_confirmation');
		expect(refusedWith(await takeBack(yinzhou, id))).toBe('not_your_confirmation');
		expect(refusedWith(await takeBack(someone('district', 'cixi'), id))).toBe('unknown_record');
		const late = new Date(recordedAt.getTime() + 10_001);
		expect(await takeBack(leader, id, late)).toMatchObject({
			kind: 'conflict',
			faults: [{ code: 'too_late_to_take_back', params: { seconds: 10 } }]
		});
		// To the last millisecond.
		written(await takeBack(leader, id, new Date(recordedAt.getTime() + 10_000)));
	});

	test('[R227] refused once a confirmed record or a reversal rests on it; together they leave', async () => {
		const accepted = idOf(await accept(`R${number}`));
		const closed = idOf(await close(`R${number}`));
		written(await confirm(leader, accepted, closed));
		expect(refusedWith(await takeBack(leader, accepted))).toBe('confirmation_rested_on');
		written(await takeBack(leader, accepted, closed));
		const id = idOf(await deal());
		written(await confirm(leader, id));
		idOf(await desk.commands.reverse(yinzhou, call(), [{ id, reason: 'R' }]));
		expect(refusedWith(await takeBack(leader, id))).toBe('confirmation_rested_on');
	});

	test('[R227] of a reversal, refused once another has the place', async () => {
		const first = idOf(await milestone('2.2/yinzhou/1'));
		written(await confirm(leader, first));
		const undo = idOf(await desk.commands.reverse(yinzhou, call(), [{ id: first, reason: 'R' }]));
		written(await confirm(leader, undo));
		const second = idOf(await milestone('2.2/yinzhou/1'));
		written(await confirm(leader, second));
		expect(refusedWith(await takeBack(leader, undo))).toBe('confirmation_rested_on');
		written(await takeBack(leader, second));
		written(await takeBack(leader, undo));
		await standsAs();
	});

	test.each([
		['a figure', (value: number) => figure('2019-Q1', value), true],
		['an entity', (time: number) => enter(`M${number}`, time), false]
	] as const)(
		'[R226, R227] of a reversal together with %s that takes the place: all is as before',
		async (_, record, hasNext) => {
			const first = idOf(await record(5));
			written(await confirm(leader, first));
			if (hasNext) written(await confirm(leader, idOf(await figure('2019-Q2', 10))));
			const undo = idOf(await desk.commands.reverse(office, call(), [{ id: first, reason: 'R' }]));
			const second = idOf(await record(7));
			const before = await storedCells(desk.sql);
			written(await confirm(leader, undo, second));
			const after = await storedCells(desk.sql);
			await standsAs();
			written(await takeBack(leader, undo, second));
			await standsAs(before);
			// Wherever each stands in the list.
			written(await confirm(leader, second, undo));
			await standsAs(after);
			written(await takeBack(leader, second, undo));
			await standsAs(before);
		}
	);

	test('[R227] of the reversal of a closure, refused together with the case that the closure rests on', async () => {
		const accepted = idOf(await accept(`C${number}`));
		const closed = idOf(await close(`C${number}`));
		written(await confirm(leader, accepted, closed));
		const undo = idOf(await desk.commands.reverse(amr, call(), [{ id: closed, reason: 'R' }]));
		written(await confirm(leader, undo));
		const before = await storedCells(desk.sql);
		expect(refusedWith(await takeBack(leader, accepted, undo))).toBe('confirmation_rested_on');
		await standsAs(before);
	});

	test('[R47, R226] reversals leave the confirmed layer in the order of a case', async () => {
		const accepted = idOf(await accept(`O${number}`));
		const closed = idOf(await close(`O${number}`));
		written(await confirm(leader, accepted, closed));
		const undo = async (id: string) => idOf(await desk.commands.reverse(amr, call(), [{ id, reason: 'R' }]));
		const [late, early] = [await undo(closed), await undo(accepted)];
		expect(await confirm(leader, early)).toMatchObject({
			faults: [{ code: 'not_confirmed_before', params: { waitsFor: closed } }]
		});
		written(await confirm(leader, early, late));
		expect(refusedWith(await takeBack(leader, late))).toBe('confirmation_rested_on');
		written(await takeBack(leader, early));
		written(await takeBack(leader, late));
		await standsAs();
	});

	test('[R227] the log says who took what back, of a list all or nothing', async () => {
		const [one, other] = [idOf(await deal()), idOf(await deal())];
		written(await confirm(leader, one));
		written(await confirm(office, other));
		expect(await takeBack(leader, one, other)).toMatchObject({
			faults: [{ pointer: '/ids/1', code: 'not_your_confirmation' }]
		});
		written(await takeBack(leader, one));
		const [told] = await desk.sql<{ actor: string; ids: string[] }[]>`
			select actor, body -> 'ids' as ids from event
			where type = 'confirmationWithdrawn' and shown and body -> 'ids' ->> 0 in (${one}, ${other})`;
		expect(told).toEqual({ actor: leader.id, ids: [one] });
		await standsAs();
	});

	/** As the records say; and as it was, where that is given. */
	async function standsAs(cells?: CellSums): Promise<void> {
		const now = await storedCells(desk.sql);
		if (cells) expect(now).toEqual(cells);
		expect(await recountedCells(desk.sql)).toEqual(now);
	}

	/** Confirms by the leader; when, by the database's clock. */
	async function confirmedAt(id: string): Promise<{ readonly recordedAt: Date }> {
		written(await confirm(leader, id));
		const [row] = await desk.sql<{ at: string }[]>`
			select (extract(epoch from recorded_at) * 1000)::bigint::text as at from event
			where type = 'entryConfirmed' and shown and body -> 'ids' ->> 0 = ${id}`;
		return { recordedAt: new Date(Number(row?.at)) };
	}
	function confirm(actor: typeof leader, ...ids: string[]) {
		return desk.commands.confirm(actor, call(), { ids });
	}
	function takeBack(actor: typeof leader, ...given: (string | Date)[]) {
		const at = given.find((one) => one instanceof Date);
		const ids = given.filter((one) => typeof one === 'string');
		return desk.commands.withdrawConfirmations(actor, { ...call(), ...(at ? { at } : {}) }, { ids });
	}
	function deal(date = '2019-05-06') {
		return desk.commands.recordTransactions(yinzhou, call(), [
			v.parse(transactionSchema, { kind: 'licence', amount: '10.00', date, territory: 'yinzhou', reference: 'R' })
		]);
	}
	function movement(amount: string) {
		return desk.commands.recordDisbursements(fundManager, call(), [v.parse(disbursementSchema, { ...spent, amount })]);
	}
	function transfer() {
		return desk.commands.proposeTransfers(stfc, call(), [
			v.parse(transferSchema, { kind: 'central', from: 'insurance', to: 'risk-pool', amount: '10.00', reason: 'R' })
		]);
	}
	function accept(name: string) {
		return desk.commands.acceptCases(amr, call(), [
			v.parse(caseSchema, { number: name, type: 'patent', territory: 'cixi', acceptedAt: '2019-03-01' })
		]);
	}
	function close(name: string) {
		return desk.commands.closeCases(amr, call(), [v.parse(closureSchema, { number: name, closedAt: '2019-03-05' })]);
	}
	function milestone(id: string) {
		return desk.commands.reportMilestones(yinzhou, call(), [v.parse(milestoneSchema, { id, actual: '2019-02-01' })]);
	}
	function figure(period: string, value: number) {
		return desk.commands.recordObservations(yinzhou, call(), [
			v.parse(observationSchema, { indicator: 'enforcement-officers', unit: 'yinzhou', period, value })
		]);
	}
	function enter(name: string, patents?: number) {
		const measures = patents === undefined ? {} : { patents };
		return desk.commands.recordEntities(yinzhou, call(), [
			v.parse(entitySchema, { register: 'pools', name, industry: 'new-materials', territory: 'yinzhou', measures })
		]);
	}
	async function update(words: string) {
		const [now] = await desk.sql<{ narrative: string; status: string }[]>`
			select narrative, status from share where id = '2.4/yinzhou'`;
		const status = now?.status ?? 'not_started';
		const changes = {
			narrative: { base: now?.narrative ?? '', new: words },
			status: { base: status, new: status === 'in_progress' ? 'blocked' : 'in_progress' }
		};
		return desk.commands.updateShares(yinzhou, call(), [v.parse(taskUpdateSchema, { share: '2.4/yinzhou', changes })]);
	}
	function safeguard() {
		return desk.commands.updateSafeguards(stfc, call(), [
			v.parse(safeguardSchema, {
				safeguard: 'safeguard-1',
				changes: { progress: { base: 0, new: 30 }, status: { base: 'not_started', new: 'in_progress' } }
			})
		]);
	}
	function reading(first: string, second: string = first === 'total' ? 'each' : 'total') {
		return desk.commands
			.proposeReadings(stfc, call(), [
				v.parse(readingSchema, { reading: 'portfolio-condition', option: first, reason: 'R' })
			])
			.then((result) =>
				result.ok
					? result
					: desk.commands.proposeReadings(stfc, call(), [
							v.parse(readingSchema, { reading: 'portfolio-condition', option: second, reason: 'R' })
						])
			);
	}
});

function idOf(result: Result<Written>): string {
	return written(result).ids[0] ?? '';
}
