// How entities stand, and what their versions add to the counts of a register.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day, type Day } from '#lib/kernel/day.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import type { EntityFields } from './register.ts';
import { standingOf, versionDeltas, type RegisterRules, type RegisterTarget, type Version } from './standing.ts';

const name = { zh: '名', en: 'name' };
function target(register: 'institutions' | 'portfolios', match: 'any' | 'all', conditions: [string, string][]) {
	return {
		id: register,
		kind: 'register',
		measure: { from: 'register', register },
		qualifies: { match, conditions: conditions.map(([measure, value]) => ({ measure, op: '>=', value, unit: name })) }
	} as unknown as RegisterTarget;
}
const rules: RegisterRules = {
	nearFrom: 0.8,
	targets: [
		target('institutions', 'any', [
			['annual-revenue', '10000000.00'],
			['operable-patents', '1200']
		]),
		target('portfolios', 'all', [
			['inventions', '50'],
			['pct-applications', '10']
		])
	]
};

function fields(measures: Record<string, bigint>, rest: Partial<EntityFields> = {}): EntityFields {
	return {
		name: 'E',
		industry: 'new-materials',
		territory: null,
		holder: null,
		evidence: null,
		retired: false,
		measures,
		...rest
	};
}

describe('how an entity stands', () => {
	it.each([
		['either is enough', { 'operable-patents': 1200n }, 'qualified'],
		[
			'the better of the two newest years counts',
			{ 'annual-revenue.2018': 1_000_000_000n, 'annual-revenue.2019': 5n },
			'qualified'
		],
		[
			'an older year no longer',
			{ 'annual-revenue.2017': 1_000_000_000n, 'annual-revenue.2018': 5n, 'annual-revenue.2019': 5n },
			'not'
		],
		['from four fifths on it is near', { 'operable-patents': 960n }, 'near'],
		['below that it is not', { 'operable-patents': 959n, 'annual-revenue.2018': 799_999_999n }, 'not'],
		['nothing given is not met', {}, 'not']
	])('[R100] an institution: %s', (_, measures, state) => {
		expect(standingOf(rules, 'institutions', fields(measures)).state).toBe(state);
	});

	it.each([
		['both met', { inventions: 50n, 'pct-applications': 10n }, 'qualified', []],
		['both nearly', { inventions: 45n, 'pct-applications': 9n }, 'near', [5n, 1n]],
		['one far off', { inventions: 500n, 'pct-applications': 7n }, 'not', [3n]]
	])('[R100] a portfolio needs all: %s', (_, measures, state, missing) => {
		const standing = standingOf(rules, 'portfolios', fields(measures));
		expect(standing.state).toBe(state);
		expect(standing.missing.map(({ amount }) => amount)).toEqual(missing);
	});

	it('[R101] a register without a condition counts all', () => {
		expect(standingOf(rules, 'pools', fields({ patents: 3n })).state).toBe('counted');
	});
});

const version = fc.record({
	patents: fc.bigInt({ min: 900n, max: 1300n }),
	industry: fc.constantFrom('new-materials', 'automobiles'),
	territory: fc.constantFrom(null, 'yinzhou'),
	retired: fc.boolean(),
	later: fc.nat({ max: 40 })
});
const history = fc.array(version, { minLength: 1, maxLength: 6 }).map((all): Version[] => {
	let at = day('2018-03-01');
	return all.map(({ patents, later, ...rest }, index) => {
		at = addDays(at, later);
		return { version: index + 1, day: at, fields: fields({ 'operable-patents': patents }, rest) };
	});
});

function sumsUpTo(deltas: readonly CellDelta[], until: Day): Map<string, bigint> {
	const sums = new Map<string, bigint>();
	for (const { key, delta } of deltas) {
		const at = key.slice(-10);
		const figure = key.slice(0, -11);
		if (at <= until) sums.set(figure, (sums.get(figure) ?? 0n) + delta);
	}
	return new Map([...sums].filter(([, sum]) => sum !== 0n));
}

describe('the counts of a register', () => {
	it('[R102] are without an entity once it has left', () => {
		const stays: Version = { version: 1, day: day('2018-03-01'), fields: fields({ 'operable-patents': 1200n }) };
		const leaves: Version = { version: 2, day: day('2018-04-01'), fields: { ...stays.fields, retired: true } };
		const sums = (until: string) =>
			sumsUpTo(versionDeltas(rules, 'institutions', [], [stays, leaves], 'reported'), day(until));
		expect(sums('2018-03-31').get('registers/institutions/all/new-materials')).toBe(1n);
		expect(sums('2018-04-01')).toEqual(new Map());
	});

	it('[R102] up to any day are those of what stood on it', () => {
		fc.assert(
			fc.property(history, fc.nat({ max: 260 }), (versions, days) => {
				const until = addDays(day('2018-03-01'), days);
				const stood = versions.filter((one) => one.day <= until).at(-1);
				const alone = stood ? versionDeltas(rules, 'institutions', [], [stood], 'reported') : [];
				expect(sumsUpTo(versionDeltas(rules, 'institutions', [], versions, 'reported'), until)).toEqual(
					sumsUpTo(alone, until)
				);
			})
		);
	});

	it('[R103] do not depend on the order in which versions are confirmed and taken back', () => {
		fc.assert(
			fc.property(history, fc.infiniteStream(fc.nat()), (versions, picks) => {
				const moved: CellDelta[] = [];
				let standing: Version[] = [];
				const step = (after: Version[]) => {
					moved.push(...versionDeltas(rules, 'institutions', standing, after, 'confirmed'));
					standing = after;
				};
				const waiting = [...versions];
				while (waiting.length > 0) {
					const [next] = waiting.splice(Number(picks.next().value) % waiting.length, 1);
					if (next) step([...standing, next]);
				}
				const end = day('2030-01-01');
				const whole = versionDeltas(rules, 'institutions', [], versions, 'confirmed');
				expect(sumsUpTo(moved, end)).toEqual(sumsUpTo(whole, end));
				step([]);
				expect(sumsUpTo(moved, end)).toEqual(new Map());
			})
		);
	});
});
