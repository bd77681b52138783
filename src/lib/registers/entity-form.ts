// The forms of an entity as they are sent: a new one with its figures, an edit with the values it was read with.
import type { Editable } from '#lib/commands/merge.ts';
import { ok, refuse, type EditConflict, type Result } from '#lib/kernel/result.ts';
import type { FormValues } from '#lib/forms/form-answer.ts';
import { typedFigure } from '#lib/kernel/typed-figure.ts';
import { registerKinds, type Register } from './register.ts';

/** What somebody decides about a field that two have changed. */
const choices = ['mine', 'theirs', 'base'] as const;
const measurePrefix = 'measures.';

/** The fields of a register's entities, in the order of their forms; a yearly measure has one for each year offered. */
export function entityFieldsOf(register: Register, years: readonly number[]): string[] {
	const { measures, holder } = registerKinds[register];
	return [
		'name',
		...(holder ? ['holder'] : []),
		'industry',
		'territory',
		...measures.flatMap(({ name, yearly }) => (yearly ? years.map((year) => `${name}.${year}`) : [name])),
		'evidence'
	];
}

/** A new entity: empty fields are left out; figures come as `measures.<measure>` and `measures.<measure>.<year>`. */
export function newEntityInput(register: Register, values: FormValues): Result<unknown> {
	const input: Record<string, unknown> = { register };
	const measures: Record<string, string | Record<string, string>> = {};
	for (const [field, [value = '']] of Object.entries(values)) {
		if (value.trim() === '') continue;
		if (!field.startsWith(measurePrefix)) {
			input[field] = value;
			continue;
		}
		const [name = '', year] = field.slice(measurePrefix.length).split('.');
		const figure = measureTyped(register, name, value);
		if (year === undefined) measures[name] = figure;
		else {
			const years = measures[name];
			measures[name] = { ...(typeof years === 'object' ? years : {}), [year]: figure };
		}
	}
	return ok({ ...input, measures });
}

/**
 * A change: each field comes as `<field>.base` and `<field>.new`; one in conflict also as `<field>.theirs` and `<field>.choice`,
 * and a choice is made from what stands there now. Fields that do not change are left out.
 */
export function entityChangeInput(values: FormValues): Result<unknown> {
	const value = (name: string) => values[name]?.[0];
	const changes: Record<string, { base: Editable; new: Editable }> = {};
	for (const field of fieldsIn(values)) {
		const base = value(`${field}.base`) ?? '';
		const mine = measureTyped(null, field, value(`${field}.new`) ?? '');
		const theirs = value(`${field}.theirs`);
		if (theirs === undefined) {
			if (mine.trim() !== base.trim()) changes[field] = { base: sent(base), new: sent(mine) };
			continue;
		}
		const choice = choices.find((one) => one === value(`${field}.choice`));
		if (!choice) return refuse('invalid', 'bad_choice', `/changes/${field}`);
		const wanted = { mine, theirs, base }[choice];
		if (wanted !== theirs) changes[field] = { base: sent(theirs), new: sent(wanted) };
	}
	const retired = value('retired');
	if (retired !== undefined) changes['retired'] = { base: retired !== 'true', new: retired === 'true' };
	return ok({ id: value('entity'), changes });
}

/** The conflicts that a form still shows, so that a refusal for another reason does not lose them. */
export function entityConflicts(values: FormValues): EditConflict[] {
	const value = (name: string) => values[name]?.[0];
	return fieldsIn(values).flatMap((field) => {
		const theirs = value(`${field}.theirs`);
		if (theirs === undefined) return [];
		const [by, at] = [value(`${field}.by`) || null, value(`${field}.at`) || null];
		return { field, base: value(`${field}.base`), mine: value(`${field}.new`), theirs, by, at };
	});
}

/** The field of the form that a pointer into the input means: `changes.annual-revenue.2018` is `annual-revenue.2018`. */
export function entityFieldOf(name: string): string {
	return name.replace(/^changes\./, '').replace(/\.(base|new)$/, '');
}

function fieldsIn(values: FormValues): string[] {
	return Object.keys(values).flatMap((name) => (name.endsWith('.base') ? [name.slice(0, -'.base'.length)] : []));
}

/** A figure as programs write it; what cannot be read stays as it was typed, and is refused for it. */
function measureTyped(register: Register | null, field: string, text: string): string {
	const name = field.split('.')[0] ?? '';
	const measure = (register === null ? Object.values(registerKinds) : [registerKinds[register]])
		.flatMap(({ measures }) => measures)
		.find((one) => one.name === name);
	if (!measure) return text;
	const typed = typedFigure(text, measure.unit === 'yuan' ? 'amount' : 'number');
	return 'text' in typed ? typed.text : text;
}

/** An emptied field takes its value back. */
function sent(text: string): string | null {
	return text.trim() === '' ? null : text;
}
