// Once per run: lets a server load the demo data into a folder that every test's server then copies, days gone by included.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer, type RunningServer } from './server.ts';

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
async function untilFolded({ baseURL, accountOf }: RunningServer): Promise<void> {
	const { username, password } = accountOf('leader');
	const signedIn = await fetch(`${baseURL}/login`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: baseURL },
		body: new URLSearchParams({ username, password })
	});
	const cookie = signedIn.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	const until = Date.now() + foldedWithinMs;
	for (;;) {
		const { status } = await fetch(`${baseURL}/api/v1/dashboard?asOf=2019-09-15`, { headers: { cookie } });
		if (status === 200) return;
		if (Date.now() > until) throw new Error(`the days gone by were not folded in time (${status})`);
		await wait(250);
	}
}
