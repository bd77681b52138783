// What an account must do before anything else: a pure answer from the account, the policy and whether this is a demonstration.
import { passwordRules, type Policy } from './policy.ts';
import type { Role } from './roles.ts';

/** In the order in which they are done. */
export type Duty = 'choose_password' | 'enrol_second_factor';

export interface DutyRules {
	readonly policy: Policy;
	/** In a demonstration nothing is forced: its passwords are in a file, its second factor is only offered. */
	readonly demo: boolean;
}

export interface AccountState {
	readonly role: Role;
	readonly passwordChangedAt: Date | null;
	readonly hasSecondFactor: boolean;
}

export function dutiesOf(account: AccountState, { policy, demo }: DutyRules, now: Date): Duty[] {
	if (demo) return [];
	const duties: Duty[] = [];
	const { maxAgeDays } = passwordRules(policy.preset);
	const age = now.getTime() - (account.passwordChangedAt?.getTime() ?? 0);
	if (account.passwordChangedAt === null || (maxAgeDays !== null && age > maxAgeDays * 86_400_000))
		duties.push('choose_password');
	if (demandsSecondFactor(account.role, { policy, demo }) && !account.hasSecondFactor)
		duties.push('enrol_second_factor');
	return duties;
}

/** Whether somebody of a role must have a second factor, and so cannot remove it. */
export function demandsSecondFactor(role: Role, { policy, demo }: DutyRules): boolean {
	return !demo && (policy.secondFactor === 'everybody' || role.endsWith('_admin'));
}

/** The page where a duty is done. */
export function dutyPath(duty: Duty): '/me/password' | '/me/second-factor' {
	return duty === 'choose_password' ? '/me/password' : '/me/second-factor';
}
