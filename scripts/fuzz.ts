// `npm run test:fuzz`: ten thousand odd bodies to each endpoint, form action and message, with figures; a name after `--` picks some.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { installForTests } from './install-for-tests.ts';
import { programOf } from './programs.mjs';

process.chdir(resolve(import.meta.dirname, '..'));
const { hasPostgres, missing } = await installForTests();
if (!hasPostgres) {
	console.error(missing.join('\n'));
	process.exit(1);
}
await buildIfNeeded();
const [only] = process.argv.slice(2);
const { status } = spawnSync(
	process.execPath,
	[
		programOf('vitest'),
		...['run', '--project', 'integration', 'nonsense'],
		...(only === undefined ? [] : ['-t', `${only}|left the server ready`])
	],
	{ stdio: 'inherit', env: { ...process.env, JINDU_NONSENSE: process.env['JINDU_NONSENSE'] ?? '10000' } }
);
process.exit(status ?? 1);
