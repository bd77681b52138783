// Whether an entity may be entered or changed: its fields, its figures, its name and the right, as pure answers.
import { mayRecord, seesRecordsOf } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { mergeEdit, type Editable } from '#lib/commands/merge.ts';
import { yearOf, type Day } from '#lib/kernel/day.ts';
import { escapedPointer, optionalLine, parse, shortText } from '#lib/kernel/fields.ts';
import { toYuan } from '#lib/kernel/money.ts';
import { invalid, ok, refuse, type Fault, type Refusal, type Result } from '#lib/kernel/result.ts';
import { strangeInFigure } from '#lib/kernel/typed-figure.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import {
	measureOfKey,
	readMeasure,
	registerKinds,
	type EntityChangeInput,
	type EntityFields,
	type NewEntityInput,
	type Register
} from './register.ts';

/** An entity as it stands: its newest version that is not reversed. */
export interface EntityNow {
	readonly id: string;
	readonly register: Register;
	/** The unit that entered it first. */
	readonly unit: string;
	/** The last version that was given out, reversed ones too. */
	readonly lastVersion: number;
	readonly fields: EntityFields;
}

export interface DecidedEntity {
	readonly register: Register;
	readonly fields: EntityFields;
	/** The unit it is entered for. */
	readonly unit: string;
	/** Names of the fields that differ from the version before. */
	readonly changed: readonly string[];
}

/** Names that entities of a register stand under, as keys. */
export type HeldNames = ReadonlyMap<Register, ReadonlySet<string>>;

/** Whether the recording rules let an actor keep an entity of a territory, or of none. */
export function mayKeep(plan: PlanIndex, actor: Actor, territory: string | null): boolean {
	return mayRecord(actor, { record: 'register-entity', territory }, plan.document.settings);
}

export function nameKey(name: string): string {
	return numberKey(name);
}

export function decideNewEntity(
	plan: PlanIndex,
	held: HeldNames,
	actor: Actor,
	today: Day,
	input: NewEntityInput
): Result<DecidedEntity> {
	const faults: Fault[] = [...placeFaults(plan, input, '')];
	const measures: Record<string, bigint> = {};
	for (const [name, given] of Object.entries(input.measures)) {
		const values =
			typeof given === 'object' && given !== null
				? Object.entries(given).map(([year, value]) => [`${name}.${year}`, value, `${name}/${year}`] as const)
				: [[name, given, name] as const];
		for (const [key, value, path] of values) {
			const figure = figureOf(input.register, key, value, today, `/measures/${path}`);
			if ('fault' in figure) faults.push(figure.fault);
			else if (figure.value !== null) measures[key] = figure.value;
		}
	}
	if (!registerKinds[input.register].holder && input.holder !== null)
		faults.push({ pointer: '/holder', code: 'unknown_field' });
	if (faults.length > 0) return invalid(faults);
	const bar = rightBar(plan, actor, input.territory, '/territory');
	if (bar) return bar;
	if (held.get(input.register)?.has(nameKey(input.name)))
		return refuse('conflict', 'entity_exists', '/name', { name: input.name });
	const { register, name, industry, territory, holder, evidence } = input;
	return ok({
		register,
		fields: { name, industry, territory, holder, evidence, retired: false, measures },
		unit: actor.unit ?? territory ?? plan.document.coordinatingOffice,
		changed: []
	});
}

/** Decides on one change; `stale` names the fields that somebody else has changed to something else in between. */
export function decideChange(
	plan: PlanIndex,
	entities: ReadonlyMap<string, EntityNow>,
	held: HeldNames,
	actor: Actor,
	today: Day,
	input: EntityChangeInput
): Result<DecidedEntity> | { readonly stale: readonly string[] } {
	const now = entities.get(input.id);
	// An entity that one may not see does not exist.
	if (!now || !seesRecordsOf(actor, [now.unit, now.fields.territory], null))
		return refuse('not_found', 'unknown_entity', '/id');
	const faults: Fault[] = [];
	const changes: Record<string, { readonly base: Editable; readonly new: Editable }> = {};
	for (const [field, change] of Object.entries(input.changes)) {
		const pointer = `/changes/${escapedPointer(field)}`;
		const [base, next] = (['base', 'new'] as const).map((side) =>
			editable(now.register, field, side, change[side], today, pointer)
		);
		if (!base || !next) continue;
		if ('fault' in next) faults.push(next.fault);
		else if ('fault' in base) faults.push(base.fault);
		else changes[field] = { base: base.value, new: next.value };
	}
	if (faults.length > 0) return invalid(faults);
	const current = flat(now.register, now.fields);
	for (const field of Object.keys(changes)) current[field] ??= null;
	const merge = mergeEdit<Record<string, Editable>>(current, changes);
	if ('conflicts' in merge) return { stale: merge.conflicts };
	const fields = unflat(now.register, merge.merged);
	const place = placeFaults(plan, fields, '/changes');
	if (place.length > 0) return invalid(place);
	const bar =
		rightBar(plan, actor, now.fields.territory, '/id') ?? rightBar(plan, actor, fields.territory, '/changes/territory');
	if (bar) return bar;
	if (merge.changed.length === 0) return refuse('invalid', 'nothing_changed', '/changes');
	if (now.fields.retired && fields.retired) return refuse('conflict', 'entity_retired', '/id');
	const renamed = nameKey(fields.name) !== nameKey(now.fields.name);
	if (renamed && held.get(now.register)?.has(nameKey(fields.name)))
		return refuse('conflict', 'entity_exists', '/changes/name', { name: fields.name });
	return ok({
		register: now.register,
		fields,
		unit: actor.unit ?? fields.territory ?? plan.document.coordinatingOffice,
		changed: merge.changed
	});
}

