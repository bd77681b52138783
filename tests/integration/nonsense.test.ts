// Nonsense to everything that takes a body: each endpoint, form action and message of the built product, made of good ones by a seed.
import { randomInt } from 'node:crypto';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { wire, type Ready, type Reset } from '#lib/protocol/messages.ts';
import type { Database } from '#lib/platform/database.server.ts';
import { addressOf, servedWrites, type ServedWrite } from '../support/served-routes.ts';
import {
	exampleForms,
	exampleJson,
	type ExampleForm,
	type ExampleJson,
	type Known,
	type Sender
} from '../support/example-bodies.ts';
import { sendAll } from '../support/nonsense.ts';
import { addedNames, oddForms, oddJson, oddMessages } from '../support/odd-bodies.ts';
import { recountedCells, storedCells } from '../support/recount.ts';
import { servedPassword, serveProduct, type ServedProduct } from '../support/served-data.ts';

/** So many of each; the same seed makes the same. */
const count = Number(process.env['JINDU_NONSENSE'] ?? '100');
const seed = Number(process.env['JINDU_NONSENSE_SEED'] ?? String(randomInt(2 ** 31)));
const timeout = Math.max(120_000, count * 120);

const writes = servedWrites();
const nameOf = ({ route, action }: ServedWrite) =>
	action === null || action === 'default' ? route : `${route} ${action}`;

let server: ServedProduct;
let database: Database;
let known: Known;
beforeAll(async () => {
	server = await serveProduct();
	database = await server.database();
	known = await makeKnown();
});
afterAll(async () => {
	await database.close();
	await server.stop();
});

/** Records and people for the bodies to be about. */
async function makeKnown(): Promise<Known> {
	const record = async (unit: string, path: string, body: unknown): Promise<string> => {
		const answer = await fetch(`${server.baseURL}/api/v1/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${server.tokens[unit]}` },
			body: JSON.stringify(body)
		});
		return ((await answer.json()) as { readonly ids: string[] }).ids[0] ?? '';
	};
	const at = { territory: 'yinzhou' };
	const deal = { kind: 'transfer', amount: '1.00', date: '2019-05-05', reference: 'R', ...at };
	const accepted = { number: 'K-1', type: 'patent', acceptedAt: '2019-05-05', ...at };
	await record('amr', 'cases', accepted);
	const entity = { register: 'portfolios', name: 'K', industry: 'new-materials', measures: { inventions: 30 }, ...at };
	const [person] = await database.sql<{ account: string; appointment: string }[]>`
		select a.id as account, p.id as appointment from account a join appointment p on p.account = a.id
		where a.username = 'daxie'`;
	return {
		entry: await record('yinzhou', 'transactions', deal),
		caseNumber: accepted.number,
		entity: await record('yinzhou', 'register-entities', entity),
		person: person?.account ?? '',
		appointment: person?.appointment ?? '',
		token: server.tokens['daxie']?.split('.')[0] ?? '',
		password: servedPassword
	};
}

let networks = 1;

/** Who sends: signed in anew each time, since some of what is sent ends sessions, and from where nobody is locked out. */
async function headersOf(sender: Sender): Promise<Record<string, string>> {
	if ('token' in sender) return { authorization: `Bearer ${server.tokens[sender.token]}` };
	await database.sql`delete from rate_limit`;
	const origin = { origin: server.baseURL };
	if ('nobody' in sender) return origin;
	const account = server.accounts.find(({ username }) => username === sender.account);
	if (!account) throw new Error(`nobody is called ${sender.account}`);
	return { ...origin, cookie: await server.signIn(account, `127.0.0.${++networks}`) };
}

/** What nobody has written a good body for is sent all names that there are, by somebody who may enter most things. */
const unknown: ExampleForm = {
	sender: { account: 'office-finance' },
	forms: [addedNames.map((name) => [name, '1'] as const)]
};

function exampleOf(write: ServedWrite): ExampleForm | ExampleJson {
	const name = nameOf(write);
	if (name.startsWith('/api/v1/')) {
		const fields = Object.fromEntries(addedNames.map((one) => [one, 1]));
		return exampleJson(known)[name.slice('/api/v1/'.length)] ?? { ...unknown, json: [fields] };
	}
	return exampleForms(known)[name] ?? unknown;
}

describe(`nonsense (seed ${seed})`, () => {
	test.each(writes.map((write) => [nameOf(write), write] as const))(
		'to %s is refused with its place and a reason, and never a failure of the server',
		async (name, write) => {
			const example = exampleOf(write);
			const isJson = 'json' in example;
			const bodies = isJson ? oddJson(example.json, count, seed) : oddForms(example.forms, count, seed);
			const started = performance.now();
			const { statuses, wrong } = await sendAll(
				{
					url: server.baseURL + addressOf(write, 'params' in example ? example.params : {}),
					method: write.method,
					headers: await headersOf(example.sender),
					takes: isJson ? 'json' : 'form',
					isAction: write.action !== null
				},
				bodies
			);
			tell(name, statuses, performance.now() - started);
			expect(wrong.slice(0, 5)).toEqual([]);
			expect([...statuses.values()].reduce((sum, one) => sum + one, 0)).toBe(count);
		},
		timeout
	);

	const messages = { resume: [{ epoch: 'x', heads: { city: 0, 'unit:yinzhou': 1 } }], ack: [{ heads: { city: 1 } }] };

	test.each(Object.keys(wire.client) as (keyof typeof wire.client)[])(
		'as message %s leaves the connection and its answers alone',
		async (name) => {
			const cookie = (await headersOf({ account: 'leader' }))['cookie'] ?? '';
			const odd = oddMessages(messages[name], count, seed);
			const started = performance.now();
			// A connection may say 120 things a minute.
			for (let from = 0; from < odd.length; from += 100) await sayAll(cookie, name, odd.slice(from, from + 100));
			tell(name, new Map([[0, odd.length]]), performance.now() - started);
		},
		timeout
	);

	test('left the server ready, its log whole and the figures those of the records', async () => {
		expect((await fetch(`${server.baseURL}/readyz`)).status).toBe(200);
		expect(server.printed()).not.toMatch(/"level":(50|60)/);
		expect(await recountedCells(database.sql)).toEqual(await storedCells(database.sql));
		expect(await verifyChain(database.db)).toBeNull();
	});
});

/** Says it all, then something good: its answer comes after all the nonsense was read. */
async function sayAll(cookie: string, name: string, odd: readonly unknown[][]): Promise<void> {
	const socket = io(server.baseURL, {
		forceNew: true,
		reconnection: false,
		transports: ['websocket'],
		extraHeaders: { cookie, origin: server.baseURL }
	});
	try {
		await new Promise<void>((done, fail) => {
			socket.on('connect_error', fail);
			socket.on('disconnect', (reason) => {
				fail(new Error(reason));
			});
			socket.on('reset', ({ reason }: Reset) => {
				if (reason === 'too_far') done();
			});
			socket.once('ready', ({ epoch }: Ready) => {
				for (const one of odd) socket.emit(name, ...one);
				// Only who was told the epoch can ask for too much of it.
				socket.emit('resume', { epoch, heads: { city: 1_000_000_000 } });
			});
		});
	} finally {
		socket.disconnect();
	}
}

/** With many of each, somebody waits for figures. */
function tell(name: string, statuses: ReadonlyMap<number, number>, ms: number): void {
	if (process.env['JINDU_NONSENSE'] === undefined) return;
	const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
	process.stdout.write(`${name}  ${counts.join(', ')}  ${(ms / 1000).toFixed(1)} s\n`);
}
