// Policy and settings as they are sent, and what of two versions differs.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '#lib/access/policy.ts';
import {
	demandsOf,
	differingFields,
	installationChangeSchema,
	policyBounds,
	policyChangeSchema
} from './setting-change.ts';

const sent = { ...defaultPolicy, base: '0', reason: '年度检查' };

describe('a change of the policy', () => {
	test.each(Object.entries(policyBounds))('takes %s within its bounds and not beyond them', (field, [least, most]) => {
		for (const [value, taken] of [
			[least - 1, false],
			[least, true],
			[most, true],
			[most + 1, false]
		] as const)
			expect(v.safeParse(policyChangeSchema, { ...sent, [field]: String(value) }).success, `${value}`).toBe(taken);
	});

	test.each([
		['without a reason', { reason: '  ' }],
		['on no version', { base: '' }],
		['with a field that there is not', { admin: 'true' }],
		['with another preset', { preset: 'none' }]
	])('is refused %s', (_, wrong) => {
		expect(v.safeParse(policyChangeSchema, { ...sent, ...wrong }).success).toBe(false);
	});

	test('asks for new passwords by their age only where the preset does', () => {
		expect(demandsOf(defaultPolicy).maxAgeDays).toBe(90);
		expect(demandsOf({ ...defaultPolicy, preset: 'asvs' }).maxAgeDays).toBeNull();
	});

	test('names the fields that differ', () => {
		expect(differingFields(defaultPolicy, defaultPolicy)).toEqual([]);
		expect(differingFields(defaultPolicy, { ...defaultPolicy, preset: 'asvs', idleMinutes: 10 })).toEqual([
			'preset',
			'idleMinutes'
		]);
	});
});

test('settings may be empty, and need no reason', () => {
	expect(v.parse(installationChangeSchema, { base: '2' })).toEqual({ base: 2, contact: '', notice: '', reason: '' });
});
