// Turns at what there is only so much of: work waits in the order in which it came, and not for ever.

export interface Turns {
	/**
	 * Runs work when there is a place for it.
	 * @throws TurnTimeout when none was free in time; the work was not begun
	 */
	take<T>(work: () => Promise<T>): Promise<T>;
}

class TurnTimeout extends Error {
	readonly code = 'TURN_TIMEOUT';
	constructor(ms: number) {
		super(`no place was free within ${ms} ms`);
		this.name = 'TurnTimeout';
	}
}

/**
 * @param places how much work may run at once
 * @param waitMs how long work waits for its turn; null: as long as it takes
 */
export function openTurns(places: number, waitMs: number | null): Turns {
	let free = places;
	const waiting = new Set<() => void>();
	const turn = () =>
		new Promise<void>((go, giveUp) => {
			if (free > 0) {
				free--;
				go();
				return;
			}
			const called = () => {
				clearTimeout(timer);
				go();
			};
			waiting.add(called);
			const timer =
				waitMs === null
					? undefined
					: setTimeout(() => {
							waiting.delete(called);
							giveUp(new TurnTimeout(waitMs));
						}, waitMs);
		});
	const leave = () => {
		const [next] = waiting;
		if (!next) {
			free++;
			return;
		}
		waiting.delete(next);
		next();
	};
	return {
		take: async (work) => {
			await turn();
			try {
				return await work();
			} finally {
				leave();
			}
		}
	};
}
