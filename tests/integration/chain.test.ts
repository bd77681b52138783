// The hash chain: whatever somebody changes in the rows of the log is found, and the first bad row is named.
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { chainHash } from '#lib/log/append-events.server.ts';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { office, someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

describe.each(databaseKinds)('the chain, on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		const movement = {
			line: 'risk-pool',
			source: 'district',
			step: 'received',
			amount: '1200.50',
			date: '2019-05-05',
			payee: '宁波某某公司 "A" \\ & \u2028'
		};
		const deal = {
			kind: 'pledge',
			amount: '5.00',
			date: '2019-05-06',
			territory: 'yinzhou',
			bank: 'B',
			reference: 'R'
		};
		const yinzhou = someone('district', 'yinzhou');
		for (let n = 0; n < 4; n++) {
			const inputs = ['甬财-1', '甬财-2'].map((reference) =>
				v.parse(disbursementSchema, { ...movement, reference: `${reference}-${n}` })
			);
			const { ids } = written(await desk.commands.recordDisbursements(yinzhou, call(), inputs));
			written(await desk.commands.recordTransactions(yinzhou, call(), [v.parse(transactionSchema, deal)]));
			written(await desk.commands.confirm(office, call(), { ids: [...ids] }));
		}
		written(
			await desk.commands.reverse(office, call(), [
				{ id: (await firstEntry()) ?? '', reason: 'a reason that stays in its own table' }
			])
		);
	});
	afterAll(() => desk.close());

	async function firstEntry() {
		const [row] = await desk.sql<{ id: string }[]>`select id from entry order by effective_at, id limit 1`;
		return row?.id;
	}

	/** What is found after a change, which is then undone. */
	async function after(statement: string): ReturnType<typeof verifyChain> {
		await desk.sql.unsafe('create table kept as table event');
		await desk.sql.unsafe('create table kept_head as table stream_head');
		try {
			await desk.sql.unsafe(statement);
			return await verifyChain(desk.db);
		} finally {
			await desk.sql.begin(async (tx) => {
				await tx.unsafe('delete from event; insert into event table kept; drop table kept');
				await tx.unsafe('delete from stream_head; insert into stream_head table kept_head; drop table kept_head');
			});
		}
	}

	test('is whole as it was written, in streams that have no gap', async () => {
		expect(await verifyChain(desk.db)).toBeNull();
		const rows = await desk.sql<{ stream: string; n: string; last: string; head: string; newest: boolean }[]>`
			select e.stream, count(*) as n, max(e.seq) as last, h.seq as head,
				bool_or(e.seq = h.seq and e.hash = h.hash) as newest
			from event e join stream_head h on h.stream = e.stream group by e.stream, h.seq order by 1`;
		expect(rows.map((row) => row.stream)).toEqual(['breakdown', 'city', 'unit:yinzhou']);
		for (const row of rows) expect(row).toMatchObject({ last: row.n, head: row.n, newest: true });
	});

	test.each([
		[
			'a figure',
			`update event set body = jsonb_set(body, '{cells,0,value}', '"1.00"') where stream = 'city' and seq = 3`,
			{ stream: 'city', seq: 3, fault: 'changed' }
		],
		[
			'an actor',
			`update event set actor = 'somebody else' where stream = 'breakdown' and seq = 2`,
			{ stream: 'breakdown', seq: 2, fault: 'changed' }
		],
		[
			'an actor where there is none',
			`update event set actor = 'somebody' where stream = 'city' and seq = 1`,
			{ stream: 'city', seq: 1, fault: 'changed' }
		],
		[
			'an instant',
			`update event set recorded_at = recorded_at - interval '1 second' where stream = 'city' and seq = 5`,
			{ stream: 'city', seq: 5, fault: 'changed' }
		],
		[
			'a type',
			`update event set type = 'entryReversed' where stream = 'unit:yinzhou' and seq = 1`,
			{ stream: 'unit:yinzhou', seq: 1, fault: 'changed' }
		],
		[
			'a row in the middle',
			`delete from event where stream = 'city' and seq = 4`,
			{ stream: 'city', seq: 4, fault: 'missing' }
		],
		[
			'the newest row',
			`delete from event e using stream_head h where e.stream = 'city' and h.stream = 'city' and e.seq = h.seq`,
			{ stream: 'city', seq: 21, fault: 'missing' }
		],
		['a whole stream', `delete from event where stream = 'city'`, { stream: 'city', seq: 1, fault: 'missing' }],
		[
			'the newest row and the head',
			`with gone as (delete from event e using stream_head h where e.stream = 'city' and h.stream = 'city' and e.seq = h.seq returning e.seq)
				update stream_head set seq = seq - 1 where stream = 'city'`,
			{ stream: 'city', seq: 20, fault: 'changed' }
		],
		['a head', `delete from stream_head where stream = 'city'`, { stream: 'city', seq: 21, fault: 'changed' }],
		[
			'two rows that change places',
			`update event set seq = case seq when 2 then -3 else -2 end where false; alter table event drop constraint event_seq_positive;
			 update event set seq = -seq where stream = 'city' and seq in (2, 3); update event set seq = 5 + seq where stream = 'city' and seq < 0;
			 alter table event add constraint event_seq_positive check (seq > 0)`,
			{ stream: 'city', seq: 2, fault: 'changed' }
		]
	] as const)('finds a change of %s', async (_, statement, found) => {
		expect(await after(statement)).toEqual(found);
		expect(await verifyChain(desk.db)).toBeNull();
	});

	test('finds a row that was written anew with the hash that fits it, by the row behind it', async () => {
		const [row] = await desk.sql<
			{ type: string; body: Record<string, unknown>; effective_at: string; recorded_at: string; prev_hash: string }[]
		>`select type, body, effective_at, recorded_at, prev_hash from event where stream = 'city' and seq = 2`;
		if (!row) throw new Error('no such row');
		const hash = chainHash(row.prev_hash, {
			stream: 'city',
			seq: 2,
			type: row.type,
			body: { ...row.body, cells: [] },
			actor: null,
			opId: null,
			address: null,
			effectiveAt: new Date(row.effective_at).toISOString(),
			recordedAt: new Date(row.recorded_at).toISOString(),
			shown: false,
			rows: null
		});
		const forgery = `update event set body = jsonb_set(body, '{cells}', '[]'), hash = '${hash}' where stream = 'city' and seq = 2`;
		expect(await after(forgery)).toEqual({ stream: 'city', seq: 3, fault: 'moved' });
	});

	test('names the first bad row where there are several', async () => {
		const statement = `update event set actor = 'x' where stream = 'city' and seq in (7, 9); update event set actor = 'x' where stream = 'unit:yinzhou'`;
		expect(await after(statement)).toEqual({ stream: 'city', seq: 7, fault: 'changed' });
	});

	test('gives the readers of the city type and totals alone: no ids, units, rows, reasons, people or keys', async () => {
		const rows = await desk.sql<{ type: string; body: Record<string, unknown>; actor: unknown; op_id: unknown }[]>`
			select type, body, actor, op_id from event where stream = 'city'`;
		expect(new Set(rows.map((row) => row.type))).toEqual(
			new Set(['disbursementRecorded', 'transactionRecorded', 'entryConfirmed', 'entryReversed'])
		);
		for (const { body, actor, op_id } of rows) {
			const { cells, ...rest } = body;
			expect(rest).toEqual({ ids: [], unit: null, before: null, after: null, reason: null, values: {}, touches: [] });
			expect({ actor, op_id }).toEqual({ actor: null, op_id: null });
			expect(JSON.stringify(cells)).not.toMatch(/yinzhou/);
		}
	});

	test('holds no prose and no payee in any copy, and the reason as the row that holds it', async () => {
		const rows = await desk.sql<{ stream: string; type: string; body: { reason: string | null } }[]>`
			select stream, type, body from event where stream <> 'access'`;
		expect(JSON.stringify(rows)).not.toMatch(/某某|甬财|stays in its own table/);
		const [reversal] = await desk.sql<{ id: string }[]>`select id from reversal`;
		const told = rows.filter((row) => row.type === 'entryReversed' && row.stream === 'unit:yinzhou');
		expect(told.map((row) => row.body.reason)).toEqual([reversal?.id]);
	});
});
