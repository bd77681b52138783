// The first three administrators: a link that each start prints until one of them has a password, and what it makes.
import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import * as v from 'valibot';
import { shortText } from '#lib/kernel/fields.ts';
import type { Day } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { write, type EventLog } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { accountFact } from '#lib/access/access-fact.ts';
import { issueLink, useLink } from '#lib/access/one-time-links.server.ts';
import { administratorRoles, type AdministratorRole } from '#lib/access/roles.ts';
import { account, accountVersion, appointment } from '../access/tables.server.ts';
import { usernameField } from '#lib/access/username.ts';

const personSchema = v.strictObject({ name: shortText(40), username: usernameField });
export const setupSchema = v.strictObject({
	system_admin: personSchema,
	security_admin: personSchema,
	audit_admin: personSchema
});
export type Setup = v.InferOutput<typeof setupSchema>;

export interface Invited {
	readonly role: AdministratorRole;
	readonly username: string;
	readonly name: string;
	/** Of the invitation: shown once. */
	readonly path: string;
}

const author = 'system:setup';

/** The path of a new setup link; null where an administrator with a password is there already. Ends older ones. */
export async function offerSetup(log: EventLog): Promise<string | null> {
	if (await hasAdministrator(log.database.db)) return null;
	let path: string | null = null;
	const written = await write(
		log,
		{ actor: 'system:start', opId: randomUUID(), request: { type: 'linkIssued' } },
		async ({ tx }) => {
			const link = await issueLink(tx, { kind: 'setup', account: null, createdBy: 'system:start' });
			path = link.path;
			return ok({ ids: [], facts: [link.fact] });
		}
	);
	return written.ok ? path : null;
}

/** Makes the three accounts with their roles, each with an invitation; uses the link up in the same transaction. */
export async function makeAdministrators(
	log: EventLog,
	token: string,
	setup: Setup,
	today: Day
): Promise<Result<readonly Invited[]>> {
	const alike = administratorRoles.filter((role, at) =>
		administratorRoles.slice(0, at).some((before) => setup[before].username === setup[role].username)
	);
	if (alike.length > 0) return invalid(alike.map((role) => fault(role, 'usernames_alike')));
	let invited: Invited[] = [];
	const written = await write(
		log,
		{ actor: author, opId: randomUUID(), request: { type: 'linkUsed' } },
		async ({ tx }) => {
			const used = await useLink(tx, token);
			if (!used.ok) return used;
			if (used.value.link.kind !== 'setup' || (await hasAdministrator(tx))) return refuse('conflict', 'link_over');
			const facts: Fact[] = [used.value.fact, ...(await closeUnused(tx))];
			const taken = await tx
				.select({ username: account.username })
				.from(account)
				.where(
					inArray(
						account.username,
						administratorRoles.map((role) => setup[role].username)
					)
				);
			const clashes = administratorRoles.filter((role) =>
				taken.some(({ username }) => username === setup[role].username)
			);
			if (clashes.length > 0) return invalid(clashes.map((role) => fault(role, 'username_taken')));
			invited = [];
			for (const role of administratorRoles) {
				const made = await makeAdministrator(tx, role, setup[role], today);
				invited.push(made.invited);
				facts.push(...made.facts);
			}
			return ok({ ids: [], facts });
		}
	);
	return written.ok ? ok(invited) : written;
}

async function makeAdministrator(
	tx: Tx,
	role: AdministratorRole,
	{ username, name }: Setup[AdministratorRole],
	today: Day
): Promise<{ readonly invited: Invited; readonly facts: readonly Fact[] }> {
	const id = randomUUID();
	await tx.insert(account).values({ id, username, name, branch: role, requestedRole: role, version: 1 });
	await tx
		.insert(accountVersion)
		.values({ account: id, version: 1, username, name, role, unit: null, disabled: false, by: author });
	await tx
		.insert(appointment)
		.values({ id: randomUUID(), account: id, role, unit: null, validFrom: today, grantedBy: author });
	const link = await issueLink(tx, { kind: 'invitation', account: id, createdBy: author });
	return {
		invited: { role, username, name, path: link.path },
		facts: [
			{ ...accountFact('accountCreated', id, { role }), after: `account:${id}@1` },
			accountFact('appointmentGranted', id, { role }),
			link.fact
		]
	};
}

/** Administrators of an earlier setup whose invitations nobody took up: their names become free, their links end. */
async function closeUnused(tx: Tx): Promise<Fact[]> {
	const unused = await tx
		.select()
		.from(account)
		.where(and(ne(account.branch, 'business'), isNull(account.passwordHash), isNull(account.disabledAt)))
		.for('update');
	for (const { id, username, version } of unused)
		await tx
			.update(account)
			.set({ username: `${username}-${id.slice(0, 8)}`, disabledAt: new Date(), version: version + 1 })
			.where(eq(account.id, id));
	if (unused.length > 0)
		await tx.insert(accountVersion).values(
			unused.map(({ id, username, name, version, branch }) => ({
				account: id,
				version: version + 1,
				username: `${username}-${id.slice(0, 8)}`,
				name,
				role: branch === 'business' ? null : branch,
				unit: null,
				disabled: true,
				by: author
			}))
		);
	return unused.map(({ id, version }) => ({
		...accountFact('accountDisabled', id),
		before: `account:${id}@${version}`,
		after: `account:${id}@${version + 1}`
	}));
}

async function hasAdministrator(db: Drizzle | Tx): Promise<boolean> {
	const [found] = await db
		.select({ id: account.id })
		.from(account)
		.where(and(ne(account.branch, 'business'), isNotNull(account.passwordHash), isNull(account.disabledAt)))
		.limit(1);
	return found !== undefined;
}

function fault(role: AdministratorRole, code: Fault['code']): Fault {
	return { pointer: `/${role}/username`, code };
}
