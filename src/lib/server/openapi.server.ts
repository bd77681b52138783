// OpenAPI 3.1 of /api/v1: paths by hand, bodies from the very schemas that check the input.
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { caseSchema, closureSchema, reopeningSchema } from '#lib/cases/case.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { operationSchema } from '#lib/funds/operation.ts';
import { reviewSchema } from '#lib/funds/review.ts';
import { transferSchema } from '#lib/funds/transfer.ts';
import { faultCodes } from '#lib/kernel/result.ts';
import { confirmationSchemaOf } from '#lib/ledgers/confirmation.ts';
import { bookLedgers, entryStates } from '#lib/ledgers/entry-filter.ts';
import { reversalSchema } from '#lib/ledgers/reversal.ts';
import { eventSchema } from '#lib/protocol/event.ts';
import { headsSchema } from '#lib/protocol/messages.ts';
import { snapshotSchema } from '#lib/protocol/snapshot.ts';
import { baseFigureSchema } from '#lib/observations/base-figure.ts';
import { observationSchema } from '#lib/observations/observation.ts';
import { entityChangeSchema, newEntitySchema } from '#lib/registers/register.ts';
import { milestoneSchema, taskUpdateSchema } from '#lib/tasks/share.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { problemIdHeader } from './http.server.ts';

const posts = [
	['disbursements', 'Record fund movements', disbursementSchema],
	['fund-operations', 'Record what funds do with their money', operationSchema],
	['budget-transfers', 'Propose transfers of budget between lines or classes', transferSchema],
	['performance-reviews', 'Record performance reviews of budget lines', reviewSchema],
	['transactions', 'Record deals and pledge loans', transactionSchema],
	['cases', 'Record accepted cases', caseSchema],
	['case-closures', 'Close cases by number', closureSchema],
	['case-reopenings', 'Reopen cases by number', reopeningSchema],
	['observations', 'Report figures of indicators', observationSchema],
	['base-figures', 'Give opening stocks and base years; in force when confirmed', baseFigureSchema],
	[
		'register-entities',
		'Enter entities of the registers, or change one by id, each field with its base',
		v.union([newEntitySchema, entityChangeSchema])
	],
	['reversals', 'Reverse records', reversalSchema],
	['milestones', 'Report milestones as reached', milestoneSchema],
	['task-updates', 'Edit task shares, each field with its base', taskUpdateSchema]
] as const;

/** @param sessionCookie what this installation's cookie is called */
export function openApi(sessionCookie: string) {
	const paths: Record<string, unknown> = {};
	for (const [name, summary, schema] of posts) {
		const one = bodyOf(schema);
		paths[`/${name}`] = {
			post: postOf(summary, { oneOf: [one, { type: 'array', items: one, minItems: 1, maxItems: 500 }] })
		};
	}
	paths['/confirmations'] = {
		post: postOf('Confirm records by ids, or all that a unit entered for a month', {
			oneOf: [bodyOf(confirmationSchemaOf({ ids: [] })), bodyOf(confirmationSchemaOf({}))]
		})
	};
	paths['/plan'] = { get: getOf('The plan with units, tasks and shares', [], { type: 'object' }) };
	paths['/dashboard'] = {
		get: getOf('All figures the caller may see, in both layers, from one database snapshot', [], bodyOf(snapshotSchema))
	};
	paths['/records'] = {
		get: getOf(
			'The records of one ledger that the caller may see, newest first, 50 a page; a feed sees what it delivered',
			[
				{ name: 'ledger', in: 'query', required: true, schema: { type: 'string', enum: [...bookLedgers] } },
				{ name: 'page', in: 'query', schema: { type: 'integer', minimum: 1, default: 1 } }
			],
			recordsSchema
		)
	};
	paths['/events'] = {
		get: getOf(
			'The log of one stream, oldest first',
			[
				{ name: 'stream', in: 'query', required: true, schema: { type: 'string' } },
				{ name: 'after', in: 'query', schema: { type: 'integer', minimum: 0, default: 0 } },
				{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 } }
			],
			{
				type: 'object',
				properties: { stream: { type: 'string' }, events: { type: 'array', items: bodyOf(eventSchema) } }
			}
		)
	};
	return {
		openapi: '3.1.0',
		info: {
			title: 'Jindu API',
			version: '1',
			description:
				'Money is a decimal string of yuan ("12345.67"), dates are ISO days, codes are those of the plan. Arrays are all or nothing and need an Idempotency-Key; keys belong to the session’s person, or to the unit or feed of a token. A token of a unit enters what the unit itself may by the plan’s recording rules; a token of a feed enters for districts and zones what the rules give that feed, reads the plan and its own records, and follows nothing. No token confirms.'
		},
		servers: [{ url: '/api/v1' }],
		security: [{ bearer: [] }, { session: [] }],
		paths,
		components: {
			securitySchemes: {
				bearer: { type: 'http', scheme: 'bearer' },
				session: { type: 'apiKey', in: 'cookie', name: sessionCookie }
			},
			schemas: { Problem: problemSchema }
		}
	};
}

