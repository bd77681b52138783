// The worker thread of the embedded database: PGlite behind a private socket that speaks Postgres' protocol.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const { folder, listen } = workerData as { folder: string; listen: { path: string } | { host: string; port: number } };

const database = await PGlite.create({ dataDir: folder });
const server = new PGLiteSocketServer({ db: database, maxConnections: 64, ...listen });
await server.start();

parentPort?.on('message', (message) => {
	if (message === 'stop') void stop();
});
parentPort?.postMessage('ready');

async function stop(): Promise<void> {
	await server.stop();
	await database.close();
	parentPort?.postMessage('stopped');
	parentPort?.close();
}
