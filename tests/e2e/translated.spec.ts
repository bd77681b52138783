// Pages under a browser's translator: it swaps text nodes for its own, and what moves must move all the same.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { post } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { complaintsOf } from './every-page.ts';

/**
 * Does what translators of browsers do, now and to whatever comes later: each text node gives way to a new one inside two font
 * elements. The words stay, so that pages can be compared.
 */
function translate(page: Page, heeds: boolean): Promise<void> {
	return page.evaluate((heedsTheMark) => {
		const swap = (root: Node) => {
			const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
			const texts: Node[] = [];
			for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) texts.push(node);
			for (const text of texts) {
				const parent = text.parentElement;
				if (text.nodeType !== Node.TEXT_NODE || text.textContent?.trim() === '' || !parent) continue;
				if (parent.closest('font, script, style, svg')) continue;
				if (heedsTheMark && parent.closest('[translate]')?.getAttribute('translate') === 'no') continue;
				const font = () => document.createElementNS('http://www.w3.org/1999/xhtml', 'font');
				const [outer, inner] = [font(), font()];
				inner.append(text.textContent ?? '');
				outer.append(inner);
				parent.replaceChild(outer, text);
			}
		};
		swap(document.body);
		new MutationObserver((changes) => {
			for (const { target, addedNodes } of changes)
				for (const node of addedNodes) swap(target.contains(node) ? node : target);
		}).observe(document.body, { childList: true, subtree: true });
	}, heeds);
}

const shown = (page: Page) => page.locator('main').innerText();
const live = (page: Page) => page.locator('header [data-state="live"]');
const paths = ['/overview', '/goals', '/stages', '/funds', '/ledger/cases', '/ledger/transactions'];
/** Those that `record` changes. */
const moving: ReadonlySet<string> = new Set(['/overview', '/goals', '/ledger/cases', '/ledger/transactions']);

/** A case that comes and goes, and a loan: rows, sums, lights and lines of the feed. */
async function record(page: Page, territory: string): Promise<void> {
	const number = `示例-${randomUUID().slice(0, 8)}`;
	const loan = { kind: 'pledge', amount: '98760000.00', date: '2019-09-11', territory, bank: '示例银行' };
	const answers = [
		await post(page, 'cases', { number, type: 'patent', territory, acceptedAt: '2019-08-20' }),
		await post(page, 'case-closures', { number, closedAt: '2019-09-12' }),
		await post(page, 'transactions', { ...loan, reference: number })
	];
	expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
}

test('a translated page follows what happens as one that nobody has touched', async ({ server, signedIn }) => {
	const leader = await signedIn(server.accountOf('leader'));
	const openAt = async (path: string) => {
		const page = await leader.context().newPage();
		await page.goto(path);
		await expect(live(page)).toBeVisible();
		return page;
	};
	const pairs: { path: string; translated: Page; untouched: Page; complaints: string[] }[] = [];
	for (const path of paths) {
		const [translated, untouched] = [await openAt(path), await openAt(path)];
		await translate(translated, true);
		expect(await translated.locator('nav font').count()).toBeGreaterThan(0);
		pairs.push({ path, translated, untouched, complaints: complaintsOf(translated) });
	}
	const before = await Promise.all(pairs.map(({ untouched }) => shown(untouched)));
	await record(await signedIn(server.accountOf('district', 'beilun')), 'beilun');

	for (const [n, { path, translated, untouched, complaints }] of pairs.entries()) {
		if (moving.has(path)) await expect.poll(() => shown(untouched), { message: path }).not.toBe(before[n]);
		await expect
			.poll(async () => (await shown(translated)) === (await shown(untouched)), { message: path, timeout: 20_000 })
			.toBe(true);
		expect(complaints).toEqual([]);
	}
});

test('even under a translator that heeds no mark the great figures move', async ({ server, signedIn }) => {
	const leader = await signedIn(server.accountOf('leader'));
	await leader.goto('/overview');
	await expect(live(leader)).toBeVisible();
	await translate(leader, false);
	const complaints = complaintsOf(leader);
	const volume = (page: Page) => page.getByRole('region', { name: '交易与质押融资' }).locator('.live').allInnerTexts();
	const before = await volume(leader);
	expect(before.length).toBeGreaterThan(0);
	await record(await signedIn(server.accountOf('district', 'fenghua')), 'fenghua');
	await expect.poll(() => volume(leader)).not.toEqual(before);
	expect(complaints).toEqual([]);
});
