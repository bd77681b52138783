// Finds a Chromium for the browser tests: one that the machine has, or the one that Playwright installed.
import { chromium } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chromium without a window: the same pages in half the time. */
export const HEADLESS_SHELL = 'chromium-headless-shell';
const NAMES = [
	HEADLESS_SHELL,
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable',
	'microsoft-edge'
];
const FIXED_PLACES = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/** Path of a browser that starts on this machine; `JINDU_CHROMIUM` names one and spares the search. */
export function findBrowser(): string | undefined {
	const named = process.env['JINDU_CHROMIUM'];
	if (named !== undefined && named !== '') return named;
	const onPath = (process.env['PATH'] ?? '')
		.split(delimiter)
		.flatMap((folder) => NAMES.map((name) => join(folder, name)));
	return [...onPath, ...FIXED_PLACES, chromium.executablePath()].find((path) => existsSync(path) && starts(path));
}

/** Command line that keeps the browser from calling its maker's hosts, and lets it run as root in a container. */
export function browserArguments(): string[] {
	const quiet = [
		'--disable-quic',
		'--no-first-run',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
		'--disable-domain-reliability',
		'--disable-features=OptimizationHints,MediaRouter,Translate'
	];
	return process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;
}

/** Whether Chinese text would show as text and not as boxes; where nothing can tell, it is taken to be so. */
export function hasChineseFont(): boolean {
	const { error, stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
	return error !== undefined ? process.platform !== 'linux' : stdout.trim() !== '';
}

function starts(path: string): boolean {
	return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
