// One http server for pages and sockets: the built handler, the sockets it hands over, and an orderly end.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import compression from 'compression';
import { readConfig } from '#lib/server/config.server.ts';
import { handedOver } from '#lib/server/handover.server.ts';

try {
	const config = readConfig(process.env);
	// Without ORIGIN the product is on loopback and speaks http; the adapter would assume https.
	if (!config.origin) process.env.PROTOCOL_HEADER = 'x-jindu-protocol';
	// A snapshot is thousands of short keys that look alike: it shrinks tenfold.
	const compress = compression();
	const { handler } = await import('./build/handler.js');
	const server = createServer((request, response) => {
		if (!config.origin) request.headers['x-jindu-protocol'] = 'http';
		compress(request, response, () => handler(request, response));
	});
	const app = handedOver();
	app?.attach(server);
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
