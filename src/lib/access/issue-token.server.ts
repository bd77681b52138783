// Issues an API token for a unit: shown once, stored as a hash, told to the access log.
import { eq } from 'drizzle-orm';
import { dayAt } from '#lib/kernel/day.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { write, type EventLog, type Operation, type Written } from '#lib/live/event-log.server.ts';
import { unit } from '#lib/plan/tables.server.ts';
import type { TokenScope } from './roles.ts';
import { newToken, hashSecret, writeToken } from './secret.server.ts';
import { apiToken } from './tables.server.ts';
import { isValidOn } from '#lib/plan/unit-terms.ts';

/** What a token is to be. */
export interface WantedToken {
	/** What it is for, in its maker's words. */
	readonly name: string;
	readonly unit: string;
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
export async function issueToken(log: EventLog, unitCode: string, scope: TokenScope): Promise<Result<string>> {
	const token = newToken();
	const wanted = { ...ofCommandLine, unit: unitCode, scope };
	const issued = await insertToken(
		log,
		{ actor: 'system:cli', opId: token.id, request: { unit: unitCode, scope } },
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
		const [known] = await tx.select().from(unit).where(eq(unit.code, wanted.unit));
		if (!known) return refuse('invalid', 'unknown_territory', '/unit', { territory: wanted.unit });
		const today = dayAt(effectiveAt.getTime());
		if (!isValidOn(known, today))
			return refuse('invalid', 'unit_not_valid', '/unit', { territory: wanted.unit, today });
		const expiresAt = new Date(recordedAt.getTime() + wanted.days * 86_400_000);
		await tx.insert(apiToken).values({
			id: token.id,
			secretHash: hashSecret(token.secret),
			name: wanted.name,
			unit: wanted.unit,
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
					unit: wanted.unit,
					after: `api_token:${token.id}@1`,
					values: { scope: wanted.scope, expires: dayAt(expiresAt.getTime()) },
					deltas: [],
					touches: ['tokens'],
					streams: ['access'],
					feed: false
				}
			]
		});
	});
}
