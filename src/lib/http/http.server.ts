// Between HTTP and the commands: bodies, idempotency keys, problem+json, cookies. The one place where refusals become answers.
import { randomUUID } from 'node:crypto';
import { error, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import type { Identity } from '#lib/access/identity.ts';
import type { Actor } from '#lib/access/roles.ts';
import { parse } from '#lib/kernel/fields.ts';
import { invalid, ok, refuse, type Fault, type Refusal, type RefusalKind, type Result } from '#lib/kernel/result.ts';
import { batchLimit } from '#lib/commands/limits.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { isOwnOrigin } from '#lib/platform/origin.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { faultSentence } from './fault-sentence.ts';
import { storableBody } from '#lib/platform/storable.ts';

export const statusOf: Readonly<Record<RefusalKind, number>> = {
	invalid: 422,
	unauthenticated: 401,
	two_identities: 400,
	forbidden: 403,
	not_found: 404,
	conflict: 409,
	edit_conflict: 409,
	duplicate: 409,
	key_reused: 409,
	too_large: 413,
	unsupported: 415,
	too_many_requests: 429,
	unavailable: 503,
	malformed: 400,
	misdirected: 421,
	method_not_allowed: 405,
	address_too_long: 414,
	head_too_long: 431,
	too_slow: 408,
	unexpected: 500
};

/** Names one answer or one failure, in what is sent and in the log. */
export function newProblemId(): string {
	return randomUUID().slice(0, 8);
}

/** The id of a problem that is about to be sent, also where its body is not: to HEAD. */
export const problemIdHeader = 'Problem-Id';

/** What a refusal says first. */
export function sentenceOf({ kind, faults: [fault] }: Refusal): string {
	return fault ? faultSentence(fault) : kind;
}

/**
 * A refusal as application/problem+json; every error names its place and says what to do.
 * @param id of what is in the log already
 */
export function problem(refusal: Refusal, id: string = newProblemId()): Response {
	const status = statusOf[refusal.kind];
	const body = {
		type: `urn:jindu:problem:${refusal.kind}`,
		id,
		title: sentenceOf(refusal),
		status,
		code: refusal.kind,
		errors: refusal.faults.map((fault) => ({ ...fault, message: faultSentence(fault) })),
		...(refusal.conflicts ? { conflicts: refusal.conflicts } : {})
	};
	const headers: Record<string, string> = {
		'Content-Type': 'application/problem+json',
		'Cache-Control': 'no-store',
		[problemIdHeader]: id
	};
	if (status === 401) headers['WWW-Authenticate'] = 'Bearer';
	if (status === 503) headers['Retry-After'] = '2';
	if (status === 429) headers['Retry-After'] = String(refusal.faults[0]?.params?.['seconds'] ?? 60);
	return new Response(JSON.stringify(body), { status, headers });
}

/**
 * What was asked for, where a page cannot go on without it.
 * @throws the page of the refusal
 */
export function valueOrError<T>(result: Result<T>): T {
	if (result.ok) return result.value;
	const [fault] = result.faults;
	error(statusOf[result.kind], fault && fault.code !== 'busy' ? faultSentence(fault) : m.rights_database_away());
}

/** Who calls the API: the session's person, or the unit or feed of a token. */
export async function callerOf(event: RequestEvent): Promise<Result<Actor>> {
	const { app, signedIn, token } = event.locals;
	if (token !== null) return app.access.callerOfToken(token);
	if (signedIn) return ok(signedIn.person.actor);
	// Whoever came with a session's cookie had one; a cookie that opens nothing is cleared by now, so the header is asked.
	const cookies = (event.request.headers.get('cookie') ?? '').split(';');
	const had = cookies.some((cookie) => cookie.trim().startsWith(`${app.sessions.cookieName}=`));
	return refuse('unauthenticated', had ? 'sign_in_required' : 'credentials_required');
}

/**
 * A POST of the API: one record or an array of them through one command.
 * @param act whoever may do it to no record at all is told so, whatever they send
 * @param schema of one record
 * @param command of the app; gets parsed records
 */
export async function postRecords<Schema extends v.GenericSchema>(
	event: RequestEvent,
	act: string,
	schema: Schema,
	command: (actor: Actor, call: Call, inputs: readonly v.InferOutput<Schema>[]) => Promise<Result<Written>>
): Promise<Response> {
	return post(event, act, async (actor, body, key) => {
		const records = Array.isArray(body) ? (body as unknown[]) : [body];
		if (Array.isArray(body) && key === null) return refuse('invalid', 'key_required');
		if (records.length > batchLimit) return refuse('too_large', 'too_many', '', { max: batchLimit });
		const parsed = parseAll(schema, records, Array.isArray(body));
		return parsed.ok ? command(actor, { opId: key ?? randomUUID() }, parsed.value) : parsed;
	});
}

/** A POST of the API whose body is a single command. */
export async function postCommand<Schema extends v.GenericSchema>(
	event: RequestEvent,
	act: string,
	schemaOf: (body: unknown) => Schema,
	command: (actor: Actor, call: Call, input: v.InferOutput<Schema>) => Promise<Result<Written>>
): Promise<Response> {
	return post(event, act, async (actor, body, key) => {
		const parsed = parse(schemaOf(body), body);
		return parsed.ok ? command(actor, { opId: key ?? randomUUID() }, parsed.value) : parsed;
	});
}

async function post(
	event: RequestEvent,
	act: string,
	run: (actor: Actor, body: unknown, key: string | null) => Promise<Result<Written>>
): Promise<Response> {
	const caller = await callerOf(event);
	if (!caller.ok) return problem(caller);
	const bar = event.locals.app.actBar(caller.value, act);
	if (bar) return problem(refuse('forbidden', bar));
	const body = await readJson(event.request);
	if (!body.ok) return problem(body);
	const key = event.request.headers.get('idempotency-key');
	if (key !== null && !/^[\x21-\x7e]{1,120}$/.test(key)) return problem(refuse('invalid', 'key_invalid'));
	const written = await run(caller.value, body.value, key);
	if (!written.ok) return problem(written);
	return Response.json(followed(written.value, event.locals.app.streamsOf(caller.value)), { status: 201 });
}

/** Heads of streams that the caller does not follow would be waited for in vain, and say how busy others are. */
function followed({ heads, ...written }: Written, streams: readonly string[]): Written {
	return {
		...written,
		heads: Object.fromEntries(Object.entries(heads).filter(([stream]) => streams.includes(stream)))
	};
}

function parseAll<Schema extends v.GenericSchema>(
	schema: Schema,
	records: readonly unknown[],
	isList: boolean
): Result<v.InferOutput<Schema>[]> {
	const faults: Fault[] = [];
	const values: v.InferOutput<Schema>[] = [];
	for (const [index, record] of records.entries()) {
		const parsed = parse(schema, record, isList ? `/${index}` : '');
		if (parsed.ok) values.push(parsed.value);
		else faults.push(...parsed.faults);
	}
	return faults.length > 0 ? invalid(faults) : ok(values);
}

/**
 * The answer to a write that does not come from our own pages; null for one that may go on. A write by cookie needs an Origin of
 * ours; without a cookie a program is free to try (to sign in), and a token needs none.
 */
export function refuseForeignWrite(event: RequestEvent, by: Identity['by']): Response | null {
	const { method, headers } = event.request;
	if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || by === 'token') return null;
	const { config } = event.locals.app;
	// A page that sends no referrer says "null" of itself; that it is the same site is then the browser's own word.
	const silent = headers.get('origin') === 'null' && headers.get('sec-fetch-site') === 'same-origin';
	const own = isOwnOrigin(
		{
			origin: silent ? undefined : (headers.get('origin') ?? undefined),
			host: headers.get('host') ?? undefined,
			'sec-fetch-site': headers.get('sec-fetch-site') ?? undefined
		},
		config.origin,
		config.allowHttp
	);
	return own && (by === 'nobody' || headers.has('origin')) ? null : problem(refuse('forbidden', 'foreign_origin'));
}

/** The largest body, as the adapter has it for forms; 500 records stay far below it. */
export const bodyLimit = 512 * 1024;

async function readJson(request: Request): Promise<Result<unknown>> {
	if (!/^application\/json(\s*;|$)/i.test(request.headers.get('content-type') ?? ''))
		return refuse('unsupported', 'not_json_type');
	if (Number(request.headers.get('content-length') ?? 0) > bodyLimit)
		return refuse('too_large', 'body_too_large', '', { max: bodyLimit });
	try {
		const bytes = await request.arrayBuffer();
		if (bytes.byteLength > bodyLimit) return refuse('too_large', 'body_too_large', '', { max: bodyLimit });
		// Bytes that are no UTF-8 are no JSON; read otherwise, they would be stored as something else.
		return storableBody(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown);
	} catch (failure) {
		// The adapter stops reading at its own limit with an error that carries 413.
		if ((failure as { status?: unknown }).status === 413)
			return refuse('too_large', 'body_too_large', '', { max: bodyLimit });
		return refuse('invalid', 'not_json');
	}
}
