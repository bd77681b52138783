// What the pages of one's own account show, in words and times of Shanghai.
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import type { Access } from './open-access.server.ts';
import type { Sessions } from './sessions.server.ts';
import type { OwnSessionView } from './own-sessions.ts';
import type { Person } from '#lib/access/people.server.ts';

interface SignedIn {
	readonly person: Person;
	readonly sessionId: string;
}

export async function profilePage(access: Pick<Access, 'ownAccount'>, { person, sessionId }: SignedIn) {
	const { appointed, before } = await access.ownAccount(person, sessionId);
	return {
		username: person.username,
		appointed,
		before: before && { at: wallTime(before.at), address: before.address }
	};
}

export async function sessionsPage(sessions: Pick<Sessions, 'list'>, { person, sessionId }: SignedIn) {
	const open = await sessions.list(person.actor.id);
	const view = open.map(({ id, since, seen, address, agent }): OwnSessionView => ({
		id,
		here: id === sessionId,
		since: wallTime(since),
		seen: wallTime(seen),
		address,
		agent
	}));
	// The present one first; the others as they were last used.
	return {
		sessions: [...view.filter(({ here }) => here), ...view.filter(({ here }) => !here)],
		opId: crypto.randomUUID()
	};
}

function wallTime(instant: Date): string {
	return `${dayAt(instant.getTime())} ${timeAt(instant.getTime())}`;
}
