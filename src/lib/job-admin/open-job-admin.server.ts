// Jobs and reactions as the system administrator has them: how each stands, a job run now, an event tried again.
import { accessFact } from '#lib/access/access-fact.ts';
import type { Actor } from '#lib/access/roles.ts';
import { administer } from '#lib/admin/administer.server.ts';
import type { Call, Recording } from '#lib/commands/recording.server.ts';
import { clockOfJob, makeDue, readJobs } from '#lib/jobs/job-rows.server.ts';
import { nameOfJob, type Job } from '#lib/jobs/job.server.ts';
import { ok, refuse } from '#lib/kernel/result.ts';
import { askAgain, readReaction, readSetAside } from '#lib/log/reaction-rows.server.ts';
import type { Reaction } from '#lib/log/reaction.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import type { RunNow, TryAgain } from './job-acts.ts';
import { stateOf, type JobsView } from './job-view.ts';

const asideAtMost = 100;

export function openJobAdmin(recording: Recording, jobs: readonly Job[], reactions: readonly Reaction[]) {
	const { database, now: businessNow } = recording.log;
	const { db } = database;
	const nowOf = ({ clock }: Pick<Job, 'clock'>) => (clock === 'business' ? businessNow() : new Date());
	const known = new Set(jobs.map(nameOfJob));
	return {
		/** Makes a job due now; any server does it. */
		runNow: (actor: Actor, call: Call, input: RunNow) =>
			administer({ recording }, actor, 'jobs', call, { kind: 'runNow', input }, async ({ tx }) => {
				const clock = await clockOfJob(tx, input);
				if (!clock) return refuse('not_found', 'unknown_job');
				await makeDue(tx, { ...input, clock }, nowOf({ clock }));
				const values = { job: input.kind, subject: input.subject };
				return ok({
					ids: [],
					facts: [accessFact({ type: 'jobRequested', ids: [], values, touches: [invalidated.jobs] })]
				});
			}),
		/** Gives an event that was set aside to its reaction again. */
		tryAgain: (actor: Actor, call: Call, input: TryAgain) =>
			administer({ recording }, actor, 'jobs', call, { kind: 'tryAgain', input }, async ({ tx }) => {
				if (!(await askAgain(tx, input))) return refuse('conflict', 'nothing_set_aside');
				return ok({
					ids: [],
					facts: [accessFact({ type: 'reactionRetried', ids: [], values: { ...input }, touches: [invalidated.jobs] })]
				});
			}),
		/** How everything stands, in the reader's language. */
		view: async (): Promise<JobsView> => {
			const [states, lags, aside] = await Promise.all([
				readJobs(db),
				Promise.all(reactions.map((reaction) => readReaction(db, reaction))),
				readSetAside(db, asideAtMost + 1)
			]);
			const titleOf = (name: string) => reactions.find((reaction) => reaction.name === name)?.title() ?? name;
			return {
				jobs: states.map(({ running, ...state }) => ({
					...state,
					title: jobs.find(({ kind }) => kind === state.kind)?.title() ?? state.kind,
					state: stateOf({ ...state, running }, known.has(nameOfJob(state)), nowOf(state).getTime())
				})),
				reactions: reactions.map(({ name, title }, index) => ({
					name,
					title: title(),
					...(lags[index] ?? { behind: 0, since: null, tries: 0, lastError: null })
				})),
				aside: aside.slice(0, asideAtMost).map((event) => ({ ...event, title: titleOf(event.reaction) })),
				moreAside: aside.length > asideAtMost
			};
		}
	};
}
