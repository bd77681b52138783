// Installs what the tests need besides packages: a browser, a Chinese font, Postgres, PgBouncer, nginx. Says what it could not install.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { findBrowser, hasChineseFont, HEADLESS_SHELL } from '../tests/support/browser.ts';
import { findProgram } from '../tests/support/faults.ts';
import { findPostgres } from '../tests/support/postgres.ts';
import { buildIfNeeded } from './build.mjs';
import { programOf } from './programs.mjs';
import { runProgram } from './progress.mjs';

export interface TestMachine {
	browser: string | undefined;
	hasPostgres: boolean;
	/** One clause for each thing that is still missing, with what to do. */
	missing: string[];
}

/** Packages that start a service of their name. */
const services: ReadonlySet<string> = new Set(['postgresql', 'pgbouncer', 'nginx']);

export async function installForTests(): Promise<TestMachine> {
	const reasons: string[] = [];
	const needed = [
		...(hasChineseFont() ? [] : ['fontconfig', 'fonts-noto-cjk']),
		...(findPostgres() === undefined ? ['postgresql'] : []),
		...(findProgram('pgbouncer') === undefined ? ['pgbouncer'] : []),
		...(findProgram('nginx') === undefined ? ['nginx'] : []),
		...(findProgram('openssl') === undefined ? ['openssl'] : [])
	];
	if (needed.length > 0) reasons.push(...(await installSystemPackages(needed)));
	for (const name of needed) if (services.has(name)) await keepFromRunning(name);
	const browser = findLightBrowser() ?? (await installBrowser(reasons));
	const hasPostgres = findPostgres() !== undefined;

	const missing = [
		...(browser === undefined ? ['a Chromium browser (Debian: apt-get install chromium)'] : []),
		...(hasChineseFont() ? [] : ['a Chinese font (Debian: apt-get install fonts-noto-cjk)']),
		...(hasPostgres ? [] : ['Postgres (Debian: apt-get install postgresql)']),
		...(findProgram('pgbouncer') === undefined ? ['PgBouncer (Debian: apt-get install pgbouncer)'] : []),
		...(findProgram('nginx') === undefined ? ['nginx (Debian: apt-get install nginx)'] : []),
		...(findProgram('openssl') === undefined ? ['openssl (Debian: apt-get install openssl)'] : [])
	];
	return { browser, hasPostgres, missing: missing.length === 0 ? [] : [...missing, ...reasons] };
}

/** For the suites beside `npm test`: everything is there and the product is built, or the process ends and says what is missing. */
export async function readyForTests(): Promise<{ readonly browser: string }> {
	process.chdir(resolve(import.meta.dirname, '..'));
	const { browser, hasPostgres, missing } = await installForTests();
	if (browser === undefined || !hasPostgres) {
		console.error(missing.join('\n'));
		process.exit(1);
	}
	await buildIfNeeded();
	// A build writes the messages as it needs them.
	run(['scripts/messages.ts']);
	return { browser };
}

/** Runs a program of Node's and ends with it where it fails. */
export function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
	const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
	if (status !== 0) process.exit(status ?? 1);
}

/** One that is named is taken as it is; of those that are found only the one without a window spares an installation. */
function findLightBrowser(): string | undefined {
	const found = findBrowser();
	return process.env['JINDU_CHROMIUM'] || found?.endsWith(HEADLESS_SHELL) ? found : undefined;
}

/** Not every system has the light one: any Chromium will do. */
async function installBrowser(reasons: string[]): Promise<string | undefined> {
	await installSystemPackages([HEADLESS_SHELL]);
	const found = findBrowser();
	if (found !== undefined) return found;
	await runProgram(process.execPath, [programOf('@playwright/test', 'playwright'), 'install', 'chromium'], {
		env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' },
		timeoutMs: 300_000
	});
	if (findBrowser() === undefined) reasons.push(...(await installSystemPackages(['chromium'])));
	return findBrowser();
}

/** Returns why it failed, if it did. */
async function installSystemPackages(packages: string[]): Promise<string[]> {
	const asAdministrator = administrator();
	if (asAdministrator === undefined) return ['this user may not install system packages'];
	const aptGet = (...args: string[]) => {
		const [command, ...rest] = [...asAdministrator, 'apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=120', ...args];
		return runProgram(command ?? 'apt-get', rest, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
	};
	const updated = await aptGet('update');
	const installed = await aptGet('install', '--no-install-recommends', ...packages);
	if (installed.code === 0) return [];
	const lastLine = (updated.code === 0 ? installed : updated).output.trimEnd().split('\n').at(-1);
	return [`apt-get said: ${lastLine ?? 'nothing'}`];
}

/** A package starts its service as soon as it is installed, and at every boot: what the tests brought along must not. */
async function keepFromRunning(service: string): Promise<void> {
	for (const words of [
		['service', service, 'stop'],
		['update-rc.d', service, 'disable']
	]) {
		const [command = 'service', ...rest] = [...(administrator() ?? []), ...words];
		await runProgram(command, rest);
	}
}

/** Words before a command that make it run with the right to install, or undefined where there is none. */
function administrator(): string[] | undefined {
	if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
	if (process.getuid?.() === 0) return [];
	return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}
