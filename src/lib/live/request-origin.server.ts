// Where the request that is being answered came from: every write notes it in the log without each command having to hand it on.
import { AsyncLocalStorage } from 'node:async_hooks';

const requests = new AsyncLocalStorage<{ readonly address: string }>();

/** Runs a request's work; whatever is written meanwhile carries its address. */
export function duringRequest<T>(address: string, work: () => T): T {
	return requests.run({ address }, work);
}

/** The address of the request under way; null outside of one. */
export function requestAddress(): string | null {
	return requests.getStore()?.address ?? null;
}
