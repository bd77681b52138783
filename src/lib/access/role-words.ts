// Roles as words.
import { m } from '#lib/paraglide/messages.js';

const words: Readonly<Record<string, () => string>> = {
	leader: () => m.ui_role_leader(),
	office: () => m.ui_role_office(),
	department: () => m.ui_role_department(),
	district: () => m.ui_role_district(),
	fund_manager: () => m.ui_role_fund_manager(),
	reader: () => m.ui_role_reader(),
	system_admin: () => m.ui_role_system_admin(),
	security_admin: () => m.ui_role_security_admin(),
	audit_admin: () => m.ui_role_audit_admin()
};

export function roleWord(role: string): string {
	return words[role]?.() ?? role;
}
