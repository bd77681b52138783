// Issues an API token for a unit or a feed: shown once, stored as a hash, told to the access log.
import { eq } from 'drizzle-orm';
import { dayAt, type Day } from '#lib/kernel/day.ts';
import { ok, refuse, type Refusal, type Result } from '#lib/kernel/result.ts';
import { write, type EventLog, type Operation, type Written } from '#lib/log/event-log.server.ts';
import { storedVersions, versionOn } from '#lib/plan/plan-in-force.server.ts';
import { unit } from '#lib/plan/tables.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import type { TokenHolder, TokenScope } from './roles.ts';
import { newToken, hashSecret, writeToken } from './secret.server.ts';
import { apiToken } from './tables.server.ts';
import { isValidOn } from '#lib/plan/unit-terms.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';

/** What a token is to be. */
export interface WantedToken {
	/** What it is for, in its maker's words. */
	readonly name: string;
	readonly holder: TokenHolder;
	readonly scope: TokenScope;
	/** Days that it is valid. */
	readonly days: number;
}

export interface IssuedToken {
	readonly written: Written;
	/** The token's text, which is nowhere else; null where the same key had issued it before. */
	readonly token: string | null;
}

/** Of the command line, which names no person and no purpose; valid for the longest time there is. */
const ofCommandLine = { name: '', days: 365 };

/** @returns the token's text, which is nowhere else */
export async function issueToken(log: EventLog, holder: TokenHolder, scope: TokenScope): Promise<Result<string>> {
	const token = newToken();
	const wanted = { ...ofCommandLine, holder, scope };
	const issued = await insertToken(
		log,
		{ actor: 'system:cli', opId: token.id, request: { ...holder, scope } },
		wanted,
		token
	);
	return issued.ok ? ok(writeToken(token)) : issued;
}

/** A token that a person asks for; the right to ask is the caller's question. */
export async function issueTokenFor(
	log: EventLog,
	operation: Operation,
	wanted: WantedToken
): Promise<Result<IssuedToken>> {
	const token = newToken();
	const issued = await insertToken(log, operation, wanted, token);
	if (!issued.ok) return issued;
	// A repeated request gets its first answer; the secret of then is gone.
	return ok({ written: issued.value, token: issued.value.ids[0] === token.id ? writeToken(token) : null });
}

function insertToken(
	log: EventLog,
	operation: Operation,
	wanted: WantedToken,
	token: ReturnType<typeof newToken>
): Promise<Result<Written>> {
	return write(log, operation, async ({ tx, effectiveAt, recordedAt }) => {
		const bar = await holderBar(tx, wanted.holder, dayAt(effectiveAt.getTime()));
		if (bar) return bar;
		const ofUnit = 'unit' in wanted.holder ? wanted.holder.unit : null;
		const feed = 'feed' in wanted.holder ? wanted.holder.feed : null;
		const expiresAt = new Date(recordedAt.getTime() + wanted.days * 86_400_000);
		await tx.insert(apiToken).values({
			id: token.id,
			secretHash: hashSecret(token.secret),
			name: wanted.name,
			unit: ofUnit,
			feed,
			scope: wanted.scope,
			createdBy: operation.actor,
			createdAt: recordedAt,
			expiresAt
		});
		return ok({
			ids: [token.id],
			facts: [
				{
					type: 'tokenIssued',
					ids: [token.id],
					unit: ofUnit,
					after: `api_token:${token.id}@1`,
					values: { scope: wanted.scope, expires: dayAt(expiresAt.getTime()), ...(feed === null ? {} : { feed }) },
					deltas: [],
					touches: [invalidated.tokens],
					streams: ['access'],
					feed: false
				}
			]
		});
	});
}

/** Why nobody gets a token of such a unit or feed on a day; null where it exists then. */
async function holderBar(tx: Tx, holder: TokenHolder, today: Day): Promise<Refusal | null> {
	if ('feed' in holder) {
		const { feeds } = versionOn(await storedVersions(tx), today).document.settings;
		return feeds.some(({ code }) => code === holder.feed)
			? null
			: refuse('invalid', 'unknown_feed', '/holder', { feed: holder.feed });
	}
	const [known] = await tx.select().from(unit).where(eq(unit.code, holder.unit));
	if (!known) return refuse('invalid', 'unknown_unit', '/holder', { unit: holder.unit });
	return isValidOn(known, today)
		? null
		: refuse('invalid', 'unit_not_valid', '/holder', { territory: holder.unit, today });
}
