// The rows of jobs: planned, claimed by one node, kept while it works, left done with the next one planned, or left for later.
import { sql } from 'drizzle-orm';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { nameOfJob, type Job } from './job.server.ts';
import { nextDue, retryAfterMs } from './schedule.ts';

/** A row that this node holds; the number of attempts tells this holding from any other. */
export interface Claim {
	readonly job: Job;
	readonly due: Date;
	readonly attempt: number;
}

/** Another node has the job. */
export class LeaseLost extends Error {
	constructor(name: string) {
		super(`another node has taken over: ${name}`);
	}
}

/**
 * Plans a job's next time where none is planned, and again where its schedule has changed. What is past when a job is planned
 * for the first time counts as done.
 * @param now of the job's clock
 * @param atOnce whether it is due now as well
 */
export async function planJob(db: Drizzle, job: Job, now: Date, atOnce: boolean): Promise<void> {
	const { kind, subject = '', clock } = job;
	const next = nextDue(job.schedule, now);
	// A node whose clock was read a moment before another did what was due leaves the next time as that one planned it.
	await db.execute(sql`
		delete from job where kind = ${kind} and subject = ${subject} and done_at is null and attempts = 0
			and due > ${next.toISOString()}::timestamptz
			and not exists (select 1 from job n where n.kind = ${kind} and n.subject = ${subject} and n.due = ${next.toISOString()}::timestamptz)`);
	for (const due of atOnce ? [now, next] : [next])
		await db.execute(sql`
			insert into job (kind, subject, due, clock) select ${kind}, ${subject}, ${due.toISOString()}::timestamptz, ${clock}
			where not exists (select 1 from job where kind = ${kind} and subject = ${subject} and done_at is null
				and due <= ${due.toISOString()}::timestamptz)
			on conflict do nothing`);
}

/**
 * Takes what is due and nobody is at, the oldest first. Of one kind and subject it is always the oldest row alone, so that no
 * two nodes are at the same thing, and nothing before those that it comes after.
 * @param known the jobs that this node can do, with what their clock says
 */
export async function claimJobs(
	db: Drizzle,
	node: string,
	known: readonly { readonly job: Job; readonly now: Date }[],
	leaseMs: number,
	limit: number
): Promise<Claim[]> {
	const offered = known.map(({ job, now }, place) => ({
		kind: job.kind,
		subject: job.subject ?? '',
		now: now.toISOString(),
		first: job.after ?? [],
		place
	}));
	const rows = await db.execute<{ kind: string; subject: string; due: string; attempts: number }>(sql`
		update job set held_by = ${node}, lease_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond', attempts = attempts + 1
		where (kind, subject, due) in (
			select j.kind, j.subject, j.due from job j
			join jsonb_to_recordset(${JSON.stringify(offered)}::jsonb) as o(kind text, subject text, now timestamptz, first jsonb, place int)
				on o.kind = j.kind and o.subject = j.subject
			where j.done_at is null and j.due <= o.now and (j.lease_until is null or j.lease_until <= clock_timestamp())
				and not exists (select 1 from job e where e.kind = j.kind and e.subject = j.subject and e.done_at is null and e.due < j.due)
				and not exists (select 1 from job e where o.first ? e.kind and e.done_at is null and e.due <= j.due)
			order by j.due, o.place limit ${limit} for update of j skip locked)
		returning kind, subject, due, attempts`);
	return rows.flatMap((row) => {
		const job = known.find(({ job: one }) => one.kind === row.kind && (one.subject ?? '') === row.subject)?.job;
		return job ? [{ job, due: new Date(row.due), attempt: row.attempts }] : [];
	});
}

/** Holds what is under way for longer; says whether this node still has it. A row that its own effect has locked is left as it is. */
export async function extendLease(db: Drizzle, node: string, claim: Claim, leaseMs: number): Promise<boolean> {
	const rows = await db.execute<{ mine: boolean }>(sql`
		with free as (select kind, subject, due from job where ${isOf(node, claim)} for update skip locked),
			kept as (update job j set lease_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
				from free where (j.kind, j.subject, j.due) = (free.kind, free.subject, free.due))
		select exists (select 1 from job where ${isOf(node, claim)}) as mine`);
	return rows[0]?.mine ?? false;
}

/**
 * Leaves it done, and plans the next time.
 * @param now of the job's clock
 * @returns false where this node does not have it any more, or has left it done already
 */
export async function finishJob(db: Drizzle | Tx, node: string, claim: Claim, now: Date): Promise<boolean> {
	const { kind, subject = '', clock, schedule } = claim.job;
	const rows = await db.execute(sql`
		with done as (
			update job set done_at = clock_timestamp(), held_by = null, lease_until = null where ${isOf(node, claim)} returning 1),
		next as (
			insert into job (kind, subject, due, clock)
			select ${kind}, ${subject}, ${nextDue(schedule, now).toISOString()}::timestamptz, ${clock} from done
			on conflict do nothing)
		select 1 from done`);
	return rows.length > 0;
}

