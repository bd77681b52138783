// The shares and milestones of the sample history: a report every few months, most near the plan, a few units behind.
import { addDays, daysBetween, type Day } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { PlanShare } from '#lib/plan/shares.ts';
import type { ShareFields, TaskUpdateInput } from '#lib/tasks/share.ts';
import type { DemoPerson } from './demo-people.ts';
import { paceOf, type HistoryGround, type SampleRecord } from './history-record.ts';
import { between, normal, pickWeighted, type Random } from './random.ts';
import { milestoneNote, narrative, nextStep } from './sample-words.ts';
import { addWorkingDays, workingDayFrom } from './working-days.ts';

/** Days after the plan's first day on which units report on their shares. */
const rounds = [172, 284, 374, 465, 549, 606];
/** Units report within so many working days. */
const spreadOfRound = 9;

type Course = 'steady' | 'not_started' | 'blocked' | 'completed';

export function sampleTasks(ground: HistoryGround): SampleRecord[] {
	const { plan, people, random } = ground;
	const offsets = new Map(people.map(({ username }) => [username, between(random, 0, spreadOfRound)]));
	return [...plan.shares.values()].flatMap((share) => {
		const by = people.find(({ role, unit }) => (role === 'department' || role === 'district') && unit === share.unit);
		if (!by) return [];
		const course = courseOf(random, share);
		return [
			...updatesOf(ground, share, by, course, offsets.get(by.username) ?? 0),
			...milestonesOf(ground, share, by, course)
		];
	});
}

function courseOf(random: Random, share: PlanShare): Course {
	if (paceOf(share.unit) < 1) return pickWeighted(random, { steady: 62, not_started: 30, blocked: 8, completed: 0 });
	// A lead has work until the task's last day; no department has left its share lying.
	return pickWeighted(random, {
		steady: 88,
		not_started: share.role === 'territory' ? 4 : 0,
		blocked: 3,
		completed: share.role === 'lead' ? 0 : 6
	});
}

function updatesOf(
	{ plan, until, random }: HistoryGround,
	share: PlanShare,
	by: DemoPerson,
	course: Course,
	offset: number
): SampleRecord[] {
	if (course === 'not_started') return [];
	const records: SampleRecord[] = [];
	const speed = paceOf(share.unit) * (1 + 0.1 * normal(random));
	let fields: ShareFields = { status: 'not_started', progress: 0, narrative: '', nextStep: '' };
	const made = chooseRounds(random, course);
	for (const [round, days] of rounds.entries()) {
		const date = addWorkingDays(workingDayFrom(addDays(plan.firstDay, days)), offset);
		const last = round === rounds.length - 1;
		if (date > until || !made.has(round)) continue;
		const status = last && course !== 'steady' ? course : 'in_progress';
		const reached = Math.round(100 * shareOfPlan(plan, date) * speed);
		const after: ShareFields = {
			status,
			progress:
				status === 'completed'
					? 100
					: status === 'blocked'
						? fields.progress
						: Math.min(95, Math.max(fields.progress + 1, reached)),
			narrative: narrative(random, status),
			nextStep: nextStep(random, status)
		};
		records.push({ kind: 'updates', by, day: date, input: { share: share.id, changes: changesOf(fields, after) } });
		fields = after;
	}
	return records;
}

/** Two to five of the rounds, the first one always, and the last one where something happens in it. */
function chooseRounds(random: Random, course: Course): ReadonlySet<number> {
	const made = new Set(course === 'steady' ? [0] : [0, rounds.length - 1]);
	const count = between(random, 2, 5);
	while (made.size < count) made.add(between(random, 1, rounds.length - 1));
	return made;
}

function changesOf(before: ShareFields, after: ShareFields): TaskUpdateInput['changes'] {
	return {
		...(before.status === after.status ? {} : { status: { base: before.status, new: after.status } }),
		...(before.progress === after.progress ? {} : { progress: { base: before.progress, new: after.progress } }),
		...(before.narrative === after.narrative ? {} : { narrative: { base: before.narrative, new: after.narrative } }),
		...(before.nextStep === after.nextStep ? {} : { nextStep: { base: before.nextStep, new: after.nextStep } })
	};
}

function shareOfPlan(plan: PlanIndex, date: Day): number {
	return daysBetween(plan.firstDay, date) / (daysBetween(plan.firstDay, plan.lastDay) + 1);
}

function milestonesOf(
	{ until, random }: HistoryGround,
	share: PlanShare,
	by: DemoPerson,
	course: Course
): SampleRecord[] {
	if (course === 'not_started') return [];
	const slow = paceOf(share.unit) < 1;
	return share.milestones.flatMap(({ id, planned }): SampleRecord[] => {
		const missed = course !== 'completed' && random() < (slow ? 0.42 : 0.03);
		const daysLate = slow ? between(random, 5, 75) : Math.round(6 * normal(random)) - 3;
		const actual = workingDayFrom(addDays(planned, daysLate));
		if (missed || actual > until) return [];
		const note = random() < 0.5 ? milestoneNote(random) : null;
		return [{ kind: 'milestones', by, day: actual, input: { id, actual, note } }];
	});
}
