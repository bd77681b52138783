// Answers that the http server gives by itself: while the product starts, to what it refuses at once, to what it cannot read.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { withCharset } from './edge.ts';
import { isApiPath } from '#lib/protocol/api-path.ts';

/** What a start that writes a history, or waits for a database, answers meanwhile. */
export function answerWhileStarting(
	{ url = '' }: IncomingMessage,
	response: ServerResponse,
	kind: 'embedded' | 'postgres'
): void {
	if (url === '/healthz') {
		response.end('ok\n');
		return;
	}
	response.setHeader('Retry-After', '2');
	if (url === '/readyz') {
		sendJson(response, 'application/json', { ready: false, database: { ok: false, kind } });
		return;
	}
	const title = 'just starting, try again in a moment / 正在启动，请稍后再试';
	if (isApiPath(url)) {
		const id = randomUUID().slice(0, 8);
		const errors = [{ pointer: '', code: 'busy', message: title }];
		const problem = { type: 'urn:jindu:problem:unavailable', id, title, status: 503, code: 'unavailable', errors };
		response.setHeader('Problem-Id', id);
		sendJson(response, 'application/problem+json', problem);
		return;
	}
	response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8' });
	response.end(`503: ${title}\n`);
}

/** Sends an answer that was made apart from any request of the framework's. */
export async function send(response: ServerResponse, answer: Response): Promise<void> {
	response.writeHead(answer.status, Object.fromEntries(answer.headers));
	response.end(await answer.text());
}

/**
 * The bytes of an answer to a connection whose request could not be read; it closes the connection.
 * @param headers of every answer
 */
export async function rawAnswer(answer: Response, headers: readonly (readonly [string, string])[]): Promise<string> {
	const body = await answer.text();
	const all = [...headers, ...answer.headers, ['Content-Length', Buffer.byteLength(body)], ['Connection', 'close']];
	const lines = all.map(([name, value]) => `${name}: ${value}\r\n`).join('');
	return `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n${lines}\r\n${body}`;
}

/**
 * Files come without the charset of their text, and the framework's own short answers without any type; who is to come again is
 * told when.
 */
export function completeHead(response: ServerResponse): void {
	const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
	response.writeHead = (...head: unknown[]) => {
		const short = Number(response.getHeader('Content-Length') ?? 0) > 0 ? 'text/plain' : undefined;
		const type = response.getHeader('Content-Type') ?? short;
		if (head[0] === 503 && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', '2');
		if (typeof type === 'string') response.setHeader('Content-Type', withCharset(type));
		return writeHead(...head);
	};
}

function sendJson(response: ServerResponse, type: string, body: object): void {
	response.writeHead(503, { 'Content-Type': type });
	response.end(JSON.stringify(body));
}
