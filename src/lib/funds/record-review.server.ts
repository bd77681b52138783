// Records performance reviews of lines: one a line and year that stands.
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { namingStanding } from '#lib/entries/naming-standing.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { lockNodes } from './budget-ledger.server.ts';
import { decideReview, reviewKey, reviewValues, type ReviewInput } from './review.ts';
import { performanceReview } from './tables.server.ts';

export function recordReviews(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly ReviewInput[]
): Promise<Result<Written>> {
	const { plan } = recording;
	return recordBatch(recording, actor, call, 'performance-reviews', inputs, async (write, batch, today) => {
		const lines = batch.map(({ line }) => line).filter((line) => plan.nodes.has(line));
		await lockNodes(write.tx, lines);
		const standing = await write.tx
			.select({ id: performanceReview.entry, line: performanceReview.line, year: performanceReview.year })
			.from(performanceReview)
			.where(and(inArray(performanceReview.line, [...lines, '']), eq(performanceReview.reversed, false)));
		const reviewed = new Set(standing.map(reviewKey));
		const decided = settle(
			batch.map((input, index) => {
				const result = decideReview(plan, reviewed, actor, today, input);
				if (result.ok) reviewed.add(reviewKey(input));
				return { prefix: prefixOf(index, batch.length), result };
			})
		);
		if (!decided.ok)
			return namingStanding(write.tx, actor, decided, batch, 'already_reviewed', (input) =>
				standing.find((each) => reviewKey(each) === reviewKey(input))
			);
		const records = decided.value.map((review, index) => ({ id: newId(), review, input: batch[index] }));
		await insertEntries(
			write,
			'funds',
			actor,
			records.map(({ id, review: { unit, line } }) => ({ id, kind: 'review', unit, day: today, territory: null, line }))
		);
		await write.tx.insert(performanceReview).values(
			records.map(({ id, review: { line, year, score }, input }) => ({
				entry: id,
				line,
				year,
				score,
				reviewer: input?.reviewer ?? '',
				evidence: input?.evidence ?? ''
			}))
		);
		return ok(
			records.map(({ id, review }) => ({
				id,
				fact: {
					type: 'performanceReviewed',
					ids: [id],
					unit: review.unit,
					after: `performance_review:${id}@1`,
					values: reviewValues(review),
					deltas: [],
					touches: [invalidated.ledger('funds'), invalidated.review, invalidated.unit(review.unit)],
					streams: [unitStream(review.unit)],
					feed: true
				}
			}))
		);
	});
}
