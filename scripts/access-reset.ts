// `npm run -s access:reset -- --username <name>`: prints a link that sets a new password and takes the second factor off when it is used. Works while the server runs, on either database.
import { parseArgs } from 'node:util';
import { resetAccess } from '#lib/access/break-glass.server.ts';
import { openClock } from '#lib/server/clock.server.ts';
import { addressOf, readConfig } from '#lib/server/config.server.ts';
import { migrateDatabase } from '#lib/server/database.server.ts';
import { openPlace } from '#lib/server/place.server.ts';
import { storedPlan } from '#lib/plan/stored-plan.server.ts';
import { indexPlan } from '#lib/plan/plan-index.ts';

try {
	const { values } = parseArgs({ options: { username: { type: 'string' } } });
	if (values.username === undefined) throw new Error('usage: npm run -s access:reset -- --username <name>');
	const config = readConfig(process.env);
	const { database, close } = await openPlace(config);
	try {
		await migrateDatabase(database);
		const document = await storedPlan(database.db);
		if (!document)
			throw new Error(
				'the database holds no plan yet; start the server once first / 数据库中还没有方案,请先启动一次服务'
			);
		const clock = await openClock(database.db, indexPlan(document).lastDay);
		const issued = await resetAccess({ database, now: clock.now, onCommit: () => undefined }, values.username);
		if (!issued.ok) throw new Error(`--username: no such account / 没有这个账号 (${values.username})`);
		process.stdout.write(`${addressOf(config, issued.value)}\n`);
	} finally {
		await close();
	}
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}
