// Issues an API token for a unit: shown once, stored as a hash, told to the access log.
import { eq } from 'drizzle-orm';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { write, type EventLog } from '#lib/live/event-log.server.ts';
import { unit } from '#lib/plan/tables.server.ts';
import { newToken, hashSecret, writeToken } from './secret.server.ts';
import { apiToken } from './tables.server.ts';

const lifetimeDays = 365;

/** @returns the token's text, which is nowhere else */
export async function issueToken(log: EventLog, unitCode: string, scope: 'ingest'): Promise<Result<string>> {
	const token = newToken();
	const issued = await write(
		log,
		{ actor: 'system:cli', opId: token.id, request: { unit: unitCode, scope } },
		async ({ tx }) => {
			const [known] = await tx.select().from(unit).where(eq(unit.code, unitCode));
			if (!known) return refuse('invalid', 'unknown_territory', '/unit', { territory: unitCode });
			await tx.insert(apiToken).values({
				id: token.id,
				secretHash: hashSecret(token.secret),
				unit: unitCode,
				scope,
				expiresAt: new Date(Date.now() + lifetimeDays * 86_400_000)
			});
			return ok({
				ids: [token.id],
				facts: [
					{
						type: 'tokenIssued',
						ids: [token.id],
						unit: unitCode,
						values: { scope },
						deltas: [],
						touches: ['tokens'],
						streams: ['access'],
						feed: false
					}
				]
			});
		}
	);
	return issued.ok ? ok(writeToken(token)) : issued;
}
