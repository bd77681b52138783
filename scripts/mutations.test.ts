// The list of mutations fits the code as it stands; `npm run test:mutations` runs them.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { outdatedMutations, readMutations } from './mutations.ts';

const root = resolve(import.meta.dirname, '..');
const mutations = readMutations();

test('each mutation changes a text that its file has exactly once', () => {
	expect(outdatedMutations(mutations)).toEqual([]);
	expect(mutations.filter(({ find, replace }) => find === replace)).toEqual([]);
});

test('there are at least sixty, each with a name of its own and with tests that are there', () => {
	expect(mutations.length).toBeGreaterThanOrEqual(60);
	const names = mutations.map(({ name }) => name);
	expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	for (const { name, tests } of mutations) {
		expect(tests, name).not.toEqual([]);
		for (const test of tests) expect(existsSync(join(root, test.split(':', 1)[0] ?? test)), test).toBe(true);
	}
});
