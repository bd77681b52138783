// Once per run: lets a server load the demo data into a folder that every test's server then copies, days gone by included.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer, type RunningServer } from './server.ts';
import { signedIn } from './sign-in.ts';

const foldedWithinMs = 180_000;

export default async function setup(): Promise<() => void> {
	const folder = mkdtempSync(join(tmpdir(), 'jindu-seeded-'));
	const server = await startServer({ dataFrom: null });
	await untilFolded(server);
	await server.terminate();
	cpSync(server.dataDir, folder, { recursive: true });
	await server.stop();
	process.env['JINDU_SEEDED_DATA'] = folder;
	return () => {
		rmSync(folder, { recursive: true, force: true });
	};
}

/** The server folds the history's midnights behind its open door; each copy would otherwise do it again. */
async function untilFolded(server: RunningServer): Promise<void> {
	const read = await signedIn(server, server.accountOf('leader'));
	const until = Date.now() + foldedWithinMs;
	for (;;) {
		const { status } = await read('/api/v1/dashboard?asOf=2019-09-15');
		if (status === 200) return;
		if (Date.now() > until) throw new Error(`the days gone by were not folded in time (${status})`);
		await wait(250);
	}
}
