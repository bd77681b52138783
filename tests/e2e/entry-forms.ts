// A form as a person meets it: its fields by their labels, what is wrong beside them and above, and how pages are opened.
import { type Locator, type Page, expect } from '@playwright/test';
import type { DashboardJson } from '#lib/overview/dashboard-json.ts';

/** Opens a page of a signed-in person and waits until its scripts run: they alone bring the connection. */
export async function open(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await expect(page.locator('[data-state=live]')).toBeVisible();
}

/** The overview's figures that the API gives at this moment. */
export async function figures(page: Page): Promise<DashboardJson> {
	const response = await page.request.get('/api/v1/dashboard');
	return (await response.json()) as DashboardJson;
}

/** The form that holds a button; a page may have several. */
export function formOf(scope: Page | Locator, button: string): Locator {
	const page = 'page' in scope ? scope.page() : scope;
	return scope.locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });
}

/** A field by its label, whether or not the label says that it is required. */
export function fieldOf(form: Page | Locator, label: string): Locator {
	return form.getByLabel(new RegExp(`^\\s*${label}(必填)?\\s*$`));
}

/** Types, chooses or ticks each field by its label; a choice by its words. */
export async function fill(form: Locator, values: Readonly<Record<string, string>>): Promise<void> {
	for (const [label, value] of Object.entries(values)) {
		const field = fieldOf(form, label);
		const kind = await field.evaluate((node) => (node instanceof HTMLInputElement ? node.type : node.tagName));
		if (kind === 'SELECT') await field.selectOption({ label: value });
		else if (kind === 'checkbox') await field.setChecked(value === '是');
		else await field.fill(value);
	}
}

export async function submit(form: Locator, button: string): Promise<void> {
	await form.getByRole('button', { name: button, exact: true }).click();
}

/** Each fault stands in the summary, which has the focus and leads to the field, and beside the field; the title says it too. */
export async function expectFaults(form: Locator, faults: Readonly<Record<string, string>>): Promise<void> {
	const summary = form.getByRole('alert');
	for (const message of Object.values(faults)) await expect(summary).toContainText(message);
	await expect(summary.getByRole('listitem')).toHaveCount(Object.keys(faults).length);
	await expect(summary).toBeFocused();
	await expect(form.page()).toHaveTitle(/^错误：/);
	for (const [label, message] of Object.entries(faults)) {
		const field = fieldOf(form, label);
		await expect(field).toHaveAttribute('aria-invalid', 'true');
		await expect(field).toHaveAccessibleDescription(new RegExp(`错误：.*${escaped(message)}`));
		await summary.getByRole('link').filter({ hasText: message }).first().click();
		await expect(field).toBeFocused();
	}
}

/** A record's row in a ledger, by any of its words. */
export function row(page: Page, words: string): Locator {
	return page.locator('tr[data-entry]').filter({ hasText: words });
}

function escaped(text: string): string {
	return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
