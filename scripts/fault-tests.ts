// `npm run test:faults`: the product when what is around it fails: a database that hangs, is away or is pooled, a proxy, a container.
import { missingForFaults } from '../tests/support/faults.ts';
import { readyForTests, run } from './install-for-tests.ts';
import { programOf } from './programs.mjs';

const { browser } = await readyForTests();
const missing = missingForFaults();
run([programOf('vitest'), 'run', '--project', 'faults'], { JINDU_CHROMIUM: browser });
run([programOf('@playwright/test', 'playwright'), 'test', '--forbid-only', '--grep', '@faults'], {
	JINDU_CHROMIUM: browser
});
if (missing.length > 0) console.log(`Not run, for want of: ${missing.map(({ what }) => what).join('; ')}`);
// What decides on changes leaves out only what a container may not have.
if (process.env['CI'] === 'true' && missing.some(({ optional }) => !optional)) process.exit(1);
