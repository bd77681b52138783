// A node of its own process that runs one job a second and one reaction on a Postgres: `node job-node.ts <url> <name> <what it stops at>`.
import { ok } from '#lib/kernel/result.ts';
import { runJobs } from '#lib/jobs/run-jobs.server.ts';
import { runReactions } from '#lib/log/reactions.server.ts';
import { connectDatabase } from '#lib/platform/database.server.ts';
import { testKey } from './test-key.ts';

const [url = '', name = '', stopsAt = ''] = process.argv.slice(2);
const database = connectDatabase({ kind: 'postgres', url });
const leaseMs = 2000;

function say(what: string): void {
	process.stdout.write(`${what}\n`);
}

/** Says that it is in the middle of something; where it is to be killed, it goes no further. */
async function inTheMiddle(of: 'job' | 'reaction'): Promise<void> {
	say(`at ${of}`);
	if (stopsAt === of) await new Promise(() => undefined);
}

const reacting = await runReactions({
	log: { database, now: () => new Date(), onCommit: () => undefined, key: testKey },
	leaseMs,
	onError: (error) => say(`failed ${String(error)}`),
	reactions: [
		{
			name: 'noting',
			title: () => 'Noting',
			on: ['settingChanged'],
			from: 'beginning',
			run: ({ stream, seq }, write) =>
				write(async ({ tx }) => {
					await tx.execute(`insert into effect values ('reaction ${stream} ${seq}', '${name}')`);
					await inTheMiddle('reaction');
					return ok({ ids: [], facts: [] });
				})
		}
	]
});
runJobs({
	db: database.db,
	leaseMs,
	businessNow: () => new Date(),
	onError: (error) => say(`failed ${String(error)}`),
	nodeTasks: [{ everyMs: 100, run: reacting.look }],
	jobs: [
		{
			kind: 'each-second',
			title: () => 'Each second',
			clock: 'system',
			schedule: '* * * * * *',
			run: ({ due, done }) =>
				database.db.transaction(async (tx) => {
					await done(tx);
					await tx.execute(`insert into effect values ('job ${due.toISOString()}', '${name}')`);
					await inTheMiddle('job');
				})
		}
	]
});
say('ready');
