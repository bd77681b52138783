// `npm test`: everything that must hold, in order, stopping at the first failure; counts the tests and names what could not run.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import './end-with-npm.mjs';
import { build } from './build.mjs';
import { installForTests } from './install-for-tests.ts';
import { programOf } from './programs.mjs';
import { endPrograms, runProgram } from './progress.mjs';

class ProgramFailed extends Error {}

const isCi = process.env['CI'] !== undefined && process.env['CI'] !== '' && process.env['CI'] !== 'false';
const reports = mkdtempSync(join(tmpdir(), 'jindu-test-'));
const counts = { passed: 0, failed: 0, skipped: 0 };
const notRun: string[] = [];
const notes: string[] = [];

process.chdir(resolve(import.meta.dirname, '..'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const machine = installForTests();

await step('Messages and types of routes', async () => {
	await program(process.execPath, ['scripts/messages.ts']);
	await program(process.execPath, [programOf('@sveltejs/kit', 'svelte-kit'), 'sync']);
});
// Two lanes for two cores; neither writes what the other reads.
await Promise.all([
	(async () => {
		await step('Lint', () => program(process.execPath, [programOf('eslint'), '--max-warnings=0', '.']));
		await step('Import rules', () =>
			program(process.execPath, [programOf('dependency-cruiser', 'depcruise'), '--output-type=err', ...cruised()])
		);
	})(),
	(async () => {
		await step('Format', () => program(process.execPath, [programOf('prettier'), '--check', '--log-level=warn', '.']));
		await step('Types', () =>
			program(process.execPath, [
				programOf('svelte-check'),
				'--fail-on-warnings',
				'--output=human',
				'--tsconfig=./tsconfig.json'
			])
		);
		await step('Unused files and packages', () => program(process.execPath, [programOf('knip'), '--no-progress']));
		await step('Unit tests', () => vitest('unit'));
	})()
]);

// Some integration tests start the product as it is built.
await step('Build', async () => {
	await build();
	// A build writes the messages as it needs them.
	await program(process.execPath, ['scripts/messages.ts']);
});
const { browser, hasPostgres, missing } = await step('Browser, fonts, Postgres, PgBouncer and nginx', () => machine);
notRun.push(...missing);
await step(`Integration tests on the embedded database${hasPostgres ? ' and on Postgres' : ' alone'}`, () =>
	vitest('integration', { JINDU_TEST_DATABASES: hasPostgres ? 'embedded,postgres' : 'embedded' })
);
if (hasPostgres) await step('Faults of every day', () => vitest('faults', {}, 'core.test'));
if (browser !== undefined) await step('Browser tests of every day', () => playwright(browser));

await finish(notRun.length > 0 && isCi ? 1 : 0);

/** @param only words of the paths of files, where not all of the project is run */
function vitest(project: string, env: NodeJS.ProcessEnv = {}, ...only: readonly string[]): Promise<string> {
	const report = join(reports, `${project}.json`);
	const args = [
		'run',
		...only,
		'--project',
		project,
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${report}`
	];
	return program(process.execPath, [programOf('vitest'), ...args], env, () => {
		const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = read<VitestReport>(report, {
			numPassedTests: 0,
			numFailedTests: 0,
			numPendingTests: 0,
			numTodoTests: 0
		});
		return count(numPassedTests, numFailedTests, numPendingTests + numTodoTests);
	});
}

function playwright(browser: string): Promise<string> {
	const report = join(reports, 'browser.json');
	const env = { JINDU_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
	return program(
		process.execPath,
		[programOf('@playwright/test', 'playwright'), 'test', '--grep', '@core', '--forbid-only', '--reporter=line,json'],
		env,
		() => {
			const { expected, unexpected, flaky, skipped } = read<PlaywrightReport>(report, {
				stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }
			}).stats;
			if (flaky > 0) notes.push(`${flaky} browser tests passed only at the second try`);
			return count(expected + flaky, unexpected, skipped);
		}
	);
}

type VitestReport = Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>;
type PlaywrightReport = { stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number> };

/** A run that failed before it could report has counted nothing, and fails by its exit code. */
function read<Report>(file: string, nothing: Report): Report {
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : nothing;
}

function count(passed: number, failed: number, skipped: number): string {
	counts.passed += passed;
	counts.failed += failed;
	counts.skipped += skipped;
	return `${passed} passed`;
}

/** Runs one step under its title; what it returns as text stands behind the title. The first failure ends everything. */
async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
	const startedAt = performance.now();
	const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
	try {
		const result = await work();
		console.log(`✓ ${title} (${typeof result === 'string' && result !== '' ? `${result}, ` : ''}${seconds()})`);
		return result;
	} catch (error) {
		console.log(`✗ ${title} (${seconds()})\n`);
		console.log(error instanceof ProgramFailed ? error.message : error);
		return await finish(1);
	}
}

async function program(
	command: string,
	args: string[],
	env: NodeJS.ProcessEnv = {},
	countTests?: () => string
): Promise<string> {
	const { code, output } = await runProgram(command, args, { env: { NO_COLOR: '1', ...env } });
	const result = countTests?.() ?? '';
	notes.push(...(output.match(/^Passed only at the second try: .*$/gm) ?? []));
	if (code !== 0) throw new ProgramFailed(output);
	return result;
}

function cruised(): string[] {
	return ['src', 'scripts', 'tests', 'bench', 'server.js'].filter((path) => existsSync(path));
}

async function finish(code: number): Promise<never> {
	// Installing system packages is not a thing to cut off in the middle.
	await machine;
	endPrograms();
	if (counts.skipped > 0) notRun.push(`${counts.skipped} skipped tests`);
	if (notRun.length > 0) console.log(`Not run: ${notRun.join('; ')}`);
	for (const note of notes) console.log(note);
	console.log(`${counts.passed} passed, ${counts.failed} failed`);
	process.exit(code);
}
