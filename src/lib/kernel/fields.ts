// Schemas of single fields, shared by forms, REST and imports; the message of each is a code of result.ts.
import * as v from 'valibot';
import { parseDay, parseMonth, type Day, type Month } from './day.ts';
import { parseYuan, type Fen } from './money.ts';
import { invalid, type Fault, type FaultCode, faultCodes, ok, type Result } from './result.ts';
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

/** Decimal string of yuan > fen. */
export const amountField = v.pipe(
	v.string(code('bad_amount')),
	v.nonEmpty(code('required')),
	v.rawTransform<string, Fen>(({ dataset, addIssue, NEVER }) => {
		const parsed = parseYuan(dataset.value);
		if (typeof parsed === 'bigint') return parsed;
		addIssue({ message: parsed });
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

export const idField = v.pipe(v.string(code('bad_id')), v.uuid(code('bad_id')));

/** Whether a text of an address can be an id at all: the database fails on what is none. */
export function isId(text: string): boolean {
	return v.is(idField, text);
}

/** A whole number of at least one, as a number or as digits (forms send text). */
export const countField = v.pipe(
	v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number))], code('bad_count')),
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

/** A key as a part of a JSON pointer. */
export function escapedPointer(key: string): string {
	return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function faultsOf(issues: readonly v.BaseIssue<unknown>[], prefix: string): Fault[] {
	return issues.map((issue): Fault => {
		const path = (issue.path ?? []).map((item) => `/${escapedPointer(String(item.key))}`);
		const fault = { pointer: prefix + path.join(''), code: codeOf(issue) };
		const params = paramsOf(fault.code, issue);
		return params ? { ...fault, params } : fault;
	});
}

/** What a sentence needs to name: the character, the length allowed. */
function paramsOf(code: FaultCode, { received, requirement }: v.BaseIssue<unknown>): Fault['params'] {
	if (code === 'bad_character') return { character: received };
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
