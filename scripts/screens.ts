// `npm run test:screens`: every page of everybody, in both languages, at the desk and in the hand; pictures in test-results/screens.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { installForTests } from './install-for-tests.ts';
import { programOf } from './programs.mjs';

process.chdir(resolve(import.meta.dirname, '..'));
const { browser, missing } = await installForTests();
if (browser === undefined) {
	console.error(missing.join('\n'));
	process.exit(1);
}
await buildIfNeeded();
const { status } = spawnSync(
	process.execPath,
	[programOf('@playwright/test', 'playwright'), 'test', '--grep', '@long'],
	{
		stdio: 'inherit',
		env: { ...process.env, JINDU_CHROMIUM: browser, JINDU_EVERY_PAGE: '1' }
	}
);
process.exit(status ?? 1);
