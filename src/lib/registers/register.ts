// Registers 名录: which there are, what each says of its entities, and the form of their changes.
import * as v from 'valibot';
import { codeField, idField, optionalLine, shortText } from '#lib/kernel/fields.ts';
import { parseFigure } from '#lib/kernel/figure.ts';
import type { FaultCode } from '#lib/kernel/result.ts';

export const registers = ['institutions', 'portfolios', 'alliances', 'pools'] as const;
export type Register = (typeof registers)[number];

export interface Measure {
	readonly name: string;
	/** Yuan (fen inside) or things. */
	readonly unit: 'yuan' | 'count';
	/** Given year by year. Of the two newest years the better one counts, so that the running year can be given as it grows. */
	readonly yearly: boolean;
}

interface RegisterKind {
	readonly measures: readonly Measure[];
	/** Whether its entities belong to somebody. */
	readonly holder: boolean;
}

const count = (name: string): Measure => ({ name, unit: 'count', yearly: false });

export const registerKinds: Readonly<Record<Register, RegisterKind>> = {
	institutions: {
		measures: [{ name: 'annual-revenue', unit: 'yuan', yearly: true }, count('operable-patents')],
		holder: false
	},
	portfolios: { measures: [count('inventions'), count('pct-applications')], holder: true },
	alliances: { measures: [count('members')], holder: false },
	pools: { measures: [count('patents')], holder: true }
};

/** What is said of an entity in one version; figures by measure (`inventions`, `annual-revenue.2018`), money in fen. */
export interface EntityFields {
	readonly name: string;
	readonly industry: string;
	readonly territory: string | null;
	readonly holder: string | null;
	/** Number of a document, or where to read it. */
	readonly evidence: string | null;
	readonly retired: boolean;
	readonly measures: Readonly<Record<string, bigint>>;
}

const valueField = v.union([v.string(), v.number(), v.null()], 'bad_figure');

/** A new entity, with all that is known of it. */
export const newEntitySchema = v.strictObject({
	register: v.picklist(registers, 'bad_choice'),
	name: shortText(120),
	industry: codeField,
	territory: v.optional(v.nullable(codeField), null),
	holder: optionalLine(120),
	measures: v.optional(
		v.record(v.string(), v.union([valueField, v.record(v.string(), valueField)], 'bad_figure'), 'not_object'),
		{}
	),
	evidence: optionalLine(300)
});
export type NewEntityInput = v.InferOutput<typeof newEntitySchema>;

const anyValue = v.union([v.string(), v.number(), v.boolean(), v.null()], 'not_text');

/**
 * A change of an entity: fields (`name`, `industry`, `territory`, `holder`, `evidence`, `retired`, or a measure as
 * `operable-patents` and `annual-revenue.2018`), each with the value that was read and the new one.
 */
export const entityChangeSchema = v.strictObject({
	id: idField,
	changes: v.record(v.string(), v.strictObject({ base: anyValue, new: anyValue }), 'not_object')
});
export type EntityChangeInput = v.InferOutput<typeof entityChangeSchema>;
export type EntityInput = NewEntityInput | EntityChangeInput;

/** One record of the endpoint: with `id` a change, else a new entity; so that a fault names the right field. */
export const entitySchema = v.lazy((input): v.GenericSchema<unknown, EntityInput> =>
	typeof input === 'object' && input !== null && 'id' in input ? entityChangeSchema : newEntitySchema
);

/** What a key of an entity's figures means: the measure and, where it is yearly, the year; null when the register has none such. */
export function measureOfKey(
	register: Register,
	key: string
): { readonly measure: Measure; readonly year: number | null } | null {
	const [name = '', year, ...rest] = key.split('.');
	const measure = registerKinds[register].measures.find((candidate) => candidate.name === name);
	if (!measure || rest.length > 0) return null;
	if (!measure.yearly) return year === undefined ? { measure, year: null } : null;
	return year !== undefined && /^(?!0000)\d{4}$/.test(year) ? { measure, year: Number(year) } : null;
}

/** Reads a figure of a measure: fen or a count; null where it is taken back. */
export function readMeasure(measure: Measure, value: string | number | null): bigint | null | FaultCode {
	if (value === null || value === '') return null;
	const hundredths = parseFigure(String(value));
	if (typeof hundredths === 'string' || measure.unit === 'yuan') return hundredths;
	return hundredths % 100n === 0n ? hundredths / 100n : 'figure_not_whole';
}

/** The figure of a measure that counts; null where none is given. */
export function measureNow(fields: Pick<EntityFields, 'measures'>, measure: Measure): bigint | null {
	if (!measure.yearly) return fields.measures[measure.name] ?? null;
	const years = Object.keys(fields.measures)
		.filter((key) => key.startsWith(`${measure.name}.`))
		.sort()
		.slice(-2)
		.flatMap((key) => fields.measures[key] ?? []);
	return years.reduce<bigint | null>((best, value) => (best === null || value > best ? value : best), null);
}
