// The worker thread of the embedded database: PGlite behind a private socket that speaks Postgres' protocol.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketHandler, type PGLiteSocketHandlerOptions } from '@electric-sql/pglite-socket';
import { Turns } from './embedded-turns.ts';

const { folder, listen } = workerData as { folder: string; listen: { path: string } | { host: string; port: number } };

const codeOfNumber: ReadonlyMap<number, string> = new Map([
	[2, 'EACCES'],
	[19, 'EDQUOT'],
	[51, 'ENOSPC'],
	[63, 'EPERM'],
	[69, 'EROFS']
]);

const database = await PGlite.create({ dataDir: folder }).catch(asSystemError);
// The package's queue has private members, so that its type takes nothing but itself; its handler calls these methods alone.
const queryQueue = new Turns(database) as unknown as PGLiteSocketHandlerOptions['queryQueue'];
const handlers = new Set<PGLiteSocketHandler>();
const server = createServer((socket) => {
	const handler = new PGLiteSocketHandler({ queryQueue, closeOnDetach: true });
	handlers.add(handler);
	const forget = () => handlers.delete(handler);
	handler.addEventListener('close', forget);
	handler.addEventListener('error', forget);
	handler.attach(socket).catch(() => socket.destroy());
});
server.listen(listen);
await once(server, 'listening');

parentPort?.on('message', (message) => {
	if (message === 'stop') void stop();
});
parentPort?.postMessage('ready');

async function stop(): Promise<void> {
	server.close();
	for (const handler of handlers) await handler.detach(true);
	await database.close();
	parentPort?.postMessage('stopped');
	parentPort?.close();
}

/** Its files fail with WASI's numbers and no words, and not as errors: what a person can do something about gets its name back. */
function asSystemError(failure: unknown): never {
	const code = codeOfNumber.get((failure as { errno?: number }).errno ?? 0);
	throw code === undefined ? failure : Object.assign(new Error(code), { code, path: folder });
}
