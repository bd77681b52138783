// The diagrams in the documents show the code as it stands.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { drawDiagrams } from './diagrams.ts';

const root = resolve(import.meta.dirname, '..');

test('the diagrams of floors and tables are current: `npm run diagrams` writes them', async () => {
	for (const [file, drawn] of await drawDiagrams()) expect(readFileSync(join(root, file), 'utf8'), file).toBe(drawn);
});
