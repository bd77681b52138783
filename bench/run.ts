// `npm run bench [-- name]`: runs the benchmarks, or the one that is named; prints tables and keeps the figures in bench/results.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { buildIfNeeded } from '../scripts/build.mjs';
import { fanOut } from './fan-out.ts';
import { flood } from './flood.ts';
import { snapshotCost } from './snapshot.ts';
import type { Measured } from './measured.ts';

const benches: Readonly<Record<string, () => Promise<Measured>>> = {
	'fan-out': fanOut,
	snapshot: snapshotCost,
	flood
};

const root = resolve(import.meta.dirname, '..');
process.chdir(root);
const [wanted] = process.argv.slice(2);
if (wanted !== undefined && !(wanted in benches)) {
	console.error(`没有这个基准测试 / No such benchmark: ${wanted}\n${Object.keys(benches).join('\n')}`);
	process.exit(1);
}

await buildIfNeeded();
const results = join(root, 'bench', 'results');
mkdirSync(results, { recursive: true });
for (const [name, bench] of Object.entries(benches)) {
	if (wanted !== undefined && name !== wanted) continue;
	const measured = await bench();
	console.log(`\n${name}: ${measured.about}`);
	console.table(measured.rows);
	console.table(measured.ratios);
	const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
	writeFileSync(join(results, `${name}.json`), `${JSON.stringify({ name, machine, ...measured }, null, '\t')}\n`);
}
