// A stop that clients hold up: who does not read, and who does not finish what was begun, delays it by seconds and not for good.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

let server: ServedProduct;
const stalled: Socket[] = [];
beforeAll(async () => {
	server = await serveProduct();
});
afterAll(async () => {
	for (const socket of stalled) socket.destroy();
	await server.stop();
});

/** Sends the head of a request, and then neither reads nor writes. */
async function stall(head: readonly string[], untilAnswered: boolean): Promise<void> {
	const { hostname, port, host, origin } = new URL(server.baseURL);
	const socket = connect(Number(port), hostname);
	stalled.push(socket);
	await once(socket, 'connect');
	socket.write([...head, `Host: ${host}`, `Origin: ${origin}`, '', ''].join('\r\n'));
	if (untilAnswered) await once(socket, 'data');
	socket.pause();
}

test('ends within seconds, and the next start has the folder', async () => {
	const upgrade = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'];
	const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
	await stall(['GET /socket.io/?EIO=4&transport=websocket HTTP/1.1', ...upgrade, key], true);
	await stall(
		['POST /login HTTP/1.1', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 1000'],
		false
	);
	expect((await fetch(`${server.baseURL}/readyz`)).status).toBe(200);
	const asked = performance.now();
	await server.terminate();
	expect(performance.now() - asked).toBeLessThan(10_000);
	await server.restart();
	expect((await fetch(`${server.baseURL}/readyz`)).status).toBe(200);
}, 120_000);
