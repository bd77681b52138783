// Plain requests to a running product: `fetch` sends neither a foreign Host nor TRACE, and hides how long a head is.
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps, type Agent } from 'node:https';
import { tellOf } from './api-answers.ts';

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: string;
	/** The body as it came, packed or not. */
	readonly bytes: Buffer;
	/** The status line and all headers as they came, with the empty line after them. */
	readonly headBytes: number;
}

export interface Asked {
	readonly method?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer;
	/** Of an address with https: how its server is found and trusted. */
	readonly agent?: Agent;
	/** An address of this machine that it is asked from. */
	readonly from?: string;
}

/** Asks an address once; no redirect is followed. */
export function ask(
	address: string | URL,
	{ method = 'GET', headers = {}, body, agent, from }: Asked = {}
): Promise<Answer> {
	const url = new URL(address);
	const { promise, resolve, reject } = Promise.withResolvers<Answer>();
	const read = (response: IncomingMessage) => {
		const chunks: Buffer[] = [];
		response.on('data', (chunk: Buffer) => chunks.push(chunk));
		response.on('error', reject);
		response.on('end', () => {
			const bytes = Buffer.concat(chunks);
			try {
				if (!response.headers['content-encoding'])
					tellOf(method, url.href, response.statusCode ?? 0, headersOf(response), bytes.toString());
			} catch (undescribed) {
				reject(undescribed);
			}
			resolve({
				status: response.statusCode ?? 0,
				headers: headersOf(response),
				body: bytes.toString(),
				bytes,
				headBytes: headBytesOf(response)
			});
		});
	};
	// A connection of its own: what one answer leaves on it is nothing to the next. A head may be as long as it is.
	const options = {
		method,
		headers,
		agent: agent ?? false,
		maxHeaderSize: 65_536,
		...(from === undefined ? {} : { localAddress: from })
	};
	const asked = url.protocol === 'https:' ? requestHttps(url, options, read) : requestHttp(url, options, read);
	asked.on('error', reject);
	asked.end(body);
	return promise;
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
	const all = new Headers();
	for (const [name, values] of Object.entries(headersDistinct))
		for (const value of values ?? []) all.append(name, value);
	return all;
}

function headBytesOf({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): number {
	const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
	return Buffer.byteLength(
		[`HTTP/${httpVersion} ${statusCode} ${statusMessage}`, ...lines, '', ''].join('\r\n'),
		'latin1'
	);
}
