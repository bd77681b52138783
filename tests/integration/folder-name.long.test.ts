// The product is installed under a name that shells, patterns, addresses and scripts take for something else, built there, and started twice.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** Made or fetched in place. */
const notCopied: ReadonlySet<string> = new Set(['node_modules', 'build', '.svelte-kit', '.git', '.data', '.cache']);

describe('a folder with an odd name', () => {
	let above: string;
	beforeAll(() => {
		above = mkdtempSync(join(tmpdir(), 'jindu-names-'));
	});
	afterAll(() => {
		rmSync(above, { recursive: true, force: true });
	});

	function install(name: string): string {
		const folder = join(above, name);
		mkdirSync(folder);
		for (const entry of readdirSync(root))
			if (!notCopied.has(entry)) cpSync(join(root, entry), join(folder, entry), { recursive: true });
		rmSync(join(folder, 'src/lib/paraglide'), { recursive: true, force: true });
		const modules = [join(root, 'node_modules'), join(folder, 'node_modules')];
		// Where the temporary folder is on another disk, nothing can be linked.
		if (spawnSync('cp', ['-al', ...modules]).status !== 0)
			cpSync(...(modules as [string, string]), { recursive: true });
		return folder;
	}

	function start(cwd: string) {
		return spawn(process.execPath, ['scripts/start.mjs'], {
			cwd,
			env: { ...process.env, DATA_DIR: join(cwd, '.data'), HOST: '127.0.0.1', PORT: '0', DEMO: '0' },
			stdio: ['ignore', 'pipe', 'pipe']
		});
	}

	/** Starts it, opens a page with its script, and ends it; gives what it said. */
	async function openAndEnd(folder: string): Promise<string> {
		const server = start(folder);
		const exited = once(server, 'exit');
		let said = '';
		server.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
		let address = '';
		for await (const line of createInterface({ input: server.stdout })) {
			if (!line.includes('Jindu')) continue;
			address = /http:\S+/.exec(line)?.[0] ?? '';
			break;
		}
		expect(address, said).not.toBe('');
		const page = await fetch(new URL('/login', address));
		expect(page.status).toBe(200);
		const [script = ''] = /\/_app\/immutable\/entry\/start[^"]+/.exec(await page.text()) ?? [];
		expect((await fetch(new URL(script, address))).status).toBe(200);
		server.kill();
		expect(await exited).toEqual([0, null]);
		return said;
	}

	test('is built in, served from, and not built in again', async () => {
		const folder = install('jindu (1) {a,b} [x] !(y) it\'s "q" & 进度 😀 %20 $HOME $& ;^~`,=+@');
		expect(await openAndEnd(folder)).toContain('Building');
		expect(await openAndEnd(folder)).not.toContain('Building');
	}, 600_000);

	test.for(['a#b', 'a?b', 'a*b'])('that Node and Vite cannot handle is refused in one line: %s', async (name) => {
		const server = start(install(name));
		let said = '';
		server.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
		expect(await once(server, 'exit')).toEqual([1, null]);
		expect(said).toMatch(/^\n✗ .*\p{Script=Han}.*rename or move this folder: .*\n$/u);
	});
});
