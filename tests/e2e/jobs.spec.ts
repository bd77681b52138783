// What the product does by itself, as the system administrator sees it: a job run now, an event that was set aside tried again; desktop and phone.
import { expect, test } from '../support/fixtures.ts';
import { inDatabaseOf } from '../support/server-database.ts';
import { open } from './entry-forms.ts';
import { complaintsOf, fitsTheScreen, isAccessible } from './every-page.ts';

test('[R286] jobs and reactions show how they stand; failures show the error and can be tried again', async ({
	ownServer,
	signedIn
}) => {
	const server = await ownServer();
	const admin = await signedIn(server.accountOf('system_admin'), server);
	const complaints = complaintsOf(admin);
	await admin.setViewportSize({ width: 1440, height: 900 });
	await open(admin, '/admin/jobs');
	await expect(admin.getByRole('navigation').getByRole('link', { name: '后台任务' }).first()).toBeVisible();
	const snapshots = admin.locator('[data-job="daily-snapshots"]');
	await expect(snapshots).toHaveAttribute('data-state', 'planned');
	await expect(admin.locator('[data-reaction="feed-tokens"]')).toContainText('已处理完毕');
	await expect(admin.getByText('没有搁置的事件')).toBeVisible();
	await isAccessible(admin);
	await fitsTheScreen(admin);

	// By keyboard: it runs within seconds, and the page says when.
	const keys = admin.locator('[data-job="lock-counters"]');
	await expect(keys).toContainText('从未执行');
	await keys.getByRole('button', { name: '立即执行' }).focus();
	await admin.keyboard.press('Enter');
	await expect(admin.getByText('将在几秒内执行。')).toBeVisible();
	await expect(keys).not.toContainText('从未执行');

	await inDatabaseOf(server, async (sql) => {
		await sql`update job set due = now() - interval '1 minute', attempts = 4, last_error = 'Error: no room on the disk', lease_until = now() + interval '1 hour'
			where kind = 'housekeeping' and done_at is null`;
		await sql`insert into reaction_failure (reaction, stream, seq, tries, last_error)
			values ('feed-tokens', 'plan', 1, 8, 'Error: the version that took effect is not stored')`;
	});
	await open(admin, '/admin/jobs');
	await expect(admin.getByText('有 2 项失败')).toBeVisible();
	const house = admin.locator('[data-job="housekeeping"]');
	await expect(house).toContainText('Error: no room on the disk');
	await isAccessible(admin);
	await admin.setViewportSize({ width: 390, height: 844 });
	await fitsTheScreen(admin);
	await isAccessible(admin);
	await house.getByRole('button', { name: '重试' }).click();
	await expect(house).toHaveAttribute('data-state', 'planned');
	const aside = admin.locator('[data-aside]');
	await aside.getByRole('button', { name: '重试' }).click();
	await expect(admin.getByText('将在几秒内重试。')).toBeVisible();
	expect(complaints).toEqual([]);
});
