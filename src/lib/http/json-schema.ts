// JSON Schema in few words: what the description of the API is written in.

/** One schema, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const number: Schema = { type: 'number' };
export const whole: Schema = { type: 'integer' };
export const flag: Schema = { type: 'boolean' };

/** A schema of `components` by its name. */
export function ref(name: string): Schema {
	return { $ref: `#/components/schemas/${name}` };
}

export function said(schema: Schema, description: string): Schema {
	return { ...schema, description };
}

export function listOf(items: Schema): Schema {
	return { type: 'array', items };
}

export function mapOf(values: Schema): Schema {
	return { type: 'object', additionalProperties: values };
}

export function oneOf(values: readonly string[]): Schema {
	return { type: 'string', enum: [...values] };
}

export function anyOf(...options: readonly Schema[]): Schema {
	return { anyOf: [...options] };
}

export function orNull(schema: Schema): Schema {
	return typeof schema['type'] === 'string' && !('enum' in schema)
		? { ...schema, type: [schema['type'], 'null'] }
		: anyOf(schema, { type: 'null' });
}

/** @param optional names of members that may be left out */
export function record(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
	return { type: 'object', required: Object.keys(properties).filter((name) => !optional.includes(name)), properties };
}

/** Any JSON: objects, lists and plain values. */
export type Json = null | string | number | boolean | readonly Json[] | { readonly [name: string]: Json };

/** Every schema within one, from the inside out, as `change` makes it; the members of `properties` are schemas, it is none itself. */
export function changed(schema: Json, change: (schema: { readonly [name: string]: Json }) => Json): Json {
	if (Array.isArray(schema)) return schema.map((each: Json) => changed(each, change));
	if (typeof schema !== 'object' || schema === null) return schema;
	const members = (of: object, inner: (name: string, each: Json) => Json) =>
		Object.fromEntries(Object.entries(of).map(([name, each]) => [name, inner(name, each as Json)] as const));
	return change(
		members(schema, (name, each) =>
			name === 'properties' && typeof each === 'object' && each !== null
				? members(each, (_, member) => changed(member, change))
				: changed(each, change)
		)
	);
}
