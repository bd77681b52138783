// What the product does by itself: the jobs that follow from time, the reactions that follow from facts, and what each node does for itself.
import { endTokensOfFeeds } from '#lib/access/end-feeds.server.ts';
import { tellTheDay } from '#lib/jobs/business-day.server.ts';
import { saveEveryMs, type Clock } from '#lib/jobs/clock.server.ts';
import { keepHouse } from '#lib/jobs/housekeeping.server.ts';
import type { Job } from '#lib/jobs/job.server.ts';
import { runJobs } from '#lib/jobs/run-jobs.server.ts';
import { openJobAdmin } from '#lib/job-admin/open-job-admin.server.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import type { Reaction } from '#lib/log/reaction.server.ts';
import { runReactions } from '#lib/log/reactions.server.ts';
import type { DailySnapshots } from '#lib/overview/daily-snapshots.server.ts';
import { keepDailySnapshots } from '#lib/overview/keep-daily-snapshots.server.ts';
import type { PlanHolder } from '#lib/plan/plan-in-force.server.ts';
import { letVersionsTakeEffect } from '#lib/plan/take-effect.server.ts';
import type { Logger } from '#lib/platform/logger.server.ts';
import { signOutEachDay } from '#lib/role-admin/role-days.server.ts';
import { forgetLocks } from '#lib/sign-in/forget-locks.server.ts';
import { succeedEachDay } from '#lib/units/succession.server.ts';

export interface JobParts {
	readonly recording: Recording;
	readonly clock: Clock;
	readonly inForce: PlanHolder;
	readonly units: { readonly succeed: () => Promise<void> };
	readonly security: { readonly dayTurned: () => Promise<void> };
	readonly access: { readonly pruneFailures: () => Promise<void> };
	readonly snapshots: DailySnapshots;
	/** Of the audit: its files are this node's own. */
	readonly auditJobs: readonly Job[];
	readonly logger: Pick<Logger, 'error'>;
}

/** The jobs and reactions that this node runs, and how to end them. */
export type Jobs = Awaited<ReturnType<typeof openJobs>>;

/** So often at most a commit makes the reactions look: they gather what comes meanwhile. */
const wakeEveryMs = 200;
const reactEveryMs = 1000;

export async function openJobs(parts: JobParts) {
	const { recording, clock, inForce, units, security, access, snapshots, auditJobs, logger } = parts;
	const { log } = recording;
	const keeping = keepDailySnapshots(snapshots, clock.now);
	const jobs: readonly Job[] = [
		tellTheDay(log, clock.today),
		letVersionsTakeEffect(inForce),
		succeedEachDay(units.succeed),
		signOutEachDay(security.dayTurned),
		keeping.job,
		...auditJobs,
		keepHouse(log),
		forgetLocks(access.pruneFailures)
	];
	const reactions: readonly Reaction[] = [endTokensOfFeeds];
	const reacting = await runReactions({
		log,
		reactions,
		onError: (error, reaction) => logger.error({ err: error, reaction }, 'a reaction failed')
	});
	const runner = runJobs({
		db: log.database.db,
		jobs,
		nodeTasks: [{ everyMs: saveEveryMs, run: clock.save }, { everyMs: reactEveryMs, run: reacting.look }, keeping.look],
		businessNow: clock.now,
		onError: (error, job) => logger.error({ err: error, job }, 'a job failed')
	});
	let waking: NodeJS.Timeout | null = null;
	return {
		/** For the system administrator. */
		admin: openJobAdmin(recording, jobs, reactions),
		lastDay: keeping.lastDay,
		/** Something was committed. */
		wake: () => {
			waking ??= setTimeout(() => {
				waking = null;
				void reacting.look();
			}, wakeEveryMs).unref();
		},
		close: async () => {
			if (waking) clearTimeout(waking);
			await runner.close();
			await reacting.close();
		}
	};
}
