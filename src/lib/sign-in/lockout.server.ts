// Locks signing in after failures: counted in the database by rate-limiter-flexible, so a restart or another node forgets nothing.
import { createHash } from 'node:crypto';
import { lte } from 'drizzle-orm';
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible';
import { timeAt } from '#lib/kernel/day.ts';
import { refuse, type Refusal } from '#lib/kernel/result.ts';
import { folded } from '#lib/kernel/text.ts';
import { requestAddress } from '#lib/log/request-origin.server.ts';
import { networkOf } from '#lib/platform/address.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { rateLimit } from '../access/tables.server.ts';

/** How long a lock lasts, and how long a failure is remembered, in seconds. */
const lockSeconds = 15 * 60;
/** Failures that lock: of one account from one address, of one account from everywhere, of one address with every account. */
export const failuresOf = { pair: 5, account: 20, address: 50 } as const;
/** More refused tries than this during one lock are not written down one by one: a flood must not fill the log. */
const notedTries = 20;

export interface Locked {
	readonly until: Date;
	/** Whether the log should have a line of this try. */
	readonly noted: boolean;
}

/** A lock is asked for no sooner again on this node: a flood of refused tries costs no query each. */
const lockHeldMs = 10_000;
const heldAtMost = 20_000;

/** One try that may be checked. Exactly one of the three ends it. */
export interface Attempt {
	/** It was wrong. Answers the lock that this failure brought about. */
	readonly failed: () => Promise<Locked | null>;
	/** It was right, and a second factor is still asked for: it counts no longer, the failures before it do. */
	readonly passed: () => Promise<void>;
	/** Signing in is complete: the failures of this account and address are forgotten. */
	readonly succeeded: () => Promise<void>;
}

export interface Lockout {
	/** Counts a try before anything is checked: many at once never get more checks than failures are allowed. */
	readonly begin: (username: string) => Promise<{ readonly attempt: Attempt } | { readonly locked: Locked }>;
	/** Unlocks an account that has shown by a one-time link whose it is. */
	readonly forgive: (username: string) => Promise<void>;
	/** Removes counters that are over. */
	readonly prune: () => Promise<void>;
}

export function openLockout(db: Drizzle): Lockout {
	const limiter = (keyPrefix: keyof typeof failuresOf) =>
		new RateLimiterDrizzle({
			storeClient: db,
			schema: rateLimit,
			keyPrefix,
			points: failuresOf[keyPrefix],
			duration: lockSeconds,
			clearExpiredByTimeout: false
		});
	const limiters = { address: limiter('address'), account: limiter('account'), pair: limiter('pair') };
	const held = holdLocks();
	const lock = async (of: RateLimiterDrizzle, key: string) => {
		// More points than tries in flight can give back: the lock lasts until its time is over.
		await of.set(key, lockedPoints, lockSeconds);
	};
	const overLimit = async (of: RateLimiterDrizzle, key: string) =>
		((await of.get(key))?.consumedPoints ?? 0) >= of.points;

	return {
		begin: async (username) => {
			const keys = keysOf(username);
			const until = held.until(
				limiters.address.getKey(keys.address),
				limiters.account.getKey(keys.account),
				limiters.pair.getKey(keys.pair)
			);
			if (until) return { locked: { until, noted: false } };
			const wide = [
				{ of: limiters.address, key: keys.address },
				{ of: limiters.account, key: keys.account }
			];
			const taken: typeof wide = [];
			const giveBack = () => Promise.all(taken.map(({ of, key }) => of.reward(key, 1)));
			for (const counter of wide) {
				taken.push(counter);
				const left = await take(counter.of, counter.key);
				// Tries in flight count too: what is refused is given back, so that a crowd behind one address locks nobody out.
				if (!left.admitted) {
					await giveBack();
					if (left.count >= lockedPoints) held.hold(counter.of.getKey(counter.key), left.until);
					return { locked: { until: left.until, noted: false } };
				}
			}
			const own = await take(limiters.pair, keys.pair);
			if (!own.admitted) {
				await giveBack();
				// The first one too many makes the lock of five checks that are still under way.
				if (own.count === failuresOf.pair + 1) await lock(limiters.pair, keys.pair);
				const until = own.count === failuresOf.pair + 1 ? lockEnd() : own.until;
				const noted = own.count % lockedPoints <= notedTries;
				if (!noted && own.count >= lockedPoints) held.hold(limiters.pair.getKey(keys.pair), until);
				return { locked: { until, noted } };
			}
			return {
				attempt: {
					failed: async () => {
						const full = own.count >= failuresOf.pair;
						if (full) await lock(limiters.pair, keys.pair);
						let widely = false;
						for (const { of, key } of wide)
							if (await overLimit(of, key)) {
								await lock(of, key);
								widely = true;
							}
						return full || widely ? { until: lockEnd(), noted: true } : null;
					},
					passed: async () => {
						await giveBack();
						await limiters.pair.reward(keys.pair, 1);
					},
					succeeded: async () => {
						await giveBack();
						await limiters.pair.delete(keys.pair);
					}
				}
			};
		},
		forgive: async (username) => {
			const keys = keysOf(username);
			await limiters.pair.delete(keys.pair);
			await limiters.account.delete(keys.account);
			held.release(limiters.pair.getKey(keys.pair));
			held.release(limiters.account.getKey(keys.account));
		},
		prune: async () => {
			await db.delete(rateLimit).where(lte(rateLimit.expire, new Date()));
		}
	};
}

