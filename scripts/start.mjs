// `npm start`: builds if needed, then serves in this same process, so that a signal reaches the server itself.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import './end-with-npm.mjs';

const isSetUp = existsSync(join(import.meta.dirname ?? '', '..', 'node_modules', '.installed-from'));
if (!isSetUp || Number(process.versions.node.split('.')[0]) < 24) {
	console.error(
		'✗ 请先运行 node scripts/setup.mjs（npm 被设为 ignore-scripts） / Run `node scripts/setup.mjs` first: npm is set to ignore-scripts.'
	);
	process.exit(1);
}

const { buildIfNeeded } = await import('./build.mjs');
await buildIfNeeded();
await import(new URL('../server.js', import.meta.url).href);
