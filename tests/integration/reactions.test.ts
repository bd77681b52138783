// Reactions on both databases: each fact once, in the order of its stream, by one of several nodes; tried again, set aside, asked for again.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '#lib/kernel/result.ts';
import { write } from '#lib/log/event-log.server.ts';
import type { Reaction } from '#lib/log/reaction.server.ts';
import { askAgain, readReaction, readSetAside } from '#lib/log/reaction-rows.server.ts';
import { runReactions, type ReactionRunner } from '#lib/log/reactions.server.ts';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import type { StreamName } from '#lib/protocol/streams.ts';
import { openCommandDesk, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

describe.each(databaseKinds)('reactions, on %s', (kind) => {
	let desk: CommandDesk;
	const runners: ReactionRunner[] = [];
	const failures: string[] = [];
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		await desk.sql`create table effect (of text not null)`;
	});
	afterAll(() => desk.close());
	beforeEach(async () => {
		await desk.sql`truncate event, stream_head, op, reaction_cursor, reaction_failure, effect`;
		failures.length = 0;
		await state('plan', 'planLoaded');
		return async () => {
			await Promise.all(runners.splice(0).map((runner) => runner.close()));
		};
	});

	/** States a fact, in some streams. */
	const state = async (streams: StreamName | readonly StreamName[], type: 'settingChanged' | 'planLoaded', n = 0) => {
		const fact = { type, ids: [], unit: null, values: { n }, deltas: [], touches: [], feed: false } as const;
		const written = await write(desk.log, { actor: 'test', opId: randomUUID(), request: {} }, () =>
			Promise.resolve(ok({ ids: [], facts: [{ ...fact, streams: [streams].flat() }] }))
		);
		if (!written.ok) throw new Error('the fact was refused');
	};
	/** Leaves a row and a fact of its own for each change of a setting. */
	const noting = (more: Partial<Reaction> = {}): Reaction => ({
		name: 'noting',
		title: () => 'Noting',
		on: ['settingChanged'],
		from: 'beginning',
		run: ({ stream, seq, values }, put) =>
			put(async ({ tx }) => {
				await tx.execute(`insert into effect values ('${stream} ${seq} ${values['n']}')`);
				return ok({ ids: [], facts: [] });
			}),
		...more
	});
	const open = async (reaction: Reaction, leaseMs?: number) => {
		const runner = await runReactions({
			log: desk.log,
			reactions: [reaction],
			onError: (error) => failures.push((error as Error).message),
			...(leaseMs === undefined ? {} : { leaseMs })
		});
		runners.push(runner);
		return runner;
	};
	const effects = async () => (await desk.sql<{ of: string }[]>`select of from effect`).map(({ of }) => of);
	/** Looks until something is so. */
	const until = (assert: () => Promise<void>) =>
		vi.waitFor(
			async () => {
				await Promise.all(runners.map((runner) => runner.look()));
				await assert();
			},
			{ timeout: 20_000, interval: 50 }
		);
	const noPause = () => desk.sql`update reaction_cursor set lease_until = null where held_by is null`;

	test('[R284] read each fact once, by the copy that the audit shows, in the order of its stream', async () => {
		for (const n of [1, 2, 3]) await state(['access', 'plan', 'unit:amr'], 'settingChanged', n);
		await state('unit:amr', 'settingChanged', 4);
		const runner = await open(noting());
		await runner.look();
		expect((await effects()).sort()).toEqual(['access 1 1', 'access 2 2', 'access 3 3', 'unit:amr 4 4']);
		await runner.look();
		expect(await effects()).toHaveLength(4);
		expect(await readReaction(desk.db, noting())).toMatchObject({ behind: 0, since: null });
		expect(await verifyChain(desk.db)).toBeNull();
	});

	test('[R284] one that begins now leaves what is past, and reads streams that are new from their first event', async () => {
		await state('access', 'settingChanged', 1);
		const runner = await open(noting({ from: 'now' }));
		await state('access', 'settingChanged', 2);
		await state('unit:amr', 'settingChanged', 3);
		await runner.look();
		expect((await effects()).sort()).toEqual(['access 2 2', 'unit:amr 1 3']);
	});

	test('[R284] goes on where it stopped; after a restore, where the log stands, if it began now', async () => {
		const reaction = noting({ from: 'now' });
		await (await open(reaction)).look();
		await Promise.all(runners.splice(0).map((runner) => runner.close()));
		await state('plan', 'settingChanged', 1);
		await (await open(reaction)).look();
		expect(await effects()).toEqual(['plan 2 1']);
		await Promise.all(runners.splice(0).map((runner) => runner.close()));
		await state('plan', 'settingChanged', 2);
		await desk.sql`update meta set epoch = gen_random_uuid()`;
		const restored = await open(reaction);
		await state('plan', 'settingChanged', 3);
		await restored.look();
		expect(await effects()).toEqual(['plan 2 1', 'plan 4 3']);
	});

	test('[R284] several nodes do it once', async () => {
		for (let node = 0; node < 4; node++) await open(noting());
		for (let n = 0; n < 30; n++) {
			await state(n % 2 === 0 ? 'access' : 'plan', 'settingChanged', n);
			if (n % 5 === 0) void Promise.all(runners.map((runner) => runner.look()));
		}
		await until(async () => expect(await readReaction(desk.db, noting())).toMatchObject({ behind: 0 }));
		const done = await effects();
		expect(done).toHaveLength(30);
		expect(new Set(done).size).toBe(30);
		expect(done.filter((of) => of.startsWith('access')).map((of) => Number(of.split(' ')[2]))).toEqual(
			[...Array(15).keys()].map((n) => 2 * n)
		);
		expect(failures).toEqual([]);
	});

	test('[R284] an effect that was committed before the node was gone is not written again', async () => {
		let isCut = true;
		await state('plan', 'settingChanged', 1);
		const cut = noting({
			run: async (event, put) => {
				await noting().run(event, put);
				if (isCut) throw new Error('gone before it was passed');
			}
		});
		const runner = await open(cut);
		await runner.look();
		isCut = false;
		await noPause();
		await runner.look();
		expect(await effects()).toEqual(['plan 2 1']);
		expect(await readReaction(desk.db, cut)).toMatchObject({ behind: 0, tries: 0, lastError: null });
	});

	test('[R284] a lease that is over hands it on; whoever lost it loses the effect too', async () => {
		let goOn: () => void = () => undefined;
		const held = new Promise<void>((resolve) => {
			goOn = resolve;
		});
		await state('plan', 'settingChanged', 1);
		const slow = await open(
			noting({
				run: async (event, put) => {
					await held;
					await noting().run(event, async (decide) =>
						put(async (writing) => {
							await writing.tx.execute(`insert into effect values ('slow')`);
							return decide(writing);
						})
					);
				}
			})
		);
		const slowLook = slow.look();
		await vi.waitFor(
			async () =>
				expect(
					await desk.sql`update reaction_cursor set lease_until = now() - interval '1 second' where held_by is not null and stream = 'plan' returning 1`
				).toHaveLength(1),
			{ timeout: 20_000 }
		);
		const quick = await open(noting());
		await quick.look();
		expect(await effects()).toEqual(['plan 2 1']);
		goOn();
		await slowLook;
		expect(await effects()).toEqual(['plan 2 1']);
		expect(failures).toEqual([]);
	});

	test('[R285] an event that fails is tried eight times with pauses, then set aside; the reaction goes on, and it can be asked for again', async () => {
		let isBroken = true;
		await state('plan', 'settingChanged', 1);
		await state('plan', 'settingChanged', 2);
		const reaction = noting({
			run: (event, put) =>
				isBroken && event.values['n'] === 1 ? Promise.reject(new Error('unheard of')) : noting().run(event, put)
		});
		const runner = await open(reaction);
		await runner.look();
		await runner.look();
		expect(failures).toEqual(['unheard of']);
		expect(await readReaction(desk.db, reaction)).toMatchObject({
			behind: 2,
			tries: 1,
			lastError: 'Error: unheard of'
		});
		for (let n = 2; n <= 8; n++) {
			await noPause();
			await runner.look();
		}
		expect(failures).toHaveLength(8);
		expect(await effects()).toEqual(['plan 3 2']);
		const [aside] = await readSetAside(desk.db, 10);
		expect(aside).toMatchObject({
			...{ reaction: 'noting', stream: 'plan', seq: 2, type: 'settingChanged', tries: 8 },
			error: 'Error: unheard of',
			asked: false
		});
		const again = { reaction: 'noting', stream: 'plan', seq: 2 };
		expect(await desk.db.transaction((tx) => askAgain(tx, again))).toBe(true);
		await runner.look();
		expect((await readSetAside(desk.db, 10))[0]).toMatchObject({ tries: 9, asked: false });
		isBroken = false;
		expect(await desk.db.transaction((tx) => askAgain(tx, again))).toBe(true);
		expect(await desk.db.transaction((tx) => askAgain(tx, again))).toBe(false);
		await runner.look();
		expect(await effects()).toEqual(['plan 3 2', 'plan 2 1']);
		expect(await readSetAside(desk.db, 10)).toEqual([]);
		expect(await desk.db.transaction((tx) => askAgain(tx, again))).toBe(false);
	});

	test('[R285] an event that ends the process each time is set aside as well', async () => {
		await state('plan', 'settingChanged', 1);
		const runner = await open(noting());
		await desk.sql`
			insert into reaction_cursor (reaction, stream, seq, tries, held_by, lease_until)
			values ('noting', 'plan', 1, 8, 'a node that is gone', now() - interval '1 second')`;
		await runner.look();
		expect(await effects()).toEqual([]);
		expect((await readSetAside(desk.db, 10))[0]).toMatchObject({
			seq: 2,
			error: 'the node ended during the last try'
		});
	});
});
