// A line for each key: its work is done a few at a time, in order, so that a crowd under one key waits for itself and nobody else does.
import { openTurns, type Turns } from '#lib/platform/turns.ts';

export interface Lines {
	/** Does the work when its turn has come; null, without doing it, where too many wait already. */
	readonly take: <T>(key: string, work: () => Promise<T>) => Promise<T | null>;
}

interface Line {
	readonly turns: Turns;
	/** Running and waiting. */
	length: number;
}

/**
 * @param atOnce how many of one key run side by side
 * @param waitingAtMost how many more of one key may wait
 */
export function openLines(atOnce: number, waitingAtMost: number): Lines {
	const lines = new Map<string, Line>();
	return {
		take: async (key, work) => {
			const line = lines.get(key) ?? { turns: openTurns(atOnce, null), length: 0 };
			if (line.length >= atOnce + waitingAtMost) return null;
			lines.set(key, line);
			line.length++;
			try {
				return await line.turns.take(work);
			} finally {
				if (--line.length === 0) lines.delete(key);
			}
		}
	};
}
