// What may be read or taken away so that it has to be noted: personal data, settings, exports.
import { m } from '#lib/paraglide/messages.js';

/** What was shown or exported, by code; the log keeps the code. */
export type ReadCode = keyof typeof words;

export interface Read {
	readonly type: 'personalDataRead' | 'settingsRead' | 'exported';
	readonly what: ReadCode;
	/** The records, where it was of some and not of all. */
	readonly ids?: readonly string[];
}

const words = {
	accounts: () => m.audit_read_accounts(),
	account: () => m.audit_read_account(),
	accountImport: () => m.audit_read_account_import(),
	units: () => m.audit_read_units(),
	roles: () => m.audit_read_roles(),
	sessions: () => m.audit_read_sessions(),
	tokens: () => m.audit_read_tokens(),
	settings: () => m.audit_read_settings(),
	policy: () => m.audit_read_policy(),
	audit: () => m.audit_read_audit(),
	event: () => m.audit_read_event(),
	records: () => m.audit_read_records()
} as const;

/** The word for it; a code of a newer version stands for itself. */
export function readWord(what: string): string {
	return Object.hasOwn(words, what) ? words[what as ReadCode]() : what;
}
