// Units while a plan runs: their last day and their successor, units that the plan's document does not know, and the rules.
import * as v from 'valibot';
import { roleOfUnitKind } from '#lib/access/roles.ts';
import { addDays, type Day } from '#lib/kernel/day.ts';
import { codeField, dayField, digitsField, requiredText, shortText } from '#lib/kernel/fields.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import type { PlanUnit } from '#lib/plan/plan-document.ts';
import { isOpenOn } from '#lib/plan/unit-terms.ts';

export const unitKinds = ['department', 'institution', 'district', 'zone'] as const;

const reason = requiredText(500);
/** Said by whoever has read what follows. */
const agreed = v.pipe(v.optional(v.string('not_agreed'), ''), v.literal('true', 'not_agreed'));

export const unitEndSchema = v.strictObject({
	code: codeField,
	/** Null takes an end back that has not come yet. */
	validTo: v.optional(v.nullable(dayField), null),
	successor: v.optional(v.nullable(codeField), null),
	reason,
	agreed
});
export type UnitEnd = v.InferOutput<typeof unitEndSchema>;

export const newUnitSchema = v.strictObject({
	code: v.pipe(
		v.string('not_text'),
		v.trim(),
		v.nonEmpty('required'),
		v.regex(/^[a-z][a-z0-9-]{1,29}$/, 'bad_unit_code')
	),
	kind: v.picklist(unitKinds, 'bad_choice'),
	order: v.pipe(
		v.union([v.number(), digitsField('bad_count', 4)], 'bad_count'),
		v.safeInteger('bad_count'),
		v.minValue(1, 'bad_count'),
		v.maxValue(9999, 'bad_count')
	),
	nameZh: shortText(60),
	nameEn: shortText(80),
	shortZh: shortText(4),
	shortEn: shortText(18),
	/** The district that a zone lies in. */
	within: v.optional(v.nullable(codeField), null),
	validFrom: dayField,
	reason
});
export type NewUnit = v.InferOutput<typeof newUnitSchema>;

type Units = ReadonlyMap<string, PlanUnit>;

/** Whether a unit may end so: what has ended stays ended, and a successor takes over on the day after. */
export function decideEnd(units: Units, today: Day, { code, validTo, successor }: UnitEnd): Result<PlanUnit> {
	const unit = units.get(code);
	if (!unit) return refuse('not_found', 'unknown_unit', '', { unit: code });
	if (!isOpenOn(unit, today)) return refuse('conflict', 'unit_ended', '', { unit: code, date: unit.validTo ?? '' });
	if (unit.validTo === validTo && unit.successor === successor) return refuse('invalid', 'nothing_changed');
	const faults: Fault[] = [];
	if (validTo !== null && validTo < today)
		faults.push({ pointer: '/validTo', code: 'last_day_past', params: { today } });
	else if (validTo !== null && validTo < unit.validFrom)
		faults.push({ pointer: '/validTo', code: 'last_day_before_first', params: { date: unit.validFrom } });
	if (successor !== null) {
		if (validTo === null) faults.push({ pointer: '/validTo', code: 'successor_needs_last_day' });
		const bar = successorFault(units, unit, validTo ?? today, successor);
		if (bar) faults.push(bar);
	}
	return faults.length > 0 ? invalid(faults) : ok(unit);
}

/** Units that may take over from one: of its sort, and not ended by then. */
export function possibleSuccessors(units: Units, unit: PlanUnit, today: Day): PlanUnit[] {
	return [...units.values()].filter((one) => successorFault(units, unit, today, one.code) === null);
}

export function decideNewUnit(units: Units, input: NewUnit): Result<NewUnit> {
	if (units.has(input.code)) return refuse('conflict', 'unit_exists', '/code', { code: input.code });
	const around = input.within === null ? null : units.get(input.within);
	if (input.within !== null && (input.kind !== 'zone' || around?.kind !== 'district'))
		return refuse('invalid', 'zone_in_district', '/within');
	return ok(input);
}

function successorFault(units: Units, unit: PlanUnit, lastDay: Day, code: string): Fault | null {
	const next = units.get(code);
	if (!next) return { pointer: '/successor', code: 'unknown_unit', params: { unit: code } };
	const sameSort = roleOfUnitKind(next.kind) === roleOfUnitKind(unit.kind);
	if (code === unit.code || !sameSort || leadsTo(units, next, unit.code))
		return { pointer: '/successor', code: 'bad_successor' };
	return isOpenOn(next, addDays(lastDay, 1))
		? null
		: { pointer: '/successor', code: 'unit_ended', params: { unit: code, date: next.validTo ?? '' } };
}

function leadsTo(units: Units, from: PlanUnit, code: string): boolean {
	const seen = new Set<string>();
	for (let at: PlanUnit | undefined = from; at && !seen.has(at.code); at = units.get(at.successor ?? '')) {
		if (at.successor === code) return true;
		seen.add(at.code);
	}
	return false;
}
