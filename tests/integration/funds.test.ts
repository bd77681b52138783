// The funds on a database: transfers, exceptions, operations and reviews take effect when a second person says so, and leave no trace when taken back.
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { groupCells, fromSnapshot } from '#lib/figures/fold.ts';
import { readSnapshot } from '#lib/figures/snapshot.server.ts';
import { fundsMatrix } from '#lib/funds/funds-matrix.ts';
import { fundsPlanOf } from '#lib/funds/funds-plan.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { besidePages, movementsOn } from '#lib/funds/movement-filter.ts';
import { operationSchema } from '#lib/funds/operation.ts';
import { reconcileFunds } from '#lib/funds/reconcile.server.ts';
import { reviewSchema } from '#lib/funds/review.ts';
import { transferSchema } from '#lib/funds/transfer.ts';
import { parseMonth } from '#lib/kernel/day.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { EntryFilter } from '#lib/entries/entry-filter.ts';
import { listEntries } from '#lib/ledgers/list-entries.server.ts';
import { listWaitingOf } from '#lib/ledgers/list-waiting.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { leader, office, someone } from '../support/actors.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { recountedCells, storedCells } from '../support/recount.ts';

/** Of the bureau that hosts the office: another unit than `office`. */
const second = someone('office', 'ipo');
const manager = someone('fund_manager', 'stfc');

