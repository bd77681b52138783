// The edit of a share as a form sends it: fields with the values they were read with, and the choices after a conflict.
import { ok, refuse, type EditConflict, type Result } from '#lib/kernel/result.ts';
import type { FormValues } from '#lib/forms/form-answer.ts';
import { typedFigure } from '#lib/kernel/typed-figure.ts';
import { taskUpdateSchema, type ShareFields } from './share.ts';

export const editedFields = [
	'status',
	'progress',
	'narrative',
	'nextStep'
] as const satisfies readonly (keyof ShareFields)[];

/** What somebody decides about a field that two have changed. */
const choices = ['mine', 'theirs', 'base'] as const;

/**
 * The input of an update. Each field comes as `<field>.base` and `<field>.new`; one in conflict also as `<field>.theirs` and
 * `<field>.choice`, and a choice is made from what stands there now. Fields that do not change are left out.
 */
export function editInput(values: FormValues): Result<unknown> {
	const value = (name: string) => (name === 'progress.new' ? percentOf(values[name]?.[0]) : values[name]?.[0]);
	const changes: Record<string, { base: string; new: string }> = {};
	for (const field of editedFields) {
		const base = value(`${field}.base`);
		const mine = value(`${field}.new`);
		if (base === undefined || mine === undefined) continue;
		const theirs = value(`${field}.theirs`);
		if (theirs === undefined) {
			if (mine.trim() !== base.trim()) changes[field] = { base, new: mine };
			continue;
		}
		const choice = choices.find((one) => one === value(`${field}.choice`));
		if (!choice) return refuse('invalid', 'bad_choice', `/changes/${field}`);
		const wanted = { mine, theirs, base }[choice];
		if (wanted !== theirs) changes[field] = { base: theirs, new: wanted };
	}
	return ok({ share: value('share'), changes });
}

/** "５４", "54 %" as "54"; what cannot be read stays as it was typed, and is refused for it. */
function percentOf(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	const typed = typedFigure(text, 'percent');
	return 'text' in typed ? typed.text : text;
}

/** The conflicts that a form still shows, so that a refusal for another reason does not lose them. */
export function conflictsOf(values: FormValues): EditConflict[] {
	const value = (name: string) => values[name]?.[0];
	return editedFields.flatMap((field) => {
		const theirs = value(`${field}.theirs`);
		if (theirs === undefined) return [];
		return {
			field,
			base: value(`${field}.base`),
			mine: value(`${field}.new`),
			theirs,
			by: value(`${field}.by`) || null,
			at: value(`${field}.at`) || null
		};
	});
}

/** What a form that edits a share is made of. */
export const shareEdit = { schema: taskUpdateSchema, input: editInput, conflicts: conflictsOf };

/** The field of the form that a pointer into the input means: `changes.progress.new` is `progress`. */
export function editedFieldOf(name: string): keyof ShareFields | null {
	const [head, field] = name.split('.');
	return head === 'changes' ? (editedFields.find((one) => one === field) ?? null) : null;
}
