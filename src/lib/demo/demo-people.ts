// The people of a demonstration: one account for each role, department, district and zone.
import type { Role } from '#lib/access/roles.ts';
import { isTerritory, type PlanDocument } from '#lib/plan/plan-document.ts';

export interface DemoPerson {
	readonly username: string;
	/** Shown beside what the person does; said in Chinese, like the units' own names. */
	readonly name: string;
	readonly role: Role;
	readonly unit: string | null;
}

/** The unit beside the host from which a second person is appointed to the coordinating office. */
const secondOfficeUnit = 'finance';

/** In the order of the roles, then units in official order. */
export function demoPeople(plan: PlanDocument): DemoPerson[] {
	const short = (code: string) => plan.units.find((unit) => unit.code === code)?.short.zh ?? code;
	const departments = plan.units.filter((unit) => unit.kind === 'department');
	const second = [secondOfficeUnit, ...departments.map((unit) => unit.code)].find(
		(code) => code !== plan.coordinatingOffice && departments.some((unit) => unit.code === code)
	);
	const office = [plan.coordinatingOffice, ...(second === undefined ? [] : [second])];
	return [
		{ username: 'leader', name: '领导小组成员', role: 'leader', unit: null },
		...office.map((unit) => ({
			username: `office-${unit}`,
			name: `办公室审核员（${short(unit)}）`,
			role: 'office' as const,
			unit
		})),
		{
			username: 'fund-manager',
			name: `${short(plan.fundManager)}填报员`,
			role: 'fund_manager',
			unit: plan.fundManager
		},
		{ username: 'reader', name: '只读用户', role: 'reader', unit: null },
		{ username: 'system-admin', name: '系统管理员', role: 'system_admin', unit: null },
		{ username: 'security-admin', name: '安全管理员', role: 'security_admin', unit: null },
		{ username: 'audit-admin', name: '审计管理员', role: 'audit_admin', unit: null },
		...departments.map((unit) => ({
			username: `dept-${unit.code}`,
			name: `${unit.name.zh}填报员`,
			role: 'department' as const,
			unit: unit.code
		})),
		...plan.units.filter(isTerritory).map((unit) => ({
			username: unit.code,
			name: `${unit.name.zh}填报员`,
			role: 'district' as const,
			unit: unit.code
		}))
	];
}