/** Leaves it for later, with what went wrong. */
export async function failJob(db: Drizzle, node: string, claim: Claim, error: string): Promise<void> {
	await db.execute(sql`
		update job set held_by = null, last_error = ${error},
			lease_until = clock_timestamp() + ${retryAfterMs(claim.attempt)}::int * interval '1 millisecond'
		where ${isOf(node, claim)}`);
}

/** Gives it back as if it had not been taken: this node stops. */
export async function releaseJob(db: Drizzle, node: string, claim: Claim): Promise<void> {
	await db.execute(
		sql`update job set held_by = null, lease_until = null, attempts = attempts - 1 where ${isOf(node, claim)}`
	);
}

/**
 * Makes a job due now: at once where it waits to be tried again, else as a time of its own.
 * @param now of the job's clock
 */
export async function makeDue(tx: Tx, job: Pick<Job, 'kind' | 'subject' | 'clock'>, now: Date): Promise<void> {
	const { kind, subject = '', clock } = job;
	const waiting = await tx.execute(sql`
		update job set lease_until = case when held_by is null then null else lease_until end
		where kind = ${kind} and subject = ${subject} and done_at is null and due <= ${now.toISOString()}::timestamptz returning 1`);
	if (waiting.length === 0)
		await tx.execute(sql`
			insert into job (kind, subject, due, clock) values (${kind}, ${subject}, ${now.toISOString()}::timestamptz, ${clock})
			on conflict do nothing`);
}

/** The clock of a job that some node has planned; null where there is none. */
export async function clockOfJob(
	tx: Tx,
	{ kind, subject = '' }: Pick<Job, 'kind' | 'subject'>
): Promise<Job['clock'] | null> {
	const [row] = await tx.execute<{ clock: Job['clock'] }>(
		sql`select clock from job where kind = ${kind} and subject = ${subject} limit 1`
	);
	return row?.clock ?? null;
}

/** Drops what was done long ago but for the last time of each, and what no node has had at hand for long: a node that has it plans it anew. */
export async function pruneJobs(db: Drizzle, businessNow: Date): Promise<void> {
	await db.execute(sql`
		delete from job j where done_at < now() - interval '30 days'
			and exists (select 1 from job n where n.kind = j.kind and n.subject = j.subject and n.done_at > j.done_at)`);
	await db.execute(sql`
		delete from job where done_at is null and (lease_until is null or lease_until < now() - interval '7 days')
			and due < (case clock when 'business' then ${businessNow.toISOString()}::timestamptz else now() end) - interval '7 days'`);
}

/** How a kind and subject stands. */
export interface JobState {
	readonly kind: string;
	readonly subject: string;
	/** The oldest time that is not done; null where none is planned. */
	readonly due: string | null;
	readonly attempts: number;
	readonly lastError: string | null;
	readonly running: boolean;
	/** Of one that failed: when it is tried again, by the system's clock. */
	readonly retryAt: string | null;
	readonly clock: Job['clock'];
	/** When it was last done, by the system's clock; null for never. */
	readonly doneAt: string | null;
	/** How many attempts that took, and what went wrong before. */
	readonly doneAttempts: number;
	readonly doneError: string | null;
}

export async function readJobs(db: Drizzle): Promise<JobState[]> {
	const rows = await db.execute<{
		kind: string;
		subject: string;
		clock: Job['clock'];
		due: string | null;
		attempts: number | null;
		last_error: string | null;
		running: boolean | null;
		lease_until: string | null;
		done_at: string | null;
		done_attempts: number | null;
		done_error: string | null;
	}>(sql`
		select n.kind, n.subject, n.clock, o.due, o.attempts, o.last_error, o.lease_until,
			o.held_by is not null and o.lease_until > clock_timestamp() as running,
			d.done_at, d.attempts as done_attempts, d.last_error as done_error
		from (select kind, subject, max(clock) as clock from job group by kind, subject) n
		left join lateral (select * from job j where j.kind = n.kind and j.subject = n.subject and j.done_at is null
			order by j.due limit 1) o on true
		left join lateral (select * from job j where j.kind = n.kind and j.subject = n.subject and j.done_at is not null
			order by j.done_at desc limit 1) d on true
		order by n.kind, n.subject`);
	return rows.map((row) => ({
		kind: row.kind,
		subject: row.subject,
		clock: row.clock,
		due: iso(row.due),
		attempts: row.attempts ?? 0,
		lastError: row.last_error,
		running: row.running ?? false,
		retryAt: row.running ? null : iso(row.lease_until),
		doneAt: iso(row.done_at),
		doneAttempts: row.done_attempts ?? 0,
		doneError: row.done_error
	}));
}

function iso(value: string | null): string | null {
	return value === null ? null : new Date(value).toISOString();
}

function isOf(node: string, { job, due, attempt }: Claim) {
	return sql`kind = ${job.kind} and subject = ${job.subject ?? ''} and due = ${due.toISOString()}::timestamptz
		and held_by = ${node} and attempts = ${attempt} and done_at is null`;
}

/** For `done`: the row is this node's until its transaction ends, or the effect is not to be. */
export async function finishWithin(tx: Tx, node: string, claim: Claim, now: Date): Promise<void> {
	if (!(await finishJob(tx, node, claim, now))) throw new LeaseLost(nameOfJob(claim.job));
}
