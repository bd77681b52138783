// What happened, in words: one for every type of event, for the fields that changed and for the codes that events carry.
import { roleWord } from '#lib/access/role-words.ts';
import type { Catalogue } from '#lib/entries/catalogue.ts';
import type { CoreEventType, EventType } from '#lib/protocol/event.ts';
import { m } from '#lib/paraglide/messages.js';
import type { AuditKind } from './audit-filter.ts';
import type { EventDoer } from './event-view.ts';
import { readWord } from './read.ts';

const words: Readonly<Record<CoreEventType, () => string>> = {
	planLoaded: () => m.audit_event_plan_loaded(),
	dayTurned: () => m.audit_event_day_turned(),
	entryConfirmed: () => m.audit_event_entry_confirmed(),
	entryReversed: () => m.audit_event_entry_reversed(),
	reversalConfirmed: () => m.audit_event_reversal_confirmed(),
	confirmationWithdrawn: () => m.audit_event_confirmation_withdrawn(),
	planAmended: () => m.audit_event_plan_amended(),
	gateDecided: () => m.audit_event_gate_decided(),
	sampleActivitySwitched: () => m.audit_event_sample_activity_switched(),
	accountCreated: () => m.audit_event_account_created(),
	accountChanged: () => m.audit_event_account_changed(),
	accountDisabled: () => m.audit_event_account_disabled(),
	accountEnabled: () => m.audit_event_account_enabled(),
	appointmentGranted: () => m.audit_event_appointment_granted(),
	appointmentEnded: () => m.audit_event_appointment_ended(),
	appointmentDeclined: () => m.audit_event_appointment_declined(),
	linkIssued: () => m.audit_event_link_issued(),
	linkUsed: () => m.audit_event_link_used(),
	passwordChanged: () => m.audit_event_password_changed(),
	passwordRehashed: () => m.audit_event_password_rehashed(),
	secondFactorBegun: () => m.audit_event_second_factor_begun(),
	secondFactorEnrolled: () => m.audit_event_second_factor_enrolled(),
	secondFactorRemoved: () => m.audit_event_second_factor_removed(),
	recoveryCodesRenewed: () => m.audit_event_recovery_codes_renewed(),
	recoveryCodeUsed: () => m.audit_event_recovery_code_used(),
	sessionEnded: () => m.audit_event_session_ended(),
	tokenIssued: () => m.audit_event_token_issued(),
	tokenRevoked: () => m.audit_event_token_revoked(),
	policyChanged: () => m.audit_event_policy_changed(),
	settingChanged: () => m.audit_event_setting_changed(),
	unitChanged: () => m.audit_event_unit_changed(),
	jobRequested: () => m.audit_event_job_requested(),
	reactionRetried: () => m.audit_event_reaction_retried(),
	signedIn: () => m.audit_event_signed_in(),
	signInFailed: () => m.audit_event_sign_in_failed(),
	signInLocked: () => m.audit_event_sign_in_locked(),
	signedOut: () => m.audit_event_signed_out(),
	exported: () => m.audit_event_exported(),
	personalDataRead: () => m.audit_event_personal_data_read(),
	settingsRead: () => m.audit_event_settings_read(),
	auditPruned: () => m.audit_event_audit_pruned(),
	auditBaseline: () => m.audit_event_audit_baseline()
};

/** Those of the features, then the others in the order of the protocol: business, access, sign-ins, reads. */
export function eventTypesOf({ eventTypes }: Pick<Catalogue, 'eventTypes'>): readonly EventType[] {
	return [...eventTypes, ...(Object.keys(words) as CoreEventType[])];
}

/** The word of a type; one of a newer version stands for itself. */
export function eventWord({ eventOf }: Pick<Catalogue, 'eventOf'>, type: string): string {
	return eventOf(type)?.about.word() ?? (Object.hasOwn(words, type) ? words[type as CoreEventType]() : type);
}

export function kindWord(kind: AuditKind): string {
	switch (kind) {
		case 'business':
			return m.audit_kind_business();
		case 'access':
			return m.audit_kind_access();
		case 'signin':
			return m.audit_kind_signin();
		case 'reads':
			return m.audit_kind_reads();
	}
}

