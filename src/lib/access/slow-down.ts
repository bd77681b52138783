// Lets those who are refused for asking too often wait for it: a line that tries again at once tries once a second.

export const slowDownMs = 1000;
/** Each that waits holds its request: beyond so many, answers are quick again. */
const waitingAtMost = 200;

/** A pause before such a refusal is answered; none where too many have one. */
export function openSlowDown(): () => Promise<void> {
	let waiting = 0;
	return async () => {
		if (waiting >= waitingAtMost) return;
		waiting++;
		await new Promise((resolve) => setTimeout(resolve, slowDownMs));
		waiting--;
	};
}
