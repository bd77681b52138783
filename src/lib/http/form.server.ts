// Between a page's form and a command: its fields, its idempotency key, and an answer that keeps all that was typed.
import { randomUUID } from 'node:crypto';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { requirePerson } from '#lib/access/page-rights.server.ts';
import type { Person } from '#lib/access/people.server.ts';
import { roleWord } from '#lib/access/role-words.ts';
import type { Actor } from '#lib/access/roles.ts';
import { fromYuan, formatYuan } from '#lib/kernel/money.ts';
import { parseTyped } from '#lib/kernel/fields.ts';
import {
	ok,
	refuse,
	type EditConflict,
	type Fault,
	type Param,
	type Refusal,
	type Result
} from '#lib/kernel/result.ts';
import {
	fieldOfPointer,
	plainInput,
	type DoneForm,
	type FormValues,
	type RefusedForm
} from '#lib/forms/form-answer.ts';
import { planNames, type PlanNames } from '#lib/plan/plan-names.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { faultSentence } from './fault-sentence.ts';
import { bodyLimit, statusOf } from './http.server.ts';

/** A form as it came: which one of the page, its idempotency key, and its fields. */
export interface SentForm {
	readonly form: string;
	readonly opId: string;
	readonly values: FormValues;
}

export interface Submission<Schema extends v.GenericSchema> {
	/** Of the command's input; a function where the input decides on it. */
	readonly schema: Schema | ((input: unknown) => Schema);
	/** Makes the schema's input of the fields, or refuses; without it empty fields are left out. */
	readonly input?: (values: FormValues) => Result<unknown>;
	readonly command: (actor: Actor, call: Call, input: v.InferOutput<Schema>) => Promise<Result<Written>>;
	/** Conflicts that the form already showed: a refusal for another reason must not lose them. */
	readonly conflicts?: (values: FormValues) => readonly EditConflict[];
	/** Where to go when it is done; without it the page stays. */
	readonly next?: (written: Written) => string;
	/** What the answer holds beside: shown once, and nowhere else. */
	readonly also?: () => Readonly<Record<string, unknown>>;
}

/** Never sent back: what was typed there opens something. */
const secretFields: ReadonlySet<string> = new Set(['password', 'again', 'current', 'code']);

/**
 * Runs a form of a page through one command. Nothing that was typed is lost, whatever the answer.
 * @param act whoever may do it to nothing at all is told so, and not what is wrong with what they sent
 */
export async function submitForm<Schema extends v.GenericSchema>(
	event: RequestEvent,
	act: string,
	submission: Submission<Schema>
) {
	const sent = await readForm(event.request);
	const done = await run(event, act, sent, submission);
	if (!done.ok) return refuseForm(event, sent, done, submission.conflicts?.(sent.values));
	if (submission.next) redirect(303, submission.next(done.value));
	return { ...submission.also?.(), form: sent.form, done: { ids: done.value.ids } } satisfies DoneForm;
}

/**
 * Runs a form of one's own account, which is no recorded write, through one command; what the command answers comes with
 * the page's `form`. Whoever is nobody is told that before anything else.
 */
export async function ownForm<Schema extends v.GenericSchema, Answer extends object>(
	event: RequestEvent,
	schema: Schema,
	command: (person: Person, input: v.InferOutput<Schema>) => Promise<Result<Answer | null>>
) {
	const person = requirePerson(event.locals);
	const sent = await readForm(event.request);
	const input = parseTyped(schema, plainInput(sent.values));
	if (!input.ok) return refuseForm(event, sent, input);
	const done = await command(person, input.value);
	if (!done.ok) return refuseForm(event, sent, done);
	return { form: sent.form, done: { ids: [] }, ...done.value };
}

/** A command of many records for a form of one. */
export function single<Input>(
	command: (actor: Actor, call: Call, inputs: readonly Input[]) => Promise<Result<Written>>
) {
	return (actor: Actor, call: Call, input: Input) => command(actor, call, [input]);
}

