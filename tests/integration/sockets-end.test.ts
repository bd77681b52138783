// Sockets end with what let them in, on the node where it ends and on those that hear nothing of it; their rooms follow rights.
import { randomBytes, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cookieNames } from '#lib/access/cookie-names.ts';
import { openCallers } from '#lib/sign-in/callers.server.ts';
import { keyOf } from '#lib/access/installation-key.server.ts';
import { issueToken } from '#lib/access/issue-token.server.ts';
import { openAccess } from '#lib/sign-in/open-access.server.ts';
import { defaultPolicy } from '#lib/access/policy.ts';
import type { Actor } from '#lib/access/roles.ts';
import { openSessions, type Sessions } from '#lib/sign-in/sessions.server.ts';
import { signOut } from '#lib/sign-in/sign-in.server.ts';
import { defaultInstallation } from '#lib/access/settings.ts';
import { account, apiToken, appointment, session } from '#lib/access/tables.server.ts';
import { ok } from '#lib/kernel/result.ts';
import { write } from '#lib/log/event-log.server.ts';
import type { StreamName } from '#lib/protocol/streams.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import {
	liveToday,
	openLiveServer,
	reached,
	type LiveClient,
	type LiveServer,
	type LiveServerOptions
} from '../support/live-server.ts';

const yinzhou = someone('district', 'yinzhou');
const haishu = someone('district', 'haishu');
const gone = 'disconnect io server disconnect';

interface SignedIn {
	readonly accountId: string;
	readonly sessionId: string;
	readonly client: LiveClient;
}

