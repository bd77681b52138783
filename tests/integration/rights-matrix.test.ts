// Every page, form, endpoint and stream of the built product as everybody, against a table by hand: what stands in neither fails.
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { protocolVersion, type Heads } from '#lib/protocol/messages.ts';
import {
	callers,
	endpoints,
	entrances,
	isToken,
	pages,
	streams,
	tokens,
	visitors,
	type Caller,
	type PageRights
} from '../support/rights-matrix.ts';
import { addressOf as placeOf, sampleParameters, servedRoutes } from '../support/served-routes.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';
import { everybody, unitOf, type Credentials } from '../support/visitors.ts';

const served = servedRoutes();
/** What is told of a body or a form that is nonsense, to whoever might have sent a right one. */
const wrongInput = [400, 404, 409, 415, 422];
let server: ServedProduct;
let credentials: Readonly<Record<Caller, Credentials>>;
/** Ids of a record, an entity and an account that are there, for routes with parameters. */
let parameters: Readonly<Record<string, string>>;

beforeAll(async () => {
	server = await serveProduct();
	credentials = await everybody(server);
	const record = await enter('transactions', {
		kind: 'transfer',
		amount: '10000.00',
		date: '2019-09-02',
		territory: 'yinzhou',
		reference: 'matrix'
	});
	await enter('register-entities', {
		register: 'pools',
		name: '示例专利池',
		industry: 'new-materials',
		territory: 'yinzhou'
	});
	const [entity] = await asked<{ id: string }>`select id from register_entity limit 1`;
	const [account] = await asked<{ id: string }>`select id from account where branch = 'business' limit 1`;
	parameters = {
		'/(app)/ledger/[ledger]/[id]': `/ledger/transactions/${record}`,
		'/(app)/registers/[register]/[id]': `/registers/pools/${entity?.id}`,
		'/(app)/admin/accounts/[id]': `/admin/accounts/${account?.id}`
	};
});
afterAll(() => server.stop());

/** An address of a route, with things that are there. */
function addressOf(route: string): string {
	return parameters[route] ?? placeOf({ route, action: null, method: 'GET' }, sampleParameters);
}

function ask(caller: Caller, path: string, init: RequestInit = {}): Promise<Response> {
	const headers = { ...credentials[caller].headers, ...(init.headers as Record<string, string> | undefined) };
	return fetch(new URL(path, server.baseURL), { redirect: 'manual', ...init, headers });
}

/** The status with which a form's action answers. */
async function send(caller: Caller, path: string, action: string): Promise<number> {
	const answer = await ask(caller, action === 'default' ? path : `${path}?/${action}`, {
		method: 'POST',
		headers: { accept: 'application/json', 'x-sveltekit-action': 'true', origin: server.baseURL },
		body: new URLSearchParams({ form: 'one', nonsense: 'one' })
	});
	const { status = answer.status } = (await answer.json()) as { status?: number };
	return status;
}

/** Where everything but sign-ins and looks stands in the log. */
function heads(): Promise<unknown> {
	return asked`select stream, max(seq) from event where stream not in ('signin', 'reads') group by 1 order by 1`;
}

