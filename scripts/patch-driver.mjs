// Applies our corrections of the database driver to the installed package (why: docs/decisions/0022-a-patched-driver.md).
// Runs on every system without git or a shell; what is patched already stays as it is.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveUp } from './progress.mjs';

/** @param {string} root of the repository, with its packages installed */
export async function patchDriver(root) {
	const { files } = JSON.parse(readFileSync(join(root, 'patches', 'postgres.json'), 'utf8'));
	const driver = join(root, 'node_modules', 'postgres');
	const isPatched = (/** @type {string} */ name) => hashOf(readFileSync(join(driver, name), 'utf8')) === files[name];
	if (Object.keys(files).every(isPatched)) return;

	const { applyPatch, parsePatch } = await import('diff');
	for (const change of parsePatch(readFileSync(join(root, 'patches', 'postgres.patch'), 'utf8'))) {
		const name = (change.newFileName ?? '').replace(/^b\//, '');
		const file = join(driver, name);
		// A patch of before may be on it: we start from what was delivered.
		const delivered = `${file}.delivered`;
		const original = readFileSync(existsSync(delivered) ? delivered : file, 'utf8');
		const patched = applyPatch(original, change);
		if (patched === false || hashOf(patched) !== files[name]) return refuse(name);
		write(delivered, original);
		write(file, patched);
	}
}

/** @param {string} text */
function hashOf(text) {
	return createHash('sha256').update(text).digest('hex');
}

/** Whole or not at all: two commands may be at it at once. */
function write(/** @type {string} */ file, /** @type {string} */ text) {
	const beside = `${file}.${process.pid}`;
	writeFileSync(beside, text);
	renameSync(beside, file);
}

/** @param {string} name */
function refuse(name) {
	return giveUp('', [
		`patches/postgres.patch 与已安装的 node_modules/postgres/${name} 不相符：请删除 node_modules 后重新运行同一条命令。`,
		`patches/postgres.patch does not fit the installed node_modules/postgres/${name}: remove node_modules and run the same command again.`
	]);
}
