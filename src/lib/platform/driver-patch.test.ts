// A driver that was installed past our setup is not used.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import patch from '../../../patches/postgres.json' with { type: 'json' };
import { DriverNotPatched, isPatched, requirePatchedDriver } from './driver-patch.server.ts';

it('takes the patched driver, and no other', () => {
	requirePatchedDriver();
	const folder = mkdtempSync(join(tmpdir(), 'jindu-driver-'));
	for (const name of Object.keys(patch.files)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		cpSync(resolve('node_modules/postgres', name), join(folder, name));
	}
	expect(isPatched(folder)).toBe(true);
	writeFileSync(join(folder, 'src/index.js'), '// delivered');
	expect(isPatched(folder)).toBe(false);
	rmSync(folder, { recursive: true });
	expect(new DriverNotPatched().message).toMatch(/\p{Script=Han}.+ \/ [A-Z].+setup\.mjs/u);
});
