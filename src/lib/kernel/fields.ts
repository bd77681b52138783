// Schemas of single fields, shared by forms, REST and imports; the message of each is a code of result.ts.
import * as v from 'valibot';
import { parseDay, parseMonth, type Day, type Month } from './day.ts';
import { parseYuan, type Fen } from './money.ts';
import { invalid, type Fault, type FaultCode, faultCodes, ok, type Result } from './result.ts';
import { strangeInFigure, typedFigure, type FigureKind } from './typed-figure.ts';
import { dropIgnorables, looksEmpty, unfitInLine, unfitInText } from './text.ts';

const code = (value: FaultCode): FaultCode => value;

/** Required text of one line, of at most `length` characters, trimmed; what nobody sees in it is refused by its name. */
export function shortText(length: number) {
	return v.pipe(
		v.string(code('not_text')),
		v.trim(),
		v.check((text) => !looksEmpty(text), code('required')),
		v.maxLength(length, code('too_long')),
		fit(unfitInLine)
	);
}

/** Text with line breaks. */
export function longText(length: number) {
	return v.pipe(v.string(code('not_text')), v.trim(), v.maxLength(length, code('too_long')), fit(unfitInText));
}

/** Text with line breaks that says something: a reason. */
export function requiredText(length: number) {
	return v.pipe(
		longText(length),
		v.check((text) => !looksEmpty(text), code('required'))
	);
}

/** One line that may be left out, null or empty: all three mean "not given". */
export function optionalLine(length: number) {
	return v.optional(
		v.pipe(
			v.nullable(v.pipe(v.string(code('not_text')), v.trim(), v.maxLength(length, code('too_long')), fit(unfitInLine))),
			v.transform((text) => text || null)
		),
		null
	);
}

/** Text with line breaks that may be left out, null or empty. */
export function optionalText(length: number) {
	return v.optional(
		v.pipe(
			v.nullable(longText(length)),
			v.transform((text) => text || null)
		),
		null
	);
}

/** A number as people type and copy it: what has no shape of its own is left out, so that it makes no other number (R210). */
export function numberText(length: number) {
	return v.pipe(typedNumber, shortText(length));
}

/** A number that may be left out, null or empty; one that only looks empty is refused. */
export function optionalNumber(length: number) {
	const given = v.pipe(
		v.string(code('not_text')),
		v.check((text) => text.trim() === '' || !looksEmpty(text), code('required')),
		typedNumber,
		v.trim(),
		v.maxLength(length, code('too_long')),
		fit(unfitInLine)
	);
	return v.optional(
		v.pipe(
			v.nullable(given),
			v.transform((text) => text || null)
		),
		null
	);
}

/** Refuses a text for the first character that does not fit, and says which. */
function fit(unfit: (text: string) => string | null) {
	return v.rawCheck<string>(({ dataset, addIssue }) => {
		const character = dataset.typed ? unfit(dataset.value) : null;
		if (character !== null) addIssue({ message: code('bad_character'), received: character });
	});
}

/** What turns a line around is refused and not left out: whoever typed it saw another number. */
const typedNumber = v.pipe(v.string(code('not_text')), fit(unfitInText), v.transform(dropIgnorables));

/** A code of the plan (line, unit, share): whether it exists is the rules' question. */
export const codeField = v.pipe(
	v.string(code('not_text')),
	v.trim(),
	v.nonEmpty(code('required')),
	v.maxLength(80, code('too_long')),
	v.regex(/^[\w./-]+$/, code('bad_id'))
);

/** An issue about a figure: where a character is in the way, it says which. */
export function unreadIssue(message: FaultCode, text: string): { message: FaultCode; received?: string } {
	return namesCharacter.has(message) ? { message, received: strangeInFigure(text) ?? '' } : { message };
}

/**
 * Whole numbers as text, as forms send them: digits alone.
 * @param refused what anything else is refused as
 */
export function digitsField(refused: FaultCode, most: number) {
	return v.pipe(
		v.string(),
		v.trim(),
		v.rawCheck<string>(({ dataset, addIssue }) => {
			if (!dataset.typed || /^\d*\.?\d*$/.test(dataset.value)) return;
			const strange = /[^\d]/u.exec(dataset.value)?.[0] ?? '';
			addIssue({ message: code('figure_character'), received: strange });
		}),
		v.regex(new RegExp(`^\\d{1,${most}}$`), refused),
		v.transform(Number)
	);
}

/** Decimal string of yuan > fen. */
export const amountField = v.pipe(
	v.string(code('bad_amount')),
	v.nonEmpty(code('required')),
	v.rawTransform<string, Fen>(({ dataset, addIssue, NEVER }) => {
		const parsed = parseYuan(dataset.value);
		if (typeof parsed === 'bigint') return parsed;
		addIssue(unreadIssue(parsed, dataset.value));
		return NEVER;
	})
);

export const dayField = v.pipe(
	v.string(code('bad_date')),
	v.nonEmpty(code('required')),
	v.rawTransform<string, Day>(({ dataset, addIssue, NEVER }) => {
		const parsed = parseDay(dataset.value);
		if (parsed) return parsed;
		addIssue({ message: code('bad_date') });
		return NEVER;
	})
);

