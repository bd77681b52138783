// Somebody with a program of their own: any header, any host, any cookie, and forms without a browser's manners.
import { request } from 'node:http';
import { io } from 'socket.io-client';
import type { Account } from './server.ts';

export interface Got {
	readonly status: number;
	readonly location: string;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	readonly cookies: readonly string[];
	readonly text: string;
}

export interface Sent {
	readonly method?: string;
	readonly cookie?: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** Fields of a form, or a body as it is. */
	readonly form?: Readonly<Record<string, string>> | URLSearchParams;
	readonly body?: string | Uint8Array;
}

/** One request exactly as it is said: no redirect is followed, no header is made better. */
export function attack(baseURL: string, path: string, sent: Sent = {}): Promise<Got> {
	const { form, cookie, headers, method = form || sent.body !== undefined ? 'POST' : 'GET' } = sent;
	const body = form ? new URLSearchParams(form).toString() : sent.body;
	const { hostname, port } = new URL(baseURL);
	return new Promise((resolve, reject) => {
		const asking = request(
			{
				hostname,
				port,
				// A connection each: the server closes one after what it cannot read.
				agent: false,
				// As it is: a URL would be made tidy.
				path,
				method,
				headers: {
					...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
					...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
					...(cookie === undefined ? {} : { cookie }),
					...headers
				}
			},
			(answer) => {
				let text = '';
				answer.setEncoding('utf8').on('data', (part: string) => (text += part));
				answer.on('error', reject);
				answer.on('end', () => {
					resolve({
						status: answer.statusCode ?? 0,
						location: answer.headers.location ?? '',
						headers: answer.headers,
						cookies: (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0] ?? ''),
						text
					});
				});
			}
		);
		asking.on('error', reject);
		asking.end(body);
	});
}

export function signInForm(
	baseURL: string,
	{ username, password }: Pick<Account, 'username' | 'password'>,
	sent: Sent = {}
) {
	return attack(baseURL, '/login', {
		...sent,
		headers: { origin: baseURL, accept: 'text/html', ...sent.headers },
		form: { username, password }
	});
}

/** The session's cookie that an answer sets; undefined where it sets none. */
export function sessionOf({ cookies }: Got): string | undefined {
	return cookies.find((cookie) => /^(__Host-)?sid-[0-9a-f]{8}=./.test(cookie));
}

/** What a cookie opens: a page, the API and a socket, as the status or the word of each. */
export async function opens(baseURL: string, cookie: string): Promise<readonly [number, number, string]> {
	const page = await attack(baseURL, '/me', { cookie });
	const api = await attack(baseURL, '/api/v1/plan', { cookie });
	return [page.status, api.status, await socketWord(baseURL, { cookie })];
}

/** Of a cookie that is worth something, and of one that is not. */
export const everything = [200, 200, 'ready'] as const;
export const nothing = [303, 401, 'unauthenticated'] as const;

/** How a handshake is answered: `ready`, or the refusal's word. */
export function socketWord(
	baseURL: string,
	headers: Readonly<Record<string, string>>,
	transports: ('websocket' | 'polling')[] = ['websocket']
): Promise<string> {
	const socket = io(baseURL, { forceNew: true, reconnection: false, transports, extraHeaders: headers });
	return new Promise<string>((resolve) => {
		socket.once('ready', () => {
			resolve('ready');
		});
		socket.once('connect_error', ({ message }) => {
			resolve(message);
		});
	}).finally(() => socket.disconnect());
}
