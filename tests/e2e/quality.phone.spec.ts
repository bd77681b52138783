// What must hold on every page in the hand: accessible, silent in the console, and no scrolling sideways. In English, whose words
// are the longer ones; the desk looks at both languages.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { complaintsOf, lookAt, rounds } from './every-page.ts';

async function fitsTheScreen(page: Page): Promise<void> {
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(wider, 'pixels beside the screen').toBeLessThanOrEqual(0);
}

for (const [name, { who, visits }] of Object.entries(rounds))
	test(`every page of ${name} fits the phone, is accessible and makes no complaint`, async ({
		page: nobody,
		server,
		signedIn
	}) => {
		test.setTimeout(180_000);
		const page = who === null ? nobody : await signedIn(who(server));
		const complaints = complaintsOf(page);
		await page.goto(who === null ? '/login' : '/');
		await page.getByRole('button', { name: 'Switch to English' }).click();
		await lookAt(page, complaints, visits, true, fitsTheScreen);
	});