/** What somebody who is locked out is told: the same whether the account exists or not. */
export function lockedOut(locked: Locked): Refusal {
	const seconds = Math.max(1, Math.ceil((locked.until.getTime() - Date.now()) / 1000));
	return refuse('unauthenticated', 'locked_out', '', {
		minutes: Math.floor(seconds / 60),
		seconds: seconds % 60,
		time: timeAt(locked.until.getTime())
	});
}

const lockedPoints = 1_000_000;

function lockEnd(): Date {
	return new Date(Date.now() + lockSeconds * 1000);
}

/** Locks that were read a moment ago, by the clock that nobody puts back. */
function holdLocks() {
	const locks = new Map<string, { readonly end: Date; readonly againAt: number }>();
	return {
		/** When the first lock under one of the keys ends; null where that has to be asked. */
		until: (...keys: readonly string[]): Date | null => {
			const now = performance.now();
			return keys.flatMap((key) => locks.get(key) ?? []).find((lock) => lock.againAt > now)?.end ?? null;
		},
		hold: (key: string, end: Date) => {
			locks.delete(key);
			locks.set(key, { end, againAt: performance.now() + Math.min(lockHeldMs, end.getTime() - Date.now()) });
			const [oldest] = locks.keys();
			if (locks.size > heldAtMost && oldest !== undefined) locks.delete(oldest);
		},
		release: (key: string) => {
			locks.delete(key);
		}
	};
}

async function take(
	of: RateLimiterDrizzle,
	key: string
): Promise<{ readonly admitted: boolean; readonly count: number; readonly until: Date }> {
	const stateOf = async (admitted: boolean, { consumedPoints, msBeforeNext }: RateLimiterRes) => {
		// The wall clock was put back since it was counted: nothing lasts longer than from now on.
		const leftMs = Math.min(msBeforeNext, lockSeconds * 1000);
		if (msBeforeNext > leftMs) await of.set(key, consumedPoints, lockSeconds);
		return { admitted, count: consumedPoints, until: new Date(Date.now() + leftMs) };
	};
	try {
		return await stateOf(true, await of.consume(key));
	} catch (refused) {
		if (refused instanceof RateLimiterRes) return stateOf(false, refused);
		throw refused;
	}
}

/** Hashed: people type passwords into the field of the name, and those must not be stored. */
function keysOf(username: string) {
	const hash = (text: string) => createHash('sha256').update(text).digest('hex');
	const network = networkOf(requestAddress() ?? '');
	// One name in another spelling is no other account to try.
	const name = folded(username);
	return { pair: hash(JSON.stringify([name, network])), account: hash(name), address: hash(network) };
}
