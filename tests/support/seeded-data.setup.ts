// Once per run: lets a server load the demo data into a folder that every test's server then copies.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from './server.ts';

export default async function setup(): Promise<() => void> {
	const folder = mkdtempSync(join(tmpdir(), 'jindu-seeded-'));
	const server = await startServer({ dataFrom: null });
	await server.terminate();
	cpSync(server.dataDir, folder, { recursive: true });
	await server.stop();
	process.env['JINDU_SEEDED_DATA'] = folder;
	return () => {
		rmSync(folder, { recursive: true, force: true });
	};
}
