// The accounts of a demonstration: random passwords, kept in a file of the data folder that only its owner reads.
import { randomInt, randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { hashPassword } from '#lib/sign-in/password.server.ts';
import { branchOf, roles } from '#lib/access/roles.ts';
import { account, appointment } from '#lib/access/tables.server.ts';
import { firstDayOfYear } from '#lib/kernel/day.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { PlanDocument } from '#lib/plan/plan-document.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { share } from '#lib/tasks/tables.server.ts';
import { demoPeople, type DemoPerson } from './demo-people.ts';

const demoAccountSchema = v.strictObject({
	username: v.string(),
	password: v.pipe(v.string(), v.minLength(8)),
	role: v.picklist(roles),
	unit: v.nullable(v.string())
});
export type DemoAccount = v.InferOutput<typeof demoAccountSchema>;

/** An account that is not stored yet. */
export interface NewAccount {
	readonly id: string;
	readonly person: DemoPerson;
	readonly passwordHash: string;
}

export function demoAccountsFile(dataDir: string): string {
	return join(dataDir, 'demo-accounts.json');
}

/**
 * The demonstration's accounts with their passwords: those of the file where an interrupted start has left it, or new ones,
 * which are in the file before anybody can sign in with them.
 */
export async function chooseDemoAccounts(dataDir: string, plan: PlanDocument): Promise<DemoAccount[]> {
	const known = new Map((await readDemoAccounts(dataDir)).map(({ username, password }) => [username, password]));
	const accounts = demoPeople(plan).map(({ username, role, unit }) => ({
		username,
		password: known.get(username) ?? newPassword(),
		role,
		unit
	}));
	await writeAccounts(dataDir, accounts);
	return accounts;
}

/** The accounts of the file; none where there is no file, or one that somebody has spoilt. */
export async function readDemoAccounts(dataDir: string): Promise<DemoAccount[]> {
	try {
		return v.parse(v.array(demoAccountSchema), JSON.parse(await readFile(demoAccountsFile(dataDir), 'utf8')));
	} catch {
		return [];
	}
}

/** Slow on purpose (argon2id), so a few at a time. */
export async function hashAccounts(plan: PlanDocument, accounts: readonly DemoAccount[]): Promise<NewAccount[]> {
	const passwords = new Map(accounts.map(({ username, password }) => [username, password]));
	const waiting = demoPeople(plan).entries();
	const hashed: NewAccount[] = [];
	const work = async () => {
		for (const [index, person] of waiting) {
			const passwordHash = await hashPassword(passwords.get(person.username) ?? newPassword());
			hashed[index] = { id: randomUUID(), person, passwordHash };
		}
	};
	await Promise.all([work(), work(), work(), work()]);
	return hashed;
}

/** Stores the accounts with their appointments, and answers what the log says of it. */
export async function insertAccounts(tx: Tx, plan: PlanDocument, accounts: readonly NewAccount[]): Promise<Fact[]> {
	if (accounts.length === 0) return [];
	await tx.insert(account).values(
		accounts.map(({ id, person, passwordHash }) => ({
			id,
			username: person.username,
			name: person.name,
			branch: branchOf(person.role),
			passwordHash,
			passwordChangedAt: new Date(),
			sample: true
		}))
	);
	await tx.insert(appointment).values(
		accounts.map(({ id, person }) => ({
			id: randomUUID(),
			account: id,
			role: person.role,
			unit: person.unit,
			validFrom: firstDayOfYear(plan.baseYear),
			grantedBy: 'system:plan'
		}))
	);
	return accounts.map(({ id, person }) => ({
		type: 'accountCreated',
		ids: [id],
		unit: person.unit,
		values: { role: person.role, sample: 1 },
		deltas: [],
		touches: [invalidated.accounts],
		streams: ['access'],
		feed: false
	}));
}

/** The one person of a unit looks after its shares from the start. */
export async function shareOut(tx: Tx, accounts: readonly NewAccount[]): Promise<void> {
	for (const { id, person } of accounts)
		if (person.unit !== null && (person.role === 'department' || person.role === 'district'))
			await tx.update(share).set({ contact: id }).where(eq(share.unit, person.unit));
}

/** By another name first: a file that is there is whole. */
async function writeAccounts(dataDir: string, accounts: readonly DemoAccount[]): Promise<void> {
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	const file = demoAccountsFile(dataDir);
	const draft = `${file}.new`;
	await writeFile(draft, `${JSON.stringify(accounts, null, '\t')}\n`, { mode: 0o600 });
	await chmod(draft, 0o600);
	await rename(draft, file);
}

/** Four groups of four, without letters and digits that look alike: 78 bits. */
function newPassword(): string {
	const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
	const group = () => Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
	return [group(), group(), group(), group()].join('-');
}
