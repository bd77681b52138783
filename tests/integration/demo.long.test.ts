// A demonstration from an empty database: plan, people, history (also when the first start is cut off), and sample activity.
import { catalogue } from '#lib/app/features.ts';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { verifyPassword } from '#lib/sign-in/password.server.ts';
import type { DemoCommands } from '#lib/demo/demo-commands.server.ts';
import { prepareDatabase } from '#lib/demo/prepare-database.server.ts';
import { seededRandom } from '#lib/demo/random.ts';
import { sampleAct, sampleActKinds } from '#lib/demo/sample-acts.server.ts';
import { openSampleActivity } from '#lib/demo/sample-activity.server.ts';
import { samplePeople } from '#lib/demo/sample-people.server.ts';
import { seedHistory } from '#lib/demo/seed-history.server.ts';
import { dayAt } from '#lib/kernel/day.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import { indexPlan } from '#lib/plan/plan-index.ts';
import { commandsOf, portsOf } from '#lib/app/commands.server.ts';
import type { Clock } from '#lib/jobs/clock.server.ts';
import { readConfig } from '#lib/platform/config.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { testKey } from '../support/test-key.ts';

const allCommands = (recording: Recording): DemoCommands => commandsOf(recording, portsOf(recording));

class CutOff extends Error {}

/** Commands that end the process' work at the nth call, as a power cut would. */
function cutOffAfter(calls: number, commands: DemoCommands): DemoCommands {
	let left = calls;
	const count = <Args extends readonly unknown[], R>(command: (...args: Args) => R) => {
		return (...args: Args) => {
			if (left-- <= 0) throw new CutOff('cut off');
			return command(...args);
		};
	};
	return {
		recordDisbursements: count(commands.recordDisbursements),
		recordOperations: count(commands.recordOperations),
		proposeTransfers: count(commands.proposeTransfers),
		recordReviews: count(commands.recordReviews),
		recordTransactions: count(commands.recordTransactions),
		acceptCases: count(commands.acceptCases),
		closeCases: count(commands.closeCases),
		reopenCases: count(commands.reopenCases),
		updateShares: count(commands.updateShares),
		reportMilestones: count(commands.reportMilestones),
		recordObservations: count(commands.recordObservations),
		giveBaseFigures: count(commands.giveBaseFigures),
		freezeBases: count(commands.freezeBases),
		recordEntities: count(commands.recordEntities),
		updateSafeguards: count(commands.updateSafeguards),
		decideGate: count(commands.decideGate),
		reverse: count(commands.reverse),
		confirm: count(commands.confirm)
	};
}

function quiet(_line: string): void {
	// What a start prints is looked at in one test only.
}

