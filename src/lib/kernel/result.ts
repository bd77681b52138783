// Refusals as values: a command answers Ok or a list of faults; a throw is a bug.

/** A parameter of a refusal: only codes, figures and dates, never prose. */
export type Param = string | number;

/** One thing that is wrong: `pointer` is a JSON pointer into the input ('' = the whole), `code` names a sentence. */
export interface Fault {
	readonly pointer: string;
	readonly code: FaultCode;
	readonly params?: Readonly<Record<string, Param>>;
	/** The records that stand in the way, as far as the caller may see them. */
	readonly ids?: readonly string[];
}

/** What the whole refusal is about; it decides the HTTP status in one place (http/http.server.ts). */
export type RefusalKind =
	| 'invalid'
	| 'forbidden'
	| 'not_found'
	| 'conflict'
	| 'edit_conflict'
	| 'duplicate'
	| 'key_reused'
	| 'too_large'
	| 'unsupported'
	| 'unauthenticated'
	| 'two_identities'
	| 'too_many_requests'
	| 'unavailable'
	| 'malformed'
	| 'misdirected'
	| 'method_not_allowed'
	| 'address_too_long'
	| 'head_too_long'
	| 'too_slow'
	| 'unexpected';

export interface Refusal {
	readonly ok: false;
	readonly kind: RefusalKind;
	readonly faults: readonly Fault[];
	/** Only with `edit_conflict`: what stands there now, field by field. */
	readonly conflicts?: readonly EditConflict[];
}

export interface EditConflict {
	readonly field: string;
	readonly base: unknown;
	readonly mine: unknown;
	readonly theirs: unknown;
	/** The unit whose person wrote the present value, and the business time of it (ISO). */
	readonly by: string | null;
	readonly at: string | null;
}

export interface Ok<T> {
	readonly ok: true;
	readonly value: T;
}

export type Result<T> = Ok<T> | Refusal;

