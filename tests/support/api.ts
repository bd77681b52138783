// REST as a signed-in browser uses it: its cookie, its own origin, a fresh key for each write.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';

export interface Answer {
	readonly status: number;
	// The body's shape is what the test is about.
	readonly body: unknown;
}

export async function post(page: Page, endpoint: string, data: unknown, key: string = randomUUID()): Promise<Answer> {
	const origin = new URL(page.url()).origin;
	const response = await page.request.post(`${origin}/api/v1/${endpoint}`, {
		data,
		headers: { origin, 'idempotency-key': key }
	});
	return { status: response.status(), body: (await response.json()) as unknown };
}

export interface DashboardAnswer {
	readonly today: string;
	readonly heads: Readonly<Record<string, number>>;
	readonly funds: {
		readonly steps: { readonly disbursed: { readonly total: { reported: string; confirmed: string } } };
	};
	readonly transactions: {
		readonly trade: { readonly amount: { reported: string }; readonly count: { reported: number } };
	};
	readonly cases: {
		readonly accepted: number;
		readonly openAtStart: number;
		readonly reopened: number;
		readonly closed: { readonly reported: number; readonly confirmed: number };
		readonly rate: { readonly reported: number };
		readonly stillToClose: number;
	};
	readonly milestones: { readonly reached: { reported: number; confirmed: number } };
}

/** What the API says now: the figures that the screen must show. */
export async function dashboard(page: Page): Promise<DashboardAnswer> {
	const response = await page.request.get(`${new URL(page.url()).origin}/api/v1/dashboard`);
	return (await response.json()) as DashboardAnswer;
}
