// Units that end: what bars it, and that no chain of successors ever closes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { addDays, day } from '#lib/kernel/day.ts';
import type { PlanUnit } from '#lib/plan/plan-document.ts';
import { decideEnd, decideNewUnit, possibleSuccessors, type NewUnit, type UnitEnd } from './unit.ts';

const { units } = await ningboPlan();
const today = day('2019-09-16');
const end = (more: Partial<UnitEnd>): UnitEnd => ({
	code: 'ipo',
	validTo: day('2019-12-31'),
	successor: 'amr',
	reason: '机构改革',
	agreed: 'true',
	...more
});
const codeOf = (answer: ReturnType<typeof decideEnd>) =>
	answer.ok ? null : answer.faults.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a unit', () => {
	test.each<[string, Partial<UnitEnd>, string[] | null]>([
		['ends and is succeeded', {}, null],
		['ends today without a successor', { validTo: today, successor: null }, null],
		['does not end yesterday', { validTo: addDays(today, -1) }, ['/validTo last_day_past']],
		['has no successor without an end', { validTo: null }, ['/validTo successor_needs_last_day']],
		['does not follow itself', { successor: 'ipo' }, ['/successor bad_successor']],
		['is not followed by a district', { successor: 'yinzhou' }, ['/successor bad_successor']],
		['is not followed by what is unknown', { successor: 'atlantis' }, ['/successor unknown_unit']],
		['does not stay as it is', { validTo: null, successor: null }, [' nothing_changed']],
		['that is unknown does not end', { code: 'atlantis' }, [' unknown_unit']]
	])('%s', (_, more, expected) => {
		expect(codeOf(decideEnd(units, today, end(more)))).toEqual(expected);
	});

	test('that has ended stays ended, and takes nothing over', () => {
		const ipo = units.get('ipo');
		if (!ipo) throw new Error('the plan has an IP bureau');
		const later = new Map(units).set('ipo', { ...ipo, validTo: day('2019-01-31'), successor: 'amr' });
		expect(codeOf(decideEnd(later, today, end({})))).toEqual([' unit_ended']);
		expect(codeOf(decideEnd(later, today, end({ code: 'amr', successor: 'ipo' })))).toEqual([
			'/successor bad_successor'
		]);
		expect(codeOf(decideEnd(later, today, end({ code: 'finance', successor: 'ipo' })))).toEqual([
			'/successor unit_ended'
		]);
	});

	test('whatever is said of them in whatever order, successors never go in a circle', () => {
		const departments = [...units.values()].filter(({ kind }) => kind === 'department').slice(0, 5);
		const code = fc.constantFrom(...departments.map((unit) => unit.code));
		fc.assert(
			fc.property(fc.array(fc.tuple(code, code), { maxLength: 20 }), (acts) => {
				const now = new Map<string, PlanUnit>(units);
				for (const [from, to] of acts) {
					const decided = decideEnd(now, today, end({ code: from, successor: to }));
					if (decided.ok) now.set(from, { ...decided.value, validTo: day('2019-12-31'), successor: to });
				}
				for (const { code: start } of departments) {
					let steps = 0;
					for (let at = now.get(start); at?.successor; at = now.get(at.successor))
						expect(++steps).toBeLessThan(departments.length);
				}
			})
		);
	});

	test('is offered successors that the rules let through, and no others', () => {
		const ipo = units.get('ipo');
		if (!ipo) throw new Error('the plan has an IP bureau');
		const offered = possibleSuccessors(units, ipo, today).map(({ code }) => code);
		for (const code of units.keys())
			expect(decideEnd(units, today, end({ successor: code })).ok).toBe(offered.includes(code));
	});

	test('that is new has a code of its own, and only a zone lies in a district', () => {
		const unit: NewUnit = {
			code: 'samr',
			kind: 'department',
			order: 1,
			nameZh: '市市场监督管理局',
			nameEn: 'Market',
			shortZh: '市监局',
			shortEn: 'Market',
			within: null,
			validFrom: today,
			reason: '机构改革'
		};
		expect(decideNewUnit(units, unit).ok).toBe(true);
		expect(decideNewUnit(units, { ...unit, code: 'ipo' })).toMatchObject({ faults: [{ code: 'unit_exists' }] });
		expect(decideNewUnit(units, { ...unit, within: 'yinzhou' })).toMatchObject({
			faults: [{ code: 'zone_in_district' }]
		});
		expect(decideNewUnit(units, { ...unit, kind: 'zone', within: 'yinzhou' }).ok).toBe(true);
		expect(decideNewUnit(units, { ...unit, kind: 'zone', within: 'ipo' }).ok).toBe(false);
	});
});
