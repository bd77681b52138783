// What the built application hands to server.js, which runs outside the bundle: one http server for pages and sockets.
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { Refusal } from '#lib/kernel/result.ts';
import type { LastResort } from '#lib/platform/last-resort.server.ts';

export interface HandedOver {
	readonly attach: (server: Server) => void;
	readonly close: () => Promise<void>;
	/** Puts into the log what nobody caught. */
	readonly note: LastResort['note'];
	/** The answer to a request that the http server refuses by itself, in the language that it asks for. */
	readonly turnAway: (target: string, headers: IncomingHttpHeaders, refusal: Refusal) => Promise<Response>;
}

const key = Symbol.for('jindu.app');

export function handOver(parts: HandedOver): void {
	Reflect.set(globalThis, key, parts);
	// In development Vite owns the http server and there is no server.js to come for the parts.
	const development = Reflect.get(globalThis, Symbol.for('jindu.development-server')) as Server | undefined;
	if (development) parts.attach(development);
}

export function handedOver(): HandedOver | null {
	return (Reflect.get(globalThis, key) as HandedOver | undefined) ?? null;
}
