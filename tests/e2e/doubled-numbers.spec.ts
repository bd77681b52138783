// Numbers that an older version took twice: the office finds them in the review and settles them.
import { connectDatabase } from '#lib/platform/database.server.ts';
import { socketOfRunningServer } from '#lib/platform/embedded-database.server.ts';
import { expect, test } from '../support/fixtures.ts';
import type { RunningServer } from '../support/server.ts';
import { complaintsOf, fitsTheScreen, isAccessible } from './every-page.ts';

/** Two open cases under one number, as the start leaves them beside each other; answers the later one. */
async function doubleANumber(server: RunningServer): Promise<string> {
	const socket = await socketOfRunningServer(server.dataDir);
	if (!socket) throw new Error('the server runs no database');
	const database = connectDatabase({ kind: 'embedded', socket });
	const [first, second] = await database.sql<{ id: string; number: string; key: string }[]>`
		select f.entry as id, f.number, f.number_key as key from case_file f join entry e on e.id = f.entry
		where not f.reversed and not exists (select from case_closure c where c.case_entry = f.entry)
		order by e.effective_at desc limit 2`;
	if (!first || !second) throw new Error('there are no two open cases');
	await database.sql`
		update case_file set number = ${first.number.replaceAll('-', '—')}, number_key = ${`${first.key}#2`}
		where entry = ${second.id}`;
	await database.close();
	return second.id;
}

test('a number that stands twice is settled by a reversal, by keyboard and on a phone', async ({
	ownServer,
	signedIn
}) => {
	const server = await ownServer();
	const second = await doubleANumber(server);
	const office = await signedIn(server.accountOf('office'), server);
	const complaints = complaintsOf(office);
	await office.goto('/review');
	const section = office.getByRole('region', { name: '号码重复 1 组' });
	await expect(section.locator('[data-doubled]')).toHaveCount(2);
	await expect(section.locator('[data-doubled]').first()).toContainText('保留号码');
	await isAccessible(office);
	await office.setViewportSize({ width: 390, height: 844 });
	await fitsTheScreen(office);
	await office.setViewportSize({ width: 1440, height: 900 });
	await section.locator(`[data-doubled="${second}"]`).getByRole('link').focus();
	await office.keyboard.press('Enter');
	await expect(office).toHaveURL(new RegExp(`reverse=${second}`));
	const dialog = office.getByRole('dialog');
	await expect(dialog.getByLabel('冲销原因')).toBeFocused();
	await office.keyboard.type('重复登记');
	await office.keyboard.press('Enter');
	await expect(dialog).toHaveCount(0);
	await office.goto('/review');
	await expect(office.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(office.getByText('号码重复')).toHaveCount(0);
	expect(complaints).toEqual([]);
});
