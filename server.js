// One http server for pages and sockets: the built handler, the sockets it hands over, and an orderly end.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import compression from 'compression';
import { readConfig } from '#lib/server/config.server.ts';
import { clientAddress, edgeHeaders, isOwnHost, methods, withCharset } from '#lib/server/edge.ts';
import { handedOver } from '#lib/server/handover.server.ts';

/** Whoever watches the process asks by whatever address it has. */
const probes = new Set(['/healthz', '/readyz']);

try {
	const config = readConfig(process.env);
	// Without ORIGIN the product is on loopback and speaks http; the adapter would assume https.
	if (!config.origin) process.env.PROTOCOL_HEADER = 'x-jindu-protocol';
	// The adapter takes the client's address from a header that only this file sets.
	process.env.ADDRESS_HEADER = 'x-jindu-address';
	// A snapshot is thousands of short keys that look alike: it shrinks tenfold.
	const compress = compression();
	const { handler } = await import('./build/handler.js');
	const server = createServer(
		// Whoever sends slower than this is not served: nobody types into an open connection.
		{ headersTimeout: 15_000, requestTimeout: 60_000, maxHeaderSize: 16_384 },
		(request, response) => {
			if (!config.origin) request.headers['x-jindu-protocol'] = 'http';
			const { remoteAddress = '' } = request.socket;
			const forwarded = request.headers['x-forwarded-for'];
			request.headers['x-jindu-address'] = clientAddress(remoteAddress, String(forwarded ?? ''), config.trustProxy);
			if (!isOwnHost(request.headers.host, config.origin, config.allowHttp) && !probes.has(request.url ?? '')) {
				response.writeHead(421, { 'Content-Type': 'text/plain; charset=utf-8' });
				response.end('421: this address is not served here / 此地址不由本服务提供\n');
				return;
			}
			if (!methods.has(request.method ?? '')) {
				response.writeHead(405, { 'Content-Type': 'text/plain; charset=utf-8', Allow: [...methods].join(', ') });
				response.end('405\n');
				return;
			}
			compress(request, response, () => handler(request, response));
		}
	);
	const app = handedOver();
	app?.attach(server);
	// Before all others, the sockets' own answers included.
	const headers = Object.entries(edgeHeaders(config.origin?.protocol === 'https:'));
	server.prependListener('request', (_, response) => {
		for (const [name, value] of headers) response.setHeader(name, value);
		sayCharset(response);
	});
	server.once('error', (error) => {
		console.error(
			error.code === 'EADDRINUSE'
				? `PORT: ${config.port} is in use, set another PORT / 端口 ${config.port} 已被占用,请另设 PORT`
				: error.message
		);
		app?.close().finally(() => process.exit(1));
	});
	server.listen(config.port, config.host, () => {
		console.log(`\n  进度 Jindu  ${config.origin?.href ?? `http://${config.host}:${config.port}/`}`);
		const accounts = join(config.dataDir, 'demo-accounts.json');
		if (config.demo && existsSync(accounts)) console.log(`  演示账号 / Demo accounts: ${accounts}`);
		console.log('');
	});
	const end = async () => {
		server.close();
		server.closeIdleConnections();
		await app?.close();
		process.exit(0);
	};
	process.once('SIGTERM', end);
	process.once('SIGINT', end);
} catch (error) {
	console.error(error instanceof Error && error.name !== 'Error' ? error.message : error);
	process.exit(1);
}

/**
 * Files come without the charset of their text, and the framework's own short answers without any type.
 * @param {import('node:http').ServerResponse} response
 */
function sayCharset(response) {
	const { writeHead } = response;
	response.writeHead = (...head) => {
		const short = Number(response.getHeader('Content-Length') ?? 0) > 0 ? 'text/plain' : undefined;
		const type = response.getHeader('Content-Type') ?? short;
		if (typeof type === 'string') response.setHeader('Content-Type', withCharset(type));
		return Reflect.apply(writeHead, response, head);
	};
}
