// Finds the file behind a package's command, so that it runs on this very Node, on every system, without a shell.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const modules = resolve(import.meta.dirname, '..', 'node_modules');

/**
 * @param {string} packageName
 * @param {string} [command] where the package has several
 * @returns {string} path of a JavaScript file
 */
export function programOf(packageName, command = packageName) {
	const { bin } = JSON.parse(readFileSync(join(modules, packageName, 'package.json'), 'utf8'));
	return join(modules, packageName, typeof bin === 'string' ? bin : bin[command]);
}
