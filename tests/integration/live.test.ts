// The live path on real sockets: who may follow what, catching up after every break, and receivers that misbehave.
import { once } from 'node:events';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Actor } from '#lib/access/roles.ts';
import { applyFrame, fromSnapshot, type FoldState } from '#lib/figures/fold.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { startPump } from '#lib/live/pump.server.ts';
import { advance, judge, missing, type Cursor } from '#lib/protocol/cursor.ts';
import { protocolVersion, type Frame, type Heads } from '#lib/protocol/messages.ts';
import { taskUpdateSchema } from '#lib/tasks/share.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { leader, office, reader, someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import {
	headsOf,
	liveToday,
	openLiveServer,
	reached,
	type LiveClient,
	type LiveServer
} from '../support/live-server.ts';

const yinzhou = someone('district', 'yinzhou');
const haishu = someone('district', 'haishu');
const admin: Actor = { id: 'admin', role: 'system_admin', unit: null, via: 'session' };
const people: Readonly<Record<string, Actor>> = { leader, office, reader, yinzhou, haishu, admin };

describe.each(databaseKinds)('the live path, on %s', (kind) => {
	let desk: CommandDesk;
	let server: LiveServer;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		await record(yinzhou, 3);
		await record(haishu, 2);
	});
	beforeEach(async () => {
		server = await openLiveServer(desk, people);
	});
	afterEach(async () => {
		await server.close();
		expect(server.errors).toEqual([]);
	});
	afterAll(() => desk.close());

	/** Deals of a district: events in `city`, `breakdown` and its unit's stream. */
	async function record(actor: typeof yinzhou, count = 1): Promise<Heads> {
		const deals = Array.from({ length: count }, () =>
			v.parse(transactionSchema, {
				kind: 'transfer',
				amount: '1.00',
				date: '2019-05-05',
				territory: actor.unit,
				reference: 'R'
			})
		);
		return written(await desk.commands.recordTransactions(actor, call(), deals)).heads;
	}

	const cityAt = (client: LiveClient, heads: Heads) =>
		client.until(() => reached(client, 'city') >= (heads['city'] ?? 0));

	describe('a connection', () => {
		test('is told once where each stream stands that it may follow, and what day it is', async () => {
			const client = server.client('yinzhou');
			const heads = await headsOf(desk);
			const streams = server.streamsOf('yinzhou');
			expect(await client.ready()).toEqual({
				protocol: protocolVersion,
				epoch: 'first',
				today: liveToday,
				heads: Object.fromEntries(streams.map((stream) => [stream, heads[stream] ?? 0]))
			});
			expect(streams).toContain('unit:yinzhou');
		});

		test('gets what happens as frames without gap or repeat', async () => {
			const client = server.client('leader');
			const { heads } = await client.ready();
			for (let n = 0; n < 8; n++) await record(n % 2 === 0 ? yinzhou : haishu);
			const last = await record(yinzhou, 3);
			await cityAt(client, last);
			for (const stream of ['city', 'breakdown', 'unit:yinzhou']) {
				await client.until(() => reached(client, stream) === last[stream]);
				let at = heads[stream] ?? 0;
				for (const frame of client.frames.filter((each) => each.stream === stream)) {
					expect(frame.from).toBe(at + 1);
					expect(frame.to).toBeGreaterThanOrEqual(frame.from);
					at = frame.to;
				}
			}
		});

		test('works over polling as well', async () => {
			const client = server.client('leader', { auth: { token: 'leader' }, transports: ['polling'] });
			await client.ready();
			await cityAt(client, await record(yinzhou));
		});

		test.each([
			['without credentials', { auth: {} }, 'refused unauthenticated'],
			['with a token that nobody has', { auth: { token: 'nobody' } }, 'refused unauthenticated'],
			['with a token that is no text', { auth: { token: { $ne: '' } } }, 'refused unauthenticated'],
			['by another protocol', { auth: { token: 'leader', protocol: 99 } }, 'refused protocol'],
			[
				'from a foreign page',
				{ auth: { token: 'leader' }, headers: { origin: 'https://evil.example' } },
				'refused websocket error'
			],
			[
				'from another port',
				{ auth: { token: 'leader' }, headers: { origin: 'http://127.0.0.1:1' } },
				'refused websocket error'
			]
		])('%s is refused', async (_, options, told) => {
			const client = server.client('leader', options);
			await client.until(() => client.told.length > 0);
			expect(client.told).toEqual([told]);
			expect(server.sockets.count()).toBe(0);
		});

		test.each([
			['of a foreign page', { origin: 'https://evil.example' }, 403],
			['of a page beside ours', { 'sec-fetch-site': 'same-site' }, 403],
			['of a foreign page that sends no Origin', { 'sec-fetch-site': 'cross-site' }, 403],
			['of our page', { 'sec-fetch-site': 'same-origin' }, 200]
		])('by polling %s is answered by %j > %s', async (_, headers, status) => {
			const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers });
			expect(answer.status).toBe(status);
			await answer.text();
		});

		test('knows its person by the cookie too', async () => {
			const client = server.client('leader', { auth: {}, headers: { cookie: 'haishu' } });
			expect(Object.keys((await client.ready()).heads)).toContain('unit:haishu');
		});

		test('is one of at most twenty of one person; others come in', async () => {
			const crowd = Array.from({ length: 26 }, () => server.client('haishu'));
			await Promise.all(crowd.map((client) => client.until(() => client.told[0])));
			const told = crowd.map((client) => client.told[0]);
			expect(told.filter((what) => what === 'ready')).toHaveLength(20);
			expect(told.filter((what) => what === 'refused too_many_sockets')).toHaveLength(6);
			await server.client('yinzhou').ready();
			const leaving = crowd.find((client) => client.socket.connected);
			leaving?.socket.disconnect();
			const observer = server.client('leader');
			await observer.ready();
			// The server hears of the leaving at the latest with what comes after it.
			for (let left = server.sockets.count(); left > 21; left = server.sockets.count()) await record(yinzhou);
			await server.client('haishu').ready();
		});

		test('that finds the database away is ended, so that it comes again', async () => {
			server.setBroken(true);
			const client = server.client('leader');
			await client.until(() => client.told.find((what) => what.startsWith('disconnect')));
			server.setBroken(false);
			client.socket.connect();
			await client.ready();
			expect(server.errors.splice(0).length).toBeGreaterThan(0);
		});
	});

	describe('catching up', () => {
		test('after a break is one frame a stream, with the newest value of each cell', async () => {
			const [client, other] = [server.client('leader'), server.client('office')];
			const { epoch, heads } = await client.ready();
			await other.ready();
			client.socket.disconnect();
			let last: Heads = {};
			for (let n = 0; n < 6; n++) last = await record(yinzhou, 2);
			for (const stream of ['city', 'breakdown', 'unit:yinzhou'])
				await other.until(() => reached(other, stream) === last[stream]);
			const now = await headsOf(desk);
			client.socket.connect();
			expect((await client.ready()).heads).toMatchObject({ city: now['city'] });
			client.frames.splice(0);
			client.socket.emit('resume', { epoch, heads });
			await client.until(() => client.frames.length === 3);
			const city = client.frames.find((frame) => frame.stream === 'city');
			expect(city).toMatchObject({ from: (heads['city'] ?? 0) + 1, to: now['city'] });
			const count = await desk.sql<{ value: string }[]>`
				select value from cell where stream = 'city' and key = 'deals/transfer/count/2019-05-05'`;
			expect(city?.cells.filter((cell) => cell.key === 'deals/transfer/count/2019-05-05')).toEqual([
				{ key: 'deals/transfer/count/2019-05-05', layer: 'reported', value: Number(count[0]?.value) }
			]);
			expect(client.frames.map((frame) => frame.stream).sort()).toEqual(['breakdown', 'city', 'unit:yinzhou']);
		});

		test('from where one stands brings nothing, and the next change comes', async () => {
			const client = server.client('leader');
			const { epoch, heads } = await client.ready();
			client.socket.emit('resume', { epoch, heads });
			const next = await record(yinzhou);
			await cityAt(client, next);
			// What is written while the server still looks comes with its answer and by itself: values are absolute.
			expect(new Set(client.told.filter((what) => what.startsWith('frame city')))).toEqual(
				new Set([`frame city ${next['city']}-${next['city']}`])
			);
		});

		test('of more than a thousand events is a snapshot instead', async () => {
			const [client, other] = [server.client('leader'), server.client('office')];
			const { epoch, heads } = await client.ready();
			await other.ready();
			client.socket.disconnect();
			let last: Heads = {};
			for (let n = 0; n < 3; n++) last = await record(yinzhou, 340);
			// When the other has them all, nothing of them is still on its way.
			for (const stream of ['city', 'breakdown', 'unit:yinzhou'])
				await other.until(() => reached(other, stream) === last[stream]);
			client.socket.connect();
			await client.ready();
			client.socket.emit('resume', { epoch, heads });
			await client.until(() => client.told.includes('reset too_far'));
			expect(client.frames).toEqual([]);
		});

		test.each([
			['another epoch', (heads: Heads) => ({ epoch: 'of before the restore', heads }), 'reset epoch'],
			[
				'a place that the log has not reached',
				(heads: Heads) => ({ epoch: 'first', heads: { ...heads, city: 1_000_000 } }),
				'reset too_far'
			]
		])('from %s is a snapshot instead', async (_, cursor, told) => {
			const client = server.client('leader');
			const { heads } = await client.ready();
			client.socket.emit('resume', cursor(heads));
			await client.until(() => client.told.includes(told));
			expect(client.frames).toEqual([]);
		});

		test('after a restore every client takes a snapshot', async () => {
			const client = server.client('leader');
			const { epoch, heads } = await client.ready();
			server.setEpoch('second');
			client.socket.emit('resume', { epoch, heads });
			await client.until(() => client.told.includes('reset epoch'));
			expect((await server.client('leader').ready()).epoch).toBe('second');
		});
	});

	describe('what one may not see', () => {
		test('never arrives: a district follows the city, itself and its tasks', async () => {
			const client = server.client('yinzhou');
			const { epoch, heads } = await client.ready();
			expect(Object.keys(heads)).not.toContain('breakdown');
			// Asking for more brings nothing more.
			client.socket.emit('resume', { epoch, heads: { ...heads, breakdown: 0, 'unit:haishu': 0, signin: 0 } });
			await record(haishu, 2);
			const movement = {
				line: 'risk-pool',
				source: 'district',
				step: 'received',
				amount: '1.00',
				date: '2019-05-05',
				reference: 'R'
			};
			written(await desk.commands.recordDisbursements(haishu, call(), [v.parse(disbursementSchema, movement)]));
			const next = await nextStepOf('2.3/haishu');
			const share = { share: '2.3/haishu', changes: { nextStep: { base: next, new: `${next} on` } } };
			written(await desk.commands.updateShares(haishu, call(), [v.parse(taskUpdateSchema, share)]));
			await cityAt(client, await record(yinzhou));
			await client.until(() => reached(client, 'unit:yinzhou') > (heads['unit:yinzhou'] ?? 0));
			expect(new Set(client.frames.map((frame) => frame.stream))).toEqual(
				new Set(['city', 'unit:yinzhou', 'task:2.3'])
			);
			const city = client.frames.filter((frame) => frame.stream === 'city');
			expect(JSON.stringify(city)).not.toMatch(/haishu|yinzhou|[0-9a-f]{8}-[0-9a-f]{4}/);
			expect(city.flatMap((frame) => [...frame.feed, ...frame.touches])).toEqual([]);
		});

		test('a reader gets totals alone, an administrator no business at all', async () => {
			const [one, other] = [server.client('reader'), server.client('admin')];
			expect(Object.keys((await one.ready()).heads)).toEqual(['user:reader', 'city']);
			expect(Object.keys((await other.ready()).heads)).toEqual(['user:admin', 'access']);
			await cityAt(one, await record(haishu));
			expect(new Set(one.frames.map((frame) => frame.stream))).toEqual(new Set(['city']));
			expect(other.frames).toEqual([]);
		});

		async function nextStepOf(share: string): Promise<string> {
			const [row] = await desk.sql<{ next_step: string }[]>`select next_step from share where id = ${share}`;
			return row?.next_step ?? '';
		}
	});

	describe('a receiver', () => {
		test('that sends nonsense is not answered, and goes on', async () => {
			const client = server.client('leader');
			const { epoch, heads } = await client.ready();
			const say = client.socket.emit.bind(client.socket) as (...message: unknown[]) => void;
			say('resume');
			say('resume', null);
			say('resume', { epoch, heads, more: true });
			say('resume', { epoch, heads: { city: -1 } });
			say('ack', 'everything');
			say('ack', { heads: { city: 'x' } }, () => undefined);
			say('join', 'stream:access');
			say('resume', Buffer.from('binary'));
			say('frame', { stream: 'city', from: 1, to: 1 });
			await cityAt(client, await record(yinzhou));
			expect(client.told.filter((what) => !what.startsWith('frame'))).toEqual(['ready']);
		});

		test('that sends more than 120 messages a minute is cut off', async () => {
			const [client, other] = [server.client('leader'), server.client('office')];
			const { heads } = await client.ready();
			await other.ready();
			for (let n = 0; n < 121; n++) client.socket.emit('ack', { heads });
			await client.until(() => client.told.includes('disconnect io server disconnect'));
			await cityAt(other, await record(yinzhou));
		});

		test('that sends too much at once is cut off', async () => {
			const [client, other] = [server.client('leader'), server.client('office')];
			const { epoch } = await client.ready();
			await other.ready();
			client.socket.emit('resume', { epoch: epoch.repeat(20_000), heads: {} });
			await client.until(() => client.told.find((what) => what.startsWith('disconnect')));
			await cityAt(other, await record(yinzhou));
		});

		test('whose person signs out is told and cut off; others are not', async () => {
			const [one, two, other] = [server.client('yinzhou'), server.client('yinzhou'), server.client('haishu')];
			await Promise.all([one.ready(), two.ready(), other.ready()]);
			server.sockets.endSession('session of yinzhou', 'signed_out');
			for (const client of [one, two]) {
				await client.until(() => client.told.includes('disconnect io server disconnect'));
				expect(client.told).toContain('ended signed_out');
			}
			await cityAt(other, await record(yinzhou));
			expect(one.frames).toEqual([]);
		});

		test('hears of the end of the server', async () => {
			const client = server.client('leader');
			await client.ready();
			await server.close();
			await client.until(() => client.told.find((what) => what.startsWith('disconnect')));
			expect(client.told).toContain('ended shutdown');
		});

		test('that reads no more is put out and told so, and nobody else notices', async () => {
			const slow = await rawSocket(server.url, 'leader');
			const other = server.client('office');
			await other.ready();
			await slow.until((text) => text.startsWith('42["ready"'));
			slow.pause();
			const frames = 60;
			for (let n = 1; n <= frames; n++) {
				server.sockets.emit(largeFrame(n));
				await other.until(() => reached(other, 'large') >= 0 && other.frames.length >= n);
			}
			slow.resume();
			await slow.until((text) => text === '42["reset",{"reason":"behind"}]');
			expect(slow.texts().at(-1)).toBe('42["reset",{"reason":"behind"}]');
			expect(slow.texts().filter((text) => text.startsWith('42["frame"')).length).toBeLessThan(frames);
			expect(other.frames).toHaveLength(frames);
			expect(other.told).not.toContain('reset behind');
			// Out of the rooms it hears nothing more, until it stands somewhere again.
			await cityAt(other, await record(yinzhou));
			const { heads } = await server.snapshotFor('leader');
			slow.send(`42["resume",${JSON.stringify({ epoch: 'first', heads })}]`);
			await record(yinzhou);
			await slow.until((text) => text.startsWith('42["frame",{"stream":"city"'));
			slow.close();
		});

		test('that acknowledges and then falls silent is put out once too much is outstanding', async () => {
			const [silent, steady] = [server.client('leader'), server.client('office')];
			const { heads } = await silent.ready();
			await steady.ready();
			silent.socket.emit('ack', { heads });
			steady.socket.emit('ack', { heads });
			// Both acknowledgements have come in when what was sent after them is answered.
			for (const client of [silent, steady]) {
				client.socket.emit('resume', { epoch: 'none', heads });
				await client.until(() => client.told.includes('reset epoch'));
			}
			for (let n = 1; n <= 9; n++) {
				server.sockets.emit(largeFrame(n));
				await steady.until(() => steady.frames.length >= n);
				steady.socket.emit('ack', { heads: { city: heads['city'] ?? 0, plan: n } });
				steady.socket.emit('resume', { epoch: `none ${n}`, heads });
				await steady.until(() => steady.told.filter((what) => what === 'reset epoch').length > n);
			}
			await silent.until(() => silent.told.includes('reset behind'));
			expect(steady.told).not.toContain('reset behind');
			expect(silent.frames.length).toBeLessThan(9);
		});
	});

	describe('the pump', () => {
		test('needs no wake-up: the poll alone delivers', async () => {
			await server.close();
			server = await openLiveServer(desk, people, { wakes: false });
			const client = server.client('leader');
			await client.ready();
			await cityAt(client, await record(yinzhou));
		});

		test('goes on after the database was away', async () => {
			const client = server.client('leader');
			await client.ready();
			server.setBroken(true);
			const heads = await record(yinzhou);
			await new Promise<void>((resolve) => {
				const look = setInterval(() => {
					if (server.errors.length === 0) return;
					clearInterval(look);
					resolve();
				}, 5);
			});
			server.setBroken(false);
			await cityAt(client, heads);
			server.errors.splice(0);
		});

		test('gathers what comes while it emits, keeps the newest value of each cell, and leaves nothing out', async () => {
			const frames: Frame[] = [];
			const before = await headsOf(desk);
			let told: () => void = () => undefined;
			const pump = await startPump(
				desk.db,
				(frame) => {
					// A fan-out that costs 15 ms: windows of 45 ms.
					for (const until = performance.now() + 15; performance.now() < until;);
					frames.push(frame);
					told();
				},
				() => undefined,
				(error) => server.errors.push(error)
			);
			desk.onCommit(pump.wake);
			let last: Heads = {};
			for (let n = 0; n < 30; n++) last = await record(yinzhou);
			await new Promise<void>((resolve) => {
				told = () => {
					if (frames.some((frame) => frame.stream === 'city' && frame.to === last['city'])) resolve();
				};
				told();
			});
			await pump.close();
			const city = frames.filter((frame) => frame.stream === 'city');
			expect(city.length).toBeLessThan(30);
			expect(city.reduce((sum, frame) => sum + frame.to - frame.from + 1, 0)).toBe(30);
			expect(city[0]?.from).toBe((before['city'] ?? 0) + 1);
			for (const frame of city) expect(new Set(frame.cells.map((cell) => cell.key)).size).toBe(frame.cells.length);
			const [row] = await desk.sql<{ value: string }[]>`
				select value from cell where stream = 'city' and key = 'deals/transfer/count/2019-05-05' and layer = 'reported'`;
			expect(city.at(-1)?.cells).toContainEqual({
				key: 'deals/transfer/count/2019-05-05',
				layer: 'reported',
				value: Number(row?.value)
			});
		});

		test('delivers more than a replay holds in several frames without a gap', async () => {
			const client = server.client('leader');
			const { heads } = await client.ready();
			server.setBroken(true);
			let last: Heads = {};
			for (let n = 0; n < 5; n++) last = await record(haishu, 450);
			server.setBroken(false);
			await cityAt(client, last);
			server.errors.splice(0);
			const city = client.frames.filter((frame) => frame.stream === 'city');
			expect(city.length).toBeGreaterThanOrEqual(2);
			expect(city[0]?.from).toBe((heads['city'] ?? 0) + 1);
			for (const [index, frame] of city.entries())
				if (index > 0) expect(frame.from).toBe((city[index - 1]?.to ?? 0) + 1);
		});
	});

	test('every client ends with exactly what the database shows, through 300 writes and any number of breaks', async () => {
		const followers = ['leader', 'office', 'yinzhou', 'reader'].map((name) => follow(server, name));
		await Promise.all(followers.map((follower) => follower.started));
		let seed = 20_190_916;
		const chance = (below: number) => {
			seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
			return Math.floor((seed / 2_147_483_648) * below);
		};
		let writes = 0;
		const writer = async () => {
			while (writes < 300) {
				writes++;
				await record(chance(2) === 0 ? yinzhou : haishu, 1 + chance(3));
				const broken = followers[chance(followers.length * 6)];
				if (broken) broken.cut();
			}
		};
		await Promise.all([writer(), writer()]);
		const heads = await headsOf(desk);
		await Promise.all(followers.map((follower) => follower.standsAt(heads)));
		expect(followers.reduce((sum, follower) => sum + follower.cuts(), 0)).toBeGreaterThan(10);
		for (const [index, name] of ['leader', 'office', 'yinzhou', 'reader'].entries()) {
			const wanted = fromSnapshot(await server.snapshotFor(name));
			const state = followers[index]?.state();
			expect(state?.cells, name).toEqual(wanted.cells);
			expect(state?.heads, name).toEqual(wanted.heads);
			expect(state?.feed, name).toEqual(wanted.feed);
		}
	});
});

