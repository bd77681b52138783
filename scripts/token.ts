// `npm run -s token -- --unit <code>|--feed <code> [--scope ingest|read]`: prints an API token, once. Works while the server runs, on either database.
import { parseArgs } from 'node:util';
import { issueToken } from '#lib/access/issue-token.server.ts';
import { tokenScopes, type TokenHolder } from '#lib/access/roles.ts';
import { dayAt } from '#lib/kernel/day.ts';
import { openClock } from '#lib/jobs/clock.server.ts';
import { readConfig } from '#lib/platform/config.server.ts';
import { openInstallationKey } from '#lib/access/installation-key.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { OperatorFault } from '#lib/platform/operator-fault.ts';
import { openPlace } from '#lib/platform/place.server.ts';
import { storedTerms, storedVersions, versionOn } from '#lib/plan/plan-in-force.server.ts';
import { storedPlan } from '#lib/plan/stored-plan.server.ts';
import { indexPlan, type PlanIndex } from '#lib/plan/plan-index.ts';
import { runCommand } from './run-command.ts';

const usage = 'usage: npm run -s token -- --unit <code> | --feed <code> [--scope ingest|read]';

await runCommand(async () => {
	const { values } = parseArgs({
		options: { unit: { type: 'string' }, feed: { type: 'string' }, scope: { type: 'string', default: 'ingest' } }
	});
	const scope = tokenScopes.find((known) => known === values.scope);
	const holder = holderOf(values);
	if (!holder || !scope) throw new OperatorFault(usage);
	const config = readConfig(process.env);
	const { database, close } = await openPlace(config);
	try {
		const key = await openInstallationKey(config.dataDir, config.secretKey);
		await migrateDatabase(database, key);
		const newest = await storedPlan(database.db);
		if (!newest)
			throw new OperatorFault(
				'the database holds no plan yet; start the server once first / 数据库中还没有方案，请先启动一次服务'
			);
		const clock = await openClock(database.db, indexPlan(newest).lastDay);
		const today = dayAt(clock.now().getTime());
		const { document } = versionOn(await storedVersions(database.db), today);
		sayWhenUnknown(indexPlan(document, await storedTerms(database.db)), holder);
		const issued = await issueToken({ database, now: clock.now, onCommit: () => undefined, key }, holder, scope);
		if (!issued.ok) throw new OperatorFault(issued.faults.map((fault) => fault.code).join(', '));
		process.stdout.write(`${issued.value}\n`);
	} finally {
		await close();
	}
});

function holderOf({ unit, feed }: { readonly unit?: string; readonly feed?: string }): TokenHolder | null {
	if (unit !== undefined) return feed === undefined ? { unit } : null;
	return feed === undefined ? null : { feed };
}

/** A wrong code is answered with those that there are. */
function sayWhenUnknown(plan: PlanIndex, holder: TokenHolder): void {
	if ('feed' in holder) {
		const codes = plan.document.settings.feeds.map(({ code }) => code);
		if (!codes.includes(holder.feed))
			throw new OperatorFault(`--feed: unknown code / 没有这个数据源代码 (${holder.feed})\n${codes.join(' ')}`);
	} else if (!plan.units.has(holder.unit))
		throw new OperatorFault(
			`--unit: unknown code / 没有这个单位代码 (${holder.unit})\n${[...plan.units.keys()].join(' ')}`
		);
}
