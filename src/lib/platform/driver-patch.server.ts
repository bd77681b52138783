// Whether the database driver is the corrected one: without the patch a lost connection ends the process.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OperatorFault } from './operator-fault.ts';
import patch from '../../../patches/postgres.json' with { type: 'json' };

export class DriverNotPatched extends OperatorFault {
	constructor() {
		super(
			'数据库驱动 postgres 未打补丁：请运行 node scripts/setup.mjs / The database driver is not patched: run `node scripts/setup.mjs`'
		);
		this.name = 'DriverNotPatched';
	}
}

let isKnown = false;

/**
 * Looks once in a process.
 * @throws DriverNotPatched
 */
export function requirePatchedDriver(): void {
	if (isKnown) return;
	const required = createRequire(import.meta.url).resolve('postgres');
	// The package answers `require` from cjs/src; what is imported stands beside.
	if (!isPatched(join(dirname(required), '..', '..'))) throw new DriverNotPatched();
	isKnown = true;
}

/** @param folder of the installed package */
export function isPatched(folder: string): boolean {
	return Object.entries(patch.files).every(
		([name, hash]) =>
			createHash('sha256')
				.update(readFileSync(join(folder, name), 'utf8'))
				.digest('hex') === hash
	);
}
