// The policy in plain words: what each setting is called, what it means, and what a value of it is.
import { passwordRules, type Policy } from '#lib/access/policy.ts';
import { m } from '#lib/paraglide/messages.js';
import { policyBounds, type PolicyCounts, type PolicyField } from './setting-change.ts';

export function policyFieldWord(field: PolicyField): string {
	return {
		preset: m.security_policy_preset,
		idleMinutes: m.security_policy_idle,
		adminIdleMinutes: m.security_policy_admin_idle,
		absoluteHours: m.security_policy_absolute,
		secondFactor: m.security_policy_second_factor,
		retentionMonths: m.security_policy_retention
	}[field]();
}

/** What it means, with its bounds where it has some. */
export function policyFieldHint(field: PolicyField): string {
	const meaning = {
		preset: m.security_policy_preset_hint,
		idleMinutes: m.security_policy_idle_hint,
		adminIdleMinutes: m.security_policy_admin_idle_hint,
		absoluteHours: m.security_policy_absolute_hint,
		secondFactor: m.security_policy_second_factor_hint,
		retentionMonths: m.security_policy_retention_hint
	}[field]();
	if (!(field in policyBounds)) return meaning;
	const [least, most] = policyBounds[field as keyof typeof policyBounds];
	return `${meaning} ${m.security_policy_bounds({ least, most })}`;
}

export function presetWord(preset: Policy['preset']): string {
	return preset === 'mlps3' ? m.security_preset_mlps3() : m.security_preset_asvs();
}

export function secondFactorWord(who: Policy['secondFactor']): string {
	return who === 'everybody' ? m.security_second_factor_everybody() : m.security_second_factor_administrators();
}

export function policyValueWord(policy: Policy, field: PolicyField): string {
	switch (field) {
		case 'preset':
			return presetWord(policy.preset);
		case 'secondFactor':
			return secondFactorWord(policy.secondFactor);
		case 'absoluteHours':
			return m.security_hours({ count: policy.absoluteHours });
		case 'retentionMonths':
			return m.security_months({ count: policy.retentionMonths });
		default:
			return m.security_minutes({ count: policy[field] });
	}
}

/** What a changed policy means for people, sessions and the audit at this moment. */
export function policyEffects(before: Policy, after: Policy, counts: PolicyCounts, demo: boolean): string[] {
	const effects: string[] = [];
	if (before.preset !== after.preset) {
		const { minLength, kinds, maxAgeDays } = passwordRules(after.preset);
		effects.push(
			kinds > 1
				? m.security_effect_rules({ min: minLength, kinds, people: counts.people })
				: m.security_effect_rules_plain({ min: minLength, people: counts.people })
		);
		effects.push(
			maxAgeDays === null
				? m.security_effect_no_age()
				: m.security_effect_age({ count: counts.passwordTooOld, days: maxAgeDays, soon: counts.passwordOldSoon })
		);
	}
	if (before.secondFactor !== after.secondFactor)
		effects.push(
			demo
				? m.security_effect_second_factor_demo({ count: counts.withoutSecondFactor })
				: m.security_effect_second_factor({ count: counts.withoutSecondFactor })
		);
	if (
		before.idleMinutes !== after.idleMinutes ||
		before.adminIdleMinutes !== after.adminIdleMinutes ||
		before.absoluteHours !== after.absoluteHours
	)
		effects.push(m.security_effect_sessions({ count: counts.sessionsOver, open: counts.sessions }));
	if (before.retentionMonths !== after.retentionMonths)
		effects.push(m.security_effect_retention({ count: counts.linesDue }));
	return effects;
}