/** A program that keeps a dashboard: snapshot, frames, resume after every break, snapshot again when it is told to. */
function follow(server: LiveServer, name: string) {
	const client = server.client(name);
	let state: FoldState | null = null;
	let cursor: Cursor | null = null;
	let held: Frame[] = [];
	let cuts = 0;
	let looking: (() => void)[] = [];
	const take = (frame: Frame): void => {
		if (!cursor || !state) return;
		const verdict = judge(cursor, frame);
		if (verdict === 'hold') held.push(frame);
		if (verdict !== 'apply') return;
		cursor = advance(cursor, frame);
		state = applyFrame(state, frame);
		const waiting = held;
		held = [];
		for (const next of waiting) take(next);
		for (const look of looking) look();
	};
	const snapshot = async () => {
		const taken = await server.snapshotFor(name);
		state = fromSnapshot(taken);
		cursor = { epoch: 'first', heads: taken.heads };
		held = [];
		client.socket.emit('resume', cursor);
		for (const look of looking) look();
	};
	client.socket.on('frame', take);
	client.socket.on('reset', () => void snapshot());
	client.socket.on('ready', () => {
		if (cursor) client.socket.emit('resume', cursor);
	});
	client.socket.on('disconnect', () => client.socket.connect());
	const started = client.ready().then(snapshot);
	return {
		started,
		/** The network breaks; the program comes back by itself. */
		cut: () => {
			cuts++;
			client.socket.io.engine.close();
		},
		cuts: () => cuts,
		state: () => state,
		standsAt: (heads: Heads) =>
			new Promise<void>((resolve) => {
				const look = () => {
					const own = Object.fromEntries(
						Object.keys(cursor?.heads ?? {}).map((stream) => [stream, heads[stream] ?? 0])
					);
					if (!cursor || missing(cursor, own).length > 0) return;
					looking = [];
					resolve();
				};
				looking = [look];
				look();
			})
	};
}

