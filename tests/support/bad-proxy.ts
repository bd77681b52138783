// A proxy before the product that treats WebSockets as bad proxies do, and can let the whole line fall silent.
import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/**
 * `refuse`: passes the request on as a plain one, as nginx does without two more lines.
 * `swallow`: takes it and never answers. `break`: lets the WebSocket open and breaks it off a moment later.
 */
export type Upgrades = 'pass' | 'refuse' | 'swallow' | 'break';

export interface BadProxy {
	readonly baseURL: string;
	/** How many WebSockets were asked for so far. */
	upgrades(): number;
	/** How many WebSockets are open through it. */
	open(): number;
	/** From now on; what is open stays. */
	treat(upgrades: Upgrades): void;
	/** Ends every connection. */
	cut(): void;
	/** Nothing passes any more, and nobody is told. */
	freeze(): void;
	thaw(): void;
	stop(): Promise<void>;
}

/** How long a WebSocket lives that is broken off, in ms. */
const brokenAfterMs = 300;

export async function startBadProxy(target: string, first: Upgrades): Promise<BadProxy> {
	const { hostname, port } = new URL(target);
	let treated = first;
	let asked = 0;
	let frozen = false;
	let waiting: (() => void)[] = [];
	const sockets = new Set<Socket>();
	const tunnels = new Set<readonly [Socket, Socket]>();

	const thawed = () => (frozen ? new Promise<void>((resolve) => waiting.push(resolve)) : Promise.resolve());
	const upstreamOf = ({ method, url, headers }: IncomingMessage) => ({ hostname, port, method, path: url, headers });

	const server = createServer((request, response) => {
		void thawed().then(() => {
			const passed = ask(upstreamOf(request), (answer) => {
				void thawed().then(() => {
					response.writeHead(answer.statusCode ?? 502, answer.headers);
					answer.pipe(response);
				});
			});
			passed.once('error', () => response.destroy());
			response.once('close', () => passed.destroy());
			request.pipe(passed);
		});
	});
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.once('close', () => sockets.delete(socket));
	});
	server.on('upgrade', (request, client: Socket, head) => {
		asked++;
		if (frozen || treated === 'swallow') return;
		if (treated === 'refuse') {
			const { upgrade: _, connection: __, ...headers } = request.headers;
			ask({ ...upstreamOf(request), headers }, (answer) => {
				client.write(`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}\r\nConnection: close\r\n\r\n`);
				answer.pipe(client);
			}).end();
			return;
		}
		const upstream = connect(Number(port), hostname, () => {
			const { rawHeaders: raw } = request;
			const lines = raw.flatMap((name, n) => (n % 2 === 0 ? [`${name}: ${raw[n + 1] ?? ''}`] : []));
			upstream.write([`GET ${request.url ?? ''} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
			upstream.write(head);
			client.pipe(upstream);
			upstream.pipe(client);
		});
		const tunnel = [client, upstream] as const;
		tunnels.add(tunnel);
		const end = () => {
			tunnels.delete(tunnel);
			client.destroy();
			upstream.destroy();
		};
		for (const socket of tunnel) socket.on('error', end).once('close', end);
		if (treated === 'break') upstream.once('data', () => setTimeout(end, brokenAfterMs));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	const cut = () => {
		for (const socket of sockets) socket.destroy();
	};
	return {
		baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		upgrades: () => asked,
		open: () => tunnels.size,
		treat: (upgrades) => {
			treated = upgrades;
		},
		cut,
		freeze: () => {
			frozen = true;
			for (const tunnel of tunnels) for (const socket of tunnel) socket.unpipe().pause();
		},
		thaw: () => {
			frozen = false;
			for (const go of waiting) go();
			waiting = [];
			// What stood still so long is not picked up again.
			for (const tunnel of tunnels) for (const socket of tunnel) socket.destroy();
		},
		stop: async () => {
			frozen = false;
			for (const go of waiting) go();
			cut();
			server.close();
			await once(server, 'close');
		}
	};
}
