// Schemas of valibot as JSON Schema: fields that many share become components, so that generated programs have a name for them.
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { amountField, codeField, countField, dayField, idField, monthField } from '#lib/kernel/fields.ts';
import { figureField } from '#lib/kernel/figure.ts';
import { periodField } from '#lib/observations/observation.ts';
import { planDay } from '#lib/plan/plan-document.ts';
import { anyOf, changed, number, ref, said, text, type Json, type Schema } from '#lib/http/json-schema.ts';

const day = said({ type: 'string', format: 'date' }, 'ISO day of Asia/Shanghai, "2019-09-16"');

/** What single fields are, in requests and answers. */
export const fieldComponents: Readonly<Record<string, Schema>> = {
	Yuan: said({ type: 'string', pattern: '^-?\\d+\\.\\d{2}$' }, 'Money: a decimal string of yuan with two decimals'),
	Amount: said(
		{ type: 'string', pattern: '^\\d{1,12}(\\.\\d{1,2})?$', examples: ['12345.67'] },
		'Money that is sent: yuan with at most two decimals, above zero, at most 100,000,000,000.00'
	),
	Day: day,
	Month: said({ type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' }, '"2019-09"'),
	Period: said(
		{ type: 'string', pattern: '^\\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$' },
		'"2019", "2019-Q2" or "2019-06", as the indicator is reported'
	),
	Instant: said({ type: 'string', format: 'date-time' }, 'ISO instant with Z'),
	Id: { type: 'string', format: 'uuid' },
	Code: said({ type: 'string', maxLength: 80, pattern: '^[\\w./-]+$' }, 'A code of the plan'),
	Count: { type: 'integer', minimum: 1, maximum: 1_000_000 },
	Figure: said(
		anyOf({ type: 'string', pattern: '^\\d{1,12}(\\.\\d{1,2})?$' }, { ...number, minimum: 0 }),
		'At least 0, at most two decimals; what is money is sent as a string'
	),
	Name: {
		type: 'object',
		required: ['zh', 'en'],
		properties: { zh: text, en: text }
	}
};

const fields: Readonly<Record<string, v.GenericSchema>> = {
	Amount: amountField,
	Day: dayField,
	PlanDay: planDay,
	Month: monthField,
	Period: periodField,
	Id: idField,
	Code: codeField,
	Count: countField,
	Figure: figureField
};

/** The input side of a schema; what a transformation checks beyond JSON Schema is said by the refusal. */
export function described(schema: v.GenericSchema): Schema {
	const {
		$schema: _,
		$defs: __,
		...plain
	} = toJsonSchema(schema, {
		typeMode: 'input',
		errorMode: 'ignore',
		definitions: { ...fields },
		overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId === 'PlanDay' ? 'Day' : referenceId}`
	});
	return changed(plain as unknown as Json, plainer) as Schema;
}

/** Of what forms may send as text too the API tells the number alone; what is left out need not be sent. */
function plainer(schema: { readonly [name: string]: Json }): Json {
	const { default: without, propertyNames: _, ...rest } = schema;
	if ('anyOf' in rest && 'type' in rest) {
		const { anyOf: __, ...one } = rest;
		return one;
	}
	if (rest['pattern'] === '^\\d{1,13}\\.\\d{2}$') return ref('Yuan') as Json;
	if (isName(rest)) return ref('Name') as Json;
	if (without === undefined || without === null || typeof without === 'object') return rest;
	return { ...rest, description: `Left out: ${JSON.stringify(without)}` };
}

function isName({ properties }: { readonly [name: string]: Json }): boolean {
	if (typeof properties !== 'object' || properties === null) return false;
	const own = Object.entries(properties);
	return (
		own.length === 2 &&
		own.every(([name, each]) => ['zh', 'en'].includes(name) && (each as { type?: unknown } | null)?.type === 'string')
	);
}
