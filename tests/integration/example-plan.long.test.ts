// The product on another plan: another domain, other units, lines and targets; nothing of the bundled city is in the code.
import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn } from '../support/sign-in.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const root = resolve(import.meta.dirname, '../..');

interface Dashboard {
	readonly today: string;
	readonly targets: readonly {
		readonly id: string;
		readonly kind: string;
		readonly reported: { readonly value: number | null };
	}[];
	readonly funds: { readonly lines: readonly { readonly id: string }[] };
	readonly cells: readonly { readonly key: string }[];
}

describe('the product on the example plan', () => {
	let server: RunningServer;
	beforeAll(async () => {
		server = await startServer({ dataFrom: null, env: { PLAN: 'plans/example', DATABASE_URL: '' } });
	});
	afterAll(() => server.stop());

	test('[R149] answers the dashboard with the targets, lines and units of that plan', async () => {
		const leader = await signedIn(server, server.accountOf('leader'));
		const dashboard = (await (await leader('/api/v1/dashboard')).json()) as Dashboard;
		expect(dashboard.today).toBe('2023-09-16');
		expect(dashboard.targets.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
			'stations cumulative',
			'households level',
			'inspected-shops count-each-year',
			'closure ratio-each-year',
			'satisfaction score',
			'local-share match'
		]);
		const known = dashboard.targets.filter(({ reported }) => reported.value !== null).map(({ id }) => id);
		expect(known).toEqual(expect.arrayContaining(['stations', 'households', 'inspected-shops', 'closure']));
		const units = new Set(dashboard.cells.flatMap(({ key }) => /^funds-by\/([^/]+)\//.exec(key)?.[1] ?? []));
		expect(
			[...units].filter((unit) => !['urban', 'county-finance', 'east-town', 'west-town', 'river-town'].includes(unit))
		).toEqual([]);
		expect(dashboard.cells.some(({ key }) => key.startsWith('funds/stations-subsidy/'))).toBe(true);
		expect(dashboard.cells.some(({ key }) => key.startsWith('gates/build/'))).toBe(true);
	});

	test.each([
		'/overview',
		'/goals',
		'/goals/stations',
		'/stages',
		'/stages/build',
		'/funds',
		'/funds/stations-subsidy',
		'/plan',
		'/plan/amendments',
		'/review',
		'/ledger/funds'
	])('shows %s', async (path) => {
		const leader = await signedIn(server, server.accountOf('leader'));
		const page = await leader(path);
		expect(page.status).toBe(200);
		expect(await page.text()).not.toContain('宁波');
	});

	test.each(['office', 'department', 'district'])('lets a person of the role %s work', async (role) => {
		const person = await signedIn(server, server.accountOf(role));
		for (const path of ['/work', '/goals', '/plan', '/observations', '/ledger/cases'])
			expect([path, (await person(path)).status]).toEqual([path, 200]);
	});
});

test('[R149] no unit and no budget line of the bundled plan is named in the code, but for the weights of its samples', () => {
	const read = (part: string) =>
		JSON.parse(readFileSync(resolve(root, `plans/ningbo-2017/${part}.json`), 'utf8')) as unknown;
	const units = (read('units') as { code: string }[]).map(({ code }) => code);
	const { lines } = read('budget') as { lines: { id: string; kind: string }[] };
	// A kind of line may be called like a line.
	const kinds = new Set(lines.map(({ kind }) => kind));
	const ids = [...units, ...lines.map(({ id }) => id).filter((id) => !kinds.has(id))];
	const named = new RegExp(`['"\`](?:${ids.join('|')})['"\`]|^\\s*(?:${ids.join('|')}): `, 'm');
	const guilty = globSync('src/**/*.{ts,svelte}', {
		cwd: root,
		exclude: (name) => name === 'paraglide' || name === 'demo'
	}).filter((file) => !file.endsWith('.test.ts') && named.test(readFileSync(resolve(root, file), 'utf8')));
	expect(guilty).toEqual([]);
});
