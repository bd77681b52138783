// What errors of the database mean for whoever asked: come again, or nothing that time mends.

/** The code of an error of the driver, of Postgres or of the system, also where another error was made of it. */
export function databaseCode(error: unknown): string | null {
	const codeOf = (value: unknown) => (value as { code?: unknown } | null | undefined)?.code;
	const code = codeOf(error) ?? codeOf((error as { cause?: unknown } | null)?.cause);
	return typeof code === 'string' ? code : null;
}

/**
 * Of postgres.js: lost, ended and silent connections, and a transaction that it let go of. Of the system: no way there. Of
 * Postgres: connections (08), its resources (53), work that took too long or was stopped (57, 25P03), a server that became a
 * standby (25006), and others who were in the way until the end (40001, 40P01, 55P03).
 */
const away =
	/^(CONNECTION_|CONNECT_TIMEOUT|RESPONSE_TIMEOUT|UNSAFE_TRANSACTION|TURN_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL|08|53|57|25P03|25006|40001|40P01|55P03)/;

/** Whether the database cannot be reached, does not answer in time or is going down: the same request may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
	const code = databaseCode(error);
	return code !== null && (away.test(code) || (code === 'ENOENT' && isOfConnecting(error)));
}

/**
 * Does it again, three times at most, where others were in the way: deadlocks, serialisation failures, lock timeouts, outdated
 * statements, and a number that somebody took in between: the next try sees it and says so.
 */
export async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
	for (let attempt = 0; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			if (attempt >= 3 || !isTransient(error)) throw error;
		}
	}
}

/** Whether the same work may succeed at once. */
export function isTransient(error: unknown): boolean {
	// 26000 and 0A000: a statement that was prepared before a table changed; the driver has forgotten it, and prepares it anew.
	return ['40P01', '40001', '55P03', '23505', '26000', '0A000'].includes(databaseCode(error) ?? '');
}

/** A socket file that is not there, and not any other file. */
function isOfConnecting(error: unknown): boolean {
	const { syscall, cause } = error as { syscall?: unknown; cause?: unknown };
	return syscall === 'connect' || (cause as { syscall?: unknown } | undefined)?.syscall === 'connect';
}
