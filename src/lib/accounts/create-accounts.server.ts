// Makes accounts, one by one or from a sheet, each with an invitation that is shown once. All of a sheet or nothing.
import { inArray } from 'drizzle-orm';
import { appointmentFault } from '#lib/access/appointable.ts';
import { issueLink } from '#lib/access/one-time-links.server.ts';
import { mayAdminister } from '#lib/access/rights.ts';
import { branchOf, type Actor } from '#lib/access/roles.ts';
import { account, accountVersion } from '#lib/access/tables.server.ts';
import { dayAt } from '#lib/kernel/day.ts';
import { folded } from '#lib/kernel/text.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { newId, operationOf, type Call } from '#lib/commands/recording.server.ts';
import { write, type Written, type WriteTx } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import { accountFact, storeVersion, type Keeping, type PersonalLink } from './account-record.server.ts';
import type { NewAccount } from './account.ts';
import { knownAccounts } from './read-accounts.server.ts';
import { fingerprintOf, judgeRows, type SheetImport } from './sheet.ts';

/** With the links of the new accounts; a write that is repeated with its key has none to show. */
export type WithLinks = Written & { readonly links: readonly PersonalLink[] };

export async function createAccount(
	{ recording }: Keeping,
	actor: Actor,
	call: Call,
	input: NewAccount
): Promise<Result<WithLinks>> {
	if (!mayAdminister(actor, 'accounts')) return refuse('forbidden', 'not_allowed');
	let links: readonly PersonalLink[] = [];
	const written = await write(recording.log, operationOf(actor, call, { newAccount: input }), async (writing) => {
		const fault = appointmentFault(recording.plan.units, input, dayAt(writing.effectiveAt.getTime()));
		if (fault) return invalid([fault]);
		const taken = await writing.tx
			.select({ id: account.id })
			.from(account)
			.where(inArray(account.username, [input.username]));
		if (taken.length > 0) return refuse('conflict', 'username_taken', '/username');
		const made = await insertAccount(writing, actor, input);
		links = [made.link];
		return ok({ ids: [made.link.account], facts: made.facts });
	});
	return written.ok ? ok({ ...written.value, links }) : written;
}

/** Every row is judged again, as it was for the preview: what has changed since then is shown first. */
export async function importAccounts(
	{ recording }: Keeping,
	actor: Actor,
	call: Call,
	input: SheetImport
): Promise<Result<WithLinks>> {
	if (!mayAdminister(actor, 'accounts')) return refuse('forbidden', 'not_allowed');
	const links: PersonalLink[] = [];
	const written = await write(recording.log, operationOf(actor, call, { accounts: input }), async (writing) => {
		links.length = 0;
		const names = input.rows.map(({ username }) => folded(username));
		const rows = await writing.tx
			.select()
			.from(account)
			.where(inArray(account.username, names))
			.orderBy(account.id)
			.for('update');
		const today = dayAt(writing.effectiveAt.getTime());
		const judged = judgeRows(input.rows, await knownAccounts(writing.tx, names, today), recording.plan.units, today);
		const faults = judged.flatMap(({ faults }, index): Fault[] =>
			faults.map((fault) => ({ ...fault, pointer: `/rows/${index}${fault.pointer}` }))
		);
		if (faults.length > 0) return invalid(faults);
		if (fingerprintOf(judged) !== input.seen) return refuse('conflict', 'sheet_outdated');
		if (judged.every(({ verdict }) => verdict === 'unchanged')) return refuse('invalid', 'nothing_changed');
		const facts: Fact[] = [];
		for (const { verdict, row } of judged) {
			if (verdict === 'new') {
				const made = await insertAccount(writing, actor, row);
				links.push(made.link);
				facts.push(...made.facts);
			} else if (verdict === 'differs') {
				const stored = rows.find(({ username }) => username === row.username);
				if (!stored) return refuse('conflict', 'sheet_outdated');
				const { role, unit } = row;
				const versions = await storeVersion(writing, stored, { ...row, role, unit, disabled: false }, actor.id);
				facts.push(accountFact('accountChanged', stored.id, { ...versions, values: { role, unit, import: 1 } }));
			}
		}
		return ok({ ids: facts.flatMap(({ ids, type }) => (type === 'linkIssued' ? [] : ids)), facts });
	});
	return written.ok ? ok({ ...written.value, links }) : written;
}

async function insertAccount(
	{ tx, recordedAt }: WriteTx,
	actor: Actor,
	{ username, name, role, unit }: NewAccount
): Promise<{ readonly link: PersonalLink; readonly facts: readonly Fact[] }> {
	const id = newId();
	await tx.insert(account).values({
		id,
		username,
		name,
		branch: branchOf(role),
		requestedRole: role,
		requestedUnit: unit,
		version: 1,
		createdAt: recordedAt
	});
	await tx
		.insert(accountVersion)
		.values({ account: id, version: 1, username, name, role, unit, disabled: false, at: recordedAt, by: actor.id });
	const link = await issueLink(tx, { kind: 'invitation', account: id, createdBy: actor.id });
	return {
		link: { account: id, username, name, path: link.path, expiresAt: link.expiresAt },
		facts: [accountFact('accountCreated', id, { after: `account:${id}@1`, values: { role, unit } }), link.fact]
	};
}