const fields: Readonly<Record<string, () => string>> = {
	name: () => m.audit_field_name(),
	username: () => m.audit_field_username(),
	role: () => m.audit_field_role(),
	unit: () => m.audit_field_unit(),
	disabled: () => m.audit_field_disabled(),
	preset: () => m.audit_field_preset(),
	idleMinutes: () => m.audit_field_idle_minutes(),
	adminIdleMinutes: () => m.audit_field_admin_idle_minutes(),
	absoluteHours: () => m.audit_field_absolute_hours(),
	secondFactor: () => m.audit_field_second_factor(),
	retentionMonths: () => m.audit_field_retention_months(),
	contact: () => m.audit_field_contact(),
	notice: () => m.audit_field_notice(),
	what: () => m.audit_field_what(),
	kind: () => m.audit_field_kind(),
	feed: () => m.audit_field_feed(),
	scope: () => m.audit_field_scope(),
	stream: () => m.audit_field_stream(),
	count: () => m.audit_field_count(),
	state: () => m.audit_field_state(),
	sample: () => m.audit_field_sample(),
	cause: () => m.audit_field_cause(),
	factor: () => m.audit_field_factor(),
	from: () => m.audit_field_from(),
	to: () => m.audit_field_to(),
	roleBefore: () => m.audit_field_role_before(),
	unitBefore: () => m.audit_field_unit_before(),
	lastDay: () => m.audit_field_last_day(),
	expires: () => m.audit_field_expires(),
	sessions: () => m.audit_field_sessions(),
	shares: () => m.audit_field_shares(),
	why: () => m.audit_field_why(),
	key: () => m.audit_field_key(),
	version: () => m.audit_field_version(),
	validTo: () => m.audit_field_valid_to(),
	successor: () => m.audit_field_successor(),
	import: () => m.audit_field_import(),
	account: () => m.audit_field_account(),
	task: () => m.audit_field_task(),
	share: () => m.audit_field_share(),
	decision: () => m.audit_field_decision(),
	before: () => m.audit_field_before(),
	phase: () => m.audit_field_phase(),
	blockers: () => m.audit_field_blockers(),
	on: () => m.audit_field_on(),
	document: () => m.audit_field_document(),
	plan: () => m.audit_field_plan(),
	link: () => m.audit_field_link(),
	of: () => m.audit_field_of(),
	today: () => m.audit_field_today(),
	reversal: () => m.audit_field_reversal(),
	seq: () => m.audit_field_seq(),
	job: () => m.audit_field_job(),
	subject: () => m.audit_field_subject(),
	reaction: () => m.audit_field_reaction()
};

/** The word of a field or code; one that has none stands for itself. */
export function fieldWord(field: string): string {
	return Object.hasOwn(fields, field) ? (fields[field]?.() ?? field) : field;
}

/** A value of such a field in words, where it is a code. */
export function valueWord(
	field: string,
	value: string,
	units: Readonly<Record<string, { readonly name: string }>>
): string {
	if (field === 'role' || field === 'roleBefore') return roleWord(value);
	if (unitFields.has(field)) return units[value]?.name ?? value;
	if (field === 'what') return readWord(value);
	if (flags.has(field)) return value === 'true' || value === '1' ? m.audit_yes() : m.audit_no();
	const known = Object.hasOwn(codes, field) ? codes[field] : undefined;
	return known && Object.hasOwn(known, value) ? (known[value]?.() ?? value) : value;
}

const unitFields: ReadonlySet<string> = new Set(['unit', 'unitBefore', 'successor', 'of']);
const flags: ReadonlySet<string> = new Set(['disabled', 'sample', 'import', 'on', 'reversal']);

const decisions = {
	pass: () => m.stages_decision_pass(),
	pass_with_exceptions: () => m.stages_decision_pass_with_exceptions(),
	hold: () => m.stages_decision_hold()
};

/** Codes of fields whose values are codes. */
const codes: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
	state: {
		reported: () => m.audit_state_reported(),
		confirmed: () => m.audit_state_confirmed(),
		reversed: () => m.audit_state_reversed(),
		reversal_confirmed: () => m.audit_state_reversal_confirmed(),
		...decisions
	},
	decision: decisions,
	before: decisions,
	cause: { locked: () => m.audit_value_locked(), no_role: () => m.audit_value_no_role() },
	factor: {
		app: () => m.audit_value_app(),
		recovery: () => m.audit_value_recovery_code(),
		code: () => m.audit_value_code()
	},
	why: { administrator: () => m.audit_value_administrator(), role: () => m.audit_value_role_changed() },
	kind: {
		invitation: () => m.audit_value_invitation(),
		reset: () => m.audit_value_reset(),
		recovery: () => m.audit_value_recovery(),
		setup: () => m.audit_value_setup()
	},
	scope: { ingest: () => m.audit_value_ingest(), read: () => m.audit_value_read() }
};

/** Who it was, without role and unit. */
export function doerWord(by: EventDoer): string {
	switch (by.via) {
		case 'system':
			return m.audit_by_system();
		case 'token':
			return by.name === null ? m.audit_by_token() : m.audit_by_token_named({ name: by.name });
		case 'nobody':
			return m.audit_by_nobody();
		case 'person':
			return by.name ?? m.audit_by_person();
	}
}

/** Role and unit, where there are any. */
export function standingWord(by: EventDoer, units: Readonly<Record<string, { readonly name: string }>>): string {
	const unit = by.unit === null ? null : (units[by.unit]?.name ?? by.unit);
	return [by.role === null ? null : roleWord(by.role), unit].filter((part) => part !== null).join(' · ');
}
