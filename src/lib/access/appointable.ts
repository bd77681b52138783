// Which role goes with which unit: asked when an account is asked for, and again when the role is granted.
import type { Day } from '#lib/kernel/day.ts';
import type { Fault } from '#lib/kernel/result.ts';
import type { PlanUnit } from '#lib/plan/plan-document.ts';
import { isOpenOn } from '#lib/plan/unit-terms.ts';
import { isUnitRole, roleOfUnitKind, type Role } from './roles.ts';

export interface Appointment {
	readonly role: Role;
	readonly unit: string | null;
}

/** What bars somebody from a role at a unit; null when nothing does. The office is appointed from departments. */
export function appointmentFault(
	units: ReadonlyMap<string, PlanUnit>,
	{ role, unit: code }: Appointment,
	today: Day
): Fault | null {
	const fault = (fault: Fault['code'], params: Fault['params'] = {}): Fault => ({
		pointer: '/unit',
		code: fault,
		params
	});
	if (!isUnitRole(role)) return code === null ? null : fault('no_unit_for_role');
	if (code === null) return fault('role_needs_unit', { role });
	const unit = units.get(code);
	if (!unit) return fault('unknown_unit', { unit: code });
	if (!isOpenOn(unit, today)) return fault('unit_ended', { unit: code, date: unit.validTo ?? '' });
	return rolesOfUnit(unit).includes(role) ? null : fault('role_not_for_unit', { territory: code });
}

/** The roles that people of a unit may have. */
export function rolesOfUnit(unit: Pick<PlanUnit, 'kind'>): readonly Role[] {
	const own = roleOfUnitKind(unit.kind);
	return own === 'department' ? ['department', 'office'] : [own];
}
