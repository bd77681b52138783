// Whether a case may be accepted, closed or reopened: numbers, dates, rights and the state it is in; as pure answers.
import { actsFor, mayRecord, seesRecordsOf } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { firstDayOfYear, type Day } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Fault, type Refusal, type Result } from '#lib/kernel/result.ts';
import { dateFault } from '#lib/entries/dates.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { CaseInput, ClosureInput, ReopeningInput } from './case.ts';
import type { CaseFacts, CaseRecord } from './record.ts';

/** A case that is not reversed, as it stands now. */
export interface CaseState {
	/** Entry of its acceptance. */
	readonly id: string;
	/** The unit that entered it. */
	readonly enteredBy: string;
	/** The feed that brought its acceptance; null where none did. */
	readonly feed: string | null;
	readonly file: CaseFacts;
	/** The closure that it is closed by; null while it is open. */
	readonly closure: { readonly id: string; readonly closedAt: Day } | null;
	/** The reopening since which it is open; null before the first one, and while it is closed. */
	readonly reopening: { readonly id: string; readonly reopenedAt: Day } | null;
}

/** Cases by the key of their number. */
export type Cases = ReadonlyMap<string, CaseState>;

export interface DecidedAcceptance {
	readonly record: CaseRecord & { readonly kind: 'case' };
	/** The unit it is entered for. */
	readonly unit: string;
	readonly numberKey: string;
}

export interface DecidedChange<Kind extends 'closure' | 'reopening'> {
	readonly record: CaseRecord & { readonly kind: Kind };
	readonly unit: string;
	/** The case as it stood before. */
	readonly before: CaseState;
}

/** The units that may see a case record by record, and whose streams tell of it. */
export function unitsOfCase(file: CaseFacts, enteredBy: string): string[] {
	return [...new Set([enteredBy, file.territory, ...(file.department === null ? [] : [file.department])])];
}

/**
 * Decides on one acceptance.
 * @param held keys of the numbers that cases hold which are not reversed, with those before it in the same batch
 * @param today on the business clock
 */
export function decideAcceptance(
	plan: PlanIndex,
	held: ReadonlySet<string>,
	actor: Actor,
	today: Day,
	input: CaseInput
): Result<DecidedAcceptance> {
	const faults: Fault[] = [];
	const date = acceptanceDateFault(plan, today, input);
	if (date) faults.push(date);
	if (!plan.territories.has(input.territory))
		faults.push({ pointer: '/territory', code: 'unknown_territory', params: { territory: input.territory } });
	if (input.department !== null && plan.units.get(input.department)?.kind !== 'department')
		faults.push({ pointer: '/department', code: 'unknown_department', params: { department: input.department } });
	else if (input.department !== null && !enforces(plan, input.department))
		faults.push({ pointer: '/department', code: 'not_enforcing', params: { department: input.department } });
	if (faults.length > 0) return invalid(faults);
	const bar = rightBar(plan, actor, input.territory, '/territory');
	if (bar) return bar;
	const key = numberKey(input.number);
	if (held.has(key)) return refuse('conflict', 'duplicate_number', '/number', { number: input.number });
	const department =
		input.department ?? (actor.role === 'department' && enforces(plan, actor.unit) ? actor.unit : null);
	const { type, territory, acceptedAt } = input;
	return ok({
		record: { kind: 'case', file: { type, territory, department, acceptedAt } },
		unit: actor.unit ?? territory,
		numberKey: key
	});
}

/** [R264] Whether cases are a department's to enforce. */
function enforces(plan: PlanIndex, department: string | null): boolean {
	return plan.document.settings.enforcingDepartments.some((one) => one === department);
}

/** Only a case that was open when the system started may be older than the base year, and it must say so. */
function acceptanceDateFault(plan: PlanIndex, today: Day, input: CaseInput): Fault | null {
	const { baseYear } = plan.document;
	const older = input.acceptedAt < firstDayOfYear(baseYear);
	if (input.opening)
		return older ? null : { pointer: '/acceptedAt', code: 'opening_after_base_year', params: { year: baseYear } };
	if (older) return { pointer: '/opening', code: 'opening_required', params: { year: baseYear } };
	return dateFault(input.acceptedAt, today, baseYear, '/acceptedAt');
}

/**
 * Decides on one closure.
 * @param cases as they stand after the closures before it in the same batch
 */
export function decideClosure(
	plan: PlanIndex,
	cases: Cases,
	actor: Actor,
	today: Day,
	input: ClosureInput
): Result<DecidedChange<'closure'>> {
	const date = dateFault(input.closedAt, today, plan.document.baseYear, '/closedAt');
	if (date) return invalid([date]);
	const found = findCase(plan, cases, actor, input.number);
	if (!found.ok) return found;
	const before = found.value;
	if (before.closure)
		return refuse('conflict', 'already_closed', '/number', { number: input.number, closed: before.closure.closedAt }, [
			before.closure.id
		]);
	const since = before.reopening?.reopenedAt ?? before.file.acceptedAt;
	if (input.closedAt < since) return refuse('invalid', 'closed_before_accepted', '/closedAt', { since });
	return ok({
		record: { kind: 'closure', file: before.file, closedAt: input.closedAt, outcome: input.outcome },
		unit: actor.unit ?? before.file.territory,
		before
	});
}

/** Decides on one reopening; `cases` as for closures. */
export function decideReopening(
	plan: PlanIndex,
	cases: Cases,
	actor: Actor,
	today: Day,
	input: ReopeningInput
): Result<DecidedChange<'reopening'>> {
	const date = dateFault(input.reopenedAt, today, plan.document.baseYear, '/reopenedAt');
	if (date) return invalid([date]);
	const found = findCase(plan, cases, actor, input.number);
	if (!found.ok) return found;
	const before = found.value;
	if (!before.closure) return refuse('conflict', 'not_closed', '/number', { number: input.number });
	const { closedAt } = before.closure;
	if (input.reopenedAt < closedAt)
		return refuse('invalid', 'reopened_before_closed', '/reopenedAt', { closed: closedAt });
	return ok({
		record: { kind: 'reopening', file: before.file, closedAt, reopenedAt: input.reopenedAt },
		unit: actor.unit ?? before.file.territory,
		before
	});
}

/** A case that one may not see does not exist. */
function findCase(plan: PlanIndex, cases: Cases, actor: Actor, number: string): Result<CaseState> {
	const state = cases.get(numberKey(number));
	if (!state || !seesRecordsOf(actor, unitsOfCase(state.file, state.enteredBy), state.feed))
		return refuse('not_found', 'unknown_case', '/number', { number });
	return rightBar(plan, actor, state.file.territory, '/number') ?? ok(state);
}

function rightBar(plan: PlanIndex, actor: Actor, territory: string, pointer: string): Refusal | null {
	if (mayRecord(actor, { record: 'case', territory }, plan.document.settings)) return null;
	const code = actor.role === 'district' && !actsFor(actor, territory) ? 'not_your_unit' : 'not_allowed';
	return refuse('forbidden', code, pointer, { territory });
}
