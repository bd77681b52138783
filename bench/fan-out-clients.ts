// The receiving side of the fan-out benchmark, in a process of its own: notes when each message came, and reports at the end.
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';

export type ToClients =
	| { readonly kind: 'follow'; readonly address: string; readonly cookies: readonly string[]; readonly clients: number }
	| { readonly kind: 'listen'; readonly address: string; readonly clients: number }
	| { readonly kind: 'report'; readonly until: number };

interface ReceivedFrame {
	/** Milliseconds since 1970, with their fraction. */
	readonly at: number;
	readonly first: number;
	readonly to: number;
	readonly size: number;
}

export type FromClients =
	{ readonly kind: 'following' } | { readonly kind: 'received'; readonly frames: readonly ReceivedFrame[] };

const frames: ReceivedFrame[] = [];
const reached: number[] = [];
let wanted: number | null = null;

process.on('message', (message: ToClients) => {
	if (message.kind === 'report') wanted = message.until;
	else for (let index = 0; index < message.clients; index++) open(message, index);
	reportWhenThere();
});

function open(message: Exclude<ToClients, { kind: 'report' }>, index: number): void {
	const following = () => {
		reached[index] = 0;
		if (Object.keys(reached).length === message.clients) tell({ kind: 'following' });
	};
	if (message.kind === 'listen') {
		const socket = new WebSocket(message.address, { perMessageDeflate: false });
		socket.on('open', following);
		socket.on('message', (data: Buffer) => {
			const { seq } = JSON.parse(data.toString()) as { seq: number };
			note(index, seq, seq, data.length);
		});
		return;
	}
	const cookie = message.cookies[index % message.cookies.length] ?? '';
	const socket = io(message.address, { forceNew: true, transports: ['websocket'], extraHeaders: { cookie } });
	socket.on('ready', following);
	socket.on('frame', (frame: { stream: string; from: number; to: number }) => {
		if (frame.stream === 'city') note(index, frame.from, frame.to, JSON.stringify(['frame', frame]).length + 2);
	});
	socket.on('connect_error', (error) => {
		throw error;
	});
}

function note(index: number, first: number, to: number, size: number): void {
	frames.push({ at: performance.timeOrigin + performance.now(), first, to, size });
	reached[index] = to;
	reportWhenThere();
}

function reportWhenThere(): void {
	const until = wanted;
	if (until === null || reached.some((to) => to < until)) return;
	wanted = null;
	tell({ kind: 'received', frames });
}

function tell(message: FromClients): void {
	process.send?.(message);
}
