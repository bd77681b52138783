// Every answer of the API that an integration test gets is held against its description: what is not described fails the test.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { changed, type Json } from '#lib/http/json-schema.ts';
import { openApi } from '#lib/app/openapi.server.ts';
import { onAnswer, type ApiAnswer } from './api-answers.ts';

interface Content {
	readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>;
}
type Operation = Readonly<Record<string, { readonly responses: Readonly<Record<string, Content>> }>>;

const formats = {
	date: /^\d{4}-\d\d-\d\d$/,
	'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
	uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
};
const description = openApi('session');
const paths = description.paths as Readonly<Record<string, Operation>>;
const ajv = new Ajv2020({ strict: false, allErrors: true, formats });
// Programs are told to expect more members than they know; we are not to send any that are not described.
ajv.addSchema({
	$id: 'api',
	components: changed(description.components as unknown as Json, (schema) =>
		'properties' in schema && !('additionalProperties' in schema) ? { ...schema, additionalProperties: false } : schema
	)
});
const compiled = new Map<string, ValidateFunction>();

/** The schema of an answer; problems are described once for all, also those of addresses that are none. */
function schemaOf({ method, path, status, type }: ApiAnswer): string | null {
	if (path === '/openapi.json' && status === 200) return null;
	const responses = paths[path]?.[method.toLowerCase()]?.responses;
	const own = responses?.[String(status)] ?? responses?.['default'];
	if (own) return own.content[type]?.schema.$ref ?? 'none';
	return status >= 400 && type === 'application/problem+json' ? '#/components/schemas/Problem' : 'none';
}

/** What of an answer is not as the API's description says; empty where all is. */
export function undescribed(answer: ApiAnswer): string[] {
	const schema = schemaOf(answer);
	if (schema === null) return [];
	if (schema === 'none')
		return [`no ${answer.type} is described for ${answer.method} ${answer.path}: ${answer.status}`];
	const check = compiled.get(schema) ?? ajv.compile({ $ref: `api${schema}` });
	compiled.set(schema, check);
	check(JSON.parse(answer.body));
	return (check.errors ?? []).map(
		({ instancePath, message, params }) => `${schema} ${instancePath}: ${message} ${JSON.stringify(params)}`
	);
}

onAnswer((answer) => {
	const faults = undescribed(answer);
	if (faults.length === 0) return;
	throw new Error(
		`${answer.method} ${answer.path} (${answer.status}) is not as described:\n${faults.slice(0, 8).join('\n')}`
	);
});
