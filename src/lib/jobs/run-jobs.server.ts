// The runner of this node: looks once a second for what is due, does it under a lease, and keeps what the node does for itself alone.
import { randomUUID } from 'node:crypto';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { isDatabaseAway } from '#lib/platform/database-away.ts';
import { errorLine } from '#lib/platform/error-facts.ts';
import { nameOfJob, type Job } from './job.server.ts';
import {
	claimJobs,
	extendLease,
	failJob,
	finishJob,
	finishWithin,
	LeaseLost,
	planJob,
	releaseJob,
	type Claim
} from './job-rows.server.ts';

/** What each node does for itself, again and again: it is no job, because none could do it for another. */
export interface NodeTask {
	readonly everyMs: number;
	readonly run: () => Promise<void>;
}

export interface RunnerParts {
	readonly db: Drizzle;
	readonly jobs: readonly Job[];
	readonly nodeTasks: readonly NodeTask[];
	/** The business clock. */
	readonly businessNow: () => Date;
	/** Told of what fails; `job` is null where the database could not be asked, or of a node's own task. */
	readonly onError: (error: unknown, job: string | null) => void;
	/** How long a job stays with a node that says nothing. */
	readonly leaseMs?: number;
}

export interface JobRunner {
	/** Looks at once. */
	readonly wake: () => void;
	/** Begins nothing any more, and waits for what is under way; what can stop is stopped and given back. */
	readonly close: () => Promise<void>;
}

const lookEveryMs = 1000;
/** Rows that were removed, and schedules that another version has changed, are planned anew so often. */
const planEveryMs = 60_000;
/** A node that is killed is followed by another after so long. */
const usualLeaseMs = 30_000;
const atOnce = 4;

interface UnderWay {
	readonly claim: Claim;
	readonly stop: AbortController;
	readonly ended: Promise<void>;
	extendedAt: number;
}

export function runJobs({ db, jobs, nodeTasks, businessNow, onError, leaseMs = usualLeaseMs }: RunnerParts): JobRunner {
	const node = randomUUID();
	const nowOf = ({ clock }: Job) => (clock === 'business' ? businessNow() : new Date());
	const underWay = new Set<UnderWay>();
	const tasks = nodeTasks.map((task) => ({ ...task, next: 0, busy: null as Promise<void> | null }));
	let closed = false;
	let planned = false;
	let plannedAt = -Infinity;
	let busy: Promise<void> | null = null;
	let isAway = false;

	const look = () => {
		if (closed) return;
		doNodeTasks();
		busy ??= turn().finally(() => {
			busy = null;
		});
	};
	const turn = async () => {
		try {
			await keepLeases();
			await plan();
			const free = atOnce - underWay.size;
			if (free > 0 && !closed) for (const claim of await claimJobs(db, node, offered(), leaseMs, free)) begin(claim);
			isAway = false;
		} catch (error) {
			// A database that is away is logged once: the request or write that needs it logs it too.
			if (!isAway) onError(error, null);
			isAway = isDatabaseAway(error);
		}
	};
	const plan = async () => {
		if (performance.now() - plannedAt < planEveryMs) return;
		for (const job of jobs) await planJob(db, job, nowOf(job), !planned && job.atStart === true);
		planned = true;
		plannedAt = performance.now();
	};
	const offered = () => jobs.map((job) => ({ job, now: nowOf(job) }));
	const keepLeases = async () => {
		for (const one of underWay) {
			if (performance.now() - one.extendedAt < leaseMs / 3) continue;
			one.extendedAt = performance.now();
			if (!(await extendLease(db, node, one.claim, leaseMs)) && underWay.has(one))
				one.stop.abort(new LeaseLost(nameOfJob(one.claim.job)));
		}
	};
	const begin = (claim: Claim) => {
		const stop = new AbortController();
		const ended = perform(claim, stop.signal).finally(() => {
			underWay.delete(one);
			// What comes after it, and what had no room beside it, is due.
			look();
		});
		const one: UnderWay = { claim, stop, ended, extendedAt: performance.now() };
		underWay.add(one);
	};
	const perform = async (claim: Claim, signal: AbortSignal) => {
		const { job, due } = claim;
		const now = () => nowOf(job);
		try {
			// In a turn of its own: a job that fails at once fails as any other.
			await Promise.resolve();
			await job.run({ due, done: (tx: Tx) => finishWithin(tx, node, claim, now()), signal });
			await finishJob(db, node, claim, now());
		} catch (error) {
			try {
				if (closed && signal.aborted) {
					await releaseJob(db, node, claim);
					return;
				}
				// The node that has it now records how it went.
				if (error instanceof LeaseLost || signal.reason instanceof LeaseLost) return;
				onError(error, nameOfJob(job));
				await failJob(db, node, claim, errorLine(error));
			} catch (away) {
				// The lease ends by itself.
				onError(away, nameOfJob(job));
			}
		}
	};
	const doNodeTasks = () => {
		for (const task of tasks) {
			if (task.busy || performance.now() < task.next) continue;
			task.next = performance.now() + task.everyMs;
			task.busy = task
				.run()
				.catch((error: unknown) => onError(error, null))
				.finally(() => {
					task.busy = null;
				});
		}
	};

	const timer = setInterval(look, lookEveryMs);
	look();
	return {
		wake: look,
		close: async () => {
			closed = true;
			clearInterval(timer);
			await busy;
			for (const one of underWay) one.stop.abort();
			await Promise.all([...[...underWay].map(({ ended }) => ended), ...tasks.map((task) => task.busy)]);
		}
	};
}