export const monthField = v.pipe(
	v.string(code('bad_month')),
	v.rawTransform<string, Month>(({ dataset, addIssue, NEVER }) => {
		const parsed = parseMonth(dataset.value);
		if (parsed) return parsed;
		addIssue({ message: code('bad_month') });
		return NEVER;
	})
);

/** That the same record is meant to stand once more (R233); forms send text. */
export const againField = v.optional(
	v.union(
		[
			v.boolean(),
			v.pipe(
				v.picklist(['true', 'false']),
				v.transform((text) => text === 'true')
			)
		],
		code('bad_choice')
	)
);

/** As the database writes ids, however they were typed. */
export const idField = v.pipe(v.string(code('bad_id')), v.uuid(code('bad_id')), v.toLowerCase());

/** Whether a text of an address can be an id at all: the database fails on what is none. */
export function isId(text: string): boolean {
	return v.is(idField, text);
}

/** A whole number of at least one, as a number or as digits (forms send text). */
export const countField = v.pipe(
	v.union([v.number(), digitsField('bad_count', 7)], code('bad_count')),
	v.safeInteger(code('bad_count')),
	v.minValue(1, code('bad_count')),
	v.maxValue(1_000_000, code('bad_count'))
);

/**
 * Checks one input against its schema.
 * @param prefix JSON pointer of the input inside the body ('' or '/3')
 * @returns the parsed input, or every fault with its pointer
 */
export function parse<T extends v.GenericSchema>(schema: T, input: unknown, prefix = ''): Result<v.InferOutput<T>> {
	// One fault a field: what is empty need not hear that it is also no id.
	const parsed = v.safeParse(schema, input, { abortPipeEarly: true });
	return parsed.success ? ok(parsed.output) : invalid(faultsOf(parsed.issues, prefix));
}

/**
 * The same of what a form sends: figures are read as people type them (R234). A program's are not: its faults say what is in
 * the way, here it is read where it can be.
 */
export function parseTyped<T extends v.GenericSchema>(schema: T, input: unknown): Result<v.InferOutput<T>> {
	const first = parse(schema, input);
	if (first.ok) return first;
	const copy = structuredClone(input);
	const known = first.faults.map((fault) => readTyped(copy, fault));
	if (known.every((one) => one === null)) return first;
	const second = parse(schema, copy);
	if (second.ok) return second;
	// Of what could not be read the first reading names the character as it was typed.
	const unread = new Map(first.faults.map((fault, index) => [fault.pointer, known[index] ?? fault]));
	return invalid(
		second.faults.map((fault) => (figureKinds.has(fault.code) ? (unread.get(fault.pointer) ?? fault) : fault))
	);
}

const figureKinds: ReadonlyMap<FaultCode, FigureKind> = new Map([
	['amount_character', 'amount'],
	['figure_character', 'number'],
	['figure_groups', 'number']
]);

/** Puts a figure as programs write it in the place of what was typed; else answers what is in the way. */
function readTyped(input: unknown, fault: Fault): Fault | null {
	const kind = figureKinds.get(fault.code);
	if (!kind) return null;
	const path = fault.pointer.slice(1).split('/').map(plainKey);
	const last = path.pop() ?? '';
	const parent = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], input) as Record<
		string,
		unknown
	>;
	const typed = typedFigure(String(parent[last]), kind);
	if ('text' in typed) {
		parent[last] = typed.text;
		return fault;
	}
	return {
		pointer: fault.pointer,
		code: typed.code,
		...(typed.character === null ? {} : { params: { character: typed.character } })
	};
}

function plainKey(key: string): string {
	return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A key as a part of a JSON pointer. */
export function escapedPointer(key: string): string {
	return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

const namesCharacter: ReadonlySet<FaultCode> = new Set(['bad_character', 'amount_character', 'figure_character']);

function faultsOf(issues: readonly v.BaseIssue<unknown>[], prefix: string): Fault[] {
	return issues.map((whole): Fault => {
		// Of a number or its text, what the text has in the way says more than that it is neither.
		const issue = whole.issues?.find(({ message }) => message === 'figure_character') ?? whole;
		const path = (whole.path ?? []).map((item) => `/${escapedPointer(String(item.key))}`);
		const fault = { pointer: prefix + path.join(''), code: codeOf(issue) };
		const params = paramsOf(fault.code, issue);
		return params ? { ...fault, params } : fault;
	});
}

/** What a sentence needs to name: the character, the length allowed. */
function paramsOf(code: FaultCode, { received, requirement }: v.BaseIssue<unknown>): Fault['params'] {
	if (namesCharacter.has(code)) return { character: received };
	return code === 'too_long' && typeof requirement === 'number' ? { max: requirement } : undefined;
}

function codeOf(issue: v.BaseIssue<unknown>): FaultCode {
	if (issue.type === 'strict_object') {
		if (issue.expected === 'never') return 'unknown_field';
		return issue.received === 'undefined' ? 'required' : 'not_object';
	}
	if (issue.received === 'undefined' || issue.received === 'null') return 'required';
	return (faultCodes as readonly string[]).includes(issue.message) ? (issue.message as FaultCode) : 'not_text';
}
