// One http server for pages and sockets: the built handler, the sockets it hands over, and an orderly end.
import { createServer } from 'node:http';
import { readConfig } from '#lib/server/config.server.ts';
import { handedOver } from '#lib/server/handover.server.ts';

try {
	const config = readConfig(process.env);
	// Without ORIGIN the product is on loopback and speaks http; the adapter would assume https.
	process.env.PROTOCOL_HEADER ??= config.origin ? undefined : 'x-jindu-protocol';
	if (!config.origin) process.env.PROTOCOL_HEADER = 'x-jindu-protocol';
	const { handler } = await import('./build/handler.js');
	const server = createServer((request, response) => {
		if (!config.origin) request.headers['x-jindu-protocol'] = 'http';
		handler(request, response);
	});
	const app = handedOver();
	app?.attach(server);
	server.listen(config.port, config.host, () => {
		console.log(`\n  进度 Jindu  ${config.origin?.href ?? `http://${config.host}:${config.port}/`}\n`);
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
