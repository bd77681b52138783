// The patch of the database driver as setup applies it: to what was delivered, over an older patch, and not to something else.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import patch from '../patches/postgres.json' with { type: 'json' };
import lockfile from '../package-lock.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '..');
const driver = join(root, 'node_modules', 'postgres');
const files = Object.keys(patch.files);

describe('the patch of the driver', () => {
	let copy: string;
	const fileIn = (name: string) => join(copy, 'node_modules', 'postgres', name);
	beforeEach(() => {
		copy = mkdtempSync(join(tmpdir(), 'jindu-patch-'));
		cpSync(join(root, 'patches'), join(copy, 'patches'), { recursive: true });
		for (const name of files) {
			mkdirSync(dirname(fileIn(name)), { recursive: true });
			cpSync(join(driver, `${name}.delivered`), fileIn(name));
		}
	});
	afterEach(() => {
		rmSync(copy, { recursive: true });
	});

	/** In a process of its own: it may end it. */
	function apply() {
		const module = pathToFileURL(join(root, 'scripts', 'patch-driver.mjs')).href;
		const program = `import { patchDriver } from ${JSON.stringify(module)}; await patchDriver(${JSON.stringify(copy)});`;
		return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
	}
	const isInstalled = (name: string) => readFileSync(fileIn(name), 'utf8') === readFileSync(join(driver, name), 'utf8');

	it('is of the version that is installed', () => {
		expect(lockfile.packages['node_modules/postgres'].version).toBe(patch.version);
	});

	it('makes of what was delivered what is installed, and leaves it so', () => {
		expect(apply().status).toBe(0);
		expect(files.filter(isInstalled)).toEqual(files);
		expect(apply().status).toBe(0);
		expect(files.filter(isInstalled)).toEqual(files);
	});

	it('takes the place of an older patch', () => {
		apply();
		writeFileSync(fileIn('src/connection.js'), '// patched otherwise');
		expect(apply().status).toBe(0);
		expect(files.filter(isInstalled)).toEqual(files);
	});

	it('reads a patch whose lines end as on Windows', () => {
		const file = join(copy, 'patches', 'postgres.patch');
		writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
		expect(apply().status).toBe(0);
		expect(files.filter(isInstalled)).toEqual(files);
	});

	it('does not touch what it does not fit, and says so in both languages', () => {
		writeFileSync(fileIn('src/connection.js'), '// a new version');
		const { status, stderr } = apply();
		expect(status).toBe(1);
		expect(stderr).toMatch(/\p{Script=Han}.*src\/connection\.js.*\n? ?.*does not fit/u);
		expect(readFileSync(fileIn('src/connection.js'), 'utf8')).toBe('// a new version');
		expect(existsSync(fileIn('src/index.js.delivered'))).toBe(false);
	});
});
