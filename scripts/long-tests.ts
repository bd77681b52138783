// `npm run test:long`: what takes too long for `npm test` and is run before a change lands: whole products that are started,
// killed and started again, and what people do in a browser.
import { readyForTests, run } from './install-for-tests.ts';
import { programOf } from './programs.mjs';

const { browser } = await readyForTests();
run([programOf('vitest'), 'run', '--project', 'long']);
run([programOf('@playwright/test', 'playwright'), 'test', '--forbid-only', '--grep-invert', '@core|@long|@faults'], {
	JINDU_CHROMIUM: browser
});
