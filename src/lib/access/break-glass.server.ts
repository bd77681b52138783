// The way back in for who runs the installation: a reset link for an account, without its second factor.
import { randomUUID } from 'node:crypto';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { write, type EventLog } from '#lib/live/event-log.server.ts';
import { accessFact } from './access-fact.ts';
import { issueLink } from './one-time-links.server.ts';
import { accountByName } from './people.server.ts';
import { dropSecondFactor } from './second-factor.server.ts';

/** @returns the link's path, which is nowhere else; refused as `unknown_record` where there is no such open account */
export async function resetAccess(log: EventLog, username: string): Promise<Result<string>> {
	const account = await accountByName(log.database.db, username);
	if (!account) return refuse('not_found', 'unknown_record');
	let path = '';
	const written = await write(
		log,
		{ actor: 'system:cli', opId: randomUUID(), request: { type: 'linkIssued', account: account.id } },
		async ({ tx }) => {
			const removed = await dropSecondFactor(tx, account.id);
			const link = await issueLink(tx, { kind: 'reset', account: account.id, createdBy: 'system:cli' });
			path = link.path;
			const facts = removed ? [accessFact('secondFactorRemoved', account.id), link.fact] : [link.fact];
			return ok({ ids: [account.id], facts });
		}
	);
	return written.ok ? ok(path) : written;
}
