// The plan's own records in the sample history: how the safeguards go on, and the leading group's decisions at gates gone by.
import { addDays, daysBetween, firstDayOfYear } from '#lib/kernel/day.ts';
import type { GateInput } from '#lib/stages/gate.ts';
import type { ShareFields } from '#lib/tasks/share.ts';
import type { HistoryGround, SampleRecord } from './history-record.ts';
import { gateReason, gateRemark, narrative, nextStep } from './sample-words.ts';

/** Days after the plan's first day on which the office looks through the safeguards. */
const rounds = [120, 300, 480, 600];
/** How far each safeguard goes beside the days gone by: one of them lags. */
const courses = [1.05, 0.9, 0.6, 1, 0.8];
/** Days of the year after a phase when the leading group sits over its gate. */
const gateDay = 17;

export function samplePlanRecords(ground: HistoryGround): SampleRecord[] {
	return [...safeguards(ground), ...gates(ground)].filter(({ day }) => day <= ground.until);
}

function safeguards({ plan, people, random }: HistoryGround): SampleRecord[] {
	const office = people.filter(({ role }) => role === 'office');
	const length = daysBetween(plan.firstDay, plan.lastDay) + 1;
	return plan.document.safeguards.flatMap((safeguard, index) => {
		const by = office[index % office.length];
		if (!by) return [];
		const course = courses[index % courses.length] ?? 1;
		let before: ShareFields = { status: 'not_started', progress: 0, narrative: '', nextStep: '' };
		return rounds.map((days, round): SampleRecord => {
			const stuck = course < 0.7 && round === rounds.length - 1;
			const status = stuck ? 'blocked' : 'in_progress';
			const reached = Math.min(95, Math.max(before.progress + 1, Math.round((100 * course * days) / length)));
			const after: ShareFields = {
				status,
				progress: stuck ? before.progress : reached,
				narrative: narrative(random, status),
				nextStep: nextStep(random, status)
			};
			const changes = {
				...(before.status === after.status ? {} : { status: { base: before.status, new: after.status } }),
				...(before.progress === after.progress ? {} : { progress: { base: before.progress, new: after.progress } }),
				...(before.narrative === after.narrative
					? {}
					: { narrative: { base: before.narrative, new: after.narrative } }),
				...(before.nextStep === after.nextStep ? {} : { nextStep: { base: before.nextStep, new: after.nextStep } })
			};
			before = after;
			const day = addDays(plan.firstDay, days + 2 * index);
			return { kind: 'safeguards', by, day, input: { safeguard: safeguard.id, changes } };
		});
	});
}

/** Each gate passed with a reason for whatever may be open on that day; where nothing is, it passes without. */
function gates({ plan, people, random, until }: HistoryGround): SampleRecord[] {
	const leader = people.find(({ role }) => role === 'leader');
	if (!leader) return [];
	return plan.document.phases.flatMap((phase): SampleRecord[] => {
		const day = addDays(firstDayOfYear(phase.year + 1), gateDay);
		if (day > until) return [];
		const blockers = [
			...phase.items.map(({ id }) => `item:${id}`),
			...phase.gate.criteria.flatMap((criterion) => (criterion.kind === 'target' ? [`target:${criterion.target}`] : []))
		];
		const input: GateInput = {
			phase: phase.id,
			decision: 'pass_with_exceptions',
			reason: gateRemark(),
			exceptions: Object.fromEntries(blockers.map((blocker) => [blocker, gateReason(random)]))
		};
		return [{ kind: 'gates', by: leader, day, input }];
	});
}
