// Units as the app has them: what is said of them, what follows on their day, and what their pages read.
import { dayAt } from '#lib/kernel/day.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { addUnit, endUnit } from './change-units.server.ts';
import { listUnits, termsOf } from './read-units.server.ts';
import { succeedUnits } from './succeed-units.server.ts';

/**
 * @param refresh reads the units again: who changes one reads the next page by it
 * @param onSessionsEnded told of sessions that ended with a unit
 */
export function openUnits(
	recording: Recording,
	refresh: () => Promise<void>,
	onSessionsEnded: (sessions: readonly string[]) => void
) {
	const { log } = recording;
	const today = () => dayAt(log.now().getTime());
	const afresh = async (written: Result<Written>) => {
		if (written.ok) await refresh();
		return written;
	};
	return {
		end: async (...args: Rest<typeof endUnit>) => afresh(await endUnit(recording, ...args)),
		add: async (...args: Rest<typeof addUnit>) => afresh(await addUnit(recording, ...args)),
		/** What the new day brings: the people of units that have ended go on at their successors. */
		succeed: async () => onSessionsEnded(await succeedUnits(log, today())),
		list: () => listUnits(log.database.db, recording.plan, today()),
		terms: (code: string) => termsOf(log.database.db, code)
	};
}

type Rest<F> = F extends (recording: Recording, ...args: infer Args) => unknown ? Args : never;
