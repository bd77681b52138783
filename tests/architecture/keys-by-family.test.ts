// Keys of cells and names of invalidations are written in one place each: families (figures/) and protocol/invalidations.ts.
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { firstPart } from '#lib/figures/cell-family.ts';
import { cellFamilies } from '#lib/figures/known-families.ts';

const root = resolve(import.meta.dirname, '../..');
const sources = globSync('src/**/*.{ts,svelte}', {
	cwd: root,
	exclude: ['src/lib/paraglide', 'src/**/*.test.ts']
}).filter((file) => !/^src\/lib\/(figures\/families|ui)\//.test(file));

/** The lines of the product that a pattern finds, without comments. */
function linesWith(pattern: RegExp, ...allowed: readonly string[]): string[] {
	return sources
		.filter((file) => !allowed.includes(file))
		.flatMap((file) =>
			readFileSync(resolve(root, file), 'utf8')
				.split('\n')
				.map((line) => line.trim())
				.filter((line) => !/^(\/\/|\/?\*)/.test(line) && pattern.test(line))
				.map((line) => `${file}: ${line}`)
		);
}

const firstParts = [...new Set(cellFamilies.map(({ pattern }) => firstPart(pattern)))].join('|');
/** A text that begins like a key, in code or in SQL; addresses of pages begin with a slash. */
const written = new RegExp(`['"\`](?:${firstParts})/(?![/*])|concat_ws\\('/'`);
const split = /\.split\('\/'|split_part\(/;
const byPosition = /\bparts(?:\?\.)?\[\d|\bparts: \[\w[^\]]*\]|\[[^\]]*\] = (?:\w+\.)?parts;/;

test('a key that is written or taken apart by hand is found', () => {
	for (const line of [
		'key: `funds/${line}/x`',
		"key.startsWith('deals/')",
		"like 'share/%'",
		"concat_ws('/', 'deals', kind)"
	])
		expect(line).toMatch(written);
	for (const line of ["key.split('/')", "split_part(key, '/', 2)"]) expect(line).toMatch(split);
	for (const line of ['parts[1] === what', '({ parts: [kind, day], value })', 'const [, source] = cell.parts;'])
		expect(line).toMatch(byPosition);
});

test('no key of a cell is written by hand', () => {
	expect(linesWith(written, 'src/lib/figures/family-sql.server.ts')).toEqual([]);
});

test('no key of a cell is taken apart by hand', () => {
	const allowed = [
		// Where families do it.
		...['src/lib/figures/cell-family.ts', 'src/lib/figures/family-sql.server.ts'],
		// Pointers into a request's body.
		...['src/lib/kernel/fields.ts', 'src/lib/entries/naming-standing.server.ts'],
		// Ids of shares.
		...['src/lib/ledgers/read-entries.server.ts', 'src/lib/ledgers/records.server.ts']
	];
	expect(linesWith(split, ...allowed)).toEqual([]);
	expect(linesWith(byPosition)).toEqual([]);
});

test('no name of what a write invalidates is written by hand', () => {
	const byHand = /['"`]live:|\btouches(?:: | = |\.\w+)[[(](?:[^\])]*, )?['"`]/;
	for (const line of ["depends('live:plan')", "touches: ['review', `unit:${unit}`],", "touches.includes('plan')"])
		expect(line).toMatch(byHand);
	expect("touches: [invalidated.ledger('funds'), invalidated.review]").not.toMatch(byHand);
	expect(linesWith(byHand, 'src/lib/protocol/invalidations.ts')).toEqual([]);
});
