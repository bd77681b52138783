// Starts the server or a command beside it, and waits for how it ends: for starts that are to fail, and for what they say.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const root = resolve(import.meta.dirname, '../..');

export interface Ended {
	readonly code: number | null;
	/** What stood on standard error. */
	readonly said: string;
}

/**
 * @param words a program of the product and its arguments: `server.js`, `scripts/token.ts --unit …`
 * @param within words before them, which run it somewhere else: `unshare …`
 */
export async function endOf(
	words: readonly string[],
	env: Readonly<Record<string, string>>,
	within: readonly string[] = []
): Promise<Ended> {
	const [program = process.execPath, ...args] = [...within, process.execPath, ...words];
	const child = spawn(program, args, {
		cwd: root,
		env: { ...process.env, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn', ...env },
		stdio: ['ignore', 'ignore', 'pipe']
	});
	const said = text(child.stderr);
	const [code] = (await once(child, 'exit')) as [number | null];
	return { code, said: await said };
}
