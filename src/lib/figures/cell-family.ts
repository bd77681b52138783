// A family of cells: how their keys are written, what their values are, and the stream that holds them. Nothing else builds or splits a key.
import type { Day, Month } from '#lib/kernel/day.ts';
import type { Period } from '#lib/kernel/period.ts';
import type { CellDelta, Layer, ValueType } from '#lib/protocol/cells.ts';

/** The types of parts by their names; all others are codes. */
interface KnownParts {
	readonly day: Day;
	readonly month: Month;
	readonly period: Period;
	readonly year: number;
	readonly days: number;
	readonly n: number;
}

const numbers: readonly string[] = ['year', 'days', 'n'] satisfies (keyof KnownParts)[];

type PartName<Pattern extends string> = Pattern extends `${infer Head}/${infer Rest}`
	? PartName<Head> | PartName<Rest>
	: Pattern extends `:${infer Name}`
		? Name
		: never;

/** Values that a part may have, where they are few. */
type Choices<Pattern extends string> = { readonly [Name in PartName<Pattern>]?: readonly string[] };

/** The parts of a pattern: of 'deals/:kind/amount/:day' `{ kind, day }`. */
export type Parts<Pattern extends string, Chosen> = {
	readonly [Name in PartName<Pattern>]: Name extends keyof Chosen
		? Chosen[Name] extends readonly (infer Choice)[]
			? Choice
			: string
		: Name extends keyof KnownParts
			? KnownParts[Name]
			: string;
};

/** Texts of one shape, put together and taken apart. */
export interface KeyPattern<Of extends object> {
	readonly pattern: string;
	key(parts: Of): string;
	/** Null for a text of another shape. */
	read(key: string): Of | null;
}

export interface CellFamily<Of extends object = object> extends KeyPattern<Of> {
	readonly stream: CellDelta['stream'];
	readonly type: ValueType;
	/** The values of those parts that have few. */
	readonly choices: Readonly<Record<string, readonly string[]>>;
	/** The change of one cell. */
	delta(parts: Of, layer: Layer, delta: bigint): CellDelta;
	/** What the keys begin with, as far as their first parts are given. */
	prefix(leading?: Partial<Of>): string;
	/** At which place of a key a part stands, from 1. */
	place(part: keyof Of & string): number;
	/** The family's own cells among all. */
	cells(groups: CellGroups): readonly Cell<Of>[];
}

export interface Cell<Of extends object = object> {
	readonly layer: Layer;
	readonly parts: Of;
	readonly value: bigint;
}

/** What the parts of a family are. */
export type PartsOf<Family> = Family extends KeyPattern<infer Of> ? Of : never;

/** The cells that are not zero, by family. */
export type CellGroups = ReadonlyMap<CellFamily, readonly Cell[]>;

/** @param pattern words and `:parts` with slashes between them */
export function keyPattern<const Pattern extends string, const Chosen extends Choices<Pattern> = object>(
	pattern: Pattern,
	choices: Chosen = {} as Chosen
): KeyPattern<Parts<Pattern, Chosen>> {
	const few = choices as Readonly<Record<string, readonly string[] | undefined>>;
	const segments = pattern.split('/').map((text) => {
		const part = text.startsWith(':') ? text.slice(1) : null;
		return { text, part, choices: part === null ? undefined : few[part] };
	});
	return {
		pattern,
		key: (parts) =>
			segments.map(({ text, part }) => (part === null ? text : String(parts[part as keyof typeof parts]))).join('/'),
		read: (key) => {
			const texts = key.split('/');
			if (texts.length !== segments.length) return null;
			const parts: Record<string, string | number> = {};
			for (const [index, { text, part, choices: own }] of segments.entries()) {
				const given = texts[index] ?? '';
				if (part === null ? given !== text : own?.includes(given) === false) return null;
				if (part !== null) parts[part] = numbers.includes(part) ? Number(given) : given;
			}
			return parts as Parts<Pattern, Chosen>;
		}
	};
}

/** A family as its pattern, its stream and the type of its values say. */
export function cellFamily<const Pattern extends string, const Chosen extends Choices<Pattern> = object>(
	pattern: Pattern,
	stream: CellDelta['stream'],
	type: ValueType,
	choices: Chosen = {} as Chosen
): CellFamily<Parts<Pattern, Chosen>> {
	const segments = pattern.split('/');
	const keys = keyPattern<Pattern, Chosen>(pattern, choices);
	const family: CellFamily<Parts<Pattern, Chosen>> = {
		...keys,
		stream,
		type,
		choices: choices as CellFamily['choices'],
		delta: (parts, layer, delta) => ({ stream, key: keys.key(parts), layer, delta, type }),
		prefix: (leading = {}) => {
			const given = (text: string) => (text.startsWith(':') ? leading[text.slice(1) as keyof typeof leading] : text);
			const open = segments.findIndex((text) => given(text) === undefined);
			const known = segments.slice(0, open < 0 ? segments.length : open).map((text) => String(given(text)));
			return [...known, ...(open < 0 ? [] : [''])].join('/');
		},
		place: (part) => segments.indexOf(`:${part}`) + 1,
		cells: (groups) => (groups.get(family) ?? []) as readonly Cell<Parts<Pattern, Chosen>>[]
	};
	return family;
}

/** The first part of a key, by which a snapshot says when its figures changed last. */
export function firstPart(key: string): string {
	const end = key.indexOf('/');
	return end < 0 ? key : key.slice(0, end);
}
