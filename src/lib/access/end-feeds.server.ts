// Feeds that a version of the plan no longer has: their tokens end with it, and do not come back when a later version has the feed again.
import { and, gte, isNotNull, isNull, notInArray } from 'drizzle-orm';
import type { WriteTx } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { apiToken } from './tables.server.ts';

/** Ends them in the write in which the version takes effect. */
export async function endTokensOfFeeds({ tx, recordedAt }: WriteTx, plan: PlanIndex): Promise<Fact[]> {
	const feeds = plan.document.settings.feeds.map(({ code }) => code);
	const ended = await tx
		.update(apiToken)
		.set({ revokedAt: recordedAt })
		.where(
			and(
				isNotNull(apiToken.feed),
				notInArray(apiToken.feed, feeds),
				isNull(apiToken.revokedAt),
				gte(apiToken.expiresAt, recordedAt)
			)
		)
		.returning({ id: apiToken.id, feed: apiToken.feed });
	return ended.map(({ id, feed }) => ({
		type: 'tokenRevoked',
		ids: [id],
		unit: null,
		values: { feed },
		deltas: [],
		touches: [invalidated.tokens],
		streams: ['access'],
		feed: false
	}));
}
