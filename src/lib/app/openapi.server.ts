// OpenAPI 3.1 of /api/v1: paths by hand, bodies from the very schemas that check the input.
import { catalogue, endpoints } from './features.ts';
import type { Endpoint } from '#lib/entries/feature.ts';
import { confirmationSchemaOf, takeBackSeconds, withdrawalSchema } from '#lib/entries/confirmation.ts';
import { batchLimit } from '#lib/commands/limits.ts';
import { pageRange } from '#lib/ledgers/records-query.ts';
import { reversalSchema } from '#lib/entries/reversal.ts';
import { eventRanges } from '#lib/log/event-query.ts';
import { answerComponents } from './described-answers.server.ts';
import { described, fieldComponents } from './described-fields.server.ts';
import { problemIdHeader } from '#lib/http/http.server.ts';
import { listOf, oneOf, ref, said, text, whole, type Schema } from '#lib/http/json-schema.ts';

/** The endpoints of the features, and the reversal of any record. */
const posts: readonly Omit<Endpoint, 'act' | 'command'>[] = [
	...endpoints.values(),
	{
		path: 'reversals',
		operationId: 'reverseRecords',
		name: 'Reversal',
		summary: 'Reverse records',
		schema: reversalSchema
	}
];

const byOffice = {
	description: 'By the session of a person of the office; never by a token.',
	security: [{ session: [] }]
};

const confirmations = 'Confirm records by ids, or all that a unit entered for a month';

/** @param sessionCookie what this installation's cookie is called */
export function openApi(sessionCookie: string) {
	const paths: Record<string, unknown> = {};
	for (const { path, operationId, name, summary, ...rest } of posts) {
		const many = { ...listOf(ref(name)), minItems: 1, maxItems: batchLimit };
		paths[`/${path}`] = {
			post: {
				...postOf(operationId, summary, { oneOf: [ref(name), many] }),
				...(rest.byOffice ? byOffice : {})
			}
		};
	}
	paths['/confirmations'] = {
		post: {
			...postOf('confirmRecords', confirmations, { oneOf: [ref('ConfirmationByIds'), ref('ConfirmationByMonth')] }),
			description:
				'By the session of a leader or of the office, and of the lead department for what concerns a task that says so; never by a token, never by the person or the unit that entered the record. By ids it is all or nothing; by month what the caller may not confirm, and what must be confirmed one by one, is left out.',
			security: [{ session: [] }]
		}
	};
	paths['/confirmation-withdrawals'] = {
		post: {
			...postOf(
				'withdrawConfirmations',
				`Take back one's own confirmations of records and reversals, within ${takeBackSeconds} seconds and while nothing rests on them`,
				ref('ConfirmationWithdrawal')
			),
			security: [{ session: [] }]
		}
	};
	paths['/plan'] = { get: getOf('getPlan', 'The plan with units, tasks and shares', [], 'Plan') };
	paths['/dashboard'] = {
		get: getOf(
			'getDashboard',
			'All figures the caller may see, in both layers, from one database snapshot; not for feeds and administrators',
			[query('asOf', ref('Day'), 'As things stood at the end of that day; today at the latest. Left out: now')],
			'Dashboard'
		)
	};
	paths['/records'] = {
		get: getOf(
			'listRecords',
			'The records of one ledger that the caller may see, newest first, 50 a page; a feed sees what it delivered',
			[
				{ ...query('ledger', oneOf(catalogue.books)), required: true },
				query('page', rangeOf(pageRange)),
				query('after', text, 'The `next` of the page before: quicker than its number')
			],
			'Records'
		)
	};
	paths['/events'] = {
		get: getOf(
			'listEvents',
			'The log of one stream that the caller follows, oldest first',
			[
				{ ...query('stream', text), required: true },
				query('after', rangeOf(eventRanges.after), 'Events with a higher number alone'),
				query('limit', rangeOf(eventRanges.limit))
			],
			'Events'
		)
	};
	return {
		openapi: '3.1.0',
		info: {
			title: 'Jindu API',
			version: '1',
			license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
			description: [
				'Money is a decimal string of yuan ("12345.67"), dates are ISO days, codes are those of the plan.',
				'Arrays are all or nothing and need an Idempotency-Key; keys belong to the session’s person, or to the unit or feed of a token.',
				'A token of a unit enters what the unit itself may by the plan’s recording rules; a token of a feed enters for districts and zones what the rules give that feed, reads the plan and its own records, and follows nothing.',
				'No token confirms. A request with both a session cookie and a token is refused.',
				'A write by session cookie needs the Origin header of the product’s own address, as browsers send it; one by token needs none.',
				'Sentences are in the language of the cookie `locale`, else of Accept-Language (Chinese or English).',
				'Expect members, codes and event types that you do not know.'
			].join(' ')
		},
		servers: [{ url: '/api/v1' }],
		security: [{ bearer: [] }, { session: [] }],
		paths,
		components: {
			securitySchemes: {
				bearer: { type: 'http', scheme: 'bearer', description: 'A token of a unit or of a feed' },
				session: {
					type: 'apiKey',
					in: 'cookie',
					name: sessionCookie,
					description: 'Writes need the Origin header of the product’s own address as well'
				}
			},
			schemas: {
				...fieldComponents,
				...answerComponents,
				...Object.fromEntries(posts.map(({ name, schema, describedAs = schema }) => [name, described(describedAs)])),
				ConfirmationByIds: described(confirmationSchemaOf({ ids: [] })),
				ConfirmationByMonth: described(confirmationSchemaOf({})),
				ConfirmationWithdrawal: described(withdrawalSchema)
			}
		}
	};
}

function query(name: string, schema: Schema, description?: string) {
	return { name, in: 'query', schema, ...(description === undefined ? {} : { description }) };
}

function rangeOf({ min, max, fallback }: { readonly min: number; readonly max: number; readonly fallback: number }) {
	return { ...whole, minimum: min, maximum: max, default: fallback };
}

function postOf(operationId: string, summary: string, schema: Schema) {
	return {
		operationId,
		summary,
		parameters: [
			{
				name: 'Idempotency-Key',
				in: 'header',
				schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,120}$' },
				description: 'Required for arrays; kept 7 days: the same key with the same body gets the first answer'
			}
		],
		requestBody: { required: true, content: { 'application/json': { schema } } },
		responses: {
			'201': {
				description: 'Recorded; `heads` names the streams that the caller follows: none for a feed',
				content: { 'application/json': { schema: ref('Written') } }
			},
			'429': tooManyResponse,
			default: problemResponse
		}
	};
}

function getOf(operationId: string, summary: string, parameters: readonly unknown[], answer: string) {
	return {
		operationId,
		summary,
		parameters,
		responses: {
			'200': { description: 'OK', content: { 'application/json': { schema: ref(answer) } } },
			'429': tooManyResponse,
			default: problemResponse
		}
	};
}

const problemResponse = {
	description: 'Refused: what is wrong, and where; unknown addresses and methods, and failures, are answered so too',
	headers: { [problemIdHeader]: { description: 'The id of the problem, also to HEAD', schema: text } },
	content: { 'application/problem+json': { schema: ref('Problem') } }
};

const tooManyResponse = {
	...problemResponse,
	description:
		'A session or token asks more often than the server allows (3,000 times a minute, unless it is set otherwise), or too many look-ups of this network failed (30 tokens, 120 cookies a minute)',
	headers: {
		...problemResponse.headers,
		'Retry-After': { description: 'Seconds to wait', schema: said(whole, 'Seconds') }
	}
};