describe('a demonstration in an empty database', () => {
	let home: TestDatabase;
	let dataDir: string;
	const printed: string[] = [];
	let passwordsAtFirst: string;

	beforeAll(async () => {
		home = await openTestDatabase('embedded');
		dataDir = mkdtempSync(join(tmpdir(), 'jindu-demo-'));
		const config = readConfig({ DATA_DIR: dataDir });
		const first = prepareDatabase(
			home.database,
			config,
			testKey,
			quiet,
			(recording) => cutOffAfter(40, allCommands(recording)),
			catalogue.records
		);
		await expect(first).rejects.toThrow(CutOff);
		passwordsAtFirst = readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8');
		await prepareDatabase(home.database, config, testKey, (line) => printed.push(line), allCommands, catalogue.records);
	});
	afterAll(async () => {
		await home.close();
		rmSync(dataDir, { recursive: true, force: true });
	});

	test('has an account for each role and unit, in a file that only its owner reads', async () => {
		const file = join(dataDir, 'demo-accounts.json');
		const text = readFileSync(file, 'utf8');
		expect(text).toBe(passwordsAtFirst);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		const accounts = JSON.parse(text) as { username: string; password: string; role: string; unit: string | null }[];
		const count = (role: string) => accounts.filter((account) => account.role === role).length;
		expect(
			['office', 'leader', 'fund_manager', 'reader', 'system_admin', 'security_admin', 'audit_admin'].map(count)
		).toEqual([2, 1, 1, 1, 1, 1, 1]);
		expect([count('department'), count('district'), accounts.length]).toEqual([16, 16, 40]);
		const stored = await home.database.sql<{ username: string; hash: string; sample: boolean }[]>`
			select username, password_hash as hash, sample from account`;
		expect(stored.map(({ username }) => username).sort()).toEqual(accounts.map(({ username }) => username).sort());
		expect(stored.every(({ sample }) => sample)).toBe(true);
		const leader = accounts.find(({ role }) => role === 'leader');
		const hash = stored.find(({ username }) => username === leader?.username)?.hash ?? '';
		expect(await verifyPassword(leader?.password ?? '', hash)).toBe(true);
	});

	test('says at the end who can sign in and where the rest is', () => {
		const text = printed.join('\n');
		for (const name of ['leader', 'office-ipo', 'office-finance', 'yinzhou', 'dept-court'])
			expect(text).toContain(name);
		expect(text).toContain(join(dataDir, 'demo-accounts.json'));
		expect(text).not.toContain('audit-admin');
	});

	test('has its clock at the start and the plan in its log', async () => {
		const [about] = await home.database.sql<{ demo: boolean; at: string }[]>`
			select demo, business_clock::text as at from meta`;
		expect(about?.demo).toBe(true);
		expect(new Date(about?.at ?? '').toISOString()).toBe('2019-09-16T01:00:00.000Z');
		const [loaded] = await home.database.sql<{ type: string; op_id: string }[]>`
			select type, op_id from event where stream = 'plan' and seq = 1`;
		expect(loaded).toMatchObject({ type: 'planLoaded', op_id: 'planLoaded:ningbo-2017@1' });
	});

	test('has figures within the bands, and a confirmed layer a little behind', async () => {
		const [sums] = await home.database.sql<Record<string, string>[]>`
			select
				sum(value) filter (where key like 'funds/%/disbursed/%' and layer = 'reported') as disbursed,
				sum(value) filter (where key like 'funds/%/disbursed/%' and layer = 'confirmed') as confirmed,
				sum(value) filter (where key like 'cases/accepted/%' and layer = 'reported') as accepted,
				sum(value) filter (where key like 'cases/open/%' and layer = 'reported') as open,
				sum(value) filter (where key like 'milestones/reached' and layer = 'reported') as reached,
				min(value) filter (where key ~ '^(funds|deals|cases|shares|milestones)/') as least
			from cell where stream = 'city'`;
		const number = (name: string) => Number(sums?.[name]);
		expect(number('disbursed') / 43e9).toBeGreaterThan(0.54);
		expect(number('disbursed') / 43e9).toBeLessThan(0.569);
		expect(number('confirmed')).toBeLessThan(number('disbursed'));
		expect(number('confirmed')).toBeGreaterThan(0.85 * number('disbursed'));
		expect(number('accepted')).toBeGreaterThan(2800);
		expect(number('open')).toBeGreaterThan(80);
		expect(number('open')).toBeLessThan(250);
		expect(number('reached')).toBeGreaterThan(280);
		expect(number('least')).toBeGreaterThanOrEqual(0);
	});

	test('finds everything in place at the next start, and says nothing', async () => {
		const lines: string[] = [];
		const refuse = () => {
			throw new Error('a second start writes no history');
		};
		await prepareDatabase(
			home.database,
			readConfig({ DATA_DIR: dataDir }),
			testKey,
			(line) => lines.push(line),
			refuse,
			catalogue.records
		);
		expect(lines).toEqual([]);
	});

	describe('with sample activity', () => {
		let recording: Recording;
		let clock: Clock;
		beforeAll(async () => {
			const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
			if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
			const now = new Date('2019-09-16T09:30:00+08:00');
			clock = { now: () => now, today: () => dayAt(now.getTime()), save: () => Promise.resolve() };
			const log = { database: home.database, now: clock.now, onCommit: () => undefined, key: testKey };
			recording = { log, plan: indexPlan(loaded.plan) };
		});

		test.each(sampleActKinds)('finds a believable act that the rules accept: %s', async (kind) => {
			const { db } = home.database;
			const random = seededRandom(11);
			const world = { db, plan: recording.plan, people: await samplePeople(db), today: clock.today(), random };
			const perform = await sampleAct(world, kind);
			const written = await perform?.(allCommands(recording), { opId: `try:${kind}` });
			expect(written).toMatchObject({ ok: true });
		});

		test('acts while it is on, by the office only, and never after it is off', async () => {
			const errors: unknown[] = [];
			const sample = await openSampleActivity({
				recording,
				commands: allCommands(recording),
				clock,
				enabled: true,
				onError: (error) => errors.push(error),
				random: seededRandom(5),
				pause: () => 1
			});
			const people = await samplePeople(home.database.db);
			const office = people.get('office-ipo');
			const leader = people.get('leader');
			if (!office || !leader) throw new Error('the demonstration has no office or leader');
			const acts = async () => {
				const [row] = await home.database.sql<{ count: number }[]>`
					select count(*)::int as count from op where op_id like 'sample:%'`;
				return row?.count ?? 0;
			};
			try {
				expect(sample.running()).toBe(true);
				await vi.waitFor(async () => expect(await acts()).toBeGreaterThanOrEqual(5), { timeout: 20_000 });
				expect(await sample.set(leader, { opId: 'switch-1' }, false)).toMatchObject({ ok: false, kind: 'forbidden' });
				expect(sample.running()).toBe(true);
				expect(await sample.set(office, { opId: 'switch-2' }, false)).toMatchObject({ ok: true });
				expect(sample.running()).toBe(false);
				const [switched] = await home.database.sql<{ values: unknown }[]>`
					select body -> 'values' as values from event where stream = 'plan' and type = 'sampleActivitySwitched'`;
				expect(switched?.values).toEqual({ on: 0 });
				// Whatever was under way has ended after these; with a pause of a millisecond others would have followed.
				for (let turn = 0; turn < 20; turn++) await acts();
				const done = await acts();
				for (let turn = 0; turn < 20; turn++) await acts();
				expect(await acts()).toBe(done);
			} finally {
				await sample.close();
			}
			expect(errors).toEqual([]);
		});
	});
});

