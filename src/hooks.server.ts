// The edge: builds the app once, puts the session into locals, sets language and headers. Nothing else.
import { randomUUID } from 'node:crypto';
import { type Handle, type HandleServerError, type RequestEvent, type ServerInit } from '@sveltejs/kit';
import { askedBy, type AskedBy } from '#lib/access/asked-by.ts';
import { holdToDuty } from '#lib/access/duty-gate.server.ts';
import { identityOf, isApi } from '#lib/access/identity.ts';
import { refuse, type Refusal } from '#lib/kernel/result.ts';
import { duringRequest } from '#lib/live/request-origin.server.ts';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { startApp, type App } from '#lib/server/app.server.ts';
import { readConfig } from '#lib/server/config.server.ts';
import { isDatabaseAway } from '#lib/server/database.server.ts';
import { openLogger } from '#lib/server/logger.server.ts';
import { problem, refuseForeignWrite, setCookie, valueOrError } from '#lib/server/http.server.ts';
import { edgeHeaders } from '#lib/server/edge.ts';
import { handOver } from '#lib/server/handover.server.ts';

let app: App;
const config = readConfig(process.env);
const logger = openLogger(config.logLevel);

export const init: ServerInit = async () => {
	app = await startApp(config, logger, (line) => process.stdout.write(`${line}\n`));
	handOver({ attach: app.sockets.attach, close: app.close });
};

export const handle: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, async ({ request, locale }) => {
		event.request = request;
		// Kit answers a form post with JSON to whoever accepts anything; plain clients are owed the redirect of a plain form.
		if (
			request.method === 'POST' &&
			!request.headers.has('x-sveltekit-action') &&
			request.headers.get('accept') !== 'application/json'
		)
			request.headers.set('accept', 'text/html');
		event.locals.app = app;
		event.locals.signedIn = null;
		event.locals.sessionOver = null;
		event.locals.token = null;
		const response = await duringRequest(event.getClientAddress(), request.headers.get('user-agent'), () =>
			answer(event, async () => resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', locale) }))
		);
		if (refusals.has(response.status)) noteRefusal(event, response.status);
		return withHeaders(response);
	});

async function answer(event: RequestEvent, resolve: () => Promise<Response>): Promise<Response> {
	const { request, route, url } = event;
	const identity = identityOf({
		place: route.id ?? url.pathname,
		authorization: request.headers.get('authorization'),
		cookie: event.cookies.get(app.sessions.cookieName)
	});
	if (!identity.ok) return problem(identity);
	const foreign = refuseForeignWrite(event, identity.value.by);
	if (foreign) return foreign;
	if (identity.value.by === 'token') event.locals.token = identity.value.token;
	if (identity.value.by === 'session' && !probes.has(url.pathname)) {
		const found = await readSession(
			identity.value.cookie,
			askedBy(request.method, request.headers, event.isDataRequest)
		);
		if (!found.ok) return turnAway(url.pathname, found);
		const read = found.value;
		if ('over' in read) {
			event.locals.sessionOver = read.over;
			setCookie(event.cookies, app.sessions.blankCookie());
		} else {
			event.locals.signedIn = read;
			const allowed = await app.access.allowRequest(read.sessionId);
			if (!allowed.ok) return turnAway(url.pathname, allowed);
			if (read.cookie) setCookie(event.cookies, read.cookie);
		}
	}
	return holdToDuty(event) ?? resolve();
}

/** Answers that somebody who watches for attacks wants to see; the address that was asked may hold a secret and is left out. */
const refusals: ReadonlySet<number> = new Set([401, 403, 413, 415, 429]);

function noteRefusal({ request, route, locals, getClientAddress }: RequestEvent, status: number): void {
	const actor = locals.signedIn?.person.actor.id ?? null;
	logger.info({ status, method: request.method, route: route.id, actor, address: getClientAddress() }, 'refused');
}

const edge = Object.entries(edgeHeaders(config.origin?.protocol === 'https:'));

function withHeaders(response: Response): Response {
	for (const [name, value] of edge) if (!response.headers.has(name)) response.headers.set(name, value);
	if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'private, no-store');
	return response;
}

/** Probes say how the process and the database are: they must answer whatever the cookie and the database do. */
const probes: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Programs get the refusal they know, people a sentence; both may try again. */
function turnAway(path: string, refusal: Refusal): Response {
	return isApi(path) ? problem(refusal) : valueOrError(refusal);
}

async function readSession(raw: string, by: AskedBy) {
	try {
		return await app.access.read(raw, by);
	} catch (failure) {
		if (isDatabaseAway(failure)) return refuse('unavailable', 'busy');
		throw failure;
	}
}

export const handleError: HandleServerError = ({ error: failure, status, message }) => {
	if (status < 500) return { message };
	const id = randomUUID().slice(0, 8);
	logger.error({ err: failure, id }, 'unexpected');
	return { message, id };
};
