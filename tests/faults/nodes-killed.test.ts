// Two nodes on one Postgres, killed with -9 in the middle of a job and of a reaction: each takes effect once, by the node that is left.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '#lib/kernel/result.ts';
import { write } from '#lib/log/event-log.server.ts';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { openCommandDesk, type CommandDesk } from '../support/commands.ts';

interface Node {
	readonly printed: () => string;
	readonly kill9: () => Promise<void>;
}

describe('nodes that are killed', () => {
	let desk: CommandDesk;
	const nodes: Node[] = [];
	beforeEach(async () => {
		desk = await openCommandDesk('postgres');
		await desk.sql`create table effect (of text not null, by text not null)`;
		return async () => {
			await Promise.all(nodes.splice(0).map((node) => node.kill9()));
			await desk.close();
		};
	});

	const start = async (name: string, stopsAt = ''): Promise<Node> => {
		const url = desk.place.kind === 'postgres' ? desk.place.url : '';
		const child: ChildProcess = spawn(
			process.execPath,
			[resolve(import.meta.dirname, '../support/job-node.ts'), url, name, stopsAt],
			{ stdio: ['ignore', 'pipe', 'inherit'] }
		);
		let printed = '';
		child.stdout?.setEncoding('utf8').on('data', (text: string) => {
			printed += text;
		});
		const node: Node = {
			printed: () => printed,
			kill9: async () => {
				if (child.exitCode !== null || child.signalCode !== null) return;
				const ended = once(child, 'exit');
				child.kill('SIGKILL');
				await ended;
			}
		};
		nodes.push(node);
		await soon(() => expect(printed).toContain('ready'));
		return node;
	};
	const soon = (assert: () => unknown) => vi.waitFor(assert, { timeout: 60_000, interval: 50 });
	const state = async () => {
		const fact = {
			type: 'settingChanged',
			ids: [],
			unit: null,
			values: {},
			deltas: [],
			touches: [],
			feed: false
		} as const;
		const written = await write(desk.log, { actor: 'test', opId: randomUUID(), request: {} }, () =>
			Promise.resolve(ok({ ids: [], facts: [{ ...fact, streams: ['plan', 'access'] }] }))
		);
		if (!written.ok) throw new Error('the fact was refused');
	};
	const effects = (of: string) => desk.sql<{ of: string; by: string }[]>`
		select of, by from effect where starts_with(of, ${of}) order by of`;
	const twice = () => desk.sql`select of from effect group by of having count(*) > 1`;

	test('[R283] a job is handed on by the end of its lease, and takes effect once', async () => {
		const killed = await start('killed', 'job');
		await soon(() => expect(killed.printed()).toContain('at job'));
		const [held] = await desk.sql<{ due: string }[]>`select due from job where held_by is not null`;
		expect(held).toBeDefined();
		await start('left');
		expect(await effects('job')).toEqual([]);
		await killed.kill9();
		const due = new Date(held?.due ?? 0).toISOString();
		await soon(async () => expect((await effects('job'))[0]).toEqual({ of: `job ${due}`, by: 'left' }));
		const [row] = await desk.sql<{ attempts: number; done: boolean }[]>`
			select attempts, done_at is not null as done from job where due = ${due}`;
		expect(row).toEqual({ attempts: 2, done: true });
		expect(await twice()).toEqual([]);
	});

	test('[R284] a reaction is handed on by the end of its lease, and takes effect once', async () => {
		const killed = await start('killed', 'reaction');
		await state();
		await soon(() => expect(killed.printed()).toContain('at reaction'));
		await start('left');
		await killed.kill9();
		await soon(async () => expect(await effects('reaction')).toEqual([{ of: 'reaction plan 1', by: 'left' }]));
		const [op] = await desk.sql<{ n: string }[]>`select count(*) as n from op where op_id = 'reaction:noting:plan:1'`;
		expect(op?.n).toBe('1');
		expect(await verifyChain(desk.db)).toBeNull();
	});

	test('[R283] [R284] killed again and again while facts come, all takes effect, and nothing twice', async () => {
		await start('steady');
		for (let round = 0; round < 2; round++) {
			const victim = await start(`victim-${round}`);
			for (let n = 0; n < 10; n++) await state();
			await soon(() => expect(victim.printed()).toMatch(/at (job|reaction)/));
			await victim.kill9();
		}
		for (let n = 0; n < 5; n++) await state();
		await soon(async () => expect(await effects('reaction')).toHaveLength(25));
		const [done] = await desk.sql<{ n: string }[]>`select count(*) as n from job where done_at is not null`;
		expect((await effects('job')).length).toBeGreaterThanOrEqual(Number(done?.n));
		expect(await twice()).toEqual([]);
		const undone = await desk.sql`
			select due from job j where done_at is not null
				and not exists (select 1 from effect where of = 'job ' || to_char(j.due, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
		expect(undone).toEqual([]);
		expect(await verifyChain(desk.db)).toBeNull();
	});
});
