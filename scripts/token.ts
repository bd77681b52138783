// `npm run -s token -- --unit <code> --scope ingest`: prints an API token, once. Works while the server runs, on either database.
import { parseArgs } from 'node:util';
import { issueToken } from '#lib/access/issue-token.server.ts';
import { openClock } from '#lib/server/clock.server.ts';
import { readConfig } from '#lib/server/config.server.ts';
import { migrateDatabase } from '#lib/server/database.server.ts';
import { OperatorFault } from '#lib/server/operator-fault.ts';
import { openPlace } from '#lib/server/place.server.ts';
import { storedPlan } from '#lib/plan/stored-plan.server.ts';
import { indexPlan } from '#lib/plan/plan-index.ts';
import { runCommand } from './run-command.ts';

await runCommand(async () => {
	const { values } = parseArgs({ options: { unit: { type: 'string' }, scope: { type: 'string', default: 'ingest' } } });
	if (values.unit === undefined || values.scope !== 'ingest')
		throw new OperatorFault('usage: npm run -s token -- --unit <code> --scope ingest');
	const { database, close } = await openPlace(readConfig(process.env));
	try {
		await migrateDatabase(database);
		const document = await storedPlan(database.db);
		if (!document)
			throw new OperatorFault(
				'the database holds no plan yet; start the server once first / 数据库中还没有方案,请先启动一次服务'
			);
		const plan = indexPlan(document);
		if (!plan.units.has(values.unit))
			throw new OperatorFault(
				`--unit: unknown code / 没有这个单位代码 (${values.unit})\n${[...plan.units.keys()].join(' ')}`
			);
		const clock = await openClock(database.db, plan.lastDay);
		const issued = await issueToken({ database, now: clock.now, onCommit: () => undefined }, values.unit, values.scope);
		if (!issued.ok) throw new OperatorFault(issued.faults.map((fault) => fault.code).join(', '));
		process.stdout.write(`${issued.value}\n`);
	} finally {
		await close();
	}
});
