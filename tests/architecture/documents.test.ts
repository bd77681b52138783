// What documents refer to is there: files, commands, tests, rules; and their lines can be read beside code.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const documents = globSync(['*.md', 'docs/**/*.md', 'plans/*.md'], { cwd: root });

/** Where a document's links lead, without those to other sites. */
function linksOf(document: string): string[] {
	const text = readFileSync(join(root, document), 'utf8');
	return [...text.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm)]
		.map(([, inline, defined]) => inline ?? defined ?? '')
		.filter((target) => !/^[a-z]+:/.test(target) && !target.startsWith('#'))
		.map((target) => target.split('#')[0] ?? '');
}

test.each(documents)('%s links to what is there', (document) => {
	expect(linksOf(document).filter((target) => !existsSync(join(root, dirname(document), target)))).toEqual([]);
});

const longestLine = 140;
/** Documents whose tables say more in a row than fits a line. */
const wideTables = [
	'docs/operations.md',
	'docs/protocol.md',
	'docs/security.md',
	'docs/decisions/0015-dependencies.md',
	'plans/README.md'
];

test(`no line of prose is longer than ${longestLine} characters, and no row of a table where it can be helped`, () => {
	const tooLong = documents.flatMap((document) =>
		readFileSync(join(root, document), 'utf8')
			.split('\n')
			.map((line, index) => ({ line, at: `${document}:${index + 1}` }))
			.filter(({ line }) => [...line].length > longestLine)
			.filter(({ line }) => !(wideTables.includes(document) && line.startsWith('|')))
			.map(({ at }) => at)
	);
	expect(tooLong).toEqual([]);
});

test('commands that documents name are scripts of the product, and each script is named for those who type it', () => {
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		scripts: Record<string, string>;
	};
	const named = documents.flatMap((document) =>
		[...readFileSync(join(root, document), 'utf8').matchAll(/\bnpm (?:(start|test)\b|run (?:-s )?([\w:]+))/g)].map(
			([, short, name]) => ({ document, name: short ?? name ?? '' })
		)
	);
	expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
	const typed = Object.keys(scripts).filter((name) => !name.startsWith('pre'));
	expect(typed.filter((name) => named.every((other) => other.name !== name))).toEqual([]);
});

test('every test that docs/security.md names is in the file that it names', () => {
	const text = readFileSync(join(root, 'docs/security.md'), 'utf8');
	const files = new Map(
		[...text.matchAll(/^\[([^\]]+)\]: (\S+)$/gm)].map(([, label = '', target = '']) => [label, target])
	);
	// A label, then the words in quotes that follow it, up to the next label; lines are broken anywhere.
	const named = [
		...text.replaceAll(/\s+/g, ' ').matchAll(/\[([\w.-]+\.(?:test|spec)\.ts)\]((?: |, )"[^"\n]+")+/g)
	].flatMap(([all, label = '']) => [...all.matchAll(/"([^"\n]+)"/g)].map(([, words = '']) => ({ label, words })));
	expect(named.length).toBeGreaterThan(60);
	const textOf = (label: string) => readFileSync(join(root, 'docs', files.get(label) ?? label), 'utf8');
	expect(named.filter(({ label, words }) => !textOf(label).includes(words))).toEqual([]);
});

test('every rule is stated once, and what names a rule names one that is stated', () => {
	const stated = [...readFileSync(join(root, 'docs/rules.md'), 'utf8').matchAll(/\*\*\[(R\d+[a-z]?)\]/g)].map(
		([, rule = '']) => rule
	);
	expect(stated.length).toBeGreaterThan(200);
	expect(stated.filter((rule, at) => stated.indexOf(rule) !== at)).toEqual([]);
	const sources = globSync(['src/**/*.{ts,svelte}', 'tests/**/*.ts', 'docs/**/*.md', 'scripts/*', 'bench/**/*.ts'], {
		cwd: root
	}).filter((file) => !file.startsWith('src/lib/paraglide'));
	const unknown = sources.flatMap((file) =>
		[...readFileSync(join(root, file), 'utf8').matchAll(/\bR\d{1,3}[a-z]?\b/g)]
			.filter(([rule]) => !stated.includes(rule))
			.map(([rule]) => `${file}: ${rule}`)
	);
	expect(unknown).toEqual([]);
});
