// `npm run test:screens`: every page of everybody, in both languages, at the desk and in the hand; pictures in test-results/screens.
import { readyForTests, run } from './install-for-tests.ts';
import { programOf } from './programs.mjs';

const { browser } = await readyForTests();
run([programOf('@playwright/test', 'playwright'), 'test', '--grep', '@long'], {
	JINDU_CHROMIUM: browser,
	JINDU_EVERY_PAGE: '1'
});
