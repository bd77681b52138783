// What the page of jobs shows, and which state a job and a reaction are in.

export interface ListedJob {
	readonly kind: string;
	readonly subject: string;
	/** In the reader's language; of a kind that this server does not know, the kind. */
	readonly title: string;
	readonly clock: 'business' | 'system';
	/** The oldest time that is not done. */
	readonly due: string | null;
	readonly state: 'planned' | 'due' | 'running' | 'failed' | 'nobody';
	readonly attempts: number;
	readonly lastError: string | null;
	readonly retryAt: string | null;
	readonly doneAt: string | null;
	/** Of the last success: how many attempts it took, and what went wrong before it. */
	readonly doneAttempts: number;
	readonly doneError: string | null;
}

export interface ListedReaction {
	readonly name: string;
	readonly title: string;
	readonly behind: number;
	readonly since: string | null;
	readonly tries: number;
	readonly lastError: string | null;
}

export interface ListedEvent {
	readonly reaction: string;
	readonly title: string;
	readonly stream: string;
	readonly seq: number;
	readonly type: string;
	readonly tries: number;
	readonly error: string;
	readonly failedAt: string;
	/** Whether it is to be tried again already. */
	readonly asked: boolean;
}

export interface JobsView {
	readonly jobs: readonly ListedJob[];
	readonly reactions: readonly ListedReaction[];
	/** The newest events that were set aside. */
	readonly aside: readonly ListedEvent[];
	/** Whether there are more than those. */
	readonly moreAside: boolean;
}

/** How long a due job may wait before it is said that no server does it: servers look once a second. */
const patienceMs = 60_000;

/** @param now of the job's clock */
export function stateOf(
	{
		due,
		running,
		lastError,
		retryAt
	}: {
		readonly due: string | null;
		readonly running: boolean;
		readonly lastError: string | null;
		readonly retryAt: string | null;
	},
	isKnown: boolean,
	now: number
): ListedJob['state'] {
	if (running) return 'running';
	if (due === null || Date.parse(due) > now) return 'planned';
	if (lastError !== null && retryAt !== null) return 'failed';
	return !isKnown && Date.parse(due) < now - patienceMs ? 'nobody' : 'due';
}

const hasFailed = ({ state }: ListedJob) => state === 'failed' || state === 'nobody';

/** What failed first, the others as they come. */
export function inOrder(jobs: readonly ListedJob[]): ListedJob[] {
	return [...jobs.filter(hasFailed), ...jobs.filter((job) => !hasFailed(job))];
}

/** What failed, and is not done yet. */
export function failedOf({ jobs, reactions, aside }: JobsView): number {
	return jobs.filter(hasFailed).length + reactions.filter(({ lastError }) => lastError !== null).length + aside.length;
}

/** Whether something goes on that the page will show differently in a moment. */
export function isMoving({ jobs, reactions, aside }: JobsView): boolean {
	return (
		jobs.some(({ state }) => state === 'running' || state === 'due') ||
		reactions.some(({ behind, lastError }) => behind > 0 && lastError === null) ||
		aside.some(({ asked }) => asked)
	);
}
