// Feeds that a version of the plan no longer has: their tokens end with it, and do not come back when a later version has the feed again.
import { and, eq, gte, isNotNull, isNull, lte, notInArray } from 'drizzle-orm';
import { ok } from '#lib/kernel/result.ts';
import type { Reaction } from '#lib/log/reaction.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { withDefaults } from '#lib/plan/plan-document.ts';
import { planVersion } from '#lib/plan/tables.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { accessFact } from './access-fact.ts';
import { apiToken } from './tables.server.ts';

/**
 * Follows each version that takes effect. A token of a feed that the plan does not have opens nothing in any case; this ends it for
 * good. Tokens that were issued since are another version's.
 */
export const endTokensOfFeeds: Reaction = {
	name: 'feed-tokens',
	title: () => m.jobs_feed_tokens(),
	on: ['planAmended'],
	from: 'beginning',
	run: ({ values, recordedAt: amendedAt }, write) =>
		write(async ({ tx, recordedAt }) => {
			const [version] = await tx
				.select({ document: planVersion.document })
				.from(planVersion)
				.where(and(eq(planVersion.plan, String(values['plan'])), eq(planVersion.version, Number(values['version']))));
			if (!version) throw new Error('the version that took effect is not stored');
			const feeds = withDefaults(version.document).settings.feeds.map(({ code }) => code);
			const ended = await tx
				.update(apiToken)
				.set({ revokedAt: recordedAt })
				.where(
					and(
						isNotNull(apiToken.feed),
						notInArray(apiToken.feed, feeds),
						lte(apiToken.createdAt, new Date(amendedAt)),
						isNull(apiToken.revokedAt),
						gte(apiToken.expiresAt, recordedAt)
					)
				)
				.returning({ id: apiToken.id, feed: apiToken.feed });
			return ok({
				ids: [],
				facts: ended.map(({ id, feed }) =>
					accessFact({ type: 'tokenRevoked', ids: [id], values: { feed }, touches: [invalidated.tokens] })
				)
			});
		})
};
