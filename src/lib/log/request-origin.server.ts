// Where the request that is being answered came from: every write notes it in the log without each command having to hand it on.
import { AsyncLocalStorage } from 'node:async_hooks';

const requests = new AsyncLocalStorage<{ readonly address: string; readonly agent: string | null }>();

/**
 * Runs a request's work; whatever is written meanwhile carries its address.
 * @param agent what the browser says it is, for the list of one's sessions
 */
export function duringRequest<T>(address: string, agent: string | null, work: () => T): T {
	return requests.run({ address, agent }, work);
}

/** The address of the request under way; null outside of one. */
export function requestAddress(): string | null {
	return requests.getStore()?.address ?? null;
}

/** What the browser of the request under way says it is; null outside of one. */
export function requestAgent(): string | null {
	return requests.getStore()?.agent ?? null;
}
