// One's own account: where one signed in before, and ending one's own sessions, each noted; on both databases.
import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cookieNames } from '#lib/access/cookie-names.ts';
import { endOwnSessions, readOwnAccount } from '#lib/sign-in/own-account.server.ts';
import { allOthers } from '#lib/sign-in/own-sessions.ts';
import { defaultPolicy } from '#lib/access/policy.ts';
import type { Actor } from '#lib/access/roles.ts';
import { openSessions, type Sessions } from '#lib/sign-in/sessions.server.ts';
import { account, appointment } from '#lib/access/tables.server.ts';
import { day } from '#lib/kernel/day.ts';
import type { EventLog } from '#lib/log/event-log.server.ts';
import { event } from '#lib/log/tables.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { testKey } from '../support/test-key.ts';

describe.each(databaseKinds)('one’s own account, on %s', (kind) => {
	let opened: TestDatabase;
	let log: EventLog;
	let sessions: Sessions;
	let actor: Actor;

	beforeAll(async () => {
		opened = await openTestDatabase(kind);
		log = {
			database: opened.database,
			now: () => new Date('2019-09-16T09:00:00+08:00'),
			onCommit: () => undefined,
			key: testKey
		};
		sessions = openSessions(opened.database.db, cookieNames(true, '0badcafe'), () => defaultPolicy);
	});
	afterAll(() => opened.close());
	beforeEach(async () => {
		actor = await newReader();
	});

	async function newReader(): Promise<Actor> {
		const id = randomUUID();
		const { db } = opened.database;
		await db.insert(account).values({ id, username: `u-${id}`, name: '王五' });
		await db
			.insert(appointment)
			.values({ id: randomUUID(), account: id, role: 'reader', validFrom: day('2018-03-01') });
		return { id, role: 'reader', unit: null, via: 'session' };
	}
	const end = (session: string, current: string, opId: string = randomUUID()) =>
		endOwnSessions(log, sessions, actor, { opId }, { session }, current);
	const noted = () =>
		opened.database.db
			.select()
			.from(event)
			.where(and(eq(event.stream, 'access'), eq(event.type, 'sessionEnded'), eq(event.actor, actor.id)));

	test('[R184] one session ends, and the log says which; the same request again ends nothing more', async () => {
		const [here, there] = [await sessions.open(actor.id), await sessions.open(actor.id)];
		const opId = randomUUID();
		const first = await end(there.id, here.id, opId);
		expect(first).toMatchObject({ ok: true, value: { ids: [there.id] } });
		expect(await end(there.id, here.id, opId)).toEqual(first);
		expect(await sessions.stillOpen([here.id, there.id])).toEqual(new Set([here.id]));
		expect(await noted()).toMatchObject([{ body: { ids: [there.id], touches: ['sessions'] } }]);
	});

	test('all others end, the present one stays', async () => {
		const all = [await sessions.open(actor.id), await sessions.open(actor.id), await sessions.open(actor.id)];
		const here = all[1]?.id ?? '';
		const ended = await end(allOthers, here);
		expect(ended.ok && [...ended.value.ids].sort()).toEqual([all[0]?.id, all[2]?.id].sort());
		expect(await sessions.stillOpen(all.map(({ id }) => id))).toEqual(new Set([here]));
	});

	test('[R184] a session of somebody else is not told apart from one that does not exist', async () => {
		const here = await sessions.open(actor.id);
		const theirs = await sessions.open((await newReader()).id);
		const [foreign, none] = [await end(theirs.id, here.id), await end('nothing', here.id)];
		expect(foreign).toMatchObject({ ok: false, kind: 'not_found', faults: [{ code: 'unknown_session' }] });
		expect(none).toEqual(foreign);
		expect(await sessions.stillOpen([theirs.id])).toEqual(new Set([theirs.id]));
		expect(await noted()).toEqual([]);
	});

	test('the sign-in before the present one is told, and since when one is appointed', async () => {
		const signIns = [new Date(Date.now() - 7_200_000), new Date(Date.now() - 3_600_000)];
		for (const [at, recordedAt] of signIns.entries())
			await opened.database.db.insert(event).values({
				stream: 'signin',
				seq: Date.now() + at,
				type: 'signedIn',
				body: {
					ids: [actor.id],
					unit: null,
					before: null,
					after: null,
					reason: null,
					values: {},
					cells: [],
					touches: []
				},
				actor: actor.id,
				address: `10.0.0.${at}`,
				effectiveAt: recordedAt,
				recordedAt,
				prevHash: '',
				hash: ''
			});
		const here = await sessions.open(actor.id);
		const read = () =>
			readOwnAccount(opened.database.db, sessions, { account: actor.id, session: here.id }, day('2019-09-16'));
		expect(await read()).toEqual({ appointed: '2018-03-01', before: { at: signIns[1], address: '10.0.0.1' } });
		actor = await newReader();
		expect((await read()).before).toBeNull();
	});
});