/** The fields of a form as they come. What is no form, or breaks off, is told so: it is the sender's fault. */
export async function readFields(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch (failure) {
		// The adapter stops reading at its own limit with an error that carries 413.
		const status = (failure as { status?: unknown }).status === 413 ? 413 : 415;
		error(
			status,
			faultSentence(status === 413 ? { code: 'body_too_large', params: { max: bodyLimit } } : { code: 'not_form' })
		);
	}
}

/** Reads a form's fields; line breaks become those that a stored text has. */
export async function readForm(request: Request): Promise<SentForm> {
	// Without a prototype: a field may be called `constructor`. No answer can carry one called `__proto__`, and no page has it.
	const values = Object.create(null) as Record<string, string[]>;
	for (const [name, value] of await readFields(request))
		if (typeof value === 'string' && name !== '__proto__') (values[name] ??= []).push(value.replaceAll('\r\n', '\n'));
	const { form = [], opId = [], ...rest } = values;
	const key = opId[0] ?? '';
	return { form: form[0] ?? '', opId: /^[\x21-\x7e]{1,120}$/.test(key) ? key : randomUUID(), values: rest };
}

/** A refusal as the page's `form`, with the status that REST would answer. */
export function refuseForm(event: RequestEvent, sent: SentForm, refusal: Refusal, known: readonly EditConflict[] = []) {
	const conflicts = refusal.conflicts ?? [];
	const names = planNames(event.locals.app.plan, getLocale());
	const values = Object.fromEntries(Object.entries(sent.values).filter(([name]) => !secretFields.has(name)));
	return fail(statusOf[refusal.kind], {
		form: sent.form,
		// The key is spent on what was recorded before: the next attempt is another record.
		opId: refusal.kind === 'key_reused' ? randomUUID() : sent.opId,
		values,
		faults: refusal.faults.map((fault) => ({
			field: fieldOfPointer(fault.pointer),
			code: fault.code,
			params: fault.params ?? {},
			ids: fault.ids ?? [],
			message: readableSentence(fault, names, event.locals.app.paramWords)
		})),
		conflicts: [...conflicts, ...known.filter((old) => !conflicts.some(({ field }) => field === old.field))]
	} satisfies RefusedForm);
}

async function run<Schema extends v.GenericSchema>(
	event: RequestEvent,
	act: string,
	sent: SentForm,
	submission: Submission<Schema>
): Promise<Result<Written>> {
	const { signedIn } = event.locals;
	if (!signedIn) return refuse('unauthenticated', 'sign_in_required');
	const bar = event.locals.app.actBar(signedIn.person.actor, act);
	if (bar) return refuse('forbidden', bar);
	const input = submission.input ? submission.input(sent.values) : ok(plainInput(sent.values));
	if (!input.ok) return input;
	const schema = typeof submission.schema === 'function' ? submission.schema(input.value) : submission.schema;
	const parsed = parseTyped(schema, input.value);
	if (!parsed.ok) return parsed;
	return submission.command(signedIn.person.actor, { opId: sent.opId }, parsed.value);
}

/** A fault in the words of people: names and separated figures in the place of codes. */
export function readableSentence(fault: Fault, names: PlanNames, own: ParamWords): string {
	return faultSentence({ code: fault.code, params: readable(fault, names, own) });
}

/** How values are said by the name of their parameter, in the reader's language. */
export type ParamWords = Readonly<Record<string, (value: string) => string>>;

/** People read names and separated figures where programs read codes. */
function readable({ params = {} }: Fault, names: PlanNames, own: ParamWords): Record<string, Param> {
	const words: ParamWords = {
		...own,
		territory: (code) => names.units[code]?.name ?? code,
		department: (code) => names.units[code]?.name ?? code,
		line: (id) => names.nodes[id]?.name ?? id,
		node: (id) => names.nodes[id]?.name ?? id,
		unit: (code) => names.units[code]?.name ?? code,
		role: roleWord,
		budget: money,
		recorded: money,
		left: money,
		limit: money,
		excess: money
	};
	return Object.fromEntries(
		Object.entries(params).map(([name, value]) => [name, words[name]?.(String(value)) ?? value])
	);
}

function money(yuan: string): string {
	return formatYuan(fromYuan(yuan));
}
