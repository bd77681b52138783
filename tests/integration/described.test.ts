// The description of the API is one that others can read, and what looks at the answers would see one that is not as described.
import { expect, it } from 'vitest';
import { faultCodes } from '#lib/kernel/result.ts';
import { changed, type Json } from '#lib/http/json-schema.ts';
import { openApi } from '#lib/app/openapi.server.ts';
import { undescribed } from '../support/described-answers.ts';

const description = openApi('session');
const problem = { type: 't', id: 'i', title: 't', status: 404, code: 'not_found', errors: [] };
const answer = { method: 'GET', path: '/nowhere', status: 404, type: 'application/problem+json' };

it('[R267] an answer with a member too many, one too few or a wrong one is seen', () => {
	const seen = (body: object, over = {}) => undescribed({ ...answer, ...over, body: JSON.stringify(body) });
	expect(seen(problem)).toEqual([]);
	expect(seen({ ...problem, more: 1 })).toHaveLength(1);
	expect(seen({ ...problem, id: undefined })).toHaveLength(1);
	expect(seen({ ...problem, errors: [{ pointer: '', code: 'no_code', message: '' }] })).toHaveLength(1);
	expect(seen(problem, { type: 'text/html' })).toHaveLength(1);
	expect(seen(problem, { status: 200 })).toHaveLength(1);
});

it('[R267] every operation has a name of its own, and every reference leads somewhere', () => {
	const operations = Object.values(description.paths).flatMap((path) =>
		Object.values(path as Record<string, { operationId: string }>).map(({ operationId }) => operationId)
	);
	expect(new Set(operations).size).toBe(operations.length);
	expect(operations.every((name) => /^[a-z][A-Za-z]+$/.test(name))).toBe(true);
	const text = JSON.stringify(description);
	const led = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name));
	expect([...led].filter((name) => !(name in description.components.schemas))).toEqual([]);
	expect(text).not.toContain('"$defs"');
});

it('[R267] the description says what programs stumble over', () => {
	const { Fault, Disbursement, Transaction, Observation } = description.components.schemas as unknown as Record<
		string,
		{ properties: Record<string, Record<string, unknown>> }
	>;
	expect(Fault?.properties['code']?.['enum']).toEqual([...faultCodes]);
	expect(Disbursement?.properties['amount']).toEqual({ $ref: '#/components/schemas/Amount' });
	expect(Transaction?.properties['date']).toEqual({ $ref: '#/components/schemas/Day' });
	expect(Transaction?.properties['count']).toMatchObject({ $ref: '#/components/schemas/Count' });
	expect(Observation?.properties['period']).toEqual({ $ref: '#/components/schemas/Period' });
	const text = JSON.stringify(description);
	for (const words of ['Origin', 'never by a token', '"asOf"', '"conflicts"', '"params"'])
		expect(text).toContain(words);
	// A number that is also text breaks generated programs; so does a member that is said to be sent because it has a default.
	const odd: unknown[] = [];
	changed(description.components as unknown as Json, (schema) => {
		if (('anyOf' in schema && 'type' in schema) || schema['default'] === null) odd.push(schema);
		return schema;
	});
	expect(odd).toEqual([]);
});
