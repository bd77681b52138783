// Lets work under one key be done a few at a time, in its order: a crowd under one key waits for itself, and nobody else for it.

export interface Turns {
	/** Does the work when its turn has come; null, without doing it, where too many wait already. */
	readonly take: <T>(key: string, work: () => Promise<T>) => Promise<T | null>;
}

interface Line {
	running: number;
	readonly waiting: (() => void)[];
}

/**
 * @param atOnce how many of one key run side by side
 * @param waitingAtMost how many more of one key may wait
 */
export function openTurns(atOnce: number, waitingAtMost: number): Turns {
	const lines = new Map<string, Line>();
	return {
		take: async (key, work) => {
			const line = lines.get(key) ?? { running: 0, waiting: [] };
			lines.set(key, line);
			if (line.running < atOnce) line.running++;
			else if (line.waiting.length < waitingAtMost) await new Promise<void>((begin) => line.waiting.push(begin));
			else return null;
			try {
				return await work();
			} finally {
				// Handed over without a gap: who comes in between waits behind.
				const next = line.waiting.shift();
				if (next) next();
				else if (--line.running === 0) lines.delete(key);
			}
		}
	};
}