describe.each(databaseKinds)('a socket, on %s', (kind) => {
	let desk: CommandDesk;
	let sessions: Sessions;
	let server: LiveServer;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		sessions = openSessions(desk.db, cookieNames(false, '0badcafe'), () => defaultPolicy);
	});
	beforeEach(async () => {
		server = await open();
	});
	afterEach(async () => {
		await server.close();
		expect(server.errors).toEqual([]);
	});
	afterAll(() => desk.close());

	/** As the product finds who is behind a socket; in a demonstration nobody owes anything first. */
	function openOwnCallers() {
		const access = openAccess({
			log: desk.log,
			sessions,
			key: keyOf(randomBytes(32)),
			settings: {
				current: () => ({ policy: defaultPolicy, installation: defaultInstallation }),
				refresh: () => Promise.resolve()
			},
			cookies: cookieNames(false, '0badcafe'),
			demo: true,
			requestsAMinute: 3000,
			plan: () => desk.plan,
			today: () => liveToday,
			endSockets: () => undefined
		});
		const site = { origin: null, allowHttp: false, trustProxy: 0 };
		return openCallers({ db: desk.db, sessions, access, site, today: () => liveToday });
	}

	function open(options: LiveServerOptions = {}): Promise<LiveServer> {
		return openLiveServer(desk, {}, { callers: openOwnCallers(), ...options });
	}

	async function reopen(options: LiveServerOptions): Promise<void> {
		await server.close();
		server = await open(options);
	}

	/** A person with an appointment, a session, and a socket that is ready. */
	async function signedIn(role: 'district' | 'office' = 'district', unit = 'yinzhou'): Promise<SignedIn> {
		const accountId = randomUUID();
		await desk.db.insert(account).values({ id: accountId, username: accountId, name: 'N' });
		await desk.db.insert(appointment).values({
			id: randomUUID(),
			account: accountId,
			role,
			unit,
			validFrom: '2019-01-01'
		});
		return { accountId, ...(await again(accountId)) };
	}

	/** One more session of a person, with its socket. */
	async function again(accountId: string): Promise<Omit<SignedIn, 'accountId'>> {
		const { id, cookie } = await sessions.open(accountId);
		const client = server.client('', { auth: {}, headers: { cookie: `${cookie.name}=${cookie.value}` } });
		await client.ready();
		return { sessionId: id, client };
	}

	async function feed(unit: string): Promise<{ readonly tokenId: string; readonly client: LiveClient }> {
		const issued = await issueToken(desk.log, { unit }, 'ingest');
		if (!issued.ok) throw new Error('no token');
		const client = server.client('', { auth: { token: issued.value } });
		await client.ready();
		return { tokenId: issued.value.split('.')[0] ?? '', client };
	}

	async function record(actor: typeof yinzhou = yinzhou): Promise<number> {
		const deal = { kind: 'transfer', amount: '1.00', date: '2019-05-05', territory: actor.unit, reference: 'R' };
		const { heads } = written(
			await desk.commands.recordTransactions(actor, call(), [v.parse(transactionSchema, deal)])
		);
		return heads['city'] ?? 0;
	}

	/** An event that tells that something of the access has changed, as the pages of administrators write it. */
	async function note(stream: StreamName): Promise<void> {
		await write(desk.log, { actor: 'somebody', opId: randomUUID(), request: {} }, () =>
			Promise.resolve(
				ok({
					ids: [],
					facts: [
						{
							type: 'sessionEnded' as const,
							ids: [],
							unit: null,
							values: {},
							deltas: [],
							touches: [],
							streams: [stream],
							feed: false
						}
					]
				})
			)
		);
	}

	async function expectEnded(client: LiveClient, reason: string): Promise<void> {
		await client.until(() => client.told.includes(gone));
		expect(client.told.slice(-2)).toEqual([`ended ${reason}`, gone]);
	}

	/** Still there, and told of what happens. */
	async function expectAlive(client: LiveClient): Promise<void> {
		const city = await record();
		await client.until(() => reached(client, 'city') >= city);
		expect(client.told.join()).not.toMatch(/ended|disconnect/);
	}

	describe('on the node where it happens', () => {
		test('is gone when its session ends; another session of the same person stays', async () => {
			const one = await signedIn();
			const other = await again(one.accountId);
			server.sockets.endSession(one.sessionId, 'signed_out');
			await expectEnded(one.client, 'signed_out');
			await expectAlive(other.client);
			expect(one.client.frames.filter(({ stream }) => stream === 'city')).toEqual([]);
		});

		test('is gone with all of a person, but for the session in which the person did it', async () => {
			const one = await signedIn();
			const [two, three] = [await again(one.accountId), await again(one.accountId)];
			const stranger = await signedIn('district', 'haishu');
			server.sockets.endAccount(one.accountId, 'session_ended', two.sessionId);
			await expectEnded(one.client, 'session_ended');
			await expectEnded(three.client, 'session_ended');
			await expectAlive(two.client);
			await expectAlive(stranger.client);
			server.sockets.endAccount(one.accountId, 'session_ended');
			await expectEnded(two.client, 'session_ended');
		});

		test('of a feed is gone when its token is withdrawn; that of another feed stays', async () => {
			const [one, other] = [await feed('yinzhou'), await feed('yinzhou')];
			server.sockets.endToken(one.tokenId);
			await expectEnded(one.client, 'session_ended');
			await expectAlive(other.client);
		});

		test('does not slip past an end that came while it was shaking hands', async () => {
			const callers = openOwnCallers();
			let ended: Promise<void> | undefined;
			await reopen({
				callers: {
					...callers,
					authenticate: async (request, token) => {
						const caller = await callers.authenticate(request, token);
						if (typeof caller !== 'string' && caller.sessionId) {
							server.sockets.endSession(caller.sessionId, 'signed_out');
							ended = sessions.end(caller.sessionId);
						}
						return caller;
					}
				}
			});
			const accountId = randomUUID();
			await desk.db.insert(account).values({ id: accountId, username: accountId, name: 'N' });
			await desk.db
				.insert(appointment)
				.values({ id: randomUUID(), account: accountId, role: 'reader', validFrom: '2019-01-01' });
			const { cookie } = await sessions.open(accountId);
			const client = server.client('', { auth: {}, headers: { cookie: `${cookie.name}=${cookie.value}` } });
			await client.until(() => client.told.includes(gone));
			await ended;
			expect(client.told).toEqual(['ended session_ended', gone]);
			expect(server.sockets.count()).toBe(0);
		});
	});

	const ends: readonly (readonly [string, (who: SignedIn) => Promise<unknown>])[] = [
		['signed out', ({ sessionId }) => sessions.end(sessionId)],
		[
			'was idle for too long',
			({ sessionId }) => desk.db.update(session).set({ expiresAt: new Date() }).where(eq(session.id, sessionId))
		],
		[
			'reached its last hour',
			({ sessionId }) => desk.db.update(session).set({ endsAt: new Date() }).where(eq(session.id, sessionId))
		],
		[
			'belongs to a closed account',
			({ accountId }) => desk.db.update(account).set({ disabledAt: new Date() }).where(eq(account.id, accountId))
		],
		[
			'has lost its appointment',
			({ accountId }) =>
				desk.db.update(appointment).set({ validTo: '2019-09-15' }).where(eq(appointment.account, accountId))
		],
		[
			'has another role now',
			({ accountId }) => desk.db.update(appointment).set({ role: 'office' }).where(eq(appointment.account, accountId))
		],
		[
			'has another unit now',
			({ accountId }) => desk.db.update(appointment).set({ unit: 'haishu' }).where(eq(appointment.account, accountId))
		]
	];

	describe.each(ends)('whose session %s on another node', (_, ended) => {
		test('is gone by the next sweep, which nothing but time brings', async () => {
			await reopen({ hears: false, sweepMs: 20 });
			const [one, other] = [await signedIn(), await signedIn()];
			await ended(one);
			await expectEnded(one.client, 'session_ended');
			await expectAlive(other.client);
		});
	});

	test('of a token that was withdrawn or has run out on another node is gone by the next sweep', async () => {
		const [withdrawn, over, other] = [await feed('yinzhou'), await feed('haishu'), await feed('yinzhou')];
		await desk.db.update(apiToken).set({ revokedAt: new Date() }).where(eq(apiToken.id, withdrawn.tokenId));
		await desk.db.update(apiToken).set({ expiresAt: new Date() }).where(eq(apiToken.id, over.tokenId));
		await server.sockets.sweep();
		await expectEnded(withdrawn.client, 'session_ended');
		await expectEnded(over.client, 'session_ended');
		await expectAlive(other.client);
	});

	test.each(['access', 'signin', 'plan'] as const)(
		'is looked at when the poll alone finds an event in %s',
		async (stream) => {
			await reopen({ wakes: false });
			const [one, other] = [await signedIn(), await signedIn()];
			await sessions.end(one.sessionId);
			await note(stream);
			await expectEnded(one.client, 'session_ended');
			await expectAlive(other.client);
		}
	);

	test('is gone within a second of signing out, wherever that was', async () => {
		const one = await signedIn();
		const since = performance.now();
		const actor: Actor = { ...yinzhou, id: one.accountId };
		await signOut(desk.log, sessions, actor, one.sessionId);
		await expectEnded(one.client, 'session_ended');
		expect(performance.now() - since).toBeLessThan(1000);
	});

	test('is not looked at for what is no matter of rights', async () => {
		const one = await signedIn();
		await sessions.end(one.sessionId);
		await expectAlive(one.client);
	});

	test('of somebody whom the database cannot be asked about stays, and is asked about later', async () => {
		const callers = openOwnCallers();
		let away = true;
		await reopen({
			callers: {
				...callers,
				actorsNow: (all) => (away ? Promise.reject(new Error('the database is away')) : callers.actorsNow(all))
			}
		});
		const one = await signedIn();
		await sessions.end(one.sessionId);
		await expect(server.sockets.sweep()).rejects.toThrow('away');
		expect(server.sockets.count()).toBe(1);
		away = false;
		await server.sockets.sweep();
		await expectEnded(one.client, 'session_ended');
	});

	describe('whose rights change while its session goes on', () => {
		const setRanking = (visible: boolean) => {
			Object.assign(desk.plan.document.settings, { rankingVisibleToTerritories: visible });
		};
		afterEach(() => {
			setRanking(false);
		});

		test('follows more at once, and is told to take a new snapshot; others are told nothing', async () => {
			const [one, other] = [await signedIn(), await signedIn('office', 'finance')];
			expect(Object.keys((await one.client.ready()).heads)).not.toContain('breakdown');
			setRanking(true);
			await server.sockets.sweep();
			await one.client.until(() => one.client.told.includes('reset rights'));
			await record(haishu);
			await one.client.until(() => reached(one.client, 'breakdown') > 0);
			await expectAlive(other.client);
			expect(other.client.told).not.toContain('reset rights');
			await server.sockets.sweep();
			await expectAlive(one.client);
			expect(one.client.told.filter((what) => what === 'reset rights')).toHaveLength(1);
		});

		test('hears nothing more of what it may no longer see, and cannot have it sent again', async () => {
			setRanking(true);
			const one = await signedIn();
			const { epoch, heads } = await one.client.ready();
			expect(Object.keys(heads)).toContain('breakdown');
			setRanking(false);
			await server.sockets.sweep();
			await one.client.until(() => one.client.told.includes('reset rights'));
			await record(haishu);
			one.client.socket.emit('resume', { epoch, heads });
			await expectAlive(one.client);
			expect(one.client.frames.map(({ stream }) => stream)).not.toContain('breakdown');
		});
	});
});
