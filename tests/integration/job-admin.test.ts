// What the system administrator sees of jobs and reactions and does about them, on both databases: with what is refused, and what the log says.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { openJobAdmin } from '#lib/job-admin/open-job-admin.server.ts';
import type { Job } from '#lib/jobs/job.server.ts';
import type { Reaction } from '#lib/log/reaction.server.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const admin: Actor = { id: 'the-admin', role: 'system_admin', unit: null, via: 'session' };
const daily: Job = {
	kind: 'daily',
	title: () => 'Daily',
	clock: 'business',
	schedule: '0 0 * * *',
	run: () => Promise.resolve()
};
const noting: Reaction = {
	name: 'noting',
	title: () => 'Noting',
	on: ['planLoaded'],
	from: 'beginning',
	run: () => Promise.resolve()
};

describe.each(databaseKinds)('jobs for the system administrator, on %s', (kind) => {
	let desk: CommandDesk;
	let jobs: ReturnType<typeof openJobAdmin>;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		jobs = openJobAdmin(desk, [daily], [noting]);
	});
	afterAll(() => desk.close());
	beforeEach(async () => {
		await desk.sql`truncate job, reaction_cursor, reaction_failure, op, event, stream_head`;
		await desk.sql`insert into job (kind, due, clock) values ('daily', '2019-09-17T00:00:00+08:00', 'business')`;
	});
	const told = () => desk.sql<{ type: string; actor: string; values: object }[]>`
		select type, actor, body->'values' as values from event where stream = 'access'`;
	const dues = async () =>
		(await desk.sql<{ due: string }[]>`select due from job order by due`).map(({ due }) => new Date(due).toISOString());

	test('[R286] runs a job now on its own clock, once for one key, and the log says who', async () => {
		const key = call();
		const input = { kind: 'daily', subject: '' };
		written(await jobs.runNow(admin, key, input));
		written(await jobs.runNow(admin, key, input));
		expect(await dues()).toEqual(['2019-09-16T01:00:00.000Z', '2019-09-16T16:00:00.000Z']);
		expect(await told()).toEqual([{ type: 'jobRequested', actor: 'the-admin', values: { job: 'daily', subject: '' } }]);
		expect(refusedWith(await jobs.runNow(admin, call(), { kind: 'weekly', subject: '' }))).toBe('unknown_job');
	});

	test('[R286] has an event tried again that was set aside, and no other', async () => {
		await desk.sql`
			insert into reaction_failure (reaction, stream, seq, tries, last_error) values ('noting', 'plan', 7, 8, 'Error: no room')`;
		const input = { reaction: 'noting', stream: 'plan', seq: 7 };
		written(await jobs.tryAgain(admin, call(), input));
		expect(refusedWith(await jobs.tryAgain(admin, call(), input))).toBe('nothing_set_aside');
		expect(refusedWith(await jobs.tryAgain(admin, call(), { ...input, seq: 8 }))).toBe('nothing_set_aside');
		expect(await told()).toEqual([{ type: 'reactionRetried', actor: 'the-admin', values: input }]);
	});

	test('[R286] nobody else does either', async () => {
		const others: readonly Actor[] = [
			{ id: 's', role: 'security_admin', unit: null, via: 'session' },
			{ id: 'u', role: 'audit_admin', unit: null, via: 'session' },
			{ id: 'l', role: 'leader', unit: null, via: 'session' }
		];
		for (const other of others) {
			expect(refusedWith(await jobs.runNow(other, call(), { kind: 'daily', subject: '' }))).toBe('not_allowed');
			expect(refusedWith(await jobs.tryAgain(other, call(), { reaction: 'r', stream: 's', seq: 1 }))).toBe(
				'not_allowed'
			);
		}
		expect(await told()).toEqual([]);
	});

	test('[R286] sees how each stands: what failed, what nobody does, how far a reaction is behind', async () => {
		await desk.sql`
			update job set due = '2019-09-16T00:00:00+08:00', attempts = 3, last_error = 'Error: no room', lease_until = now() + interval '1 hour'`;
		await desk.sql`
			insert into job (kind, subject, due, clock, attempts, last_error, done_at) values
				('daily', '', '2019-09-15T00:00:00+08:00', 'business', 2, 'Error: away', '2019-09-15T00:00:07+08:00'),
				('gone', 'x', '2019-09-15T00:00:00+08:00', 'system', 0, null, null)`;
		await desk.sql`
			insert into event (stream, seq, type, body, effective_at, recorded_at, prev_hash, hash, shown)
			values ('plan', 1, 'planLoaded', '{}', now(), '2019-09-16T08:00:00+08:00', '', '', true)`;
		await desk.sql`insert into stream_head (stream, seq) values ('plan', 1)`;
		await desk.sql`
			insert into reaction_failure (reaction, stream, seq, tries, last_error) values ('noting', 'plan', 1, 8, 'Error: no room')`;
		const view = await jobs.view();
		expect(view.jobs).toMatchObject([
			{
				...{ kind: 'daily', title: 'Daily', state: 'failed', attempts: 3, lastError: 'Error: no room' },
				...{ doneAt: '2019-09-14T16:00:07.000Z', doneAttempts: 2, doneError: 'Error: away' }
			},
			{ kind: 'gone', subject: 'x', title: 'gone', state: 'nobody', doneAt: null }
		]);
		expect(view.reactions).toEqual([
			{
				...{ name: 'noting', title: 'Noting', behind: 1, since: '2019-09-16T00:00:00.000Z' },
				...{ tries: 0, lastError: null }
			}
		]);
		expect(view.aside).toMatchObject([{ title: 'Noting', stream: 'plan', seq: 1, type: 'planLoaded', tries: 8 }]);
		expect(view.moreAside).toBe(false);
	});
});
