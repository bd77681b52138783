// The one form for records of a ledger, at /ledger/<name>/new: what a feature says of it beside its `RecordForm.svelte`.
import type { GenericSchema } from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { PlanNames } from '#lib/plan/plan-names.ts';

export interface RecordForm {
	title(): string;
	/** What one must know before one enters a record, a sentence each. */
	notes(): readonly string[];
	/** What the form offers an actor; null if the actor may enter no record. */
	choices(plan: PlanIndex, actor: Actor): object | null;
	readonly schema: GenericSchema;
	/** Fields that are sent as lists: groups of tick boxes. */
	readonly lists?: readonly string[];
	/** What is asked before anything is read (see `Feature.acts`). */
	readonly act: string;
	/** Name of the command. */
	readonly command: string;
}

/** What the form is given. */
export interface RecordFormProps<Choices = unknown> {
	readonly choices: Choices;
	readonly names: PlanNames;
	/** The days between which a record's day may lie. */
	readonly minDay: string;
	readonly today: string;
	readonly opId: string;
	readonly onwrong: (wrong: boolean) => void;
}

/** What follows for a ledger with one form: the link to it, and whether an actor may enter any record. */
export function enteredBy(form: RecordForm, ledger: string) {
	return {
		form,
		forms: () => [{ href: `/ledger/${ledger}/new`, label: form.title() }],
		mayEnter: (plan: PlanIndex, actor: Actor) => form.choices(plan, actor) !== null
	};
}
