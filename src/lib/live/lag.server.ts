// Receivers that read too slowly: what was sent and not acknowledged, and what waits in this process for the line.
import type { Socket } from 'socket.io';
import type { Frame, Heads } from '#lib/protocol/messages.ts';

/** A receiver further behind than this leaves the rooms and takes a snapshot when it has drained. */
const lagBytes = 1024 * 1024;
const lagMs = 15_000;

/** How far a receiver is behind, as far as is known. */
export interface Lag {
	/** Frames sent and not acknowledged; null until the client acknowledges for the first time. */
	pending: { readonly stream: string; readonly to: number; readonly bytes: number; readonly at: number }[] | null;
	pendingBytes: number;
}

export function noLag(): Lag {
	return { pending: null, pendingBytes: 0 };
}

export function acknowledge(lag: Lag, heads: Heads): void {
	lag.pending = (lag.pending ?? []).filter((sent) => sent.to > (heads[sent.stream] ?? 0));
	lag.pendingBytes = lag.pending.reduce((sum, sent) => sum + sent.bytes, 0);
}

/** Notes a frame that was sent to a receiver, and answers whether that is too far behind now. */
export function fallsBehind(lag: Lag, connection: Socket['conn'], frame: Frame, bytes: number): boolean {
	// By the clock that nobody puts back.
	const now = performance.now();
	if (lag.pending) {
		lag.pending.push({ stream: frame.stream, to: frame.to, bytes, at: now });
		lag.pendingBytes += bytes;
	}
	const oldest = lag.pending?.[0];
	const late = oldest !== undefined && now - oldest.at > lagMs;
	return late || lag.pendingBytes > lagBytes || unsentBytes(connection) > lagBytes;
}

/**
 * What waits in this process for a slow line; programs that never acknowledge are measured by it alone. The transport holds
 * what it was given last, and takes nothing more until the line has taken that: the rest waits in the connection.
 */
function unsentBytes(connection: Socket['conn']): number {
	const { transport, writeBuffer } = connection as unknown as {
		readonly transport: { readonly socket?: { readonly bufferedAmount?: number } };
		readonly writeBuffer: readonly { readonly data?: string | Buffer }[];
	};
	const waiting = writeBuffer.reduce((sum, packet) => sum + (packet.data?.length ?? 0), 0);
	return waiting + (transport.socket?.bufferedAmount ?? 0);
}
