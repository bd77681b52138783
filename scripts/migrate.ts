// `npm run db:migrate`: brings the schema up to date, with the owner's connection where one is set, which then grants the
// application's role what it needs.
import { readConfig } from '#lib/platform/config.server.ts';
import { openInstallationKey } from '#lib/access/installation-key.server.ts';
import { connectDatabase } from '#lib/platform/database.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { grantToApplication, roleAt } from '#lib/platform/grants.server.ts';
import { openPlace } from '#lib/platform/place.server.ts';
import { runCommand } from './run-command.ts';

await runCommand(async () => {
	const config = readConfig(process.env);
	const owner = config.migrationUrl === null ? null : connectDatabase({ kind: 'postgres', url: config.migrationUrl });
	const { database, close } = owner ? { database: owner, close: owner.close } : await openPlace(config);
	try {
		const key = await openInstallationKey(config.dataDir, config.secretKey);
		await migrateDatabase(database, key, (line) => process.stdout.write(`${line}\n`));
		if (owner && config.databaseUrl !== null) await grantToApplication(owner, await roleAt(config.databaseUrl));
		process.stdout.write('✓ 数据库结构已是最新 / The database schema is up to date.\n');
	} finally {
		await close();
	}
});
