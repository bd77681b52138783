// What the tree promises about its files: thin routes, telling names, a first line that says what each file is for.
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const sources = globSync('{src,scripts,tests,bench}/**/*.{ts,js,mjs,svelte}', {
	cwd: root,
	exclude: ['src/lib/paraglide']
});
const textOf = (file: string) => readFileSync(resolve(root, file), 'utf8');

test('the tree is found', () => {
	expect(sources.length).toBeGreaterThan(20);
});

test('a route on the server has at most 40 lines', () => {
	const long = sources
		.filter((file) => /\+(page|layout)?\.?server\.ts$/.test(basename(file)))
		.map((file) => ({ file, lines: textOf(file).trimEnd().split('\n').length }))
		.filter(({ lines }) => lines > 40);
	expect(long).toEqual([]);
});

test('no file is a drawer for everything', () => {
	expect(sources.filter((file) => /^(utils?|helpers?|common|misc|shared|index)\./.test(basename(file)))).toEqual([]);
});

test('no TypeScript file only passes on what others export', () => {
	const barrels = sources.filter((file) => {
		const statements = textOf(file)
			.split('\n')
			.filter((line) => line.trim() !== '' && !line.startsWith('//'));
		return statements.length > 1 && statements.every((line) => /^export (\*|type \{.*\}|\{.*\}) from /.test(line));
	});
	expect(barrels).toEqual([]);
});

test('the first line of a file says what it is for', () => {
	const silent = sources.filter(
		(file) => !file.startsWith('src/routes/') && !/^(\/\/|\/\*\*|<!--|#!)/.test(textOf(file).trimStart())
	);
	expect(silent).toEqual([]);
});

test('nothing is left for later and no rule is switched off in place', () => {
	const words = ['TO' + 'DO', 'FIX' + 'ME', 'eslint-' + 'disable', '@ts-' + 'ignore', '@ts-' + 'nocheck'];
	expect(sources.filter((file) => words.some((word) => textOf(file).includes(word)))).toEqual([]);
});
