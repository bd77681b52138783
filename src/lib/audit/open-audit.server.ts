// The audit as the app has it: what was read is noted before it is shown.
import type { Actor } from '#lib/access/roles.ts';
import type { EventLog } from '#lib/live/event-log.server.ts';
import { noteRead } from './note-read.server.ts';
import type { Read } from './read.ts';

export function openAudit(log: EventLog) {
	return {
		noteRead: (actor: Actor, read: Read) => noteRead(log, actor, read)
	};
}
