// Roles as words.
import { m } from '#lib/paraglide/messages.js';

type In = { readonly locale?: 'zh-CN' | 'en' };
const words: Readonly<Record<string, (to?: In) => string>> = {
	leader: (to) => m.ui_role_leader({}, to),
	office: (to) => m.ui_role_office({}, to),
	department: (to) => m.ui_role_department({}, to),
	district: (to) => m.ui_role_district({}, to),
	fund_manager: (to) => m.ui_role_fund_manager({}, to),
	reader: (to) => m.ui_role_reader({}, to),
	system_admin: (to) => m.ui_role_system_admin({}, to),
	security_admin: (to) => m.ui_role_security_admin({}, to),
	audit_admin: (to) => m.ui_role_audit_admin({}, to)
};

export function roleWord(role: string): string {
	return words[role]?.() ?? role;
}

/** The words for a role in every language, for what people type. */
export function roleWords(role: string): string[] {
	return (['zh-CN', 'en'] as const).flatMap((locale) => words[role]?.({ locale }) ?? []);
}
