// What the server answers to a form, and how a screen finds its way in it: everything typed, and what is wrong where.
import { ok, type EditConflict, type FaultCode, type Param, type Result } from '#lib/kernel/result.ts';

export interface FormFault {
	/** Name of the form's field, '' when the whole is meant. */
	readonly field: string;
	readonly code: FaultCode;
	readonly params: Readonly<Record<string, Param>>;
	/** Records that it names. */
	readonly ids: readonly string[];
	/** Ready to read, in the reader's language. */
	readonly message: string;
}

export interface RefusedForm {
	/** Which form of the page it was. */
	readonly form: string;
	/** Idempotency key to try again with. */
	readonly opId: string;
	/** Everything typed, by field; never a password. */
	readonly values: FormValues;
	readonly faults: readonly FormFault[];
	/** Only after an edit of what somebody else has changed: what stands there, by whom and since when. */
	readonly conflicts: readonly EditConflict[];
}

export interface DoneForm {
	readonly form: string;
	readonly done: { readonly ids: readonly string[] };
}

export type FormAnswer = RefusedForm | DoneForm;
export type FormValues = Readonly<Record<string, readonly string[]>>;

/** What a form hands to its fields. */
export interface FormFields {
	/** The value a field begins with: what was typed before a refusal, else `fallback`. */
	readonly value: (name: string, fallback?: string) => string;
	/** All values of a field with several, e.g. tick boxes. */
	readonly values: (name: string) => readonly string[];
	readonly error: (name: string) => string | undefined;
	/** What is wrong with a field, as a code: a form may offer a way out of it. */
	readonly fault: (name: string) => FaultCode | undefined;
	/** The fault about the whole form, with its figures. */
	readonly whole: () => FormFault | undefined;
	/** All values of a field as they were last refused. */
	readonly sent: (name: string) => readonly string[];
	/** The id of a field's control, unique on the page. */
	readonly id: (name: string) => string;
	readonly conflicts: readonly EditConflict[];
}

/** The answer in a page's `form`, when it belongs to the form named `id`. */
export function answerTo(form: unknown, id: string): FormAnswer | null {
	if (typeof form !== 'object' || form === null || !('form' in form)) return null;
	return form.form === id ? (form as FormAnswer) : null;
}

export function isRefused(answer: FormAnswer | null): answer is RefusedForm {
	return answer !== null && 'faults' in answer;
}

/** JSON pointer > name of the form's field: `/changes/status` > `changes.status`. */
export function fieldOfPointer(pointer: string): string {
	return pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** What was typed as the input of a schema: empty fields are left out, so that they are missing where they are required. */
export function plainInput(values: FormValues): Record<string, string> {
	const input: Record<string, string> = {};
	for (const [name, [value = '']] of Object.entries(values)) if (value.trim() !== '') input[name] = value;
	return input;
}

/** The same with all values of some fields: those of tick boxes. */
export function listsIn(fields: readonly string[]) {
	return (values: FormValues): Result<Record<string, string | readonly string[]>> =>
		ok({ ...plainInput(values), ...Object.fromEntries(fields.map((name) => [name, values[name] ?? []])) });
}
