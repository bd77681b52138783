// Saves another version of the policy or of the installation's settings; nothing is written over that its maker had not seen.
import { and, desc, eq } from 'drizzle-orm';
import * as v from 'valibot';
import { accessFact } from '#lib/access/access-fact.ts';
import { defaultPolicy, policySchema } from '#lib/access/policy.ts';
import type { Administered } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { defaultInstallation, installationSchema } from '#lib/access/settings.ts';
import { setting } from '#lib/access/tables.server.ts';
import { ok, refuse, type EditConflict, type Result } from '#lib/kernel/result.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { EventType } from '#lib/protocol/event.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { administer, storeReason, type Securing } from '#lib/admin/administer.server.ts';
import { differingFields, type InstallationChange, type PolicyChange } from './setting-change.ts';

interface Setting<Value extends object> {
	readonly key: 'policy' | 'installation';
	readonly what: Administered;
	readonly type: EventType;
	/** What is in force where nothing, or nothing that is understood, was saved. */
	readonly read: (stored: unknown) => Value;
}

export function changePolicy(
	securing: Securing,
	actor: Actor,
	call: Call,
	{ base, reason, ...value }: PolicyChange
): Promise<Result<Written>> {
	const about = { key: 'policy', what: 'policy', type: 'policyChanged', read: readPolicy } as const;
	return change(securing, actor, call, about, base, value, reason);
}

export function changeInstallation(
	securing: Securing,
	actor: Actor,
	call: Call,
	{ base, reason, ...value }: InstallationChange
): Promise<Result<Written>> {
	const about = { key: 'installation', what: 'settings', type: 'settingChanged', read: readInstallation } as const;
	return change(securing, actor, call, about, base, value, reason);
}

export function readPolicy(stored: unknown) {
	const parsed = v.safeParse(policySchema, stored);
	return parsed.success ? parsed.output : defaultPolicy;
}

export function readInstallation(stored: unknown) {
	const parsed = v.safeParse(installationSchema, stored);
	return parsed.success ? parsed.output : defaultInstallation;
}

async function change<Value extends object>(
	securing: Securing,
	actor: Actor,
	call: Call,
	about: Setting<Value>,
	base: number,
	value: Value,
	reasonText: string
): Promise<Result<Written>> {
	const { key, what, type } = about;
	const request = { kind: key, base, value, reason: reasonText };
	const written = await administer(securing, actor, what, call, request, async (writing) => {
		const { tx, recordedAt } = writing;
		const newest = await versionsOf(tx, key, 1);
		const number = newest[0]?.version ?? 0;
		const present = about.read(newest[0]?.value);
		if (number !== base) {
			const known = (await versionsOf(tx, key)).find(({ version }) => version === base);
			return conflict(number, about.read(known?.value), value, present, newest[0]?.at ?? null);
		}
		if (differingFields(present, value).length === 0) return refuse('invalid', 'nothing_changed');
		// Of two who save the same number the second waits, fails on the key, and is told on its next try.
		await tx.insert(setting).values({ key, version: number + 1, value, at: recordedAt, by: actor.id });
		const reason = reasonText === '' ? null : await storeReason(writing, reasonText, actor.id);
		return ok({
			ids: [`${key}@${number + 1}`],
			facts: [
				accessFact({
					type,
					ids: [],
					before: number === 0 ? null : `setting:${key}@${number}`,
					after: `setting:${key}@${number + 1}`,
					reason,
					values: { key, version: number + 1 },
					touches: [what]
				})
			]
		});
	});
	if (written.ok) await securing.refreshSettings();
	return written;
}

/** Newest first. */
function versionsOf(tx: Tx, key: string, limit = 10_000) {
	return tx
		.select()
		.from(setting)
		.where(and(eq(setting.key, key)))
		.orderBy(desc(setting.version))
		.limit(limit);
}

function conflict<Value extends object>(version: number, base: Value, mine: Value, theirs: Value, at: Date | null) {
	const conflicts = differingFields(theirs, mine).map((field): EditConflict => ({
		field,
		base: base[field],
		mine: mine[field],
		theirs: theirs[field],
		by: null,
		at: at?.toISOString() ?? null
	}));
	return { ...refuse('edit_conflict', 'setting_changed_since', '', { version }), conflicts };
}
