// Attacks on the live path by lines that are nobody's, or somebody's who sends what no client sends: floods, packets out of turn, lines left open.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { leader, someone } from '../support/actors.ts';
import { openBareLine, openPolling, postPackets, type BareLine } from '../support/bare-line.ts';
import { openCommandDesk, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openLiveServer, type LiveServer } from '../support/live-server.ts';

const people = { leader, yinzhou: someone('district', 'yinzhou') };
let desk: CommandDesk;
let server: LiveServer;
/** How often it was asked who somebody is: each may cost the database a query. */
let asked: number;
let refused: string[];
/** What every answer waits for. */
let slow: Promise<unknown>;

beforeAll(async () => {
	desk = await openCommandDesk(databaseKinds[0] ?? 'embedded');
});
afterAll(() => desk.close());
beforeEach(async () => {
	asked = 0;
	refused = [];
	slow = Promise.resolve();
	server = await openLiveServer(desk, people, {
		callers: {
			authenticate: async ({ headers }, token) => {
				asked++;
				await slow;
				const name = typeof token === 'string' ? token : headers.cookie;
				const actor = name === 'leader' || name === 'yinzhou' ? people[name] : null;
				return actor ? { actor, sessionId: `session of ${name}`, tokenId: null } : 'unauthenticated';
			},
			onRefused: (_, cause) => refused.push(cause)
		}
	});
});
afterEach(async () => {
	await server.close();
	expect(server.errors).toEqual([]);
});

const many = (packet: string, count: number) => Array.from({ length: count }, () => packet);

/** A line that somebody is behind. */
async function openOwnLine(): Promise<BareLine> {
	const line = await openBareLine(server.url, { cookie: 'leader' });
	line.send('40');
	await line.until('42["ready"');
	return line;
}

async function expectOthersComeIn(): Promise<void> {
	await server.client('yinzhou', { auth: {}, headers: { cookie: 'yinzhou' } }).ready();
}

