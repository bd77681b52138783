// A line to the sockets without Socket.IO's client: sends any packet, in any order, and remembers what comes back.
import { WebSocket, type RawData } from 'ws';

export interface BareLine {
	/** Everything that came, one packet each, the greeting first. */
	readonly told: string[];
	/** Whether it was closed from the other end. */
	readonly closed: Promise<void>;
	readonly isOpen: () => boolean;
	send(...packets: readonly (string | Uint8Array)[]): void;
	/** Waits until a packet has come that begins so. */
	until(beginning: string): Promise<string>;
	end(): void;
}

/** @param sid of a session over polling that this line is to take over */
export async function openBareLine(
	url: string,
	headers: Readonly<Record<string, string>> = {},
	sid: string | null = null
): Promise<BareLine> {
	const query = `EIO=4&transport=websocket${sid === null ? '' : `&sid=${sid}`}`;
	const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?${query}`, { headers });
	const told: string[] = [];
	const looking = new Set<() => void>();
	socket.on('message', (data: RawData) => {
		told.push((data as Buffer).toString());
		for (const look of [...looking]) look();
	});
	const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
	await new Promise<void>((resolve, reject) => {
		socket.once('open', resolve);
		socket.once('error', reject);
	});
	socket.on('error', () => undefined);
	return {
		told,
		closed,
		isOpen: () => socket.readyState === WebSocket.OPEN,
		send: (...packets) => {
			for (const packet of packets) if (socket.readyState === WebSocket.OPEN) socket.send(packet);
		},
		until: (beginning) =>
			new Promise((resolve) => {
				const look = () => {
					const found = told.find((packet) => packet.startsWith(beginning));
					if (found === undefined) return;
					looking.delete(look);
					resolve(found);
				};
				looking.add(look);
				look();
			}),
		end: () => {
			socket.terminate();
		}
	};
}

/** A session over polling: its id, or the status that refuses it. */
export async function openPolling(
	url: string,
	headers: Readonly<Record<string, string>> = {}
): Promise<string | number> {
	const answer = await fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers });
	const text = await answer.text();
	return answer.ok ? (JSON.parse(text.slice(1)) as { sid: string }).sid : answer.status;
}

/** Sends packets in the body of one request; the status, or null where the line was cut. */
export async function postPackets(url: string, sid: string, packets: readonly string[]): Promise<number | null> {
	try {
		const answer = await fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
			method: 'POST',
			headers: { 'content-type': 'text/plain;charset=UTF-8' },
			body: packets.join('\u001e')
		});
		await answer.text();
		return answer.status;
	} catch {
		return null;
	}
}
