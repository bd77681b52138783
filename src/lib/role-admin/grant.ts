// Granting, changing, ending and declining roles: what the forms send, and what bars a grant.
import * as v from 'valibot';
import { appointmentFault } from '#lib/access/appointable.ts';
import { branchOf, roles, type Branch, type Role } from '#lib/access/roles.ts';
import { isValidOn } from '#lib/plan/unit-terms.ts';
import { addDays, type Day } from '#lib/kernel/day.ts';
import { codeField, dayField, idField, requiredText } from '#lib/kernel/fields.ts';
import { ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { plainInput, type FormValues } from '#lib/forms/form-answer.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';

export const reasonField = requiredText(500);

const held = {
	role: v.picklist(roles, 'bad_choice'),
	unit: v.optional(v.nullable(codeField), null)
};

/** Several at once begin on the same day. */
export const grantsSchema = v.strictObject({
	grants: v.pipe(
		v.array(v.strictObject({ account: idField, ...held }), 'not_list'),
		v.minLength(1, 'bad_choice'),
		v.maxLength(100, 'too_many')
	),
	from: dayField
});
export type Grants = v.InferOutput<typeof grantsSchema>;
export type Grant = Grants['grants'][number];

export const roleChangeSchema = v.strictObject({ appointment: idField, ...held, from: dayField, reason: reasonField });
export type RoleChange = v.InferOutput<typeof roleChangeSchema>;

export const roleEndSchema = v.strictObject({
	appointment: idField,
	/** Without one the role ends at once. */
	lastDay: v.optional(dayField),
	reason: reasonField
});
export type RoleEnd = v.InferOutput<typeof roleEndSchema>;

export const declineSchema = v.strictObject({ account: idField, reason: reasonField });
export type Decline = v.InferOutput<typeof declineSchema>;

/** The account that a role is to be given to. */
export interface Grantee {
	readonly id: string;
	readonly branch: Branch;
	readonly disabledAt: Date | null;
}

/** What bars a role from an account, leaving aside what it holds already; null when nothing does. */
export function grantFault(
	actor: string,
	grantee: Grantee | undefined,
	wanted: { readonly role: Role; readonly unit: string | null },
	from: Day,
	plan: PlanIndex
): Fault | null {
	if (!grantee) return { pointer: '/account', code: 'unknown_account' };
	if (grantee.id === actor) return { pointer: '/account', code: 'own_account' };
	if (grantee.disabledAt) return { pointer: '/account', code: 'account_disabled' };
	if (branchOf(wanted.role) !== grantee.branch) return { pointer: '/role', code: 'role_not_of_branch' };
	const fault = appointmentFault(plan.units, wanted, from);
	if (fault) return fault;
	if (wanted.unit === null) return null;
	const unit = plan.units.get(wanted.unit);
	if (unit && !isValidOn(unit, from))
		return { pointer: '/unit', code: 'unit_not_valid', params: { territory: wanted.unit, today: from } };
	return wanted.role === 'fund_manager' && wanted.unit !== plan.document.fundManager
		? { pointer: '/unit', code: 'role_not_for_unit', params: { territory: wanted.unit } }
		: null;
}

/**
 * The last whole day of a role that is to end: yesterday where it ends at once.
 * @param known what has been said of its end before
 */
export function lastDayOf(wanted: Day | undefined, known: Day | null, today: Day): Result<Day> {
	if (known !== null && known < today) return refuse('conflict', 'already_ended', '', { day: known });
	if (wanted === undefined) return ok(addDays(today, -1));
	if (wanted < today) return refuse('invalid', 'in_the_past', '/lastDay', { today });
	if (known !== null && wanted > known) return refuse('invalid', 'last_day_too_late', '/lastDay', { day: known });
	return ok(wanted);
}

/** A ticked row of those who wait, as the form sends it: what is granted is what was seen. */
export function grantKey({ account, role, unit }: Grant): string {
	return [account, role, unit ?? ''].join(' ');
}

export function grantOfKey(key: string): { account: string; role: string; unit: string | null } {
	const [account = '', role = '', unit = ''] = key.split(' ');
	return { account, role, unit: unit === '' ? null : unit };
}

/** The form for one account, or the ticked rows of those who wait, as the command's input. */
export function grantsOfForm(values: FormValues): Result<unknown> {
	const { from, chosen: _, ...one } = plainInput(values);
	return ok({ grants: 'account' in values ? [one] : (values['chosen'] ?? []).map(grantOfKey), from });
}
