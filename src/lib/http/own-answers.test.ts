// What the http server answers before there is a product.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerWhileStarting } from './own-answers.server.ts';

let server: Server;
let address: string;
beforeAll(async () => {
	server = createServer((request, response) => {
		answerWhileStarting(request, response, 'embedded');
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it('[R224] tells programs that it is starting by a problem with an id, and everybody when to come again', async () => {
	for (const path of ['/overview', '/api/v1/plan', '/readyz']) {
		const answer = await fetch(address + path);
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
		if (!path.startsWith('/api/')) continue;
		expect(answer.headers.get('content-type')).toBe('application/problem+json');
		expect(await answer.json()).toMatchObject({
			id: answer.headers.get('problem-id'),
			status: 503,
			code: 'unavailable',
			errors: [{ pointer: '', code: 'busy', message: expect.stringMatching(/starting/) as string }]
		});
	}
	expect((await fetch(`${address}/healthz`)).status).toBe(200);
});
