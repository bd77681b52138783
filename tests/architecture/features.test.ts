// A feature plugs in: nothing outside its folder names it but the two lists, and the list of floors.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const production = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
	.map((file) => `src/${file.replaceAll('\\', '/')}`)
	.filter(
		(file) => /\.(ts|svelte)$/.test(file) && !file.endsWith('.test.ts') && !file.startsWith('src/lib/paraglide/')
	);

function namedIn(word: RegExp, folder: string): string[] {
	return production.filter(
		(file) => !file.startsWith(`src/lib/${folder}/`) && word.test(readFileSync(join(root, file), 'utf8'))
	);
}

it('the newest kind of record is named by the two lists of features alone', () => {
	expect(namedIn(/campaign/i, 'campaigns')).toEqual(['src/lib/app/features.server.ts', 'src/lib/app/features.ts']);
});

it('the test finds a name: the ledger of deals is known to the demonstration, the overview and the targets', () => {
	expect(namedIn(/#lib\/transactions\//, 'transactions').length).toBeGreaterThan(2);
});
