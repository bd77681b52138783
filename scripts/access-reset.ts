// `npm run -s access:reset -- --username <name>`: prints a link that sets a new password and takes the second factor off when it is used. Works while the server runs, on either database.
import { parseArgs } from 'node:util';
import { resetAccess } from '#lib/sign-in/break-glass.server.ts';
import { openClock } from '#lib/jobs/clock.server.ts';
import { addressOf, readConfig } from '#lib/platform/config.server.ts';
import { openInstallationKey } from '#lib/access/installation-key.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { OperatorFault } from '#lib/platform/operator-fault.ts';
import { openPlace } from '#lib/platform/place.server.ts';
import { storedPlan } from '#lib/plan/stored-plan.server.ts';
import { indexPlan } from '#lib/plan/plan-index.ts';
import { runCommand } from './run-command.ts';

await runCommand(async () => {
	const { values } = parseArgs({ options: { username: { type: 'string' } } });
	if (values.username === undefined) throw new OperatorFault('usage: npm run -s access:reset -- --username <name>');
	const config = readConfig(process.env);
	const { database, close } = await openPlace(config);
	try {
		const key = await openInstallationKey(config.dataDir, config.secretKey);
		await migrateDatabase(database, key);
		const document = await storedPlan(database.db);
		if (!document)
			throw new OperatorFault(
				'the database holds no plan yet; start the server once first / 数据库中还没有方案，请先启动一次服务'
			);
		const clock = await openClock(database.db, indexPlan(document).lastDay);
		const issued = await resetAccess({ database, now: clock.now, onCommit: () => undefined, key }, values.username);
		if (!issued.ok) throw new OperatorFault(`--username: no such account / 没有这个账号 (${values.username})`);
		process.stdout.write(`${addressOf(config, issued.value)}\n`);
	} finally {
		await close();
	}
});
