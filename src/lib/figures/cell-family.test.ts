// Families of cells: what a pattern writes it reads again, and docs/protocol.md tells of each family what its pattern says.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { day, type Day, type Month } from '#lib/kernel/day.ts';
import { isDecimal } from '#lib/protocol/cells.ts';
import { cellFamily, firstPart, keyPattern, type CellFamily, type PartsOf } from './cell-family.ts';
import { casesDuration, casesOpen, casesTurned } from './families/cases.ts';
import { dealAmounts } from './families/deals.ts';
import { fundsMoved } from './families/funds.ts';
import { milestoneReached, milestonesReached, taskNamed } from './families/tasks.ts';
import { groupCells } from './fold.ts';
import { cellFamilies, readKey, valueTypeOf } from './known-families.ts';

/** Some value for each part of a family. */
const partsOf = (family: CellFamily): fc.Arbitrary<object> =>
	fc.record(
		Object.fromEntries(
			[...family.pattern.matchAll(/:(\w+)/g)].map(([, part = '']) => [part, valueFor(part, family.choices[part])])
		)
	);

function valueFor(part: string, choices: readonly string[] | undefined): fc.Arbitrary<string | number> {
	if (choices) return fc.constantFrom(...choices);
	if (['year', 'days', 'n'].includes(part)) return fc.nat({ max: 9999 });
	return fc.constantFrom('2.3', 'yinzhou', 'risk-pool', '2019-05-06', '2019-Q2');
}

describe('a family', () => {
	it('reads what it writes, and of all families its own keys alone', () => {
		for (const family of cellFamilies)
			fc.assert(
				fc.property(partsOf(family), (parts) => {
					const key = family.key(parts);
					expect(family.read(key)).toEqual(parts);
					expect(cellFamilies.filter((one) => one.read(key))).toEqual([family]);
					expect(readKey(key)).toEqual({ family, parts });
					expect(key.startsWith(family.prefix())).toBe(true);
					expect(family.prefix(parts)).toBe(key);
				}),
				{ numRuns: 20 }
			);
	});

	it('has parts of the types that its pattern names', () => {
		const own = cellFamily('deals/:kind/amount/:day', 'city', 'money', { kind: ['transfer', 'licence'] });
		expect(own.key({ kind: 'licence', day: day('2019-05-06') })).toBe('deals/licence/amount/2019-05-06');
		expectTypeOf<PartsOf<typeof own>>().toEqualTypeOf<{
			readonly kind: 'transfer' | 'licence';
			readonly day: Day;
		}>();
		expectTypeOf<PartsOf<typeof fundsMoved>['month']>().toEqualTypeOf<Month>();
		expectTypeOf<PartsOf<typeof casesDuration>>().toEqualTypeOf<{ readonly year: number; readonly days: number }>();
	});

	it('takes no key of another shape, nor a part that it does not have', () => {
		expect(dealAmounts.read('deals/pledge/count/2019-05-06')).toBeNull();
		expect(dealAmounts.read('deals/pledge/amount')).toBeNull();
		expect(dealAmounts.read('deals/barter/amount/2019-05-06')).toBeNull();
		expect(casesTurned.read('cases/open/2019-05-06')).toBeNull();
		expect(casesOpen.read('cases/open/2019-05-06')).toEqual({ day: '2019-05-06' });
		expect(casesDuration.read('cases/duration/2019/40')).toEqual({ year: 2019, days: 40 });
		expect([readKey('weather/sun/2019'), valueTypeOf('weather/sun/2019')]).toEqual([null, 'count']);
	});

	it('says where its keys begin and where a part stands', () => {
		expect(fundsMoved.prefix()).toBe('funds/');
		expect(fundsMoved.prefix({ line: 'risk-pool', source: 'city' })).toBe('funds/risk-pool/city/');
		expect(fundsMoved.prefix({ source: 'city' })).toBe('funds/');
		expect(milestonesReached.prefix()).toBe('milestones/reached');
		expect([fundsMoved.place('line'), fundsMoved.place('month')]).toEqual([2, 5]);
		expect([firstPart('funds-by/cixi'), firstPart('funds')]).toEqual(['funds-by', 'funds']);
	});

	it('makes a change with its stream and the type of its value', () => {
		expect(milestoneReached.delta({ task: '2.3', unit: 'ipo', n: 1 }, 'confirmed', -1n)).toEqual({
			stream: 'breakdown',
			key: 'milestone/2.3/ipo/1',
			layer: 'confirmed',
			delta: -1n,
			type: 'flag'
		});
	});

	it('finds its own cells among all', () => {
		const groups = groupCells(
			new Map([
				['reported cases/accepted/2019-05-06', 3n],
				['reported cases/open/2019-05-06', 2n],
				['confirmed cases/accepted/2019-05-06', 0n]
			])
		);
		const parts = { turn: 'accepted', day: day('2019-05-06') };
		expect(casesTurned.cells(groups)).toEqual([{ layer: 'reported', parts, value: 3n }]);
		expect(dealAmounts.cells(groups)).toEqual([]);
	});
});