describe('a line that nobody is behind', () => {
	test.each([
		['made-up tokens', '40{"token":"x"}', {}],
		['a made-up cookie', '40', { cookie: 'made-up' }]
	])('asks once, whatever it sends at once: %s', async (_, packet, headers) => {
		const line = await openBareLine(server.url, headers);
		line.send(...many(packet, 5000));
		await line.closed;
		expect(asked).toBe(1);
		await expectOthersComeIn();
	});

	test('asks once by polling, however many packets are in a body', async () => {
		const sid = String(await openPolling(server.url));
		await postPackets(server.url, sid, many('40{"token":"x"}', 900));
		expect(asked).toBeLessThanOrEqual(1);
		expect(await postPackets(server.url, sid, ['40{"token":"x"}'])).toBe(400);
		expect(asked).toBeLessThanOrEqual(1);
	});

	test('is told why, and closed', async () => {
		const line = await openBareLine(server.url);
		line.send('40{"token":"x"}');
		await line.closed;
		expect(line.told.slice(1)).toEqual(['44{"message":"unauthenticated"}']);
		const sid = String(await openPolling(server.url));
		expect(await postPackets(server.url, sid, ['40{"token":"x"}'])).toBe(200);
		const poll = async () => (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`)).text();
		expect(await poll()).toBe('44{"message":"unauthenticated"}');
		expect(await poll()).toMatch(/1$/);
		expect(await postPackets(server.url, sid, ['40'])).toBe(400);
	});

	test.each([
		['an event', '42["resume",{}]'],
		['an acknowledgement', '430[]'],
		['a leave', '41'],
		['a refusal', '44{"message":"x"}'],
		['an event with attachments', '451-["resume",{"_placeholder":true,"num":0}]'],
		['what is no packet', '4x'],
		['another namespace', '40/admin,{"token":"leader"}'],
		['a ping, which is the server’s', '2'],
		['what is no packet of the engine', 'x']
	])('is closed for %s before it is let in, unasked', async (_, packet) => {
		const line = await openBareLine(server.url, { cookie: 'leader' });
		line.send(packet);
		await line.closed;
		expect(asked).toBe(0);
	});

	test('is closed for bytes before it is let in', async () => {
		const line = await openBareLine(server.url, { cookie: 'leader' });
		line.send(Uint8Array.of(1, 2, 3));
		await line.closed;
	});

	test('is closed for answers to a heartbeat that nobody has sent', async () => {
		const line = await openBareLine(server.url);
		line.send(...many('3', 200));
		await line.closed;
		expect(refused).toContain('too_many_packets');
	});

	test('is closed for probing without end', async () => {
		const sid = String(await openPolling(server.url));
		const line = await openBareLine(server.url, {}, sid);
		line.send(...many('2probe', 200));
		await line.closed;
		expect(refused).toContain('too_many_packets');
	});

	test('is closed when it says nothing, and there are few of them; whoever is known comes in meanwhile', async () => {
		const lines = await Promise.all(Array.from({ length: 30 }, () => openBareLine(server.url)));
		const polls = await Promise.all(Array.from({ length: 100 }, () => openPolling(server.url)));
		expect(polls.filter((sid) => typeof sid === 'string')).toHaveLength(20);
		expect(polls.filter((status) => status === 403)).toHaveLength(80);
		await expectOthersComeIn();
		await Promise.all(lines.map(({ closed }) => closed));
		await (
			await openBareLine(server.url)
		).closed;
		expect(refused).toContain('too_late');
	});

	test('is not opened any more where too many were nobody’s', async () => {
		let opened = 0;
		for (; opened < 200; opened++) {
			const line = await openBareLine(server.url).catch(() => null);
			if (!line) break;
			line.send('40{"token":"x"}');
			await line.closed;
		}
		expect(opened).toBe(120);
		expect(refused.at(-1)).toBe('too_many_refused');
		expect(await openPolling(server.url)).toBe(403);
		await expectOthersComeIn();
	});
});

test('whoever waits for a slow database is not late, and is not counted among those who try', async () => {
	const { promise, resolve } = Promise.withResolvers<null>();
	slow = promise;
	const lines = await Promise.all(Array.from({ length: 10 }, () => openBareLine(server.url, { cookie: 'leader' })));
	for (const line of lines) line.send('40');
	// What says nothing is gone after five seconds: those that have asked are still there.
	await (
		await openBareLine(server.url)
	).closed;
	expect(lines.filter((line) => line.isOpen())).toHaveLength(10);
	resolve(null);
	await Promise.all(lines.map((line) => line.until('42["ready"')));
});

describe('a line that somebody is behind', () => {
	test('is closed when it has left', async () => {
		const line = await openOwnLine();
		line.send('41');
		await line.closed;
		expect(server.sockets.count()).toBe(0);
	});

	test.each([
		['itself', '40{"token":"leader"}'],
		['another namespace', '40/admin,']
	])('connects once, not again to %s', async (_, packet) => {
		const line = await openOwnLine();
		line.send(packet);
		await line.closed;
		expect(asked).toBe(1);
	});

	test.each([
		['events', '42["resume",{}]'],
		['events that nobody hears', '42["none"]'],
		['acknowledgements', '430[]'],
		['answers to a heartbeat', '3'],
		['nothing', '6']
	])('may send 120 packets a minute, also of %s', async (_, packet) => {
		const line = await openOwnLine();
		// With the one that connected.
		line.send(...many(packet, 118));
		line.send('42["resume",{"epoch":"other","heads":{}}]');
		await line.until('42["reset"');
		line.send(packet);
		await line.closed;
	});

	test('counts by a clock that nobody sets', async () => {
		const { now } = Date;
		const line = await openOwnLine();
		try {
			Date.now = () => now() + 3_600_000;
			line.send(...many('3', 100));
			Date.now = () => now() - 3_600_000;
			line.send('42["resume",{"epoch":"other","heads":{}}]', ...many('3', 100));
			await line.closed;
		} finally {
			Date.now = now;
		}
	});
});