test.each(databaseKinds)(
	'without a demonstration an empty %s database gets the plan, even from two nodes',
	async (kind) => {
		const home = await openTestDatabase(kind);
		const dataDir = mkdtempSync(join(tmpdir(), 'jindu-demo-'));
		try {
			const lines: string[] = [];
			const config = readConfig({ DATA_DIR: dataDir, DEMO: '0' });
			const start = () =>
				prepareDatabase(home.database, config, testKey, (line) => lines.push(line), allCommands, catalogue.records);
			// The embedded database has one node only: its folder is locked.
			await (kind === 'postgres' ? Promise.all([start(), start()]) : start());
			// Of two nodes one fills it, the other waits.
			expect(lines.filter((line) => line.includes('✓ 装入方案'))).toHaveLength(1);
			expect(existsSync(join(dataDir, 'demo-accounts.json'))).toBe(false);
			const [about] = await home.database.sql`
			select demo, business_clock, (select count(*)::int from account) as accounts, (select count(*)::int from share) as shares
			from meta`;
			expect(about).toEqual({ demo: false, business_clock: null, accounts: 0, shares: 219 });
		} finally {
			await home.close();
			rmSync(dataDir, { recursive: true, force: true });
		}
	}
);

test('a plan folder with a fault stops the start with its lines', async () => {
	const home = await openTestDatabase('embedded');
	try {
		const lines: string[] = [];
		const config = readConfig({ DATA_DIR: tmpdir(), PLAN: 'plans', DEMO: '0' });
		const start = prepareDatabase(
			home.database,
			config,
			testKey,
			(line) => lines.push(line),
			allCommands,
			catalogue.records
		);
		await expect(start).rejects.toMatchObject({ name: 'OperatorFault', message: expect.stringContaining('plan.json') });
		expect(lines.join('\n')).toContain('plan.json');
		const [stored] = await home.database.sql`select count(*)::int as count from plan_version`;
		expect(stored).toEqual({ count: 0 });
	} finally {
		await home.close();
	}
});

test('a history that was cut off twice ends with the same cells and events as one that was not', async () => {
	const start = new Date('2017-02-24T09:00:00+08:00');
	const seed = async (cuts: readonly number[]) => {
		const home = await openTestDatabase('embedded');
		const dataDir = mkdtempSync(join(tmpdir(), 'jindu-demo-'));
		try {
			const { database } = home;
			const stop = () => {
				throw new CutOff('cut off');
			};
			await expect(
				prepareDatabase(database, readConfig({ DATA_DIR: dataDir }), testKey, quiet, stop, catalogue.records)
			).rejects.toThrow(CutOff);
			const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
			if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
			const plan = indexPlan(loaded.plan);
			const commands = allCommands({
				log: { database, now: () => start, onCommit: () => undefined, key: testKey },
				plan
			});
			const people = await samplePeople(database.db);
			for (const calls of cuts)
				await expect(seedHistory(cutOffAfter(calls, commands), plan, people, start, quiet)).rejects.toThrow(CutOff);
			await seedHistory(commands, plan, people, start, quiet);
			return {
				cells: await database.sql`select stream, key, layer, value::text, at from cell order by stream, key, layer`,
				heads: await database.sql`select stream, seq from stream_head order by stream`
			};
		} finally {
			await home.close();
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
	const whole = await seed([]);
	expect(whole.cells.length).toBeGreaterThan(150);
	expect(await seed([7, 31])).toEqual(whole);
});