describe.each(databaseKinds)('the funds, on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterAll(() => desk.close());

	const idOf = (result: Result<Written>) => written(result).ids[0] ?? '';
	const move = (actor: Actor, change: object) =>
		desk.commands.recordDisbursements(actor, call(), [
			v.parse(disbursementSchema, {
				line: 'insurance',
				source: 'central',
				step: 'allocated',
				amount: '10000000.00',
				date: '2019-05-05',
				reference: 'R',
				...change
			})
		]);
	const transfer = (change: object = {}, actor: Actor = office) =>
		desk.commands.proposeTransfers(actor, call(), [
			v.parse(transferSchema, {
				from: 'publicity-talent',
				to: 'insurance',
				kind: 'central',
				amount: '1000000.00',
				reason: 'why',
				...change
			})
		]);
	const operate = (operation: string, amount: string, line = 'operation-fund', again?: boolean) =>
		desk.commands.recordOperations(manager, call(), [
			v.parse(operationSchema, { line, operation, amount, date: '2019-05-05', reference: 'R', again })
		]);
	const confirm = (actor: Actor, ...ids: string[]) => desk.commands.confirm(actor, call(), { ids });
	const takeBack = (actor: Actor, ...ids: string[]) => desk.commands.withdrawConfirmations(actor, call(), { ids });
	const reverse = (actor: Actor, id: string) => desk.commands.reverse(actor, call(), [{ id, reason: 'a mistake' }]);
	const cells = () => storedCells(desk.sql);
	/** Takes back whatever stands, the newest first, so that each test begins with nothing. */
	const clear = async () => {
		for (let left = 1; left > 0;) {
			const rows = await desk.sql<{ id: string }[]>`
				select id from entry where not reversed order by effective_at desc, recorded_at desc`;
			left = 0;
			for (const { id } of rows) if (!(await reverse(leader, id)).ok) left += 1;
		}
		const undone = await desk.sql<{ id: string }[]>`
			select id from reversal where needs_confirmation and confirmed_at is null`;
		if (undone.length > 0) written(await confirm(second, ...undone.map(({ id }) => id)));
		expect(await cells()).toEqual({});
	};
	beforeEach(clear);

	test('[R111] a transfer waits for a person of another unit, then both budgets are others, in both layers', async () => {
		const id = idOf(await transfer());
		expect(await cells()).toEqual({});
		expect(refusedWith(await confirm(office, id))).toBe('own_entry');
		expect(refusedWith(await confirm(someone('office', 'finance', 'session'), id))).toBe('own_entry');
		written(await confirm(second, id));
		expect(await cells()).toEqual({
			'city confirmed funds-budget/insurance/central': 100_000_000n,
			'city confirmed funds-budget/publicity-talent/central': -100_000_000n,
			'city reported funds-budget/insurance/central': 100_000_000n,
			'city reported funds-budget/publicity-talent/central': -100_000_000n
		});
		// The receiver may use it, the giver no longer.
		written(await move(office, { amount: '11000000.00' }));
		expect(refusedWith(await move(office, { amount: '0.01' }))).toBe('line_overdrawn');
		expect(refusedWith(await move(office, { line: 'publicity-talent', amount: '10000000.01' }))).toBe('line_overdrawn');
		written(await move(office, { line: 'publicity-talent', amount: '10000000.00' }));
	});

	test('[R46] a month is confirmed without the proposals in it, and not at all where there is nothing else', async () => {
		const proposed = idOf(await transfer());
		const wholeMonth = (month: string) =>
			desk.commands.confirm(second, call(), { unit: 'finance', month: parseMonth(month) ?? ('' as never) });
		expect(refusedWith(await wholeMonth('2019-09'))).toBe('one_by_one');
		const asked = idOf(await move(office, { amount: '99000000.00', exception: 'why', date: '2019-09-02' }));
		const moved = idOf(await move(office, { date: '2019-09-02' }));
		expect(written(await wholeMonth('2019-09')).ids).toEqual([moved]);
		const rows = await desk.sql<{ id: string }[]>`select id from entry where not reversed and confirmed_at is null`;
		expect(rows.map(({ id }) => id).sort()).toEqual([proposed, asked].sort());
	});

	test('[R111] is refused where the giver would keep less than is recorded, when it is proposed and when it is approved', async () => {
		const first = idOf(await transfer({ amount: '6000000.00' }));
		const other = idOf(await transfer({ amount: '6000000.00', to: 'public-platform' }));
		expect(refusedWith(await confirm(second, first, other))).toBe('transfer_below_recorded');
		written(await confirm(second, first));
		expect(refusedWith(await confirm(second, other))).toBe('transfer_below_recorded');
		expect(refusedWith(await transfer({ amount: '5000000.01' }))).toBe('transfer_below_recorded');
		written(await reverse(office, other));
		written(await transfer({ amount: '5000000.00' }));
		expect(await recountedCells(desk.sql)).toEqual(await cells());
	});

	test('[R112] is not taken back while the receiver needs it, and leaves nothing when it is', async () => {
		const id = idOf(await transfer());
		written(await confirm(second, id));
		const used = idOf(await move(office, { amount: '10500000.00' }));
		expect(refusedWith(await reverse(office, id))).toBe('transfer_in_use');
		written(await reverse(office, used));
		const undo = idOf(await reverse(office, id));
		expect(Object.keys(await cells())).toEqual([
			'city confirmed funds-budget/insurance/central',
			'city confirmed funds-budget/publicity-talent/central'
		]);
		written(await confirm(second, undo));
		expect(await cells()).toEqual({});
	});

	test('[R113] an overdrawn movement is refused, or waits as an exception that uses nothing before it is approved', async () => {
		written(await move(office, {}));
		const before = await cells();
		expect(refusedWith(await move(office, { amount: '500.00' }))).toBe('line_overdrawn');
		expect(refusedWith(await move(office, { step: 'received', amount: '5.00', exception: 'why' }))).toBe(
			'exception_not_needed'
		);
		const id = idOf(await move(office, { amount: '500.00', exception: 'why' }));
		expect(await cells()).toEqual(before);
		expect(refusedWith(await confirm(office, id))).toBe('own_entry');
		const [waiting] = (await listWaitingOf(desk.db, desk.ports, desk.plan, second, 'finance', '2019-05')).filter(
			({ entry }) => entry.id === id
		);
		expect(waiting).toMatchObject({ bar: null, entry: { details: { kind: 'movement', exception: 'why' } } });
		written(await confirm(second, id));
		expect(await cells()).toMatchObject({
			'city reported funds/insurance/central/allocated/2019-05': 1_000_050_000n,
			'city confirmed funds/insurance/central/allocated/2019-05': 50_000n,
			'city reported funds-exceptions/insurance/central/allocated': 50_000n,
			'city confirmed funds-exceptions/insurance/central/allocated': 50_000n
		});
		expect(await recountedCells(desk.sql)).toEqual(await cells());
		const undo = idOf(await reverse(office, id));
		written(await confirm(second, undo));
		expect(await cells()).toEqual(before);
	});

	test('[R38a] money goes no further than it has come, and what it rests on is not taken away under it', async () => {
		const received = idOf(await move(office, { step: 'received', amount: '100.00' }));
		expect(refusedWith(await move(office, { step: 'disbursed', amount: '100.01' }))).toBe('disbursed_beyond_received');
		const disbursed = idOf(await move(office, { step: 'disbursed', amount: '100.00' }));
		expect(refusedWith(await move(office, { step: 'spent', amount: '100.01' }))).toBe('spent_beyond_disbursed');
		const spent = idOf(await move(office, { step: 'spent', amount: '70.00' }));
		expect(await reverse(office, received)).toMatchObject({
			kind: 'conflict',
			faults: [
				{
					...{ pointer: '/id', code: 'later_step_above' },
					params: { node: 'insurance', step: 'disbursed', before: 'received', excess: '100.00' }
				}
			]
		});
		expect(refusedWith(await reverse(office, disbursed))).toBe('later_step_above');
		// The right record first, then the wrong one goes.
		written(await move(office, { step: 'received', amount: '120.00' }));
		written(await reverse(office, received));
		// What rests on each other goes together, in whatever order.
		const together = [disbursed, spent].map((id) => ({ id, reason: 'a mistake' }));
		written(await desk.commands.reverse(office, call(), together));
		expect(await recountedCells(desk.sql)).toEqual(await cells());
	});

	test('[R38a] a write is looked at as a whole', async () => {
		const all = (...list: object[]) =>
			desk.commands.recordDisbursements(
				office,
				call(),
				list.map((change) =>
					v.parse(disbursementSchema, {
						...{ line: 'insurance', source: 'central', date: '2019-05-05', reference: 'R' },
						...change
					})
				)
			);
		written(
			await all(
				{ step: 'spent', amount: '5.00' },
				{ step: 'disbursed', amount: '5.00' },
				{ step: 'received', amount: '5.00' }
			)
		);
		expect(
			await all(
				{ step: 'received', amount: '1.00' },
				{ step: 'disbursed', amount: '0.99' },
				{ step: 'disbursed', amount: '0.02' }
			)
		).toMatchObject({ kind: 'conflict', faults: [{ pointer: '/2/amount', code: 'disbursed_beyond_received' }] });
	});

	test('[R38a][R113] beyond what has come only as an exception that a second person approves; meanwhile it covers nothing', async () => {
		const id = idOf(await move(office, { step: 'disbursed', amount: '50.00', exception: 'why' }));
		expect(await cells()).toEqual({});
		expect(refusedWith(await move(office, { step: 'spent', amount: '50.00' }))).toBe('spent_beyond_disbursed');
		expect(refusedWith(await confirm(office, id))).toBe('own_entry');
		written(await confirm(second, id));
		expect(await cells()).toMatchObject({
			'city reported funds/insurance/central/disbursed/2019-05': 5000n,
			'city reported funds-chain-exceptions/insurance/central/disbursed': 5000n
		});
		expect(Object.keys(await cells()).filter((key) => key.includes(' funds-exceptions/'))).toEqual([]);
		expect((await reconcileFunds(desk.db)).differences).toEqual([]);
		expect(await recountedCells(desk.sql)).toEqual(await cells());
		const state = fromSnapshot(await readSnapshot(desk.db, ['city'], '2019-09-16'));
		const faults = fundsMatrix(fundsPlanOf(desk.plan.document), groupCells(state.cells), state.today).checks.find(
			({ name }) => name === 'chain'
		)?.faults;
		// Excused from what was received; that nothing was committed is shown.
		expect(faults?.map(({ before }) => before)).not.toContain('received');
	});

	test('[R113] an exception that would exceed more than it was asked for is not approved any more', async () => {
		const received = idOf(await move(office, { step: 'received', amount: '20000000.00', exception: 'why' }));
		written(await confirm(second, received));
		const disbursed = idOf(await move(office, { step: 'disbursed', amount: '15000000.00', exception: 'why' }));
		written(await reverse(office, received));
		expect(refusedWith(await confirm(second, disbursed))).toBe('exception_outdated');
	});

	test('[R111][R113] exceptions and transfers of one list are looked at together', async () => {
		const disbursed = idOf(await move(office, { step: 'disbursed', amount: '6000000.00', exception: 'why' }));
		const given = idOf(await transfer({ from: 'insurance', to: 'publicity-talent', amount: '5000000.00' }));
		const before = await cells();
		expect(await confirm(second, disbursed, given)).toMatchObject({
			kind: 'conflict',
			faults: [{ pointer: '/ids/1', code: 'transfer_below_recorded' }]
		});
		expect(await cells()).toEqual(before);
		written(await confirm(second, given));
		expect(refusedWith(await confirm(second, disbursed))).toBe('exception_outdated');
	});

	test('[R112][R114] reversals of one write are looked at together', async () => {
		const gained = [idOf(await transfer({ amount: '600000.00' })), idOf(await transfer({ amount: '600001.00' }))];
		written(await confirm(second, ...gained));
		written(await move(office, { amount: '10700000.00' }));
		const both = (ids: string[]) =>
			desk.commands.reverse(
				office,
				call(),
				ids.map((id) => ({ id, reason: 'a mistake' }))
			);
		expect(refusedWith(await both(gained))).toBe('transfer_in_use');
		const paid = [idOf(await operate('paid_in', '50.00')), idOf(await operate('paid_in', '60.00'))];
		const invested = idOf(await operate('invested', '40.00'));
		expect(refusedWith(await both(paid))).toBe('operation_needed');
		written(await both([...paid, invested]));
	});

	describe('[R291] a movement that replaces another', () => {
		const one = { step: 'received', amount: '10000000.00', date: '2019-05-05' };
		const replace = (id: string, change: object, actor: Actor = office) =>
			move(actor, { ...one, replaces: id, reason: 'the wrong day', ...change });
		const full = async () => {
			const received = idOf(await move(office, one));
			written(await move(office, { step: 'disbursed', amount: '6000000.00' }));
			return received;
		};
		const reversals = () =>
			desk.sql<{ entry: string; reason: string; waits: boolean }[]>`
				select r.entry, r.reason, r.needs_confirmation as waits from reversal r join entry e on e.id = r.entry
				where r.reason = 'the wrong day' order by r.recorded_at`;

		test('goes in one write with the reversal, on a full budget and under what rests on it', async () => {
			const received = await full();
			expect(refusedWith(await reverse(office, received))).toBe('later_step_above');
			expect(refusedWith(await move(office, { ...one, date: '2019-04-05' }))).toBe('line_overdrawn');
			const right = written(await replace(received, { date: '2019-04-05' })).ids;
			expect(right).toHaveLength(1);
			expect(await cells()).toMatchObject({
				'city reported funds/insurance/central/received/2019-04': 1_000_000_000n,
				'city reported funds/insurance/central/disbursed/2019-05': 600_000_000n
			});
			expect(Object.keys(await cells()).join(' ')).not.toContain('received/2019-05');
			expect((await reversals()).at(-1)).toMatchObject({ entry: received, waits: false });
			expect(await recountedCells(desk.sql)).toEqual(await cells());
		});

		test('is held to budget and chain at the end of the write, and else nothing of it stands', async () => {
			const received = await full();
			const before = await cells();
			const many = (await reversals()).length;
			const tooLittle = await replace(received, { amount: '5999999.99' });
			expect(tooLittle).toMatchObject({
				kind: 'conflict',
				faults: [{ pointer: '/replaces', code: 'later_step_above', params: { excess: '0.01' } }]
			});
			expect(refusedWith(await replace(received, { amount: '10000000.01' }))).toBe('line_overdrawn');
			// An exception counts for nothing until it is approved.
			expect(refusedWith(await replace(received, { amount: '10000000.01', exception: 'why' }))).toBe(
				'later_step_above'
			);
			expect(refusedWith(await replace(received, { line: 'publicity-talent' }))).toBe('later_step_above');
			expect(await cells()).toEqual(before);
			expect(await reversals()).toHaveLength(many);
			written(await replace(received, { amount: '6000000.00' }));
			expect(await recountedCells(desk.sql)).toEqual(await cells());
		});

		test('of what is confirmed both wait: the confirmed figure stays meanwhile', async () => {
			const received = await full();
			written(await confirm(second, received));
			const right = idOf(await replace(received, { date: '2019-04-05' }));
			const [undo] = await desk.sql<{ id: string }[]>`select id from reversal where entry = ${received}`;
			const place = (layer: string, month: string) => `city ${layer} funds/insurance/central/received/${month}`;
			expect(await cells()).toMatchObject({
				[place('reported', '2019-04')]: 1_000_000_000n,
				[place('confirmed', '2019-05')]: 1_000_000_000n
			});
			// The two never stand in the confirmed layer together, whichever way they come or go.
			const before = await cells();
			expect(await confirm(second, right)).toMatchObject({
				kind: 'conflict',
				faults: [{ code: 'not_confirmed_before', params: { waitsFor: received } }]
			});
			expect(await cells()).toEqual(before);
			written(await confirm(second, undo?.id ?? '', right));
			expect(refusedWith(await takeBack(second, undo?.id ?? ''))).toBe('confirmation_rested_on');
			written(await takeBack(second, undo?.id ?? '', right));
			expect(await cells()).toEqual(before);
			written(await confirm(second, undo?.id ?? '', right));
			expect(await cells()).toMatchObject({ [place('confirmed', '2019-04')]: 1_000_000_000n });
			expect(await cells()).not.toHaveProperty(place('confirmed', '2019-05'));
			expect(await recountedCells(desk.sql)).toEqual(await cells());
		});

		test('is not asked about for the record that it replaces, but for another that is the same', async () => {
			const received = idOf(await move(office, { ...one, amount: '100.00' }));
			const other = idOf(await move(office, { ...one, amount: '100.00', again: true }));
			const same = { amount: '100.00', note: 'a better note' };
			expect(await replace(received, same)).toMatchObject({ kind: 'duplicate', faults: [{ ids: [other] }] });
			written(await reverse(office, other));
			written(await replace(received, same));
		});

		test('in a batch, whatever its order: what came and what went are put right together', async () => {
			const received = idOf(await move(office, { ...one, amount: '100.00' }));
			const disbursed = idOf(await move(office, { step: 'disbursed', amount: '100.00' }));
			const both = [
				{ step: 'disbursed', amount: '80.00', replaces: disbursed, reason: 'the wrong day' },
				{ step: 'received', amount: '80.00', replaces: received, reason: 'the wrong day' }
			].map((change) =>
				v.parse(disbursementSchema, {
					...{ line: 'insurance', source: 'central', date: '2019-05-05', reference: 'R' },
					...change
				})
			);
			expect(written(await desk.commands.recordDisbursements(office, call(), both)).ids).toHaveLength(2);
			expect(await cells()).toMatchObject({
				'city reported funds/insurance/central/disbursed/2019-05': 8000n,
				'city reported funds/insurance/central/received/2019-05': 8000n
			});
			expect(await recountedCells(desk.sql)).toEqual(await cells());
		});

		test('is not hindered by what exceptions have let stand above, unless it is such an exception itself', async () => {
			const received = await full();
			const above = idOf(await move(office, { ...one, amount: '500.00', exception: 'why' }));
			written(await confirm(second, above));
			const right = idOf(await replace(received, { date: '2019-04-05' }));
			expect(refusedWith(await replace(right, { date: '2019-04-04', amount: '10000000.01' }))).toBe('line_overdrawn');
			expect(refusedWith(await replace(above, { amount: '500.00', date: '2019-04-05' }))).toBe('line_overdrawn');
			written(await replace(above, { amount: '500.00', date: '2019-04-05', exception: 'why' }));
			expect(await recountedCells(desk.sql)).toEqual(await cells());
		});

		describe('[R38a] where money has long gone further than it has come', () => {
			/** An approved exception as a record of before there were any: nothing excuses what it goes beyond. */
			const longAgo = async (change: object) => {
				const id = idOf(await move(office, { ...change, exception: 'why' }));
				written(await confirm(second, id));
				await desk.sql`update fund_movement set exception = null, exceeds = null where entry = ${id}`;
				await desk.sql`delete from cell where key like 'funds-%exceptions/%'`;
				return id;
			};
			const replaceAll = (...list: [id: string, step: string, amount: string][]) =>
				desk.commands.recordDisbursements(
					office,
					call(),
					list.map(([replaces, step, amount]) =>
						v.parse(disbursementSchema, {
							...{ line: 'insurance', source: 'central', date: '2019-05-05', reference: 'R' },
							...{ step, amount, replaces, reason: 'the wrong amount' }
						})
					)
				);
			const kept = async () => expect(await recountedCells(desk.sql)).toEqual(await cells());

			test('two of one step become less', async () => {
				written(await move(office, { step: 'received', amount: '100.00' }));
				const ids = [idOf(await move(office, { step: 'disbursed', amount: '90.00' }))];
				ids.push(await longAgo({ step: 'disbursed', amount: '60.00' }));
				const [first = '', other = ''] = ids;
				expect(refusedWith(await replaceAll([first, 'disbursed', '95.00'], [other, 'disbursed', '55.01']))).toBe(
					'disbursed_beyond_received'
				);
				written(await replaceAll([first, 'disbursed', '80.00'], [other, 'disbursed', '50.00']));
				await kept();
			});

			test('two of one step become less, and what exceeds the budget with them', async () => {
				const first = idOf(await move(office, { amount: '6000000.00' }));
				const other = await longAgo({ amount: '7000000.00' });
				written(await replaceAll([first, 'allocated', '5900000.00'], [other, 'allocated', '6900000.00']));
				await kept();
			});

			test.each([
				['the earlier step first', (list: unknown[]) => list],
				['the later step first', (list: unknown[]) => list.toReversed()]
			])('a step and the one before it become less, %s', async (_, inOrder) => {
				written(await move(office, { step: 'received', amount: '200.00' }));
				const disbursed = idOf(await move(office, { step: 'disbursed', amount: '100.00' }));
				const spent = await longAgo({ step: 'spent', amount: '130.00' });
				const both = (less: string, gone: string) =>
					replaceAll(
						...(inOrder([
							[disbursed, 'disbursed', less],
							[spent, 'spent', gone]
						]) as [string, string, string][])
					);
				const before = await cells();
				// Further beyond what was disbursed than it was.
				expect(refusedWith(await both('90.00', '120.01'))).toBe('spent_beyond_disbursed');
				// No further, but more of it than there was.
				expect(refusedWith(await both('110.00', '130.01'))).toBe('spent_beyond_disbursed');
				expect(await cells()).toEqual(before);
				written(await both('90.00', '119.00'));
				await kept();
			});

			test('a step and the one before it become less beside an exception that stands', async () => {
				written(await move(office, { step: 'received', amount: '200.00' }));
				const disbursed = idOf(await move(office, { step: 'disbursed', amount: '100.00' }));
				const spent = idOf(await move(office, { step: 'spent', amount: '100.00' }));
				written(await confirm(second, idOf(await move(office, { step: 'spent', amount: '30.00', exception: 'why' }))));
				expect(refusedWith(await replaceAll([disbursed, 'disbursed', '90.00'], [spent, 'spent', '90.01']))).toBe(
					'spent_beyond_disbursed'
				);
				written(await replaceAll([disbursed, 'disbursed', '90.00'], [spent, 'spent', '90.00']));
				await kept();
			});

			test('a step and the one before it leave in equal parts', async () => {
				written(await move(office, { step: 'received', amount: '200.00' }));
				written(await move(office, { step: 'disbursed', amount: '60.00' }));
				const disbursed = idOf(await move(office, { step: 'disbursed', amount: '40.00' }));
				written(await move(office, { step: 'spent', amount: '60.00' }));
				const spent = idOf(await move(office, { step: 'spent', amount: '40.00' }));
				await longAgo({ step: 'spent', amount: '30.00' });
				expect(refusedWith(await reverse(office, disbursed))).toBe('later_step_above');
				written(
					await desk.commands.reverse(
						office,
						call(),
						[disbursed, spent].map((id) => ({ id, reason: 'a mistake' }))
					)
				);
				await kept();
			});
		});

		test('says something else than the one that it replaces', async () => {
			const received = await full();
			const before = await cells();
			expect(await replace(received, {})).toMatchObject({
				kind: 'invalid',
				faults: [{ pointer: '/replaces', code: 'nothing_changed' }]
			});
			expect(await cells()).toEqual(before);
			written(await replace(received, { note: 'as agreed' }));
		});

		test('names its reason, and a record of its own unit, kind and feed that stands', async () => {
			const received = idOf(await move(office, one));
			const at = (result: Result<Written>) => (result.ok ? null : [result.kind, result.faults[0]]);
			expect(at(await replace(received, { reason: undefined }))).toMatchObject([
				'invalid',
				{ pointer: '/reason', code: 'required' }
			]);
			expect(at(await move(office, { ...one, reason: 'why' }))).toMatchObject([
				'invalid',
				{ pointer: '/replaces', code: 'required' }
			]);
			const paid = idOf(await operate('paid_in', '100.00'));
			expect(at(await replace(paid, {}))).toMatchObject([
				'conflict',
				{ pointer: '/replaces', code: 'replaces_other_kind' }
			]);
			const ofAnother = idOf(await move(second, { ...one, step: 'allocated' }));
			expect(at(await replace(ofAnother, { step: 'allocated' }))).toMatchObject([
				'forbidden',
				{ pointer: '/replaces', code: 'not_your_unit' }
			]);
			const yinzhou = someone('district', 'yinzhou');
			const theirs = { line: 'risk-pool', source: 'district', step: 'received', amount: '5.00', territory: 'yinzhou' };
			const own = idOf(await move(yinzhou, theirs));
			expect(at(await replace(received, theirs, yinzhou))).toMatchObject([
				'not_found',
				{ pointer: '/replaces', code: 'unknown_record' }
			]);
			written(await replace(own, { ...theirs, amount: '6.00' }, yinzhou));
			expect(at(await replace(own, theirs, yinzhou))).toMatchObject([
				'conflict',
				{ pointer: '/replaces', code: 'already_reversed' }
			]);
		});
	});

	test('[R233] the same movement once more is asked about, with the ids of those that stand', async () => {
		const id = idOf(await move(office, {}));
		const asked = await move(office, { reference: 'ｒ' });
		expect(asked).toMatchObject({ kind: 'duplicate', faults: [{ pointer: '', code: 'duplicate', ids: [id] }] });
		// Anything else is another movement; a mistake in it is told before the question.
		written(await move(office, { step: 'received' }));
		expect(refusedWith(await move(office, { date: '2019-12-24' }))).toBe('in_future');
		written(await reverse(office, id));
		written(await move(office, {}));
		expect(refusedWith(await move(office, { again: true }))).toBe('line_overdrawn');
		written(await move(office, { step: 'committed', amount: '1.00' }));
		written(await move(office, { step: 'committed', amount: '1.00', again: true }));
	});

	test('[R233] the same operation of a fund once more is asked about', async () => {
		const id = idOf(await operate('paid_in', '100.00'));
		expect(await operate('paid_in', '100.00')).toMatchObject({ kind: 'duplicate', faults: [{ ids: [id] }] });
		written(await operate('paid_in', '100.00', 'operation-fund', true));
	});

	test('[R233] also within one write, and by another unit, whose record one does not see', async () => {
		const yinzhou = someone('district', 'yinzhou');
		const one = { line: 'risk-pool', source: 'district', step: 'received', amount: '5.00', territory: 'yinzhou' };
		const batch = (...list: object[]) =>
			desk.commands.recordDisbursements(
				yinzhou,
				call(),
				list.map((change) => v.parse(disbursementSchema, { ...one, date: '2019-05-05', reference: 'R', ...change }))
			);
		expect(await batch({}, {})).toMatchObject({
			kind: 'duplicate',
			faults: [{ pointer: '/1', code: 'duplicate', ids: [], params: { count: 1 } }]
		});
		written(await batch({}, { again: true }));
		expect(await batch({})).toMatchObject({ faults: [{ params: { count: 2 } }] });
		written(await move(manager, { ...one, territory: null, amount: '6.00' }));
		expect(await batch({ amount: '6.00' })).toMatchObject({ kind: 'duplicate', faults: [{ ids: [] }] });
	});

	test('[R114] a fund gives out no more than it has, also when something is taken back', async () => {
		expect(refusedWith(await operate('invested', '1.00'))).toBe('fund_overinvested');
		const paid = idOf(await operate('paid_in', '100.00'));
		const invested = idOf(await operate('invested', '60.00'));
		expect(refusedWith(await reverse(manager, paid))).toBe('operation_needed');
		expect(await cells()).toEqual({
			'city reported fund-operations/operation-fund/invested/amount/2019-05': 6000n,
			'city reported fund-operations/operation-fund/invested/count/2019-05': 1n,
			'city reported fund-operations/operation-fund/paid_in/amount/2019-05': 10_000n,
			'city reported fund-operations/operation-fund/paid_in/count/2019-05': 1n
		});
		written(await confirm(office, paid, invested));
		expect(await recountedCells(desk.sql)).toEqual(await cells());
	});

	test('[R114] what was given out too much long ago is taken back piece by piece', async () => {
		const paid = idOf(await operate('paid_in', '100.00'));
		const first = idOf(await operate('invested', '60.00'));
		const other = idOf(await operate('invested', '40.00'));
		// As two reversals of one write could once leave it.
		await desk.sql`
			update cell set value = 1 where layer = 'reported' and key like 'fund-operations/operation-fund/paid_in/amount/%'`;
		await desk.sql`update fund_operation set amount = 1 where entry = ${paid}`;
		expect(refusedWith(await operate('invested', '0.01'))).toBe('fund_overinvested');
		expect(refusedWith(await reverse(manager, paid))).toBe('operation_needed');
		written(await reverse(manager, first));
		written(await operate('paid_in', '5.00'));
		written(await reverse(manager, other));
		expect(await recountedCells(desk.sql)).toEqual(await cells());
	});

	test('[R116] a line is reviewed once a year until the review is reversed', async () => {
		const review = () =>
			desk.commands.recordReviews(office, call(), [
				v.parse(reviewSchema, { line: 'portfolio-cultivation', year: '2018', score: 88, reviewer: 'R', evidence: 'E' })
			]);
		const id = idOf(await review());
		expect(refusedWith(await review())).toBe('already_reviewed');
		written(await confirm(second, id));
		expect(await cells()).toEqual({});
		written(await reverse(office, id));
		written(await review());
	});

	test('[R118] the figures are the sums of the records, and a cell that is not is named', async () => {
		written(await confirm(second, idOf(await transfer())));
		written(await move(office, {}));
		written(await confirm(second, idOf(await move(office, { amount: '2000000.00', exception: 'why' }))));
		written(await operate('paid_in', '100.00'));
		const whole = await reconcileFunds(desk.db);
		expect(whole.differences).toEqual([]);
		expect(whole.compared).toBeGreaterThan(8);
		const key = 'funds/insurance/central/allocated/2019-05';
		await desk.sql`update cell set value = value + 1 where key = ${key} and layer = 'reported'`;
		expect((await reconcileFunds(desk.db)).differences).toEqual([
			{ key, layer: 'reported', shown: '12000000.01', recorded: '12000000.00' }
		]);
		await desk.sql`update cell set value = value - 1 where key = ${key} and layer = 'reported'`;
	});

	test('[R117] the matrix of what a client gets agrees with itself, and lists narrow to a line', async () => {
		const approved = idOf(await transfer());
		written(await confirm(second, approved));
		const within = idOf(await move(office, {}));
		const beyond = idOf(await move(office, { amount: '2000000.00', exception: 'why' }));
		written(await confirm(second, beyond));
		const state = fromSnapshot(await readSnapshot(desk.db, ['city'], '2019-09-16'));
		const matrix = fundsMatrix(fundsPlanOf(desk.plan.document), groupCells(state.cells), state.today);
		expect(matrix.checks.flatMap(({ faults }) => faults)).toEqual([]);
		expect(matrix.adjusted).toBe(true);
		const read = (filter: EntryFilter) => listEntries(desk.db, desk.ports, office, filter);
		const beside = await besidePages(read, ['transfer', 'exception'], ['insurance']);
		expect(beside.map(({ page }) => page.rows.filter(({ reversal }) => reversal === null).map(({ id }) => id))).toEqual(
			[[approved], [beyond]]
		);
		// What the tests before have reversed stands in the list as well: two or three pages, all of one moment.
		const every = { step: null, source: null, year: null, after: null, before: null };
		const rows = async (nodes: string[], filter: object = {}) => {
			const pages = await Promise.all(
				[1, 2, 3, 4].map((page) => read(movementsOn(nodes, { ...every, ...filter, page })))
			);
			return pages
				.flatMap((page) => page.rows)
				.filter(({ reversal }) => reversal === null)
				.map(({ id }) => id)
				.sort();
		};
		expect(await rows(['insurance'])).toEqual([within, beyond].sort());
		expect(await rows(['insurance'], { source: 'city' })).toEqual([]);
		expect(await rows(['insurance'], { year: '2018' })).toEqual([]);
		expect(await rows(['risk-pool'])).toEqual([]);
	});
});
