// The hostile side of the flood benchmark, in a process of its own: five addresses with a few lines each, which try again as soon as they are answered.
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket, type ClientOptions } from 'ws';

export const attacks = ['packets', 'polling', 'unused', 'silent', 'secrets', 'passwords'] as const;
export type Attack = (typeof attacks)[number];

export type ToAttackers = {
	readonly kind: 'attack';
	readonly attack: Attack;
	readonly address: string;
	readonly ms: number;
};
/** How often something was tried, packets of one line each for itself. */
export interface FromAttackers {
	readonly tries: number;
}

const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6'];
const linesOfOne = 4;
const packetsOfOne = 20_000;
const packetsOfBody = 900;
/** After what did not even connect. */
const againMs = 10;

let tries = 0;

process.on('message', (message: ToAttackers) => {
	void attackFor(message).then(() => {
		process.send?.({ tries } satisfies FromAttackers);
	});
});

async function attackFor({ attack, address, ms }: ToAttackers): Promise<void> {
	tries = 0;
	const over = AbortSignal.timeout(ms);
	await Promise.all(
		addresses.flatMap((from) =>
			Array.from({ length: linesOfOne }, async () => {
				const line = new Line(address, from, over);
				while (!over.aborted) await line.try(attack).catch(() => wait(againMs));
				line.end();
			})
		)
	);
}

/** One line of an attacker: one try at a time. */
class Line {
	readonly #address: string;
	readonly #from: string;
	readonly #over: AbortSignal;
	readonly #agent: Agent;

	constructor(address: string, from: string, over: AbortSignal) {
		this.#address = address;
		this.#from = from;
		this.#over = over;
		this.#agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: from });
	}

	async try(attack: Attack): Promise<void> {
		if (attack === 'packets') return this.#socket(packetsOfOne);
		if (attack === 'silent') return this.#socket(0);
		if (attack === 'unused') {
			await this.#ask('GET', polling);
			return;
		}
		if (attack === 'polling') {
			const { sid } = JSON.parse((await this.#ask('GET', polling)).slice(1)) as { sid: string };
			const body = Array.from({ length: packetsOfBody }, connectPacket).join('\u001e');
			await this.#ask('POST', `${polling}&sid=${sid}`, { 'content-type': 'text/plain;charset=UTF-8' }, body);
			return;
		}
		if (attack === 'secrets') {
			await this.#ask('GET', '/overview', { cookie: `sid=${secret()}` });
			await this.#ask('GET', '/api/v1/dashboard', { authorization: `Bearer ${secret()}` });
			return;
		}
		const body = new URLSearchParams({ username: 'leader', password: secret() }).toString();
		const form = { origin: this.#address, 'content-type': 'application/x-www-form-urlencoded' };
		await this.#ask('POST', '/login', form, body);
	}

	end(): void {
		this.#agent.destroy();
	}

	#ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: string): Promise<string> {
		tries++;
		return new Promise((resolve, reject) => {
			const asking = request(
				this.#address + path,
				{ method, agent: this.#agent, headers, signal: this.#over },
				(answer) => {
					let text = '';
					answer.setEncoding('utf8').on('data', (part: string) => (text += part));
					answer.once('end', () => {
						resolve(text);
					});
					answer.once('error', reject);
				}
			);
			asking.once('error', reject);
			asking.end(body);
		});
	}

	/** A socket that sends so many packets at once, and stays until it is closed. */
	#socket(packets: number): Promise<void> {
		tries += Math.max(1, packets);
		const options: ClientOptions & { readonly localAddress: string } = { localAddress: this.#from };
		const socket = new WebSocket(
			`${this.#address.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`,
			options
		);
		const end = () => {
			socket.terminate();
		};
		this.#over.addEventListener('abort', end);
		return new Promise<void>((resolve, reject) => {
			socket.once('error', reject);
			socket.once('close', () => {
				resolve();
			});
			socket.once('open', () => {
				for (let n = 0; n < packets; n++) socket.send(connectPacket());
			});
		}).finally(() => {
			this.#over.removeEventListener('abort', end);
		});
	}
}

const polling = '/socket.io/?EIO=4&transport=polling';

function connectPacket(): string {
	return `40{"token":"${secret()}"}`;
}

/** Of the form of one that opens something. */
function secret(): string {
	return `${randomBytes(20).toString('base64url')}.${randomBytes(20).toString('base64url')}`;
}
