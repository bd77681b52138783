// Sums at the end of what can be kept: the record that leads past it is refused by name, all others go on [R214].
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseSchema } from '#lib/cases/case.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { baseFigureSchema } from '#lib/observations/base-figure.ts';
import { observationSchema } from '#lib/observations/observation.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { office, someone } from '../support/actors.ts';
import { call, countRows, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const yinzhou = someone('district', 'yinzhou');
const amr = someone('department', 'amr');
const justice = someone('department', 'justice');
const ends = [9_223_372_036_854_775_807n, 9_223_372_036_854_775_800n, 1_000_000_000_000_000_000n];

describe.each(databaseKinds)('a sum, on %s [R214]', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterAll(() => desk.close());

	type Cell = readonly [stream: 'city' | 'breakdown', key: string];
	type Write = () => Promise<Result<Written>>;
	const deal: Write = () =>
		desk.commands.recordTransactions(yinzhou, call(), [
			v.parse(transactionSchema, {
				...{ kind: 'transfer', amount: '100000000000.00', count: 1_000_000, date: '2019-05-05' },
				...{ territory: 'yinzhou', reference: 'R' }
			})
		]);
	let movements = 0;
	const movement: Write = () =>
		desk.commands.recordDisbursements(yinzhou, call(), [
			v.parse(disbursementSchema, {
				...{
					line: 'risk-pool',
					source: 'district',
					step: 'received',
					amount: '1.00',
					date: '2019-05-05',
					reference: `R-${movements++}`
				}
			})
		]);
	let n = 0;
	const accepted: Write = () =>
		desk.commands.acceptCases(amr, call(), [
			v.parse(caseSchema, { number: `K-${n++}`, type: 'patent', territory: 'yinzhou', acceptedAt: '2019-05-05' })
		]);
	let month = 1;
	const observed: Write = () =>
		desk.commands.recordObservations(justice, call(), [
			v.parse(observationSchema, {
				...{ indicator: 'aided-enterprises', unit: 'justice', period: `2019-0${month}`, value: String(month++ * 1000) }
			})
		]);

	/** A cell of the reported layer, by stream and key. */
	const valueOf = async ([stream, key]: Cell) => {
		const [row] = await desk.sql<{ value: string }[]>`
			select value from cell where stream = ${stream} and layer = 'reported' and key = ${key}`;
		return BigInt(row?.value ?? '0');
	};
	const setTo = ([stream, key]: Cell, value: bigint) => desk.sql`
		insert into cell (stream, layer, key, value, at) values (${stream}, 'reported', ${key}, ${String(value)}::bigint, now())
		on conflict (stream, layer, key) do update set value = excluded.value`;

	test.each<[string, Write, Cell]>([
		['money of deals', deal, ['city', 'deals/transfer/amount/2019-05-05']],
		['deals', deal, ['city', 'deals/transfer/count/2019-05-05']],
		['money of funds', movement, ['breakdown', 'funds-by/yinzhou/risk-pool/district/received/2019-05']],
		['cases', accepted, ['city', 'cases/accepted/2019-05-05']],
		['observed values', observed, ['city', 'observations/aided-enterprises/value/2019-02']]
	])('of %s never passes the end of what can be kept', async (_, record, cell) => {
		const first = written(await record());
		const second = month;
		for (const end of ends) {
			await setTo(cell, end);
			const before = await countRows(desk.sql);
			month = second;
			const refused = await record();
			expect(refusedWith(refused)).toBe('sum_too_large');
			expect(refused).toMatchObject({ kind: 'conflict', faults: [{ params: { sum: cell.join(': ') } }] });
			expect(await countRows(desk.sql)).toEqual(before);
			expect(await valueOf(cell)).toBe(end);
		}
		// What leads back is in nobody's way.
		const undone = await desk.commands.reverse(office, call(), [{ id: first.ids[0] ?? '', reason: 'far too much' }]);
		expect(undone.ok).toBe(true);
		await setTo(cell, 0n);
		month = second;
		expect((await record()).ok).toBe(true);
	});

	test('below zero has an end too', async () => {
		const first = written(await deal());
		const cell: Cell = ['city', 'deals/transfer/amount/2019-05-05'];
		await setTo(cell, -9_223_372_036_854_775_808n);
		const undone = await desk.commands.reverse(office, call(), [{ id: first.ids[0] ?? '', reason: 'far too much' }]);
		expect(refusedWith(undone)).toBe('sum_too_large');
		await setTo(cell, 0n);
	});

	test('of one record is bounded by its schema, base figures included', () => {
		const given = { kind: 'transfer', date: '2019-05-05', territory: 'yinzhou', reference: 'R' };
		for (const amount of ['100000000000.01', '999999999999999', '92233720368547758.07']) {
			expect(v.is(transactionSchema, { ...given, amount })).toBe(false);
			expect(v.is(baseFigureSchema, { target: 'patents', value: amount, source: 'x' })).toBe(false);
		}
	});
});
