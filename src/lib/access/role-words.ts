// Roles as words.
import { m } from '#lib/paraglide/messages.js';
import type { Role } from './roles.ts';

type In = { readonly locale?: 'zh-CN' | 'en' };
/** By role; a sheet may name what is none. */
const words = new Map<string, (to?: In) => string>(
	Object.entries({
		leader: (to?: In) => m.ui_role_leader({}, to),
		office: (to?: In) => m.ui_role_office({}, to),
		department: (to?: In) => m.ui_role_department({}, to),
		district: (to?: In) => m.ui_role_district({}, to),
		fund_manager: (to?: In) => m.ui_role_fund_manager({}, to),
		reader: (to?: In) => m.ui_role_reader({}, to),
		system_admin: (to?: In) => m.ui_role_system_admin({}, to),
		security_admin: (to?: In) => m.ui_role_security_admin({}, to),
		audit_admin: (to?: In) => m.ui_role_audit_admin({}, to)
	} satisfies Record<Role, (to?: In) => string>)
);

export function roleWord(role: string): string {
	return words.get(role)?.() ?? role;
}

/** The words for a role in every language, for what people type. */
export function roleWords(role: string): string[] {
	return (['zh-CN', 'en'] as const).flatMap((locale) => words.get(role)?.({ locale }) ?? []);
}
