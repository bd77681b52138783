// Issues and revokes API tokens for the security administrator.
import { eq } from 'drizzle-orm';
import { accessFact } from '#lib/access/access-fact.ts';
import { issueTokenFor, type IssuedToken } from '#lib/access/issue-token.server.ts';
import { mayAdminister } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { apiToken } from '#lib/access/tables.server.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { operationOf, type Call } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { administer, storeReason, type Securing } from '#lib/admin/administer.server.ts';
import type { NewToken, Revocation } from './token-list.ts';

export async function issueApiToken(
	{ recording }: Securing,
	actor: Actor,
	call: Call,
	input: NewToken
): Promise<Result<IssuedToken>> {
	if (!mayAdminister(actor, 'tokens')) return refuse('forbidden', 'not_allowed');
	return issueTokenFor(recording.log, operationOf(actor, call, { kind: 'token', input }), input);
}

export async function revokeToken(
	securing: Securing,
	actor: Actor,
	call: Call,
	input: Revocation
): Promise<Result<Written>> {
	const written = await administer(securing, actor, 'tokens', call, { kind: 'revocation', input }, async (writing) => {
		const { tx, recordedAt } = writing;
		const [row] = await tx.select().from(apiToken).where(eq(apiToken.id, input.token)).for('update');
		if (!row) return refuse('not_found', 'unknown_token');
		if (row.revokedAt || row.expiresAt <= recordedAt) return refuse('conflict', 'token_ended');
		await tx.update(apiToken).set({ revokedAt: recordedAt }).where(eq(apiToken.id, row.id));
		const reason = await storeReason(writing, input.reason, actor.id);
		return ok({
			ids: [row.id],
			facts: [
				accessFact({
					type: 'tokenRevoked',
					ids: [row.id],
					before: `api_token:${row.id}@1`,
					after: `api_token:${row.id}@2`,
					reason,
					values: { unit: row.unit, scope: row.scope },
					touches: [invalidated.tokens]
				})
			]
		});
	});
	if (written.ok) securing.ends.token(input.token);
	return written;
}
