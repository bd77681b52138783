// Who looks after a share: a person of its unit takes it over, or shares go from hand to hand when an account ends.
import { asc, eq, inArray } from 'drizzle-orm';
import { actsFor, mayUpdateShare } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { operationOf, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { write, type Written } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { streamsOf, touchesOf, type ShareName } from './record.ts';
import type { LookAfterInput } from './share.ts';
import { share } from './tables.server.ts';

/** Somebody who may report on a share says that they look after it. */
export function lookAfterShare(
	{ log, plan }: Recording,
	actor: Actor,
	call: Call,
	input: LookAfterInput
): Promise<Result<Written>> {
	return write(log, operationOf(actor, call, { lookAfter: input }), async ({ tx }) => {
		const known = plan.shares.get(input.share);
		// A share that one has no part in is not told of.
		if (!known || !actsFor(actor, known.unit)) return refuse('not_found', 'unknown_share', '/share');
		if (actor.via !== 'session' || !mayUpdateShare(actor, known.unit))
			return refuse('forbidden', 'not_allowed', '/share');
		const [row] = await tx.select().from(share).where(eq(share.id, known.id)).for('update');
		if (!row) return refuse('not_found', 'unknown_share', '/share');
		if (row.contact === actor.id) return refuse('invalid', 'nothing_changed', '/share');
		return ok({ ids: [row.id], facts: await handOverShares(tx, [row.id], actor.id) });
	});
}

/** The shares that an account looks after, in the order of their ids. */
export async function sharesInHandsOf(db: Drizzle | Tx, accountId: string): Promise<ShareName[]> {
	const { id, task, unit } = share;
	return db.select({ id, task, unit }).from(share).where(eq(share.contact, accountId)).orderBy(asc(id));
}

/** @returns a fact for each share that changes hands; it names accounts by id alone */
export async function handOverShares(tx: Tx, ids: readonly string[], to: string | null): Promise<Fact[]> {
	if (ids.length === 0) return [];
	const rows = await tx
		.select()
		.from(share)
		.where(inArray(share.id, [...ids]))
		.orderBy(asc(share.id))
		.for('update');
	await tx
		.update(share)
		.set({ contact: to })
		.where(inArray(share.id, [...ids]));
	return rows.map((row): Fact => ({
		type: 'shareHandedOver',
		ids: [row.id],
		unit: row.unit,
		values: { task: row.task, share: row.id, from: row.contact, to },
		deltas: [],
		touches: touchesOf(row),
		streams: streamsOf(row),
		feed: false
	}));
}
