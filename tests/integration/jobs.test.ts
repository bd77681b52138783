// Jobs on both databases: planned, done once by one of several nodes, tried again, handed on, and left done with their effect.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Job } from '#lib/jobs/job.server.ts';
import { makeDue, pruneJobs, readJobs } from '#lib/jobs/job-rows.server.ts';
import { runJobs, type JobRunner, type RunnerParts } from '#lib/jobs/run-jobs.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

describe.each(databaseKinds)('jobs, on %s', (kind) => {
	let opened: TestDatabase;
	let now = new Date();
	const runners: JobRunner[] = [];
	const holds: { readonly end: () => void }[] = [];
	const failures: { readonly error: unknown; readonly job: string | null }[] = [];
	beforeAll(async () => {
		opened = await openTestDatabase(kind);
		await opened.database.sql`create table effect (of text not null, by text not null)`;
	});
	afterAll(() => opened.close());
	beforeEach(async () => {
		await opened.database.sql`truncate job, effect`;
		failures.length = 0;
		now = new Date('2019-09-16T09:00:00+08:00');
		return async () => {
			for (const { end } of holds.splice(0)) end();
			await Promise.all(runners.splice(0).map((runner) => runner.close()));
		};
	});
	/** What a job waits for until the test lets it go on. */
	const hold = () => {
		let end: () => void = () => undefined;
		const over = new Promise<void>((resolve) => {
			end = resolve;
		});
		holds.push({ end: () => end() });
		return { over, end: () => end() };
	};

	const start = (jobs: readonly Job[], parts: Partial<RunnerParts> = {}) => {
		const runner = runJobs({
			db: opened.database.db,
			jobs,
			nodeTasks: [],
			businessNow: () => now,
			onError: (error, job) => failures.push({ error, job }),
			...parts
		});
		runners.push(runner);
		return runner;
	};
	/** Runs each day and leaves a row, in the transaction that leaves it done. */
	const daily = (by = 'a', more: Partial<Job> = {}): Job => ({
		kind: 'daily',
		title: () => 'Daily',
		clock: 'business',
		schedule: '0 0 * * *',
		run: ({ due, done }) =>
			opened.database.db.transaction(async (tx) => {
				await done(tx);
				await tx.execute(`insert into effect values ('${due.toISOString()}', '${by}')`);
			}),
		...more
	});
	const effects = async () => {
		const rows = await opened.database.sql<{ of: string; by: string }[]>`select * from effect order by of, by`;
		return rows.map(({ of, by }) => `${of} ${by}`);
	};
	const planned = async () => {
		const rows = await opened.database.sql<{ kind: string; due: string; attempts: number; done: boolean }[]>`
			select kind, due, attempts, done_at is not null as done from job order by due, kind`;
		return rows.map(
			(row) => `${row.kind} ${new Date(row.due).toISOString()} ${row.attempts}${row.done ? ' done' : ''}`
		);
	};
	/** Looks until something is so. */
	const until = (assert: () => Promise<void>) =>
		vi.waitFor(
			async () => {
				for (const runner of runners) runner.wake();
				await assert();
			},
			{ timeout: 20_000, interval: 50 }
		);

	test('[R282] planned for the next time: what is past counts as done, and so what was missed is done once', async () => {
		start([daily()]);
		await until(async () => expect(await planned()).toEqual(['daily 2019-09-16T16:00:00.000Z 0']));
		expect(await effects()).toEqual([]);
		now = new Date('2019-09-20T03:00:00+08:00');
		await until(async () =>
			expect(await planned()).toEqual(['daily 2019-09-16T16:00:00.000Z 1 done', 'daily 2019-09-20T16:00:00.000Z 0'])
		);
		expect(await effects()).toEqual(['2019-09-16T16:00:00.000Z a']);
	});

	test('[R282] one that is also due at a start is done then, and planned for its own time', async () => {
		start([daily('a', { atStart: true })]);
		await until(async () =>
			expect(await planned()).toEqual(['daily 2019-09-16T01:00:00.000Z 1 done', 'daily 2019-09-16T16:00:00.000Z 0'])
		);
	});

	test('[R282] another schedule plans it anew', async () => {
		start([daily()]);
		await until(async () => expect(await planned()).toEqual(['daily 2019-09-16T16:00:00.000Z 0']));
		start([daily('b', { schedule: '0 10 * * *' })]);
		await until(async () => expect(await planned()).toEqual(['daily 2019-09-16T02:00:00.000Z 0']));
	});

	test('[R283] several nodes do it once', async () => {
		const jobs = ['a', 'b', 'c', 'd'].map((by) => daily(by));
		for (const job of jobs) start([job]);
		await until(async () => expect(await planned()).toHaveLength(1));
		for (const day of ['17', '18', '19']) {
			now = new Date(`2019-09-${day}T00:00:01+08:00`);
			await until(async () => expect((await planned()).at(-1)).toBe(`daily 2019-09-${day}T16:00:00.000Z 0`));
		}
		expect((await effects()).map((line) => line.slice(0, 10))).toEqual(['2019-09-16', '2019-09-17', '2019-09-18']);
		expect(failures).toEqual([]);
	});

	test('[R283] one that fails is tried again after a pause, or when it is asked for; attempts and the last error stay', async () => {
		let broken = true;
		const job = daily('a', {
			run: (turn) => (broken ? Promise.reject(new Error('no room')) : daily().run(turn))
		});
		start([job]);
		await until(async () => expect(await planned()).toHaveLength(1));
		now = new Date('2019-09-17T00:00:00+08:00');
		await until(async () =>
			expect((await readJobs(opened.database.db))[0]).toMatchObject({
				attempts: 2,
				lastError: 'Error: no room',
				running: false
			})
		);
		expect(failures[0]?.job).toBe('daily');
		const [waiting] = await readJobs(opened.database.db);
		expect(Date.parse(waiting?.retryAt ?? '') - Date.now()).toBeGreaterThan(0);
		broken = false;
		await opened.database.db.transaction((tx) => makeDue(tx, job, now));
		await until(async () => expect(await effects()).toEqual(['2019-09-16T16:00:00.000Z a']));
		const [done] = await opened.database.sql<{ attempts: number; error: string }[]>`
			select attempts, last_error as error from job where done_at is not null`;
		expect(done).toEqual({ attempts: 3, error: 'Error: no room' });
	});

	test('[R283] asked for, it is done now, and at its own time as well', async () => {
		start([daily()]);
		await until(async () => expect(await planned()).toHaveLength(1));
		await opened.database.db.transaction((tx) => makeDue(tx, daily(), now));
		await until(async () =>
			expect(await planned()).toEqual(['daily 2019-09-16T01:00:00.000Z 1 done', 'daily 2019-09-16T16:00:00.000Z 0'])
		);
	});

	test('[R283] a lease that is over hands it on; whoever lost it loses the effect too', async () => {
		const held = hold();
		let begun = false;
		start([
			daily('slow', {
				run: async (turn) => {
					begun = true;
					await held.over;
					await daily('slow').run(turn);
				}
			})
		]);
		await until(async () => expect(await planned()).toHaveLength(1));
		now = new Date('2019-09-17T00:00:00+08:00');
		await vi.waitFor(() => expect(begun).toBe(true), { timeout: 20_000 });
		// As if the node had stood still for longer than its lease.
		await opened.database.sql`update job set lease_until = now() - interval '1 second' where held_by is not null`;
		start([daily('quick')]);
		await vi.waitFor(async () => expect(await effects()).toEqual(['2019-09-16T16:00:00.000Z quick']), {
			timeout: 20_000
		});
		held.end();
		await until(async () => expect((await planned()).at(-1)).toBe('daily 2019-09-17T16:00:00.000Z 0'));
		await Promise.all(runners.map((runner) => runner.close()));
		expect(await effects()).toEqual(['2019-09-16T16:00:00.000Z quick']);
		expect(failures).toEqual([]);
	});

	test('[R283] a node keeps what takes longer than its lease', async () => {
		const held = hold();
		const slow = daily('slow', {
			atStart: true,
			run: async (turn) => {
				await held.over;
				await daily('slow').run(turn);
			}
		});
		start([slow], { leaseMs: 3000 });
		const leaseEnd = async () => {
			const [row] = await opened.database.sql<{ at: string }[]>`
				select lease_until as at from job where held_by is not null`;
			return row ? Date.parse(row.at) : NaN;
		};
		await until(async () => expect(await leaseEnd()).toBeGreaterThan(0));
		const first = await leaseEnd();
		start([daily('other')], { leaseMs: 3000 });
		await until(async () => expect((await leaseEnd()) - first).toBeGreaterThan(3000));
		held.end();
		await until(async () => expect((await effects()).map((line) => line.split(' ')[1])).toEqual(['slow']));
	});

	test('[R283] one that comes after others waits until they are done', async () => {
		let broken = true;
		const order: string[] = [];
		const step = (name: string, more: Partial<Job>): Job =>
			daily('a', {
				kind: name,
				run: () => {
					if (name === 'first' && broken) return Promise.reject(new Error('not yet'));
					order.push(name);
					return Promise.resolve();
				},
				...more
			});
		start([step('second', { after: ['first'] }), step('third', { after: ['second'] }), step('first', {})]);
		await until(async () => expect(await planned()).toHaveLength(3));
		now = new Date('2019-09-17T00:00:00+08:00');
		await until(async () => expect((await readJobs(opened.database.db))[0]?.attempts).toBeGreaterThan(0));
		expect(order).toEqual([]);
		broken = false;
		await until(async () => expect(await Promise.resolve(order)).toEqual(['first', 'second', 'third']));
	});

	test('[R283] a node that stops gives back what it was at', async () => {
		start([
			daily('a', {
				atStart: true,
				run: ({ signal }) =>
					new Promise((_, reject) => {
						signal.addEventListener('abort', () => reject(new Error('stopped')));
					})
			})
		]);
		await until(async () => expect((await readJobs(opened.database.db))[0]?.running).toBe(true));
		await runners[0]?.close();
		expect((await readJobs(opened.database.db))[0]).toMatchObject({ running: false, attempts: 0, lastError: null });
		expect(failures).toEqual([]);
	});

	test('what was done long ago is dropped but for the last time, and what no node can do', async () => {
		const row = (name: string, due: string, done: string | null) => opened.database.sql`
			insert into job (kind, due, clock, done_at) values (${name}, ${due}, 'system', ${done})`;
		await row('seldom', '2019-01-01', '2019-01-01');
		await row('seldom', '2019-02-01', '2019-02-01');
		await row('gone', '2019-02-01', null);
		await row('next', '2999-02-01', null);
		await pruneJobs(opened.database.db, now);
		expect(await planned()).toEqual(['seldom 2019-02-01T00:00:00.000Z 0 done', 'next 2999-02-01T00:00:00.000Z 0']);
	});

	test('what a node does for itself is done again and again, one at a time, whatever fails', async () => {
		let times = 0;
		start([], {
			nodeTasks: [
				{
					everyMs: 10,
					run: () => {
						times += 1;
						return times === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
					}
				}
			]
		});
		await vi.waitFor(() => expect(times).toBeGreaterThan(2), { timeout: 20_000 });
		expect(failures).toHaveLength(1);
	});
});
