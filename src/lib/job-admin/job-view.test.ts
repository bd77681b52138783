// Which state a job is in, and what of the page asks for attention.
import { expect, test } from 'vitest';
import { failedOf, inOrder, isMoving, stateOf, type JobsView } from './job-view.ts';

const now = Date.parse('2019-09-17T00:00:00+08:00');
const at = (secondsAgo: number) => new Date(now - secondsAgo * 1000).toISOString();
const job = { due: at(5), running: false, lastError: null, retryAt: null };

test.each([
	['not due yet', { due: at(-1) }, true, 'planned'],
	['never planned', { due: null }, true, 'planned'],
	['due', {}, true, 'due'],
	['under way, after a failure too', { running: true, lastError: 'E' }, true, 'running'],
	['waiting for its next try', { lastError: 'E', retryAt: at(-10) }, true, 'failed'],
	['asked for after a failure', { lastError: 'E' }, true, 'due'],
	['known to another server, which will be at it', {}, false, 'due'],
	['known to nobody who would be at it', { due: at(120) }, false, 'nobody']
] as const)('[R286] a job that is %s', (_, more, isKnown, state) => {
	expect(stateOf({ ...job, ...more }, isKnown, now)).toBe(state);
});

const view = (more: Partial<JobsView> = {}): JobsView => ({
	jobs: [],
	reactions: [],
	aside: [],
	moreAside: false,
	...more
});
const listed = {
	clock: 'system' as const,
	...{ kind: 'k', subject: '', title: 'K', due: at(0), attempts: 0, lastError: null, retryAt: null },
	...{ doneAt: null, doneAttempts: 0, doneError: null }
};
const reaction = { name: 'r', title: 'R', behind: 0, since: null, tries: 0, lastError: null };
const aside = {
	...{ reaction: 'r', title: 'R', stream: 's', seq: 1, type: 't', tries: 8, error: 'E', failedAt: at(9), asked: false }
};

test('[R286] what failed is counted: jobs, reactions and events set aside', () => {
	expect(failedOf(view({ jobs: [{ ...listed, state: 'planned' }], reactions: [reaction] }))).toBe(0);
	expect(
		failedOf(
			view({
				jobs: [
					{ ...listed, state: 'failed' },
					{ ...listed, state: 'nobody' }
				],
				reactions: [{ ...reaction, lastError: 'E' }],
				aside: [aside]
			})
		)
	).toBe(4);
});

test('[R286] the page looks again while something goes on', () => {
	expect(isMoving(view({ jobs: [{ ...listed, state: 'planned' }], reactions: [reaction], aside: [aside] }))).toBe(
		false
	);
	expect(isMoving(view({ jobs: [{ ...listed, state: 'failed' }] }))).toBe(false);
	expect(isMoving(view({ jobs: [{ ...listed, state: 'due' }] }))).toBe(true);
	expect(isMoving(view({ reactions: [{ ...reaction, behind: 2 }] }))).toBe(true);
	expect(isMoving(view({ aside: [{ ...aside, asked: true }] }))).toBe(true);
});

test('[R286] what failed stands first', () => {
	const jobs = (['planned', 'failed', 'running', 'nobody'] as const).map((state) => ({ ...listed, state }));
	expect(inOrder(jobs).map(({ state }) => state)).toEqual(['failed', 'nobody', 'planned', 'running']);
});
