// Records that milestones were reached: look up what is reported, decide, store, tell.
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { namingStanding } from '#lib/entries/naming-standing.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { decideReport } from './decide.ts';
import { reportFact } from './record.ts';
import type { MilestoneInput } from './share.ts';
import { milestoneReport } from './tables.server.ts';

/** One milestone or up to 500, all or nothing. */
export function reportMilestones(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly MilestoneInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'milestones', inputs, async (write, batch, today) => {
		const standing = await standingReports(write.tx, batch);
		const reported = new Map([...standing].map(([milestone, { actual }]) => [milestone, actual]));
		const decided = settle(
			batch.map((input, index) => {
				const prefix = prefixOf(index, batch.length);
				const result = decideReport(recording.plan, reported, actor, today, input);
				if (!result.ok) return { prefix, result };
				reported.set(input.id, input.actual);
				return { prefix, result: ok({ id: newId(), note: input.note, ...result.value }) };
			})
		);
		if (!decided.ok)
			return namingStanding(write.tx, actor, decided, batch, 'already_reported', ({ id }) => standing.get(id));
		await insertEntries(
			write,
			'tasks',
			actor,
			decided.value.map(({ id, share, actual }) => ({
				id,
				kind: 'milestone',
				unit: share.unit,
				day: actual,
				territory: share.role === 'territory' ? share.unit : null,
				task: share.task
			}))
		);
		await write.tx.insert(milestoneReport).values(
			decided.value.map(({ id, milestone, actual, note, phaseItem }) => ({
				entry: id,
				milestone,
				actual,
				note,
				phaseItem
			}))
		);
		return ok(
			decided.value.map(({ id, milestone, share, actual, phaseItem }) => ({
				id,
				fact: reportFact(id, milestone, share, actual, phaseItem)
			}))
		);
	});
}

/** No lock: two reports of one milestone meet at the unique index, and the second one tries again and sees the first. */
async function standingReports(
	tx: Tx,
	inputs: readonly MilestoneInput[]
): Promise<Map<string, { id: string; actual: Day }>> {
	const rows = await tx
		.select({ id: milestoneReport.entry, milestone: milestoneReport.milestone, actual: milestoneReport.actual })
		.from(milestoneReport)
		.where(
			and(
				inArray(
					milestoneReport.milestone,
					inputs.map((input) => input.id)
				),
				eq(milestoneReport.reversed, false)
			)
		);
	return new Map(rows.map(({ id, milestone, actual }) => [milestone, { id, actual: actual as Day }]));
}