/** Enters a record as the district does; its id. */
async function enter(endpoint: string, body: unknown): Promise<string> {
	const answer = await ask('district', `/api/v1/${endpoint}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
	const { ids } = (await answer.json()) as { ids?: readonly string[] };
	if (!ids?.[0]) throw new Error(`${endpoint}: ${answer.status}`);
	return ids[0];
}

async function asked<Row extends object>(words: TemplateStringsArray): Promise<readonly Row[]> {
	const database = await server.database();
	try {
		return [...(await database.sql<Row[]>(words))];
	} finally {
		await database.close();
	}
}

function pageStatus(caller: Caller, { opens, led = [], blind = [] }: PageRights): number {
	if (caller === 'nobody' || led.includes(caller)) return 303;
	if (opens.includes(caller)) return 200;
	return blind.includes(caller) ? 404 : 403;
}

describe('the table', () => {
	test('has every page of the product, and no other', () => {
		const named = [...Object.keys(pages), ...Object.keys(entrances)];
		expect(named.toSorted()).toEqual(
			served
				.filter(({ page }) => page)
				.map(({ id }) => id)
				.toSorted()
		);
	});

	test('has every method of every endpoint, and no other', () => {
		const all = served.flatMap(({ id, methods }) => methods.map((method) => `${method} ${id}`));
		expect(Object.keys(endpoints).toSorted()).toEqual(all.toSorted());
	});
});

describe.each(visitors)('a browser of %s', (caller) => {
	test('opens its pages, and is told of others that they are not', async () => {
		const answers = await Promise.all(
			Object.entries(pages).map(async ([route, rights]) => {
				const answer = await ask(caller, addressOf(route), { headers: { accept: 'text/html' } });
				const text = await answer.text();
				// A refusal says whom to ask; a way to sign in says where one wanted to go.
				if (answer.status === 403) expect(text, route).toContain('class="whom');
				if (caller === 'nobody') expect(answer.headers.get('location'), route).toMatch(/^\/login\?next=/);
				return [route, { got: answer.status === 307 ? 303 : answer.status, expected: pageStatus(caller, rights) }];
			})
		);
		const wrong = answers.filter(([, one]) => typeof one === 'object' && one.got !== one.expected);
		expect(wrong).toEqual([]);
	});

	test('comes in by the way in, and once in is led on', async () => {
		for (const [route, { nobody, others }] of Object.entries(entrances)) {
			const { status } = await ask(caller, addressOf(route));
			expect(status, route).toBe(caller === 'nobody' ? nobody : others);
		}
	});

	test('sends its forms, and nothing of others', async () => {
		const before = await heads();
		const forms = served.flatMap(({ id, actions }) => actions.map((action) => ({ id, action })));
		expect(forms.length).toBeGreaterThan(40);
		const wrong = await Promise.all(
			forms.map(async ({ id, action }) => {
				const status = await send(caller, addressOf(id), action);
				const rights = pages[id];
				// The way in is everybody's: its forms look at what they are sent.
				if (!rights) return status >= 400 && status < 500 ? null : { id, action, status };
				const senders = rights.sends ? rights.sends[action] : rights.opens;
				if (!senders) return { id, action, expected: 'an entry' };
				const expected = caller === 'nobody' ? [401] : senders.includes(caller) ? wrongInput : [403];
				return expected.includes(status) ? null : { id, action, status, expected };
			})
		);
		expect(wrong.filter((one) => one !== null)).toEqual([]);
		expect(await heads()).toEqual(before);
	});
});

describe.each(tokens)('a browser with %s', (caller) => {
	test('is on every page as one that nobody has signed in with', async () => {
		for (const [route, path] of Object.keys(pages).map((id) => [id, addressOf(id)] as const))
			expect((await ask(caller, path, { headers: { accept: 'text/html' } })).status, route).toBe(303);
	});

	test('sends no form', async () => {
		const before = await heads();
		const forms = served.flatMap(({ id, actions }) => (pages[id] ? actions.map((action) => ({ id, action })) : []));
		for (const { id, action } of forms)
			expect([401, 403], `${id} ${action}`).toContain(await send(caller, addressOf(id), action));
		expect(await heads()).toEqual(before);
	});
});

describe.each(callers)('a program of %s', (caller) => {
	test('gets what the endpoints have for it, and nothing else', async () => {
		const before = await heads();
		for (const [endpoint, given] of Object.entries(endpoints)) {
			const [method = '', route = ''] = endpoint.split(' ');
			if (route === '/logout') continue;
			const query = { '/api/v1/events': '?stream=unit:nowhere', '/api/v1/records': '?ledger=cases' }[route] ?? '';
			const { status } = await ask(caller, addressOf(route) + query, {
				method,
				...(method === 'POST' && {
					headers: { 'content-type': 'application/json', accept: 'application/json' },
					body: '{}'
				})
			});
			const isIn = caller !== 'nobody' && (route.startsWith('/api/') || !isToken(caller));
			if (given.includes(caller)) expect([200, 303, ...wrongInput], endpoint).toContain(status);
			else expect(status, endpoint).toBe(isIn ? 403 : 401);
		}
		expect(await heads()).toEqual(before);
	});
});

describe.each(callers)('the streams of %s', (caller) => {
	const kindOf = (stream: string) => stream.split(':')[0] ?? '';

	test('are those of its role, by REST', async () => {
		const own = unitOf[caller] ?? null;
		const asked = ['city', 'breakdown', 'plan', 'access', 'signin', 'reads', 'unit:cixi', 'user:someone', 'none'];
		const seesAll = caller === 'leader' || caller === 'office';
		for (const stream of [...asked, ...(own === null ? [] : [`unit:${own}`])]) {
			const { status } = await ask(caller, `/api/v1/events?stream=${stream}`);
			const follows =
				caller !== 'nobody' &&
				streams[caller].includes(kindOf(stream)) &&
				stream !== 'user:someone' &&
				(seesAll || !stream.startsWith('unit:') || stream === `unit:${own}`);
			expect(status, stream).toBe(caller === 'nobody' ? 401 : follows ? 200 : 404);
		}
	});

	test('are the rooms of its socket, and none that it asks for beside', async () => {
		const { headers, token } = credentials[caller];
		const socket = io(server.baseURL, {
			transports: ['websocket'],
			reconnection: false,
			forceNew: true,
			auth: { protocol: protocolVersion, ...(token !== null && { token }) },
			extraHeaders: { origin: server.baseURL, ...headers }
		});
		try {
			const ready = await firstWord(socket);
			if (caller === 'nobody' || streams[caller].length === 0) {
				expect(ready).toBe(caller === 'nobody' ? 'unauthenticated' : 'nothing_to_follow');
				return;
			}
			if (typeof ready === 'string') throw new Error(ready);
			const kinds = new Set(Object.keys(ready.heads).map(kindOf));
			// What is looked up only is never pushed.
			const pushed = streams[caller].filter((kind) => kind !== 'signin' && kind !== 'reads');
			expect([...kinds].toSorted()).toEqual([...pushed].toSorted());
			if (unitOf[caller] !== undefined && caller !== 'office') expect(ready.heads).not.toHaveProperty('unit:cixi');

			// From the beginning of everything, its own and others': only what is its own comes.
			const wanted = { 'unit:cixi': 0, access: 0, plan: 0, breakdown: 0 };
			const frames: string[] = [];
			socket.on('frame', ({ stream }: { stream: string }) => frames.push(stream));
			const answered = new Promise((resolve) => socket.onAny(resolve));
			const user = Object.keys(ready.heads).find((stream) => stream.startsWith('user:')) ?? '';
			socket.emit('resume', { epoch: ready.epoch, heads: { ...wanted, [user]: 0 } });
			socket.emit('resume', { epoch: 'another', heads: {} });
			await answered;
			expect(frames.filter((stream) => !(stream in ready.heads))).toEqual([]);
		} finally {
			socket.disconnect();
		}
	});
});

/** What a socket is told first: how everything stands, or why it is not let in. */
function firstWord(socket: Socket): Promise<string | { readonly epoch: string; readonly heads: Heads }> {
	return new Promise((resolve) => {
		socket.once('ready', resolve);
		socket.once('connect_error', ({ message }: Error) => {
			resolve(message);
		});
	});
}

describe.each(callers)('the way out of %s', (caller) => {
	test('is open', async () => {
		const { status } = await ask(caller, '/logout', { method: 'POST' });
		expect(status).toBe(303);
		if (credentials[caller].token === null) expect((await ask(caller, '/api/v1/plan')).status).toBe(401);
	});
});