/** About 200 kB to whoever follows `plan`. */
function largeFrame(n: number): Frame {
	const cells = Array.from({ length: 2000 }, (_, index) => ({
		key: `large/${n}/${String(index).padStart(80, '0')}`,
		layer: 'reported' as const,
		value: n
	}));
	return { stream: 'plan', from: n, to: n, at: '2019-09-16T01:00:00.000Z', cells, touches: [], feed: [] };
}

/** A socket below socket.io's own client, whose reading can be stopped. */
async function rawSocket(url: string, token: string) {
	const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
	const texts: string[] = [];
	let looking: (() => void)[] = [];
	ws.on('message', (data: Buffer) => {
		const text = data.toString();
		if (text === '2') ws.send('3');
		else texts.push(text);
		for (const look of looking) look();
	});
	await once(ws, 'open');
	ws.send(`40${JSON.stringify({ token })}`);
	return {
		pause: () => ws.pause(),
		resume: () => ws.resume(),
		send: (text: string) => ws.send(text),
		close: () => ws.terminate(),
		texts: () => texts,
		until: (found: (text: string) => boolean) =>
			new Promise<void>((resolve) => {
				const look = () => {
					if (!texts.some(found)) return;
					looking = [];
					resolve();
				};
				looking = [look];
				look();
			})
	};
}
