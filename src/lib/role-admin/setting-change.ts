// Changing settings and policy: every save is a version, made on the version that its maker had seen.
import * as v from 'valibot';
import { passwordRules, policySchema, type Policy } from '#lib/access/policy.ts';
import { installationSchema } from '#lib/access/settings.ts';
import { longText } from '#lib/kernel/fields.ts';
import { reasonField } from './grant.ts';

/** Of the version that the form was filled in from; 0 where nothing was ever saved. */
const base = v.pipe(v.string('bad_count'), v.regex(/^\d{1,7}$/, 'bad_count'), v.transform(Number));

export const policyChangeSchema = v.strictObject({ base, ...policySchema.entries, reason: reasonField });
export type PolicyChange = v.InferOutput<typeof policyChangeSchema>;

export const installationChangeSchema = v.strictObject({
	base,
	contact: v.optional(installationSchema.entries.contact, ''),
	notice: v.optional(installationSchema.entries.notice, ''),
	reason: v.optional(longText(500), '')
});
export type InstallationChange = v.InferOutput<typeof installationChangeSchema>;

export const policyFields = [
	'preset',
	'idleMinutes',
	'adminIdleMinutes',
	'absoluteHours',
	'secondFactor',
	'retentionMonths'
] as const satisfies readonly (keyof Policy)[];
export type PolicyField = (typeof policyFields)[number];

/** The least and the most of each figure, as `policySchema` checks them; said beside the fields. */
export const policyBounds = {
	idleMinutes: [5, 30],
	adminIdleMinutes: [5, 15],
	absoluteHours: [1, 12],
	retentionMonths: [6, 120]
} as const satisfies Partial<Record<PolicyField, readonly [number, number]>>;

/** Fields in which two versions differ. */
export function differingFields<Value extends object>(a: Value, b: Value): (keyof Value & string)[] {
	return (Object.keys(a) as (keyof Value & string)[]).filter((field) => a[field] !== b[field]);
}

/** What a policy asks of people, in the terms that counting needs. */
export interface PolicyDemands {
	readonly idleMinutes: number;
	readonly adminIdleMinutes: number;
	readonly absoluteHours: number;
	readonly retentionMonths: number;
	readonly maxAgeDays: number | null;
	readonly everybodySecondFactor: boolean;
}

export function demandsOf(policy: Policy): PolicyDemands {
	const { idleMinutes, adminIdleMinutes, absoluteHours, retentionMonths } = policy;
	return {
		idleMinutes,
		adminIdleMinutes,
		absoluteHours,
		retentionMonths,
		maxAgeDays: passwordRules(policy.preset).maxAgeDays,
		everybodySecondFactor: policy.secondFactor === 'everybody'
	};
}

/** How many a policy would concern, counted at this moment. */
export interface PolicyCounts {
	/** People who have a password. */
	readonly people: number;
	/** Of them, whose password is older than the policy allows, and whose becomes so within 30 days. */
	readonly passwordTooOld: number;
	readonly passwordOldSoon: number;
	/** Who must have a second factor and has none. */
	readonly withoutSecondFactor: number;
	/** Open sessions, and those that would be over. */
	readonly sessions: number;
	readonly sessionsOver: number;
	/** Lines of the sign-in and read audits that would be due for deletion. */
	readonly linesDue: number;
}

/** One version of the policy or of the settings, as it is listed. */
export interface SettingVersion<Value = unknown> {
	readonly version: number;
	readonly value: Value;
	readonly at: string;
	readonly by: string;
	readonly reason: string | null;
}
