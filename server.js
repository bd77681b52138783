// One http server for pages and sockets: the built handler, the sockets it hands over, and an orderly end.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import compression from 'compression';
import { addressOf, readConfig } from '#lib/platform/config.server.ts';
import { clientAddress, edgeHeaders, isOwnHost } from '#lib/http/edge.ts';
import { brokenRequest, earlyRefusal, targetOf } from '#lib/http/early-refusal.ts';
import { handedOver } from '#lib/app/handover.server.ts';
import { holdLastResort } from '#lib/platform/last-resort.server.ts';
import { answerWhileStarting, completeHead, rawAnswer, send } from '#lib/http/own-answers.server.ts';
import { tellStartFault } from '#lib/platform/start-fault.server.ts';

/** Whoever watches the process asks by whatever address it has. */
const probes = new Set(['/healthz', '/readyz']);

/** How long connections that do not end may hold up the end; another start waits longer for the data folder. */
const connectionsEndWithinMs = 3_000;
const endsWithinMs = 12_000;

try {
	const config = readConfig(process.env);
	// Without ORIGIN the product is on loopback and speaks http; the adapter would assume https.
	if (!config.origin) process.env.PROTOCOL_HEADER = 'x-jindu-protocol';
	// The adapter takes the client's address from a header that only this file sets.
	process.env.ADDRESS_HEADER = 'x-jindu-address';
	// Whoever sends slower than this is not served: nobody types into an open connection.
	const server = createServer({ headersTimeout: 15_000, requestTimeout: 60_000, maxHeaderSize: 16_384 });
	/** @type {Set<import('node:net').Socket>} */
	const connections = new Set();
	server.on('connection', (socket) => {
		connections.add(socket);
		socket.once('close', () => connections.delete(socket));
	});
	const headers = Object.entries(edgeHeaders(config.origin?.protocol === 'https:'));
	/** @type {import('node:http').RequestListener} */
	const dress = (_, response) => {
		for (const [name, value] of headers) response.setHeader(name, value);
		completeHead(response);
	};
	/** @type {import('node:http').RequestListener} */
	const askForPatience = (request, response) => {
		dress(request, response);
		answerWhileStarting(request, response, config.databaseUrl === null ? 'embedded' : 'postgres');
	};
	server.on('request', askForPatience);
	// Before anything is opened or written: a port that is taken is told at once.
	const port = await listen(server, config);
	process.env.PORT = String(port);

	// A snapshot is thousands of short keys that look alike: it shrinks tenfold.
	const compress = compression();
	const { handler } = await import('./build/handler.js');
	const app = handedOver();
	/** Nothing may be put between the pieces of an answer that has begun. */
	const answering = new WeakMap();
	server.off('request', askForPatience);
	server.on('request', (request, response) => {
		if (!config.origin) request.headers['x-jindu-protocol'] = 'http';
		request.headers['x-jindu-address'] = clientAddress(request, config);
		const refusal = earlyRefusal(request, isOwnHost(request, config) || probes.has(request.url ?? ''));
		if (refusal !== null) {
			app?.turnAway(request.url ?? '', request.headers, refusal).then((answer) => send(response, answer));
			return;
		}
		answering.set(request.socket, response);
		compress(request, response, () => handler(request, response));
	});
	app?.attach(server);
	// Before all others, the sockets' own answers included.
	server.prependListener('request', dress);
	// An expectation that nobody knows is no reason to refuse: it may be passed over.
	server.on('checkExpectation', (request, response) => server.emit('request', request, response));
	// Node says nothing but a number to what it cannot read.
	server.on('clientError', async (error, socket) => {
		const answer = await app?.turnAway(targetOf(error.rawPacket), {}, brokenRequest(error.code));
		const begun = answering.get(socket)?.headersSent && !answering.get(socket)?.writableFinished;
		if (answer && socket.writable && !begun) socket.end(await rawAnswer(answer, headers));
		else socket.destroy();
	});
	console.log(`\n  进度 Jindu  ${addressOf({ ...config, port }, '/')}`);
	const accounts = join(config.dataDir, 'demo-accounts.json');
	if (config.demo && existsSync(accounts)) console.log(`  演示账号 / Demo accounts: ${accounts}`);
	console.log('');

	let ending = false;
	const end = async (code = 0) => {
		// The terminal, npm and a supervisor may all pass the same signal on.
		if (ending) return;
		ending = true;
		server.close();
		server.closeIdleConnections();
		setTimeout(() => {
			for (const socket of connections) socket.destroy();
		}, connectionsEndWithinMs);
		// What was answered is stored: a database that does not answer is not waited for.
		setTimeout(() => process.exit(1), endsWithinMs);
		try {
			await app?.close();
		} finally {
			process.exit(code);
		}
	};
	process.on('SIGTERM', () => end());
	process.on('SIGINT', () => end());
	if (app) holdLastResort({ note: app.note, end, newId: () => randomUUID().slice(0, 8) });
} catch (error) {
	tellStartFault(error);
	process.exit(1);
}

/**
 * @param {import('node:http').Server} server
 * @param {import('#lib/platform/config.server.ts').Config} config
 * @returns {Promise<number>} the port: PORT=0 takes any
 */
async function listen(server, { host, port }) {
	server.listen(port, host);
	try {
		await once(server, 'listening');
	} catch (error) {
		// A name that is not found does not say that it was HOST.
		throw Object.assign(/** @type {Error} */ (error), { syscall: 'listen', address: host });
	}
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : port;
}
