// Gates of the timetable and readings of the plan, in several browsers: decided or proposed in one, seen in the others.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { formOf, open, row, submit } from './entry-forms.ts';

test('[R137] [R138] the leading group holds a gate; readers and the office see it at once, and who signed', async ({
	ownServer,
	signedIn
}) => {
	const server = await ownServer();
	const leader = await signedIn(server.accountOf('leader'), server);
	const reader = await signedIn(server.accountOf('reader'), server);
	const office = await signedIn(server.accountOf('office'), server);
	await open(reader, '/stages/phase-1');
	await open(office, '/stages');
	await open(leader, '/stages/phase-1');
	await expect(reader.locator('[data-decision]')).toHaveAttribute('data-decision', 'pass_with_exceptions');
	await expect(reader.getByRole('link', { name: '暂不通过' })).toHaveCount(0);

	await leader.getByRole('link', { name: '暂不通过' }).click();
	const dialog = leader.getByRole('dialog');
	await dialog.getByRole('button', { name: '签署' }).click();
	await expect(dialog.getByRole('alert')).toContainText('理由');
	await dialog.getByRole('textbox', { name: '理由' }).fill('示例:请先补齐未达成的里程碑。');
	await dialog.getByRole('button', { name: '签署' }).click();
	await expect(dialog).toBeHidden();

	for (const page of [leader, reader]) {
		await expect(page.locator('[data-decision]')).toHaveAttribute('data-decision', 'hold');
		await expect(page.getByText('示例:请先补齐未达成的里程碑。')).toBeVisible();
		await expect(page.getByText('已被取代')).toBeVisible();
	}
	await expect(office.locator('[data-gate="phase-1"]')).toContainText('暂不通过');
});

test('[R144] the office proposes another reading, a second person confirms it, and plan and targets follow', async ({
	ownServer,
	signedIn
}) => {
	const server = await ownServer();
	const office = await signedIn(server.accountOf('office', 'ipo'), server);
	const second = await signedIn(server.accountOf('office', 'finance'), server);
	const reader = await signedIn(server.accountOf('reader'), server);
	await open(reader, '/plan');
	await open(office, '/plan');
	const reading = (page: Page) => page.locator('[data-reading="portfolio-condition"]');
	await expect(reading(reader)).toHaveAttribute('data-in-force', 'each');
	await expect(reading(reader).locator('summary')).toHaveCount(0);
	await expect(reading(office)).toContainText('将影响');
	const value = async () => {
		const answer = await reader.request.get('/api/v1/dashboard');
		const { targets } = (await answer.json()) as { targets: { id: string; reported: { value: number } }[] };
		return targets.find(({ id }) => id === 'portfolios')?.reported.value;
	};
	const before = await value();

	await reading(office).locator('summary').click();
	await reading(office).getByRole('textbox', { name: '理由' }).fill('示例:按合计数理解。');
	await reading(office).getByRole('button', { name: '提交建议' }).click();
	await expect(reading(office)).toContainText('示例:按合计数理解。');
	await expect(reading(reader)).toHaveAttribute('data-in-force', 'each');

	await open(second, '/review?unit=ipo&month=2019-09');
	await row(second, '示例:按合计数理解。').getByRole('checkbox').check();
	await submit(formOf(second, '确认所选'), '确认所选');

	await expect(reading(reader)).toHaveAttribute('data-in-force', 'total');
	await expect(reading(office)).toHaveAttribute('data-in-force', 'total');
	await expect.poll(value).not.toBe(before);
});
