// Nothing on the server keeps a timer of its own: what follows from time is a job, and what a node does for itself is a task of the runner.
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Who may call `setInterval`, and why it can be no job. */
const allowed: Readonly<Record<string, string>> = {
	'src/lib/jobs/run-jobs.server.ts': 'the runner: looks for what is due, and does the tasks of the node',
	'src/lib/live/pump.server.ts': 'the pump: its poll alone bounds how late a change of another node may be',
	'src/lib/live/heartbeat.server.ts': 'the sockets of this node are told that it lives',
	'src/lib/live/feed.svelte.ts': 'in the browser: the clock in the header',
	'src/lib/live/line.svelte.ts': 'in the browser: notices a silent line',
	'src/lib/shell/session-watch.svelte.ts': 'in the browser: counts down to the end of the session',
	'src/lib/sign-in/LockCountdown.svelte': 'in the browser: counts down to the end of a lock'
};

test('[R283] only those that are listed call setInterval, and each of them does', () => {
	const callers = globSync(['src/**/*.{ts,js,svelte}', 'server.js'], { cwd: root, exclude: ['src/lib/paraglide'] })
		.filter((file) => !file.endsWith('.test.ts'))
		.filter((file) => /\bsetInterval\(/.test(readFileSync(resolve(root, file), 'utf8')));
	expect(callers.sort()).toEqual(Object.keys(allowed).sort());
});
