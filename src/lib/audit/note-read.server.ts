// Notes in the log what somebody read or took away: personal data, settings, exports. What cannot be noted is not shown.
import { createHash, randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import type { Actor } from '#lib/access/roles.ts';
import { ok } from '#lib/kernel/result.ts';
import { write, type EventLog } from '#lib/log/event-log.server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Read } from './read.ts';

const windowMs = 5 * 60_000;
/** The wall clock of the start, which goes on by itself: were it put back, what is read in the same minutes again would not be noted. */
const startedAt = Date.now() - performance.now();

/**
 * To be called before anything is shown. A page that loads again within the same five minutes of the clock is noted once; an
 * export each time.
 * @throws 503 when it cannot be noted: then it must not be shown either
 */
export async function noteRead(log: EventLog, actor: Actor, { type, what, ids = [] }: Read): Promise<void> {
	const request = { type, what, ids: [...ids].sort() };
	const noted = await write(log, { actor: actor.id, opId: opIdOf(request), request }, () =>
		Promise.resolve(
			ok({
				ids,
				facts: [
					{ type, ids, unit: actor.unit, values: { what }, deltas: [], touches: [], streams: ['reads'], feed: false }
				]
			})
		)
	);
	if (!noted.ok) error(503, m.audit_not_noted());
}

/** The same key within a window: the log then answers with what it has noted already. */
function opIdOf(request: { readonly type: Read['type'] }): string {
	if (request.type === 'exported') return randomUUID();
	const window = Math.floor((startedAt + performance.now()) / windowMs);
	return `read:${window}:${createHash('sha256').update(JSON.stringify(request)).digest('base64url')}`;
}
