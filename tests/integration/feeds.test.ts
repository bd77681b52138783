// Feeds in the plan and in the database: databases of before tokens had feeds, feeds that an amendment takes away, and plans that name what no feature knows.
import { catalogue } from '#lib/app/features.ts';
import { firstRecordDay } from '#lib/entries/first-record.server.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'valibot';
import { endTokensOfFeeds } from '#lib/access/end-feeds.server.ts';
import { cookieNames } from '#lib/access/cookie-names.ts';
import { issueToken } from '#lib/access/issue-token.server.ts';
import { actorOfToken } from '#lib/access/people.server.ts';
import { defaultPolicy } from '#lib/access/policy.ts';
import { mayRecord } from '#lib/access/rights.ts';
import { defaultInstallation } from '#lib/access/settings.ts';
import { openAccess } from '#lib/sign-in/open-access.server.ts';
import { openSessions } from '#lib/sign-in/sessions.server.ts';
import { prepareDatabase } from '#lib/demo/prepare-database.server.ts';
import { dayAt } from '#lib/kernel/day.ts';
import type { PlanDocument, PlanSettings } from '#lib/plan/plan-document.ts';
import { runReactions, type ReactionRunner } from '#lib/log/reactions.server.ts';
import { followPlan } from '#lib/plan/install-plan.server.ts';
import { holdPlan, type PlanHolder } from '#lib/plan/plan-in-force.server.ts';
import { recordingFaults } from '#lib/plan/recording-rules.ts';
import { amendmentSchema } from '#lib/plan-changes/amendment.ts';
import { readConfig } from '#lib/platform/config.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { feed, office, someone } from '../support/actors.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { ningboPlan } from '../support/ningbo-plan.ts';
import { openOlderDatabase } from '../support/older-database.ts';
import { testKey } from '../support/test-key.ts';

