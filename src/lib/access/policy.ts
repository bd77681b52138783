// The security policy: two presets, and what of them an installation may tighten. GB/T 22239 and ASVS want different passwords.
import * as v from 'valibot';
import { digitsField } from '#lib/kernel/fields.ts';

export const presets = ['mlps3', 'asvs'] as const;
export type Preset = (typeof presets)[number];

export const policySchema = v.strictObject({
	preset: v.picklist(presets, 'bad_choice'),
	/** Minutes without input or request that end a session. */
	idleMinutes: minutes(5, 30),
	adminIdleMinutes: minutes(5, 15),
	/** Hours after which a session ends in any case. */
	absoluteHours: minutes(1, 12),
	/** Who must have a second factor; in a demonstration it is only offered. */
	secondFactor: v.picklist(['administrators', 'everybody'], 'bad_choice'),
	/** Months that sign-ins and reads are kept. */
	retentionMonths: minutes(6, 120)
});
export type Policy = v.InferOutput<typeof policySchema>;

export const defaultPolicy: Policy = {
	preset: 'mlps3',
	idleMinutes: 30,
	adminIdleMinutes: 15,
	absoluteHours: 12,
	secondFactor: 'administrators',
	retentionMonths: 13
};

/** What a preset asks of passwords. */
export interface PasswordRules {
	readonly minLength: number;
	/** Of capitals, small letters, digits and other characters, so many kinds. */
	readonly kinds: number;
	/** Days after which a new one must be chosen; null: never only because of its age. */
	readonly maxAgeDays: number | null;
	/** So many of the last ones may not come back. */
	readonly history: number;
}

export function passwordRules(preset: Preset): PasswordRules {
	return preset === 'mlps3'
		? { minLength: 10, kinds: 3, maxAgeDays: 90, history: 5 }
		: { minLength: 12, kinds: 1, maxAgeDays: null, history: 0 };
}

/** A whole number between two bounds, as a number or as digits: forms send text. */
function minutes(least: number, most: number) {
	return v.pipe(
		v.union([v.number(), digitsField('bad_count', 4)], 'bad_count'),
		v.safeInteger('bad_count'),
		v.minValue(least, 'out_of_range'),
		v.maxValue(most, 'out_of_range')
	);
}
