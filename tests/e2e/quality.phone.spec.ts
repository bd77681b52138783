// What must hold on every page in the hand: accessible, silent in the console, and no scrolling sideways. In English, whose words
// are the longer ones; the desk looks at the Chinese.
import { test } from '../support/fixtures.ts';
import { complaintsOf, fitsTheScreen, isAccessible, lookAt, rounds } from './every-page.ts';

for (const [name, { who, visits }] of Object.entries(rounds))
	test(
		`every page of ${name} fits the phone, is accessible and makes no complaint`,
		{ tag: '@long' },
		async ({ page: nobody, server, signedIn }) => {
			const page = who === null ? nobody : await signedIn(who(server));
			const complaints = complaintsOf(page);
			await page.goto(who === null ? '/login' : '/');
			await page.getByRole('button', { name: 'Switch to English' }).click();
			await lookAt(page, complaints, visits, true, async () => {
				await fitsTheScreen(page);
				await isAccessible(page);
			});
		}
	);
