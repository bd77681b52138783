// Readies the database of a start: the plan in an empty one and, in a demonstration, its people and sample history.
import { eq } from 'drizzle-orm';
import { firstDayOfYear, startOf } from '#lib/kernel/day.ts';
import { ok } from '#lib/kernel/result.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import { numberKeyVersion } from '#lib/entries/number-key.ts';
import { write, type EventLog } from '#lib/log/event-log.server.ts';
import type { DigestKey } from '#lib/log/row-digests.ts';
import { meta } from '#lib/log/tables.server.ts';
import { installPlan } from '#lib/plan/install-plan.server.ts';
import { faultLine } from '#lib/plan/fault-lines.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import type { PlanDocument } from '#lib/plan/plan-document.ts';
import { indexPlan, type PlanIndex } from '#lib/plan/plan-index.ts';
import { storedVersions } from '#lib/plan/plan-in-force.server.ts';
import { recordingFaults, type RecordRules } from '#lib/plan/recording-rules.ts';
import { storedPlan } from '#lib/plan/stored-plan.server.ts';
import type { Config } from '#lib/platform/config.server.ts';
import { alone, type Database } from '#lib/platform/database.server.ts';
import { OperatorFault } from '#lib/platform/operator-fault.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { insertShares } from '#lib/tasks/insert-shares.server.ts';
import {
	chooseDemoAccounts,
	demoAccountsFile,
	hashAccounts,
	insertAccounts,
	readDemoAccounts,
	shareOut,
	type DemoAccount
} from './demo-accounts.server.ts';
import type { DemoCommands } from './demo-commands.server.ts';
import { samplePeople } from './sample-people.server.ts';
import { seedHistory } from './seed-history.server.ts';

/** Where the business clock of a demonstration starts: nine o'clock on a September morning of the plan's second year. */
function demoStart(plan: PlanIndex): Date {
	const year = plan.document.years[1] ?? plan.document.years[0];
	return new Date(`${year}-09-16T09:00:00+08:00`);
}

/**
 * The plan that the database holds; an empty database gets the plan of `config.planDir`, and in a demonstration its
 * accounts and history. What an earlier start did not finish is finished.
 * @param say progress of long steps, for the console
 * @param commandsFor the commands that the history is written by
 * @param records what the features of this release can record
 * @throws OperatorFault whose message has one line for each fault of the plan folder
 */
export async function prepareDatabase(
	opened: Database,
	config: Config,
	key: DigestKey,
	say: (line: string) => void,
	commandsFor: (recording: Recording) => DemoCommands,
	records: RecordRules
): Promise<PlanDocument> {
	// Several nodes may start on one empty Postgres: one fills it, the others wait.
	return alone(opened, 7_011_001, async (database) => {
		const document = (await soundPlan(database, records)) ?? (await fillEmpty(database, config, key, say, records));
		const [state] = await database.db.select().from(meta);
		// The clock is set last: a demonstration without one was cut off while its history was written.
		if (state?.demo && state.businessClock === null) {
			const recording = { log: silentLog(database, key), plan: indexPlan(document) };
			const start = demoStart(recording.plan);
			await timed(say, '写入示例历史数据', 'Writing the sample history', async () =>
				seedHistory(commandsFor(recording), recording.plan, await samplePeople(database.db), start, say)
			);
			await database.db.update(meta).set({ businessClock: start }).where(eq(meta.id, 1));
			await introduce(config, say);
		}
		return document;
	});
}

/** The stored plan, whose versions may say only what the features of this release know; null in an empty database. */
async function soundPlan(database: Database, records: RecordRules): Promise<PlanDocument | null> {
	const lines = (await storedVersions(database.db)).flatMap(({ version, document }) =>
		recordingFaults(document.settings, records).map(
			(fault) => `v${version} ${faultLine({ file: 'settings.json', ...fault })}`
		)
	);
	if (lines.length > 0) throw new OperatorFault(lines.join('\n'));
	return storedPlan(database.db);
}

async function fillEmpty(
	database: Database,
	config: Config,
	key: DigestKey,
	say: (line: string) => void,
	records: RecordRules
): Promise<PlanDocument> {
	const plan = await timed(say, '读取方案', 'Reading the plan', async () => {
		const loaded = await loadPlan(config.planDir, records);
		if (loaded.ok) return loaded.plan;
		for (const line of loaded.lines) say(line);
		throw new OperatorFault(loaded.lines.join('\n'));
	});
	const accounts = config.demo
		? await timed(say, '生成演示账号', 'Making the demo accounts', async () =>
				hashAccounts(plan, await chooseDemoAccounts(config.dataDir, plan))
			)
		: [];
	await timed(say, '装入方案', 'Loading the plan', () => install(database, config, key, plan, accounts));
	return plan;
}

async function install(
	database: Database,
	config: Config,
	key: DigestKey,
	plan: PlanDocument,
	accounts: Awaited<ReturnType<typeof hashAccounts>>
): Promise<void> {
	const operation = { actor: 'system:plan', opId: `planLoaded:${plan.id}@${plan.version}`, request: { plan: plan.id } };
	// A demonstration's log begins with its history.
	const at = config.demo ? { at: new Date(startOf(firstDayOfYear(plan.baseYear))) } : {};
	const written = await write(silentLog(database, key), { ...operation, ...at }, async ({ tx }) => {
		await installPlan(tx, plan);
		await insertShares(tx, indexPlan(plan));
		await tx.insert(meta).values({ demo: config.demo, numberKeyVersion });
		const created = await insertAccounts(tx, plan, accounts);
		await shareOut(tx, accounts);
		return ok({
			ids: [],
			facts: [
				{
					type: 'planLoaded' as const,
					ids: [],
					unit: null,
					values: { plan: plan.id, version: plan.version, document: plan.document },
					deltas: [],
					touches: [invalidated.plan],
					streams: ['plan' as const],
					feed: false
				},
				...created
			]
		});
	});
	if (!written.ok) throw new Error(`the plan was not stored: ${written.faults.map((fault) => fault.code).join(', ')}`);
}

/** Nobody listens yet. */
function silentLog(database: Database, key: DigestKey): EventLog {
	return { database, now: () => new Date(), onCommit: () => undefined, key };
}

/** Who can sign in: a few accounts of the file, and where it is. */
async function introduce(config: Config, say: (line: string) => void): Promise<void> {
	const accounts = await readDemoAccounts(config.dataDir);
	const first = (role: DemoAccount['role'], unit: string) =>
		accounts.find((account) => account.role === role && account.unit === unit) ??
		accounts.find((account) => account.role === role);
	const shown = [
		...accounts.filter(({ role }) => role === 'leader' || role === 'office'),
		first('district', 'yinzhou'),
		first('department', 'court')
	].filter((account) => account !== undefined);
	const width = Math.max(0, ...shown.map(({ username }) => username.length));
	say('');
	say('  演示账号 / Demo accounts');
	for (const { username, password, role, unit } of shown)
		say(`    ${username.padEnd(width)}  ${password}  ${role}${unit === null ? '' : ` · ${unit}`}`);
	say(`  全部 ${accounts.length} 个账号见 / All ${accounts.length} accounts: ${demoAccountsFile(config.dataDir)}`);
}

async function timed<T>(say: (line: string) => void, zh: string, en: string, work: () => Promise<T>): Promise<T> {
	const began = performance.now();
	say(`  … ${zh} / ${en}`);
	const result = await work();
	say(`  ✓ ${zh} / ${en} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
	return result;
}
