// The edge: builds the app once, puts the session into locals, sets language and headers. Nothing else.
import type { Handle, HandleServerError, RequestEvent, ResolveOptions, ServerInit } from '@sveltejs/kit';
import { askedBy } from '#lib/sign-in/asked-by.ts';
import { holdToDuty } from '#lib/sign-in/duty-gate.server.ts';
import { identityOf } from '#lib/access/identity.ts';
import { invalid, refuse, type Refusal } from '#lib/kernel/result.ts';
import { duringRequest } from '#lib/log/request-origin.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { defineCustomServerStrategy } from '#lib/paraglide/runtime.js';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { startApp, type App } from '#lib/app/app.server.ts';
import { readConfig } from '#lib/platform/config.server.ts';
import { withOwnSockets } from '#lib/http/content-policy.ts';
import { databaseCode, isDatabaseAway } from '#lib/platform/database-away.ts';
import { openLogger } from '#lib/platform/logger.server.ts';
import { newProblemId, problem, problemIdHeader, refuseForeignWrite, valueOrError } from '#lib/http/http.server.ts';
import { setCookie } from '#lib/sign-in/session-cookie.server.ts';
import { apiAnswer, isApi, type Failure } from '#lib/http/api-answer.server.ts';
import { turnAway as turnAwayEarly } from '#lib/http/turn-away.server.ts';
import { localeOfProgram } from '#lib/http/accept-language.ts';
import { edgeHeaders } from '#lib/http/edge.ts';
import { handOver } from '#lib/app/handover.server.ts';
import { addressFault } from '#lib/platform/storable.ts';
import { isTheme, themeCookie } from '#lib/ui/theme.ts';

let app: App;
const config = readConfig(process.env);
const logger = openLogger(config.logLevel);

defineCustomServerStrategy('custom-programs', { getLocale: localeOfProgram });

export const init: ServerInit = async () => {
	app = await startApp(config, logger, (line) => process.stdout.write(`${line}\n`));
	handOver({
		attach: app.sockets.attach,
		close: app.close,
		note: (facts, what) => {
			logger.error(facts, what);
		},
		turnAway: turnAwayEarly
	});
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
		event.locals.failure = null;
		const answered = () =>
			answer(event, async () => resolve(event, pageOptions(locale, event.cookies.get(themeCookie))));
		const response = await duringRequest(event.getClientAddress(), request.headers.get('user-agent'), () =>
			isApi(event) ? apiAnswer(event, answered, noteFailure) : pageAnswer(event, answered)
		);
		if (refusals.has(response.status)) noteRefusal(event, response);
		return withHeaders(response, event.url);
	});

/**
 * Kit names a page's scripts in a `Link` header, which grows with the page beyond what proxies take: the page names them itself,
 * after the styles that it is painted with.
 */
function pageOptions(locale: string, theme: string | undefined): ResolveOptions {
	const scripts: string[] = [];
	return {
		preload: ({ type, path }) => {
			if (type === 'js') scripts.push(`<link rel="modulepreload" href="${encodeURI(path)}" />`);
			return false;
		},
		transformPageChunk: ({ html }) =>
			html
				.replace('%lang%', locale)
				.replace('%theme%', isTheme(theme) ? theme : 'light')
				.replace('%scripts%', scripts.join(''))
	};
}

/** Whatever part of a page misses the database, its answer is the same: come again. */
async function pageAnswer(event: RequestEvent, answered: () => Promise<Response>): Promise<Response> {
	try {
		const response = await answered();
		return event.locals.failure?.away ? away(event) : response;
	} catch (thrown) {
		if (!isDatabaseAway(thrown)) throw thrown;
		noteFailure(event, thrown);
		return away(event);
	}
}

function away({ request }: RequestEvent): Response {
	// The script of a form reads an answer of this shape, and keeps what was typed.
	if (request.headers.has('x-sveltekit-action'))
		return Response.json({ type: 'error', error: { message: m.rights_database_away() } }, { status: 503 });
	return valueOrError(refuse('unavailable', 'busy'));
}

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
	const odd = addressFault(url);
	if (odd) return turnAway(event, invalid([odd]));
	if (identity.value.by === 'token') event.locals.token = identity.value.token;
	if (identity.value.by === 'session' && !probes.has(url.pathname)) {
		const { cookie } = identity.value;
		const found = await app.access.read(cookie, askedBy(request.method, request.headers, event.isDataRequest));
		if (!found.ok) return turnAway(event, found);
		const read = found.value;
		if ('over' in read) {
			event.locals.sessionOver = read.over;
			setCookie(event.cookies, app.sessions.blankCookie());
		} else {
			event.locals.signedIn = read;
			const allowed = await app.access.allowRequest(read.sessionId);
			if (!allowed.ok) return turnAway(event, allowed);
			if (read.cookie) setCookie(event.cookies, read.cookie);
		}
	}
	return holdToDuty(event) ?? resolve();
}

/** Answers that somebody who watches for attacks wants to see; the address that was asked may hold a secret and is left out. */
const refusals: ReadonlySet<number> = new Set([401, 403, 413, 415, 429]);

function noteRefusal({ request, route, locals, getClientAddress }: RequestEvent, { status, headers }: Response): void {
	const actor = locals.signedIn?.person.actor.id ?? null;
	const id = headers.get(problemIdHeader) ?? undefined;
	logger.info({ status, method: request.method, route: route.id, actor, address: getClientAddress(), id }, 'refused');
}

const edge = Object.entries(edgeHeaders(config.origin?.protocol === 'https:'));

function withHeaders(response: Response, site: URL): Response {
	const policy = response.headers.get('Content-Security-Policy');
	if (policy !== null) response.headers.set('Content-Security-Policy', withOwnSockets(policy, site));
	for (const [name, value] of edge) if (!response.headers.has(name)) response.headers.set(name, value);
	if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'private, no-store');
	return response;
}

/** Probes say how the process and the database are: they must answer whatever the cookie and the database do. */
const probes: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Programs get the refusal they know, people a sentence; both may try again. */
function turnAway(event: RequestEvent, refusal: Refusal): Response {
	return isApi(event) ? problem(refusal) : valueOrError(refusal);
}

export const handleError: HandleServerError = ({ error: thrown, event, status, message }) => {
	if (status < 500) return { message };
	const { id, away } = noteFailure(event, thrown);
	return { message: away ? m.rights_database_away() : message, id };
};

function noteFailure({ locals }: RequestEvent, thrown: unknown): Failure {
	const failure = { id: newProblemId(), away: isDatabaseAway(thrown) };
	if (failure.away) logger.warn({ code: databaseCode(thrown), id: failure.id }, 'database away');
	else logger.error({ err: thrown, id: failure.id }, 'unexpected');
	locals.failure = failure;
	return failure;
}