describe.each(databaseKinds)('feeds on %s', (kind) => {
	let desk: CommandDesk;
	let holder: PlanHolder;
	let reacting: ReactionRunner;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		holder = await holdPlan(
			desk.log,
			() => dayAt(desk.log.now().getTime()),
			firstRecordDay,
			({ tx }, plan) => followPlan(tx, plan)
		);
		reacting = await runReactions({
			log: desk.log,
			reactions: [endTokensOfFeeds],
			onError: (error) => {
				throw error;
			}
		});
	});
	afterAll(async () => {
		await reacting.close();
		await desk.close();
	});

	const today = () => dayAt(desk.log.now().getTime());
	const tokenFor = async (code: string) => {
		const issued = await issueToken(desk.log, { feed: code }, 'ingest');
		if (!issued.ok) throw new Error(issued.faults.map((fault) => fault.code).join());
		return issued.value;
	};
	/** Without a feed and the rules' recorders that name it, or with it again. */
	const amend = async (change: (settings: PlanSettings) => PlanSettings) => {
		const { document } = holder.plan;
		const input = { basedOn: document.version, effectiveFrom: today(), reason: 'why' };
		const files = { 'settings.json': change(document.settings) };
		const [id = ''] = written(
			await desk.commands.proposeAmendment(office, call(), parse(amendmentSchema, { ...input, files }))
		).ids;
		written(await desk.commands.confirm(someone('office', 'ipo'), call(), { ids: [id] }));
		await holder.refresh();
	};
	/** Whether the door of the API lets a token in. */
	const letsIn = async (text: string) => {
		const cookies = cookieNames(false, '0badcafe');
		const access = openAccess({
			log: desk.log,
			sessions: openSessions(desk.db, cookies, () => defaultPolicy),
			key: testKey,
			settings: {
				current: () => ({ policy: defaultPolicy, installation: defaultInstallation }),
				refresh: () => Promise.resolve()
			},
			cookies,
			demo: false,
			requestsAMinute: 3000,
			plan: () => holder.plan,
			today,
			endSockets: () => undefined
		});
		return (await access.callerOfToken(text)).ok;
	};

	test('[R222] a token is issued for a feed of the plan in force alone', async () => {
		expect(await actorOfToken(desk.db, await tokenFor('bank'), today())).toMatchObject({
			role: 'feed',
			feed: 'bank',
			unit: null,
			scope: 'ingest'
		});
		expect(refusedWith(await issueToken(desk.log, { feed: 'post' }, 'ingest'))).toBe('unknown_feed');
		expect(refusedWith(await issueToken(desk.log, { unit: 'navy' }, 'ingest'))).toBe('unknown_unit');
	});

	test('the database holds each token to one holder, and what a feed brings to its territory', async () => {
		const token = (unit: string | null, of: string | null) =>
			desk.sql`insert into api_token (id, secret_hash, unit, feed, scope, expires_at)
				values (gen_random_uuid()::text, 'x', ${unit}, ${of}, 'read', now())`;
		await expect(token(null, null)).rejects.toThrow(/api_token_holder/);
		await expect(token('amr', 'bank')).rejects.toThrow(/api_token_holder/);
		const entry = (unit: string, territory: string | null) =>
			desk.sql`insert into entry (id, ledger, kind, subject, unit, actor, feed, day, territory, effective_at)
				values (gen_random_uuid(), 'transactions', 'deal', 'pledge', ${unit}, 'token:x', 'bank', '2019-05-05', ${territory}, now())`;
		await expect(entry('amr', 'yinzhou')).rejects.toThrow(/entry_feed_territory/);
		await expect(entry('amr', null)).rejects.toThrow(/entry_feed_territory/);
	});

	test('[R222] tokens end with a feed that an amendment takes away, and stay ended when it comes back', async () => {
		const gone = await tokenFor('bank');
		const stays = await tokenFor('trading-centre');
		const of = async (text: string) => (await actorOfToken(desk.db, text, today())) !== null;
		await amend((settings) => ({
			...settings,
			feeds: settings.feeds.filter(({ code }) => code !== 'bank'),
			recording: settings.recording.map((rule) => ({
				...rule,
				enteredBy: rule.enteredBy.filter((recorder) => recorder.by !== 'feed' || recorder.feed !== 'bank')
			}))
		}));
		// From the moment on in which the version is in force, and for good a moment later.
		expect([await letsIn(gone), await letsIn(stays)]).toEqual([false, true]);
		expect(await of(gone)).toBe(true);
		await reacting.look();
		expect([await of(gone), await of(stays)]).toEqual([false, true]);
		const told = await desk.sql<{ ids: string[]; values: object }[]>`
			select body->'ids' as ids, body->'values' as values from event where stream = 'access' and type = 'tokenRevoked'`;
		expect(told.map(({ values }) => values)).toEqual([{ feed: 'bank' }, { feed: 'bank' }]);
		expect(told.flatMap(({ ids }) => ids)).toContain(gone.split('.')[0]);
		expect(refusedWith(await issueToken(desk.log, { feed: 'bank' }, 'ingest'))).toBe('unknown_feed');
		await amend((settings) => ({
			...settings,
			feeds: [...settings.feeds, { code: 'bank', name: { zh: '银行', en: 'Banks' } }]
		}));
		await reacting.look();
		expect(await of(gone)).toBe(false);
		expect(await of(await tokenFor('bank'))).toBe(true);
		// It is declared again, but no rule lets it enter anything.
		const { settings } = holder.plan.document;
		expect(mayRecord(feed('bank'), { record: 'transaction', territory: 'yinzhou' }, settings)).toBe(false);
	});

	test('the start refuses a stored plan that names a record or a feed that there is none of', async () => {
		const config = readConfig({ DATA_DIR: '/nonexistent', DEMO: '0' });
		const prepare = () =>
			prepareDatabase(
				desk.database,
				config,
				testKey,
				() => undefined,
				() => desk.commands,
				catalogue.records
			);
		await expect(prepare()).resolves.toMatchObject({ id: holder.plan.document.id });
		await desk.sql`update plan_version set document = jsonb_set(document, '{settings,recording,3,record}', '"letter"') where version = 1`;
		await desk.sql`update plan_version set document = jsonb_set(document, '{settings,feeds}', '[]') where version = 2`;
		await expect(prepare()).rejects.toThrow(
			/v1 settings\.json \$\.recording\[3\]\.record \[unknown_record\][^]*v2 settings\.json \$\.recording\[2\]\.enteredBy\[2\]\.feed \[unknown_feed\]/
		);
	});
});