/** Every code that a fault may carry; messages/faults.*.json has one sentence for each. */
export const faultCodes = [
	'required',
	'unknown_field',
	'not_text',
	'bad_character',
	'not_number',
	'not_list',
	'not_object',
	'too_long',
	'too_many',
	'bad_choice',
	'bad_date',
	'before_base_year',
	'in_future',
	'day_not_stored',
	'bad_amount',
	'amount_character',
	'figure_character',
	'figure_groups',
	'amount_too_precise',
	'amount_not_positive',
	'amount_too_large',
	'sum_too_large',
	'bad_count',
	'bad_percent',
	'bad_id',
	'bad_month',
	'unknown_line',
	'unknown_territory',
	'unknown_department',
	'not_enforcing',
	'unknown_record',
	'unknown_milestone',
	'unknown_share',
	'unknown_case',
	'not_your_unit',
	'entry_of_feed',
	'unknown_feed',
	'not_allowed',
	'own_entry',
	'own_unit_entry',
	'already_confirmed',
	'already_reversed',
	'already_reported',
	'progress_computed',
	'nothing_to_confirm',
	'one_by_one',
	'reversed',
	'has_dependents',
	'duplicate_registration',
	'duplicate_number',
	'already_closed',
	'not_closed',
	'closed_before_accepted',
	'reopened_before_closed',
	'opening_after_base_year',
	'opening_required',
	'line_overdrawn',
	'disbursed_beyond_received',
	'spent_beyond_disbursed',
	'later_step_above',
	'replaces_other_kind',
	'exception_outdated',
	'duplicate',
	'source_not_planned',
	'bank_required',
	'completed_needs_full_progress',
	'nothing_changed',
	'edit_conflict',
	'key_reused',
	'key_required',
	'key_invalid',
	'body_too_large',
	'not_json',
	'not_json_type',
	'bad_token',
	'two_identities',
	'sign_in_required',
	'credentials_required',
	'feed_reads_own',
	'not_for_administrators',
	'bad_credentials',
	'locked_out',
	'foreign_origin',
	'busy',
	'unexpected',
	'unknown_path',
	'method_not_allowed',
	'bad_address',
	'address_too_long',
	'head_too_long',
	'too_slow',
	'broken_request',
	'foreign_host',
	'not_in_range',
	'given_twice',
	'bad_figure',
	'figure_too_precise',
	'figure_too_large',
	'figure_not_whole',
	'figure_not_positive',
	'figure_above_scale',
	'unknown_indicator',
	'unknown_unit',
	'unit_not_owner',
	'bad_period',
	'period_not_year',
	'period_not_quarter',
	'period_not_month',
	'period_in_future',
	'period_before_base_year',
	'period_reported',
	'unknown_target',
	'no_base_needed',
	'base_given',
	'base_freeze_waits',
	'base_frozen_since',
	'base_year_runs',
	'base_not_recorded',
	'base_too_few',
	'base_unchanged',
	'unknown_entity',
	'unknown_industry',
	'unknown_measure',
	'year_required',
	'entity_exists',
	'entity_retired',
	'year_in_future',
	'exception_not_needed',
	'no_budget_here',
	'same_node',
	'transfer_below_recorded',
	'transfer_in_use',
	'operation_not_of_line',
	'fund_overinvested',
	'pool_exhausted',
	'reclaimed_too_much',
	'operation_needed',
	'review_not_of_line',
	'already_reviewed',
	'bad_score',
	'bad_year',
	'not_confirmed_before',
	'not_confirmed',
	'not_your_confirmation',
	'too_late_to_take_back',
	'confirmation_rested_on',
	'unknown_phase',
	'phase_not_begun',
	'gate_before_open',
	'gate_blocked',
	'nothing_blocks',
	'unknown_reading',
	'already_in_force',
	'in_force',
	'unknown_safeguard',
	'plan_changed_since',
	'in_the_past',
	'plan_fault',
	'plan_id_lost',
	'plan_years_fixed',
	'out_of_range',
	'link_over',
	'duty_open',
	'wrong_password',
	'bad_code',
	'code_used',
	'step_over',
	'no_role_yet',
	'password_too_short',
	'password_too_simple',
	'password_has_username',
	'password_has_word',
	'nothing_to_send',
	'not_form',
	'password_common',
	'password_used_before',
	'passwords_differ',
	'username_taken',
	'usernames_alike',
	'bad_username',
	'second_factor_demanded',
	'second_factor_missing',
	'role_not_of_branch',
	'no_unit_for_role',
	'unit_not_valid',
	'role_not_for_unit',
	'already_appointed',
	'account_disabled',
	'own_account',
	'unknown_account',
	'last_security_admin',
	'unknown_appointment',
	'already_ended',
	'last_day_too_late',
	'no_request',
	'setting_changed_since',
	'own_session',
	'unknown_session',
	'unknown_token',
	'unknown_job',
	'nothing_set_aside',
	'token_ended',
	'token_reads_only',
	'too_many_requests',
	'role_needs_unit',
	'unit_ended',
	'formula_cell',
	'account_not_disabled',
	'account_changed',
	'not_yourself',
	'last_administrator',
	'hand_over_needed',
	'not_of_that_unit',
	'username_twice',
	'unknown_role',
	'sheet_empty',
	'sheet_column_twice',
	'sheet_column_missing',
	'sheet_too_long',
	'sheet_not_csv',
	'sheet_too_large',
	'sheet_is_workbook',
	'sheet_bad_bytes',
	'sheet_no_heads',
	'sheet_row_too_long',
	'sheet_stray_quote',
	'sheet_open_quote',
	'sheet_outdated',
	'not_agreed',
	'last_day_past',
	'last_day_before_first',
	'end_before_start',
	'successor_needs_last_day',
	'bad_successor',
	'unit_exists',
	'zone_in_district',
	'bad_unit_code'
] as const;
export type FaultCode = (typeof faultCodes)[number];

export function ok<T>(value: T): Ok<T> {
	return { ok: true, value };
}

/**
 * A refusal about a single place of the input.
 * @param ids of records that stand in the way and that the caller may see
 */
export function refuse(
	kind: RefusalKind,
	code: FaultCode,
	pointer = '',
	params?: Readonly<Record<string, Param>>,
	ids?: readonly string[]
): Refusal {
	return { ok: false, kind, faults: [{ pointer, code, ...(params ? { params } : {}), ...(ids ? { ids } : {}) }] };
}

export function invalid(faults: readonly Fault[]): Refusal {
	return { ok: false, kind: 'invalid', faults };
}
