// `npm run test:mutations`: breaks one rule at a time in a copy of the tree; the tests named beside each must notice. Words after `--` pick some.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import './end-with-npm.mjs';
import { findPostgres } from '../tests/support/postgres.ts';
import { programOf } from './programs.mjs';
import { runProgram } from './progress.mjs';

const root = resolve(import.meta.dirname, '..');

/** A rule that is broken on purpose. */
export interface Mutation {
	readonly name: string;
	readonly file: string;
	/** Text of the file that stands there exactly once. */
	readonly find: string;
	readonly replace: string;
	/** Files of tests, each of which must fail; after a colon words of the tests that must. */
	readonly tests: readonly string[];
}

export function readMutations(): readonly Mutation[] {
	return JSON.parse(readFileSync(join(root, 'tests/mutations.json'), 'utf8')) as Mutation[];
}

/** Mutations whose text is not in its file exactly once, with how often it is: they break nothing, or not what they mean. */
export function outdatedMutations(mutations: readonly Mutation[]): readonly string[] {
	return mutations.flatMap(({ name, file, find }) => {
		const found = readFileSync(join(root, file), 'utf8').split(find).length - 1;
		return found === 1 ? [] : [`${name}: ${file} has its text ${found} times`];
	});
}

/** Folders and files that tests need nothing of, or that all copies share. */
const leftOut = new Set(['node_modules', 'build', '.git', '.data', '.cache', 'test-results', 'playwright-report']);
const lanes = 2;
const databases = findPostgres() === undefined ? 'embedded' : 'embedded,postgres';

interface Outcome {
	/** Files that had no failing test of the words that were asked for. */
	readonly survivedIn: readonly string[];
	/** What was printed where the tests could not even be read. */
	readonly broken: string | null;
}

interface Report {
	readonly testResults: readonly {
		readonly name: string;
		readonly status: string;
		readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
	}[];
}

async function run(): Promise<void> {
	const words = process.argv.slice(2);
	const all = readMutations();
	const outdated = outdatedMutations(all);
	if (outdated.length > 0) {
		console.error(outdated.join('\n'));
		process.exit(1);
	}
	const chosen = all.filter(({ name }) => words.every((word) => name.includes(word)));
	const copies = Array.from({ length: lanes }, copyTree);
	process.on('exit', () => {
		for (const copy of copies) rmSync(copy, { recursive: true, force: true });
	});

	const [first = ''] = copies;
	const named = [...new Set(chosen.flatMap(({ tests }) => tests))];
	for (const some of [named.filter((test) => !needsDatabase(test)), named.filter(needsDatabase)]) {
		if (some.length === 0) continue;
		const { passes, output } = await outcomeOf(first, some);
		if (passes) continue;
		console.error(`Tests fail before anything is broken:\n${output}`);
		process.exit(1);
	}

	const waiting = [...chosen];
	const survived: string[] = [];
	await Promise.all(
		copies.map(async (copy) => {
			for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
				const startedAt = performance.now();
				const { survivedIn, broken } = await tryMutation(copy, next);
				const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
				const killed = survivedIn.length === 0 && broken === null;
				console.log(`${killed ? '✓ killed' : broken === null ? '✗ survived' : '✗ broken'}  ${next.name} (${seconds})`);
				if (killed) continue;
				survived.push(next.name);
				console.log(broken ?? `  ${survivedIn.join('\n  ')}`);
			}
		})
	);
	console.log(`${chosen.length - survived.length} killed, ${survived.length} not`);
	process.exit(survived.length > 0 ? 1 : 0);
}

function copyTree(): string {
	const copy = mkdtempSync(join(tmpdir(), 'jindu-mutations-'));
	cpSync(root, copy, { recursive: true, filter: (path) => path === root || !leftOut.has(basename(path)) });
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
	return copy;
}

async function tryMutation(copy: string, { file, find, replace, tests }: Mutation): Promise<Outcome> {
	const path = join(copy, file);
	const whole = readFileSync(path, 'utf8');
	writeFileSync(
		path,
		whole.replace(find, () => replace)
	);
	try {
		const { failed, unread, output } = await outcomeOf(copy, tests);
		if (unread.length > 0) return { survivedIn: [], broken: output };
		const survivedIn = tests.filter((test) => {
			return failed.every((one) => one.file !== fileOf(test) || !one.title.includes(wordsOf(test)));
		});
		return { survivedIn, broken: null };
	} finally {
		writeFileSync(path, whole);
	}
}

function fileOf(test: string): string {
	return test.split(':', 1)[0] ?? test;
}

function wordsOf(test: string): string {
	return test.slice(fileOf(test).length + 1).trim();
}

function needsDatabase(test: string): boolean {
	return test.startsWith('tests/');
}

/** Runs tests in a copy: whole files, unless each is named with words. */
async function outcomeOf(copy: string, tests: readonly string[]) {
	const files = [...new Set(tests.map(fileOf))];
	const words = tests.map(wordsOf);
	const report = join(copy, 'report.json');
	const args = ['run', ...files, '--root', copy, '--reporter=json', `--outputFile=${report}`];
	if (words.every((some) => some !== '')) args.push('-t', words.map(escaped).join('|'));
	// Databases are started only where a test needs one.
	const projects = ['--project', 'unit', ...(tests.some(needsDatabase) ? ['--project', 'integration'] : [])];
	const { code, output } = await runProgram(process.execPath, [programOf('vitest'), ...args, ...projects], {
		env: { NO_COLOR: '1', JINDU_TEST_DATABASES: databases, CI: '' }
	});
	const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
	rmSync(report);
	return {
		passes: code === 0,
		output,
		unread: testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0),
		failed: testResults.flatMap(({ name, assertionResults }) =>
			assertionResults
				.filter(({ status }) => status === 'failed')
				.map(({ fullName }) => ({ file: relative(copy, name).replaceAll('\\', '/'), title: fullName }))
		)
	};
}

function escaped(words: string): string {
	return words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

if (import.meta.main) await run();
