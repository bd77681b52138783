// When a job is due: cron expressions in the time of Shanghai, and how long a failed attempt is left alone.
import { Cron } from 'croner';

/** Five fields, or six with seconds before them: `0 0 * * *` is every midnight in Shanghai. */
export type Schedule = string;

const zone = 'Asia/Shanghai';
const firstRetryMs = 1000;
const longestRetryMs = 5 * 60_000;

/**
 * The first instant after another at which a schedule is due.
 * @throws when the schedule is no cron expression, or never comes again
 */
export function nextDue(schedule: Schedule, after: Date): Date {
	const next = new Cron(schedule, { timezone: zone }).nextRun(after);
	if (!next) throw new RangeError(`never due again: ${schedule}`);
	return next;
}

/** How long to wait after so many attempts have failed: twice as long each time, five minutes at most. */
export function retryAfterMs(attempts: number): number {
	return Math.min(firstRetryMs * 2 ** Math.max(0, attempts - 1), longestRetryMs);
}