const recordsSchema = {
	type: 'object',
	required: ['ledger', 'page', 'pages', 'count', 'records'],
	properties: {
		ledger: { type: 'string' },
		page: { type: 'integer' },
		pages: { type: 'integer' },
		count: { type: 'integer', description: 'Of all pages' },
		records: {
			type: 'array',
			items: {
				type: 'object',
				required: ['id', 'date', 'unit', 'feed', 'territory', 'state', 'kind'],
				properties: {
					id: { type: 'string' },
					date: { type: 'string' },
					unit: { type: 'string', description: 'Whose record it is; of what a feed delivered its territory' },
					feed: { type: ['string', 'null'], description: 'The feed that delivered it' },
					territory: { type: ['string', 'null'] },
					state: { type: 'string', enum: [...entryStates] },
					amount: { type: 'string' },
					kind: { type: 'string' }
				}
			}
		}
	}
};

const problemSchema = {
	type: 'object',
	required: ['type', 'id', 'title', 'status', 'code', 'errors'],
	properties: {
		type: { type: 'string' },
		id: { type: 'string', description: 'Of this answer alone; the log has it too, where the log tells of it' },
		title: { type: 'string' },
		status: { type: 'integer' },
		code: { type: 'string', description: 'What the whole refusal is about' },
		errors: {
			type: 'array',
			items: {
				type: 'object',
				required: ['pointer', 'code', 'message'],
				properties: {
					pointer: { type: 'string', description: 'JSON pointer into the body' },
					code: { type: 'string', enum: [...faultCodes] },
					message: { type: 'string' }
				}
			}
		}
	}
};

function postOf(summary: string, schema: unknown) {
	return {
		summary,
		parameters: [
			{
				name: 'Idempotency-Key',
				in: 'header',
				schema: { type: 'string', maxLength: 120 },
				description: 'Required for arrays; kept 7 days'
			}
		],
		requestBody: { required: true, content: { 'application/json': { schema } } },
		responses: {
			'201': {
				description: 'Recorded; `heads` names the streams that the caller follows: none for a feed',
				content: {
					'application/json': {
						schema: {
							type: 'object',
							required: ['ids', 'heads'],
							properties: { ids: { type: 'array', items: { type: 'string' } }, heads: bodyOf(headsSchema) }
						}
					}
				}
			},
			'429': tooManyResponse,
			default: problemResponse
		}
	};
}

function getOf(summary: string, parameters: readonly unknown[], schema: unknown) {
	return {
		summary,
		parameters,
		responses: {
			'200': { description: 'OK', content: { 'application/json': { schema } } },
			'429': tooManyResponse,
			default: problemResponse
		}
	};
}

const problemResponse = {
	description: 'Refused: what is wrong, and where; unknown addresses and methods, and failures, are answered so too',
	headers: { [problemIdHeader]: { description: 'The id of the problem, also to HEAD', schema: { type: 'string' } } },
	content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
};

const tooManyResponse = {
	...problemResponse,
	description: 'A token asks more than 3,000 times a minute, or an address shows more than 30 bad tokens a minute',
	headers: {
		...problemResponse.headers,
		'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } }
	}
};

/** The input side of a schema; what a transformation checks beyond JSON Schema is said by the refusal. */
function bodyOf(schema: v.GenericSchema): unknown {
	const { $schema: _, ...body } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' });
	return body;
}