it('an id of a milestone, a share or a task names its task', () => {
	expect(taskNamed('2.3/yinzhou/1')).toMatchObject({ task: '2.3', unit: 'yinzhou' });
	expect(taskNamed('2.3/yinzhou')).toEqual({ task: '2.3', unit: 'yinzhou' });
	expect(taskNamed('2.3')).toEqual({ task: '2.3', unit: null });
	expect(keyPattern('amount/:day').read('count/2019-05-06')).toBeNull();
});

describe('docs/protocol.md', () => {
	const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
	const part = (heading: string) =>
		page
			.slice(page.indexOf(heading))
			.split(/\n#{2,3} /, 2)
			.join('\n');

	/** The keys that the page tells of a stream; `…/count/<day>` goes on like the key before it. */
	const told = (stream: 'city' | 'breakdown'): string[] =>
		page
			.slice(page.indexOf(`### In \`${stream}\``) + 1)
			.split(/^#{2,3} /m, 2)
			.flatMap((text) => text.split('\n'))
			.filter((line) => line.startsWith('| `'))
			.flatMap((line) => {
				const names = [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
				return names.map((name) => {
					if (!name.startsWith('…/')) return name;
					const end = name.slice(2).split('/');
					return [...(names[0] ?? '').split('/').slice(0, -end.length), ...end].join('/');
				});
			});

	/** Whether a key of the page is one of a family: words alike, parts by any name, or by their choices. */
	const tells = (family: CellFamily, key: string) => {
		const [segments, words] = [family.pattern.split('/'), key.split('/')];
		return (
			segments.length === words.length &&
			segments.every((segment, index) => {
				const word = words[index] ?? '';
				const choices = family.choices[segment.slice(1)];
				if (!segment.startsWith(':')) return segment === word;
				return word.startsWith('<') || choices?.includes(word) === true;
			})
		);
	};

	it.each(['city', 'breakdown'] as const)('[R267] tells every key of %s, and no others', (stream) => {
		const own = cellFamilies.filter((family) => family.stream === stream);
		const keys = told(stream);
		expect(keys.filter((key) => own.filter((family) => tells(family, key)).length !== 1)).toEqual([]);
		expect(own.filter((family) => !keys.some((key) => tells(family, key))).map(({ pattern }) => pattern)).toEqual([]);
	});

	it('[R267] tells of the values of every family by its key what the family says', () => {
		const rule = part('## Cells').replaceAll('\n', ' ');
		expect(rule).toContain('Money (`funds…` and keys with `/amount/`) is a decimal string of yuan');
		expect(rule).toContain('observed values and base figures (keys with `/value`) are decimal strings too');
		expect(rule).toContain('everything else is a whole number');
		for (const family of cellFamilies)
			fc.assert(
				fc.property(partsOf(family), (parts) => {
					const key = family.key(parts);
					const money = key.startsWith('funds') || key.includes('/amount/');
					expect([key, family.type === 'money']).toEqual([key, money]);
					expect([key, isDecimal(family.type)]).toEqual([key, money || /\/value(\/|$)/.test(key)]);
				}),
				{ numRuns: 5 }
			);
	});
});
