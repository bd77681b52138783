// The way back in for who runs the installation: a link that sets a new password and, when it is used, takes the second factor off.
import { randomUUID } from 'node:crypto';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { write, type EventLog } from '#lib/log/event-log.server.ts';
import { issueLink } from '#lib/access/one-time-links.server.ts';
import { accountByName } from '#lib/access/people.server.ts';

/** @returns the link's path, which is nowhere else; refused as `unknown_record` where there is no such open account */
export async function resetAccess(log: EventLog, username: string): Promise<Result<string>> {
	const account = await accountByName(log.database.db, username);
	if (!account) return refuse('not_found', 'unknown_record');
	let path = '';
	const written = await write(
		log,
		{ actor: 'system:cli', opId: randomUUID(), request: { type: 'linkIssued', account: account.id } },
		async ({ tx }) => {
			const link = await issueLink(tx, { kind: 'recovery', account: account.id, createdBy: 'system:cli' });
			path = link.path;
			return ok({ ids: [account.id], facts: [link.fact] });
		}
	);
	return written.ok ? ok(path) : written;
}