describe.each(databaseKinds)('a database of before feeds on %s', (kind) => {
	test('keeps its tokens, their keys and its plan', async () => {
		const older = await openOlderDatabase(kind, 'feeds');
		const { sql } = older.database;
		try {
			const { document } = await ningboPlan();
			await sql`insert into unit ${sql(
				document.units.map(({ code, kind: sort, order, name, short }) => ({
					...{ code, kind: sort, ord: order, name_zh: name.zh, name_en: name.en },
					...{ short_zh: short.zh, short_en: short.en }
				}))
			)}`;
			const { feeds: _, ...settings } = document.settings;
			const before = JSON.stringify({ ...document, settings });
			await sql`insert into plan_version (plan, version, document, effective_from)
				values (${document.id}, 1, ${before}::text::jsonb, '2017-01-01')`;
			const [proposal] = await sql<{ id: string }[]>`
				insert into entry (id, ledger, kind, unit, actor, day, effective_at)
				values (gen_random_uuid(), 'plan', 'amendment', 'finance', 'someone', '2019-09-16', now()) returning id`;
			await sql`insert into amendment (entry, based_on, effective_from, document, changes, reason)
				values (${proposal?.id ?? ''}, 1, '2019-10-01', ${before}::text::jsonb, 1, 'why')`;
			await sql`insert into api_token (id, secret_hash, unit, scope, expires_at) values
				('one', 'x', 'stfc', 'ingest', now()), ('two', 'x', 'stfc', 'ingest', now()), ('three', 'x', 'yinzhou', 'read', now())`;
			await sql`insert into op (actor, op_id, request_hash, at) values
				('token:one', 'k1', 'first', '2019-09-01'), ('token:two', 'k1', 'second', '2019-09-02'),
				('token:two', 'k2', 'h', '2019-09-02'), ('someone', 'k1', 'h', '2019-09-02')`;
			await sql`insert into entry (id, ledger, kind, unit, actor, day, territory, effective_at)
				values (gen_random_uuid(), 'transactions', 'deal', 'stfc', 'token:one', '2019-05-05', 'haishu', now())`;
			await migrateDatabase(older.database, testKey);

			expect(await sql`select id, unit, feed from api_token order by id`).toEqual([
				{ id: 'one', unit: 'stfc', feed: null },
				{ id: 'three', unit: 'yinzhou', feed: null },
				{ id: 'two', unit: 'stfc', feed: null }
			]);
			expect(await sql`select actor, op_id, request_hash from op order by actor, op_id`).toEqual([
				{ actor: 'someone', op_id: 'k1', request_hash: 'h' },
				{ actor: 'token:two', op_id: 'k1', request_hash: 'second' },
				{ actor: 'unit:stfc', op_id: 'k1', request_hash: 'first' },
				{ actor: 'unit:stfc', op_id: 'k2', request_hash: 'h' }
			]);
			const [entered] = await sql`select unit, feed from entry where ledger = 'transactions'`;
			expect(entered).toEqual({ unit: 'stfc', feed: null });
			const documents = await sql<{ document: PlanDocument }[]>`
				select document from plan_version union all select document from amendment`;
			expect(documents).toHaveLength(2);
			for (const { document: now } of documents) {
				expect(now.settings.feeds).toEqual(document.settings.feeds.toSorted((a, b) => b.code.localeCompare(a.code)));
				expect(recordingFaults(now.settings, catalogue.records)).toEqual([]);
			}
		} finally {
			await older.close();
		}
	});
});