/** An entity's fields as edits know them: one value a field, money as decimal yuan, counts as numbers. */
export function flat(register: Register, fields: EntityFields): Record<string, Editable> {
	const { measures, ...rest } = fields;
	return {
		...rest,
		...Object.fromEntries(Object.entries(measures).map(([key, value]) => [key, shownMeasure(register, key, value)]))
	};
}

function shownMeasure(register: Register, key: string, value: bigint): Editable {
	return measureOfKey(register, key)?.measure.unit === 'yuan' ? toYuan(value) : Number(value);
}

const textFields = { name: 120, industry: 80, territory: 80, holder: 120, evidence: 300 } as const;
const required: readonly string[] = ['name', 'industry'];

type Read<Value> = { readonly value: Value } | { readonly fault: Fault };

/** One side of a field's change, in the form that `flat` gives. */
function editable(
	register: Register,
	field: string,
	side: 'base' | 'new',
	value: Editable,
	today: Day,
	pointer: string
): Read<Editable> {
	if (field === 'retired') return typeof value === 'boolean' ? { value } : { fault: { pointer, code: 'bad_choice' } };
	if (Object.hasOwn(textFields, field)) {
		if (field === 'holder' && !registerKinds[register].holder) return { fault: { pointer, code: 'unknown_field' } };
		const limit = textFields[field as keyof typeof textFields];
		if (value !== null && typeof value !== 'string') return { fault: { pointer, code: 'not_text' } };
		// What was read is compared with what stands, whatever rules that was entered by.
		if (side === 'base') return { value: value?.trim() || null };
		const text = parse(required.includes(field) ? shortText(limit) : optionalLine(limit), value, pointer);
		return text.ok ? { value: text.value } : { fault: text.faults[0] ?? { pointer, code: 'not_text' } };
	}
	if (typeof value === 'boolean') return { fault: { pointer, code: 'bad_figure' } };
	const figure = figureOf(register, field, value, today, pointer);
	if ('fault' in figure) return figure;
	return { value: figure.value === null ? null : shownMeasure(register, field, figure.value) };
}

function unflat(register: Register, values: Readonly<Record<string, Editable>>): EntityFields {
	const text = (field: string) => {
		const value = values[field];
		return typeof value === 'string' ? value : null;
	};
	const measures: Record<string, bigint> = {};
	for (const [key, value] of Object.entries(values)) {
		const known = measureOfKey(register, key);
		if (!known || value === null || typeof value === 'boolean') continue;
		const figure = readMeasure(known.measure, value);
		if (typeof figure === 'bigint') measures[key] = figure;
	}
	return {
		name: text('name') ?? '',
		industry: text('industry') ?? '',
		territory: text('territory'),
		holder: text('holder'),
		evidence: text('evidence'),
		retired: values['retired'] === true,
		measures
	};
}

function figureOf(
	register: Register,
	key: string,
	value: string | number | null,
	today: Day,
	pointer: string
): Read<bigint | null> {
	const known = measureOfKey(register, key);
	if (!known) {
		const yearly = registerKinds[register].measures.find(({ name }) => name === key)?.yearly;
		return {
			fault: yearly
				? { pointer, code: 'year_required', params: { example: `${key}.${yearOf(today)}` } }
				: { pointer, code: 'unknown_measure', params: { measure: key } }
		};
	}
	if (known.year !== null && known.year > yearOf(today))
		return { fault: { pointer, code: 'year_in_future', params: { year: known.year } } };
	const figure = readMeasure(known.measure, value);
	if (typeof figure !== 'string') return { value: figure };
	const character = figure === 'figure_character' ? strangeInFigure(String(value)) : null;
	return { fault: { pointer, code: figure, ...(character === null ? {} : { params: { character } }) } };
}

function placeFaults(
	plan: PlanIndex,
	{ industry, territory }: { readonly industry: string; readonly territory: string | null },
	prefix: string
): Fault[] {
	const faults: Fault[] = [];
	if (!plan.document.settings.industries.some(({ id }) => id === industry))
		faults.push({ pointer: `${prefix}/industry`, code: 'unknown_industry', params: { industry } });
	if (territory !== null && !plan.territories.has(territory))
		faults.push({ pointer: `${prefix}/territory`, code: 'unknown_territory', params: { territory } });
	return faults;
}

function rightBar(plan: PlanIndex, actor: Actor, territory: string | null, pointer: string): Refusal | null {
	if (mayKeep(plan, actor, territory)) return null;
	if (actor.role !== 'district') return refuse('forbidden', 'not_allowed', pointer);
	return refuse('forbidden', 'not_your_unit', pointer, { territory: territory ?? actor.unit });
}
