// An entity as lists and its own page show it: as it stands, what it lacks, and how it came to this.
import type { Editable } from '#lib/commands/merge.ts';
import { flat } from './decide.ts';
import { measureNow, registerKinds, type EntityFields, type Measure, type Register } from './register.ts';
import { standingOf, type EntityState, type RegisterRules } from './standing.ts';

export interface Amount {
	readonly measure: Measure;
	/** Whole fen or a count, as digits. */
	readonly value: string;
}

export interface EntityView {
	readonly id: string;
	readonly register: Register;
	readonly name: string;
	readonly industry: string;
	readonly territory: string | null;
	readonly holder: string | null;
	readonly evidence: string | null;
	readonly retired: boolean;
	/** The figure of each measure that counts; those that are not given are left out. */
	readonly figures: readonly Amount[];
	readonly state: EntityState;
	/** How much of the condition is reached, in ten-thousandths. */
	readonly reached: number;
	readonly missing: readonly Amount[];
	/** Whether one of what is missing is enough. */
	readonly any: boolean;
	/** Whether the newest version is confirmed. */
	readonly confirmed: boolean;
	/** Business day of the newest version. */
	readonly updated: string;
	/** The unit that entered it first. */
	readonly unit: string;
}

export interface VersionView {
	/** The entry. */
	readonly id: string;
	readonly version: number;
	readonly state: 'reported' | 'confirmed' | 'reversed' | 'reversal_waits';
	readonly change: 'added' | 'changed' | 'retired';
	readonly by: { readonly name: string | null; readonly unit: string; readonly at: string };
	readonly confirmed: { readonly name: string | null; readonly unit: string | null; readonly at: string } | null;
	readonly changes: readonly { readonly field: string; readonly from: Editable; readonly to: Editable }[];
}

export interface EntityStory {
	readonly entity: EntityView;
	/** What an edit begins with. */
	readonly fields: EntityFields;
	/** The newest first. */
	readonly versions: readonly VersionView[];
}

export interface EntityFilter {
	readonly industry: string | null;
	readonly state: EntityState | null;
}

export const filterStates = ['qualified', 'near', 'not'] as const;

export function readEntityFilter(params: URLSearchParams, industries: readonly string[]): EntityFilter {
	return {
		industry: industries.find((id) => id === params.get('industry')) ?? null,
		state: filterStates.find((state) => state === params.get('state')) ?? null
	};
}

export function entityView(
	rules: RegisterRules,
	entity: { readonly id: string; readonly register: Register; readonly unit: string },
	fields: EntityFields,
	about: { readonly confirmed: boolean; readonly updated: string }
): EntityView {
	const { state, reached, missing, any } = standingOf(rules, entity.register, fields);
	const { measures: _, ...rest } = fields;
	return {
		...entity,
		...rest,
		figures: registerKinds[entity.register].measures.flatMap((measure) => {
			const value = measureNow(fields, measure);
			return value === null ? [] : [{ measure, value: value.toString() }];
		}),
		state,
		reached: Number(reached),
		missing: missing.map(({ measure, amount }) => ({ measure, value: amount.toString() })),
		any,
		...about
	};
}

/** The fields of an entity as an edit begins with them: text as people type it, '' where nothing is given. */
export function editValues(register: Register, fields: EntityFields): Record<string, string> {
	return Object.fromEntries(
		Object.entries(flat(register, fields)).map(([field, value]) => [field, value === null ? '' : String(value)])
	);
}

/** Those that qualify last; of the others the nearest first; what has left at the end. */
export function byNearness(a: EntityView, b: EntityView): number {
	const place = (one: EntityView) => (one.retired ? 2 : one.state === 'qualified' ? 1 : 0);
	return place(a) - place(b) || b.reached - a.reached || (a.name < b.name ? -1 : 1);
}
