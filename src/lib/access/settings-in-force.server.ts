// The security policy and the installation's settings as they are now: read once, looked at again when somebody changed them.
import * as v from 'valibot';
import { sql } from 'drizzle-orm';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { defaultPolicy, policySchema, type Policy } from './policy.ts';
import { defaultInstallation, installationSchema, type Installation } from './settings.ts';

export interface SettingsInForce {
	readonly policy: Policy;
	readonly installation: Installation;
}

export interface SettingsHolder {
	readonly current: () => SettingsInForce;
	/** Reads them again: after a change, and now and then for changes by other nodes. */
	readonly refresh: () => Promise<void>;
}

export async function holdSettings(db: Drizzle): Promise<SettingsHolder> {
	let current = await readSettings(db);
	return {
		current: () => current,
		refresh: async () => {
			current = await readSettings(db);
		}
	};
}

async function readSettings(db: Drizzle): Promise<SettingsInForce> {
	const rows = await db.execute<{ key: string; value: unknown }>(sql`
		select distinct on (key) key, value from setting order by key, version desc`);
	const stored = (key: string) => rows.find((row) => row.key === key)?.value;
	// What an older version stored and this one does not know falls back to the default, which is the strict one.
	const policy = v.safeParse(policySchema, stored('policy'));
	const installation = v.safeParse(installationSchema, stored('installation'));
	return {
		policy: policy.success ? policy.output : defaultPolicy,
		installation: installation.success ? installation.output : defaultInstallation
	};
}
