// What the address of the policy's page proposes: values to look at before anything is saved.
import * as v from 'valibot';
import { policySchema, type Policy } from '#lib/access/policy.ts';
import { parse } from '#lib/kernel/fields.ts';
import type { Fault } from '#lib/kernel/result.ts';
import { differingFields, policyFields, type PolicyField } from './setting-change.ts';

export interface PolicyProposal {
	/** As it stands in the address. */
	readonly values: Readonly<Record<PolicyField, string>>;
	/** The version that it was written on. */
	readonly base: number;
	/** What it would be; null where something is wrong or nothing differs. */
	readonly policy: Policy | null;
	readonly faults: readonly Fault[];
}

/** Null where the address proposes nothing. */
export function readProposal(params: URLSearchParams, inForce: Policy, version: number): PolicyProposal | null {
	if (!policyFields.some((field) => params.has(field))) return null;
	const values = Object.fromEntries(
		policyFields.map((field) => [field, params.get(field) ?? String(inForce[field])])
	) as Record<PolicyField, string>;
	const base = v.safeParse(v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number)), params.get('base'));
	const about = { values, base: base.success ? base.output : version };
	const parsed = parse(policySchema, values);
	if (!parsed.ok) return { ...about, policy: null, faults: parsed.faults };
	const differs = differingFields(inForce, parsed.value).length > 0;
	return differs
		? { ...about, policy: parsed.value, faults: [] }
		: { ...about, policy: null, faults: [{ pointer: '', code: 'nothing_changed' }] };
}
