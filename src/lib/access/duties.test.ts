// Duties: what an account owes before anything else.
import { describe, expect, it } from 'vitest';
import { demandsSecondFactor, dutiesOf, type AccountState } from './duties.ts';
import { defaultPolicy } from './policy.ts';
import { roles } from './roles.ts';

const now = new Date('2026-05-05T00:00:00Z');
const days = (count: number) => new Date(now.getTime() - count * 86_400_000);
const rules = { policy: defaultPolicy, demo: false };
const office: AccountState = { role: 'office', passwordChangedAt: days(1), hasSecondFactor: false };

describe('duties', () => {
	it('are none for who has done all', () => {
		expect(dutiesOf(office, rules, now)).toEqual([]);
		expect(dutiesOf({ ...office, role: 'audit_admin', hasSecondFactor: true }, rules, now)).toEqual([]);
	});

	it('ask the three administrators for a second factor, and everybody where the policy says so', () => {
		const demanded = roles.filter((role) => demandsSecondFactor(role, rules));
		expect(demanded).toEqual(['system_admin', 'security_admin', 'audit_admin']);
		expect(dutiesOf({ ...office, role: 'system_admin' }, rules, now)).toEqual(['enrol_second_factor']);
		const strict = { policy: { ...defaultPolicy, secondFactor: 'everybody' as const }, demo: false };
		expect(dutiesOf(office, strict, now)).toEqual(['enrol_second_factor']);
	});

	it('ask for a new password when it is older than mlps3 lets it be, never by asvs', () => {
		expect(dutiesOf({ ...office, passwordChangedAt: days(90) }, rules, now)).toEqual([]);
		expect(dutiesOf({ ...office, passwordChangedAt: days(91) }, rules, now)).toEqual(['choose_password']);
		const asvs = { policy: { ...defaultPolicy, preset: 'asvs' as const }, demo: false };
		expect(dutiesOf({ ...office, passwordChangedAt: days(4000) }, asvs, now)).toEqual([]);
	});

	it('come in the order in which they are done', () => {
		const owing = { role: 'audit_admin', passwordChangedAt: null, hasSecondFactor: false } as const;
		expect(dutiesOf(owing, rules, now)).toEqual(['choose_password', 'enrol_second_factor']);
	});

	it('are none in a demonstration', () => {
		const owing = { role: 'audit_admin', passwordChangedAt: null, hasSecondFactor: false } as const;
		expect(dutiesOf(owing, { policy: defaultPolicy, demo: true }, now)).toEqual([]);
	});
});
