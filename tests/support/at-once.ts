// Writers that decide before the first of them has committed: what one does not see of the other shows.
import type { CommandDesk } from './commands.ts';

/**
 * Runs writes at the same time. On Postgres none commits before each has gone as far as it can: to its events, or to a lock of
 * another. The embedded database takes one transaction after the other.
 */
export async function atOnce<T>(
	{ database, sql }: CommandDesk,
	...writes: readonly (() => Promise<T>)[]
): Promise<readonly T[]> {
	const start = () => writes.map((write) => write());
	if (database.kind === 'embedded') return Promise.all(start());
	let running: Promise<T>[] = [];
	let ended = 0;
	await sql.begin(async (holder) => {
		await holder`select stream from stream_head order by stream for update`;
		running = start();
		// One that is refused at once waits for nobody.
		for (const write of running) void write.catch(() => null).then(() => ended++);
		for (;;) {
			const [waiting] = await sql<{ count: number }[]>`
				select count(*)::int as count from pg_stat_activity
				where datname = current_database() and wait_event_type = 'Lock'`;
			if (waiting && waiting.count + ended >= writes.length) return;
			// The database tells nobody that somebody waits: it is asked again.
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	});
	return Promise.all(running);
}
