// The shares and milestones of the sample history: a report every few months, most near the plan, a few units behind.
import { addDays, type Day } from '#lib/kernel/day.ts';
import type { PlanShare } from '#lib/plan/shares.ts';
import type { ShareFields, TaskUpdateInput } from '#lib/tasks/share.ts';
import type { DemoPerson } from './demo-people.ts';
import { paceOf, type HistoryGround, type SampleRecord } from './history-record.ts';
import { between, normal, pickWeighted, type Random } from './random.ts';
import { milestoneNote, narrative, nextStep } from './sample-words.ts';
import { stretchEnd } from './stretches.ts';
import { addWorkingDays, workingDayFrom } from './working-days.ts';

/** Days after the plan's first day on which units report on their shares. */
const rounds = [172, 284, 374, 465, 549, 606];
/** Units report within so many working days. */
const spreadOfRound = 9;

type Course = 'steady' | 'not_started' | 'blocked';

export function sampleTasks(ground: HistoryGround): SampleRecord[] {
	const { plan, people, random } = ground;
	const offsets = new Map(people.map(({ username }) => [username, between(random, 0, spreadOfRound)]));
	return [...plan.shares.values()].flatMap((share) => {
		const by = people.find(({ role, unit }) => (role === 'department' || role === 'district') && unit === share.unit);
		if (!by) return [];
		const course = courseOf(random, share);
		const reports = milestonesOf(ground, share, by, course);
		const completedOn = reports.length === share.milestones.length ? afterAll(ground, reports) : null;
		return [...updatesOf(ground, share, by, course, offsets.get(by.username) ?? 0, completedOn), ...reports];
	});
}

function courseOf(random: Random, share: PlanShare): Course {
	const territory = share.role === 'territory';
	if (paceOf(share.unit) < 1) return pickWeighted(random, { steady: 62, not_started: territory ? 30 : 0, blocked: 8 });
	// No department has left its share lying.
	return pickWeighted(random, { steady: 94, not_started: territory ? 4 : 0, blocked: 3 });
}

function updatesOf(
	{ plan, until, random }: HistoryGround,
	share: PlanShare,
	by: DemoPerson,
	course: Course,
	offset: number,
	completedOn: Day | null
): SampleRecord[] {
	if (course === 'not_started') return [];
	const records: SampleRecord[] = [];
	let fields: ShareFields = { status: 'not_started', progress: 0, narrative: '', nextStep: '' };
	const made = chooseRounds(random, course);
	for (const [round, days] of rounds.entries()) {
		const date = addWorkingDays(workingDayFrom(addDays(plan.firstDay, days)), offset);
		const last = round === rounds.length - 1;
		if (date > until || !made.has(round) || (completedOn !== null && date >= completedOn)) continue;
		const status = last && course === 'blocked' ? course : 'in_progress';
		// Progress is counted from the milestones.
		const after: ShareFields = {
			...{ status, progress: fields.progress },
			narrative: narrative(random, status),
			nextStep: nextStep(random, status)
		};
		const changes = changesOf(fields, after);
		if (Object.keys(changes).length === 0) continue;
		records.push({ kind: 'updates', by, day: date, input: { share: share.id, changes } });
		fields = after;
	}
	if (completedOn !== null && completedOn <= until) {
		const changes = changesOf(fields, { ...fields, status: 'completed', narrative: narrative(random, 'completed') });
		records.push({ kind: 'updates', by, day: completedOn, input: { share: share.id, changes } });
	}
	return records;
}

/** More than a month after the last of the milestones, and in a later stretch: reports of one are entered after its updates. */
function afterAll({ plan, until }: HistoryGround, reports: readonly SampleRecord[]): Day {
	const last = reports.map(({ day }) => day).reduce((latest, day) => (day > latest ? day : latest));
	const entered = stretchEnd(plan, last, until);
	const month = addDays(last, 35);
	return workingDayFrom(entered < month ? month : addDays(entered, 1));
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
		...(before.narrative === after.narrative ? {} : { narrative: { base: before.narrative, new: after.narrative } }),
		...(before.nextStep === after.nextStep ? {} : { nextStep: { base: before.nextStep, new: after.nextStep } })
	};
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
		const missed = random() < (slow ? 0.42 : 0.03);
		const daysLate = slow ? between(random, 5, 75) : Math.round(6 * normal(random)) - 3;
		const actual = workingDayFrom(addDays(planned, daysLate));
		if (missed || actual > until) return [];
		const note = random() < 0.5 ? milestoneNote(random) : null;
		return [{ kind: 'milestones', by, day: actual, input: { id, actual, note } }];
	});
}
