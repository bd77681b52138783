// The one door for writes: one effect a key, all or nothing, and writers at the same time who neither lose nor double anything.
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { caseSchema, closureSchema } from '#lib/cases/case.ts';
import { disbursementSchema, type DisbursementInput } from '#lib/funds/movement.ts';
import { day } from '#lib/kernel/day.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { write, type Written } from '#lib/log/event-log.server.ts';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { milestoneSchema, taskUpdateSchema } from '#lib/tasks/share.ts';
import { transactionSchema, type TransactionInput } from '#lib/transactions/deal.ts';
import { leader, office, someone } from '../support/actors.ts';
import { call, countRows, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { recountedCells, storedCells } from '../support/recount.ts';

const yinzhou = someone('district', 'yinzhou');
const amr = someone('department', 'amr');

function movement(change: Partial<Record<keyof DisbursementInput, unknown>> = {}): DisbursementInput {
	const whole = {
		line: 'risk-pool',
		source: 'district',
		step: 'allocated',
		amount: '1.00',
		date: '2019-05-05',
		reference: 'R',
		again: true
	};
	return v.parse(disbursementSchema, { ...whole, ...change });
}

function deal(change: Partial<Record<keyof TransactionInput, unknown>> = {}): TransactionInput {
	const whole = { kind: 'transfer', amount: '1.00', date: '2019-05-05', territory: 'yinzhou', reference: 'R' };
	return v.parse(transactionSchema, { ...whole, ...change });
}

describe.each(databaseKinds)('the log, on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterEach(async () => {
		expect(await recountedCells(desk.sql)).toEqual(await storedCells(desk.sql));
		expect(await verifyChain(desk.db)).toBeNull();
	});
	afterAll(() => desk.close());

	const fundsOf = async (step: string) =>
		(await storedCells(desk.sql))[`city reported funds/risk-pool/district/${step}/2019-05`];

	test('the same key with the same request gets the first answer and has one effect', async () => {
		const key = call();
		const first = written(await desk.commands.recordDisbursements(yinzhou, key, [movement()]));
		const rows = await countRows(desk.sql);
		expect(written(await desk.commands.recordDisbursements(yinzhou, key, [movement()]))).toEqual(first);
		expect(await countRows(desk.sql)).toEqual(rows);
		expect(await fundsOf('allocated')).toBe(100n);
	});

	test('a repeat decides nothing anew: the key is claimed before anything is looked at', async () => {
		let decided = 0;
		const submit = () =>
			write(desk.log, { actor: 'someone', opId: 'claimed-first', request: {} }, () =>
				Promise.resolve(ok({ ids: [`${++decided}`], facts: [] }))
			);
		expect([await submit(), await submit()]).toEqual(Array(2).fill(ok({ ids: ['1'], heads: {} })));
		expect(decided).toBe(1);
	});

	test('a repeat wakes nobody', async () => {
		const told: unknown[] = [];
		desk.onCommit((heads) => told.push(heads));
		const key = call();
		const { heads } = written(await desk.commands.recordDisbursements(yinzhou, key, [movement()]));
		written(await desk.commands.recordDisbursements(yinzhou, key, [movement()]));
		expect(told).toEqual([heads]);
		desk.onCommit(() => undefined);
	});

	test('the same key with another request is refused, and what was written stays as it was', async () => {
		const key = call();
		written(await desk.commands.recordDisbursements(yinzhou, key, [movement()]));
		const rows = await countRows(desk.sql);
		const other = await desk.commands.recordDisbursements(yinzhou, key, [movement({ amount: '1.01' })]);
		expect(other).toMatchObject({ ok: false, kind: 'key_reused', faults: [{ code: 'key_reused' }] });
		expect(refusedWith(await desk.commands.recordTransactions(yinzhou, key, [deal()]))).toBe('key_reused');
		expect(await countRows(desk.sql)).toEqual(rows);
	});

	test('a key belongs to its caller', async () => {
		const key = call();
		const one = written(await desk.commands.recordDisbursements(yinzhou, key, [movement()]));
		const other = { ...yinzhou, id: 'another' };
		expect(written(await desk.commands.recordDisbursements(other, key, [movement()])).ids).not.toEqual(one.ids);
	});

	test('a key that was refused is free: the corrected request is recorded under it', async () => {
		const key = call();
		const refused = await desk.commands.recordDisbursements(yinzhou, key, [movement({ date: '2019-12-01' })]);
		expect(refusedWith(refused)).toBe('in_future');
		written(await desk.commands.recordDisbursements(yinzhou, key, [movement()]));
	});

	test('ten submits of one key at the same time have one effect and ten equal answers', async () => {
		const key = call();
		const submit = () =>
			desk.commands.recordDisbursements(yinzhou, key, [movement({ step: 'received', amount: '7.00' })]);
		const answers = (await Promise.all(Array.from({ length: 10 }, submit))).map(written);
		for (const answer of answers) expect(answer).toEqual(answers[0]);
		expect(await fundsOf('received')).toBe(700n);
		const events = await desk.sql<{ stream: string }[]>`select stream from event where op_id = ${key.opId}`;
		expect(events.map((row) => row.stream).sort()).toEqual(['breakdown', 'unit:yinzhou']);
	});

	test('the heads of an answer are those of the write, and the events below them hold it', async () => {
		const { ids, heads } = written(await desk.commands.recordTransactions(yinzhou, call(), [deal(), deal()]));
		for (const stream of ['breakdown', 'unit:yinzhou']) {
			const [row] = await desk.sql<{ ids: string[] }[]>`
				select body->'ids' as ids from event where stream = ${stream} and seq = ${heads[stream] ?? 0}`;
			expect(row?.ids).toEqual(ids.slice(1));
		}
		expect(Object.keys(heads).sort()).toEqual(['breakdown', 'city', 'unit:yinzhou']);
	});

	test.each([
		['funds', () => desk.commands.recordDisbursements(yinzhou, call(), [movement(), movement({ line: 'nowhere' })])],
		['deals', () => desk.commands.recordTransactions(yinzhou, call(), [deal(), deal({ kind: 'pledge' })])],
		[
			'cases',
			() =>
				desk.commands.acceptCases(amr, call(), [
					v.parse(caseSchema, { number: 'X', type: 'patent', territory: 'nowhere', acceptedAt: '2019-01-01' })
				])
		],
		[
			'closures',
			() =>
				desk.commands.closeCases(amr, call(), [v.parse(closureSchema, { number: 'unknown', closedAt: '2019-01-01' })])
		],
		[
			'shares',
			() =>
				desk.commands.updateShares(yinzhou, call(), [v.parse(taskUpdateSchema, { share: '2.3/haishu', changes: {} })])
		],
		[
			'milestones',
			() =>
				desk.commands.reportMilestones(yinzhou, call(), [
					v.parse(milestoneSchema, { id: '2.3/haishu/1', actual: '2019-01-01' })
				])
		],
		['confirmations', () => desk.commands.confirm(leader, call(), { ids: [randomUUID()] })],
		['reversals', () => desk.commands.reverse(leader, call(), [{ id: randomUUID(), reason: 'R' }])]
	])('a refusal of %s leaves no row in any table', async (_, submit: () => Promise<Result<Written>>) => {
		const rows = await countRows(desk.sql);
		expect((await submit()).ok).toBe(false);
		expect(await countRows(desk.sql)).toEqual(rows);
	});

	test('a fault in record 499 of 500 refuses them all and names it', async () => {
		const batch = Array.from({ length: 500 }, (_, index) => deal({ registration: `B${index === 499 ? 498 : index}` }));
		const rows = await countRows(desk.sql);
		expect(await desk.commands.recordTransactions(yinzhou, call(), batch)).toMatchObject({
			kind: 'conflict',
			faults: [{ pointer: '/499/registration', code: 'duplicate_registration' }]
		});
		expect(await countRows(desk.sql)).toEqual(rows);
		const good = batch.slice(0, 499);
		expect(written(await desk.commands.recordTransactions(yinzhou, call(), good)).ids).toHaveLength(499);
	});

	test('a failure in the middle of a write leaves nothing, is no refusal, and its key is free', async () => {
		const rows = await countRows(desk.sql);
		const operation = { actor: 'someone', opId: randomUUID(), request: {} };
		const failing = write(desk.log, operation, async ({ tx }) => {
			await tx.execute(`insert into budget_node (id, budget_group, kind) values ('left', 'over', 'line')`);
			throw new Error('the rule has a bug');
		});
		await expect(failing).rejects.toThrow('the rule has a bug');
		expect(await countRows(desk.sql)).toEqual(rows);
		expect(await write(desk.log, operation, () => Promise.resolve(ok({ ids: ['1'], facts: [] })))).toEqual(
			ok({ ids: ['1'], heads: {} })
		);
	});

	test.each(['40001', '40P01', '55P03', '23505'])('a transaction that ends with %s is tried again', async (code) => {
		let tries = 0;
		const operation = { actor: 'someone', opId: randomUUID(), request: {} };
		const result = await write(desk.log, operation, () => {
			if (++tries < 4) throw Object.assign(new Error('try again'), { code });
			return Promise.resolve(ok({ ids: [], facts: [] }));
		});
		expect({ tries, result: result.ok }).toEqual({ tries: 4, result: true });
	});

	test('after four tries the answer is busy, and nothing stays', async () => {
		const rows = await countRows(desk.sql);
		const operation = { actor: 'someone', opId: randomUUID(), request: {} };
		const result = await write(desk.log, operation, () => {
			throw Object.assign(new Error('locked'), { cause: { code: '55P03' } });
		});
		expect(result).toEqual(refuse('unavailable', 'busy'));
		expect(await countRows(desk.sql)).toEqual(rows);
	});

	test('writers of one line at the same time never overdraw it', async () => {
		// 30,000,000.00 in all for the class; each asks for a tenth and one fen more.
		const submit = () =>
			desk.commands.recordDisbursements(yinzhou, call(), [movement({ step: 'committed', amount: '3000000.01' })]);
		const results = await Promise.all(Array.from({ length: 16 }, submit));
		expect(results.filter((result) => result.ok)).toHaveLength(9);
		const refusals = results.filter((result) => !result.ok).map(refusedWith);
		expect(new Set(refusals)).toEqual(new Set(['line_overdrawn']));
		expect(await fundsOf('committed')).toBe(9n * 300_000_001n);
	});

	test('closures of one case at the same time: one wins, the others hear that it is closed', async () => {
		const number = 'C-1';
		const file = v.parse(caseSchema, { number, type: 'patent', territory: 'yinzhou', acceptedAt: '2019-01-07' });
		written(await desk.commands.acceptCases(amr, call(), [file]));
		const close = (_: unknown, index: number) =>
			desk.commands.closeCases({ ...amr, id: `amr-${index}` }, call(), [
				v.parse(closureSchema, { number, closedAt: '2019-02-01' })
			]);
		const results = await Promise.all(Array.from({ length: 8 }, close));
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect(results.filter((result) => !result.ok).map(refusedWith)).toEqual(Array(7).fill('already_closed'));
	});

	test('confirmations of one record at the same time: one wins', async () => {
		const { ids } = written(await desk.commands.recordTransactions(yinzhou, call(), [deal()]));
		const results = await Promise.all(
			[office, leader, { ...leader, id: 'other' }].map((who) => desk.commands.confirm(who, call(), { ids: [...ids] }))
		);
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect(results.filter((result) => !result.ok).map(refusedWith)).toEqual(['already_confirmed', 'already_confirmed']);
	});

	test.runIf(kind === 'postgres')('a write locks its cells in one order, whatever order its records have', async () => {
		const [early, late] = [deal({ date: '2019-04-01' }), deal({ date: '2019-04-02' })];
		const keyOf = ({ kind, date }: TransactionInput) => `deals/${kind}/amount/${date}`;
		written(await desk.commands.recordTransactions(yinzhou, call(), [early, late]));
		let writing: Promise<unknown> = Promise.resolve();
		await desk.sql.begin(async (holder) => {
			await holder`select 1 from cell where key = ${keyOf(late)} for update`;
			writing = desk.commands.recordTransactions(yinzhou, call(), [late, early]);
			for (let waits = false; !waits;)
				waits =
					(
						await desk.sql`select 1 from pg_stat_activity where wait_event_type = 'Lock'
					and datname = current_database()`
					).length > 0;
			// It waits for the later cell, and so has the earlier one.
			await expect(desk.sql`select 1 from cell where key = ${keyOf(early)} for update nowait`).rejects.toMatchObject({
				code: '55P03'
			});
		});
		await writing;
	});

	test('eight writers of thirty records each, of every kind and in any order, all get through', async () => {
		const units = ['yinzhou', 'haishu', 'cixi', 'ninghai'] as const;
		const write = async (writer: number, n: number): Promise<Result<Written>> => {
			const unit = units[(writer + n) % units.length] ?? 'yinzhou';
			const actor = { ...someone('district', unit), id: `writer-${writer}` };
			const reference = `${writer}-${n}`;
			switch (n % 4) {
				case 0:
					return desk.commands.recordDisbursements(actor, call(), [
						movement({ line: 'insurance', reference }),
						movement({ reference, step: 'received' }),
						movement({ line: 'public-platform', reference })
					]);
				case 1:
					return desk.commands.recordTransactions(actor, call(), [
						deal({ territory: unit, date: '2019-03-02' }),
						deal({ territory: unit, kind: 'licence', date: '2019-03-01' })
					]);
				case 2:
					return desk.commands.acceptCases(actor, call(), [
						v.parse(caseSchema, {
							number: reference,
							type: 'other',
							territory: unit,
							department: 'amr',
							acceptedAt: day('2019-03-01')
						})
					]);
				default:
					return desk.commands.confirm({ ...leader, id: `leader-${writer}` }, call(), {
						ids: await waitingOf(`writer-${writer}`)
					});
			}
		};
		const turns = Array.from({ length: 8 }, async (_, writer) => {
			const results: Result<Written>[] = [];
			for (let n = 0; n < 30; n++) results.push(await write(writer, n));
			return results;
		});
		const results = (await Promise.all(turns)).flat();
		expect(results.filter((result) => !result.ok)).toEqual([]);
		expect(results).toHaveLength(240);
	});

	async function waitingOf(actor: string): Promise<string[]> {
		const rows = await desk.sql<{ id: string }[]>`
			select id from entry where actor = ${actor} and confirmed_at is null order by id limit 5`;
		return rows.map((row) => row.id);
	}
});
