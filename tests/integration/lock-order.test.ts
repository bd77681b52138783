// Writers on Postgres lock what they look at in one order, whatever the order in which it is named: none waits for one that waits for it.
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { safeguardSchema } from '#lib/plan-changes/safeguard.ts';
import { leader, office, someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

/** Of the bureau that hosts the office: another unit than `office`. */
const second = someone('office', 'ipo');
const yinzhou = someone('district', 'yinzhou');

describe.runIf(databaseKinds.includes('postgres'))('locks on Postgres', () => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk('postgres');
	});
	afterAll(() => desk.close());

	let number = 0;
	const one = { line: 'insurance', source: 'central', step: 'received', date: '2019-05-05', reference: 'R' };
	const record = (actor: Actor, ...list: object[]) =>
		desk.commands.recordDisbursements(
			actor,
			call(),
			list.map((change) => v.parse(disbursementSchema, { ...one, amount: `${++number}.00`, ...change }))
		);
	const replace = (...ids: string[]) => ids.map((id) => ({ replaces: id, reason: 'why' }));
	const reverse = (...ids: string[]) =>
		desk.commands.reverse(
			office,
			call(),
			ids.map((id) => ({ id, reason: 'why' }))
		);
	const confirm = (...ids: string[]) => desk.commands.confirm(leader, call(), { ids });
	const idsOf = (result: Result<Written>) => [...written(result).ids].sort();
	const idOf = (result: Result<Written>) => idsOf(result)[0] ?? '';
	const entryOf = (id: string) => `select id from entry where id = '${id}'`;
	const nodeOf = (id: string) => `select id from budget_node where id = '${id}'`;
	const safeguardOf = (id: string) => `select id from safeguard_state where id = '${id}'`;

	/** Runs a write while somebody else holds the row that comes first; once it waits, it holds none of those behind. */
	async function waitsFirstFor(row: string, run: () => Promise<Result<Written>>, behind: string): Promise<void> {
		let running: Promise<Result<Written>> | undefined;
		let ended = false;
		await desk.sql.begin(async (holder) => {
			await holder.unsafe(`${row} for update`);
			running = run();
			void running.catch(() => null).then(() => (ended = true));
			while (!ended) {
				const [waiting] = await desk.sql<{ count: number }[]>`
					select count(*)::int as count from pg_stat_activity
					where datname = current_database() and wait_event_type = 'Lock'`;
				if (waiting?.count) break;
				// The database tells nobody that somebody waits: it is asked again.
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
			expect(ended).toBe(false);
			expect(await holder.unsafe(`${behind} for update skip locked`)).toHaveLength(1);
		});
		if (running) written(await running);
	}

	test('[R33] entries that are reversed or replaced', async () => {
		const [first = '', later = ''] = idsOf(await record(office, {}, {}));
		await waitsFirstFor(entryOf(first), () => record(office, ...replace(later, first)), entryOf(later));
		const [third = '', last = ''] = idsOf(await record(office, {}, {}));
		await waitsFirstFor(entryOf(third), () => reverse(last, third), entryOf(last));
	});

	test('[R46] entries that are confirmed, with those whose reversals are', async () => {
		const [first = '', later = ''] = idsOf(await record(office, {}, {}));
		written(await confirm(first));
		const undo = idOf(await reverse(first));
		await waitsFirstFor(entryOf(first), () => confirm(later, undo), entryOf(later));
	});

	test('[R38] nodes of the budget: of exceptions and transfers that leave, and of all else', async () => {
		const above = { line: 'publicity-talent', amount: '99000000.00', exception: 'why' };
		const exception = idOf(await record(office, above));
		const instead = { ...above, amount: '98000000.00', ...replace(exception)[0] };
		await waitsFirstFor(nodeOf('insurance'), () => record(office, {}, instead), nodeOf('publicity-talent'));
		const ids = [idOf(await record(office, { ...above, amount: '97000000.00' })), idOf(await record(office, {}))];
		await waitsFirstFor(nodeOf('insurance'), () => reverse(...ids), nodeOf('publicity-talent'));
	});

	test('[R145] safeguards', async () => {
		let progress = 0;
		const update = (...safeguards: string[]) => {
			const change = { base: progress, new: progress + 10 };
			progress += 10;
			return desk.commands.updateSafeguards(
				office,
				call(),
				safeguards.map((safeguard) => v.parse(safeguardSchema, { safeguard, changes: { progress: change } }))
			);
		};
		written(await update('safeguard-1', 'safeguard-2'));
		const both = () => update('safeguard-2', 'safeguard-1');
		await waitsFirstFor(safeguardOf('safeguard-1'), both, safeguardOf('safeguard-2'));
		const waiting = await desk.sql<{ id: string }[]>`
			select id from entry where kind = 'safeguard' and confirmed_at is null order by id`;
		const all = () => confirm(...waiting.map(({ id }) => id));
		await waitsFirstFor(safeguardOf('safeguard-1'), all, safeguardOf('safeguard-2'));
	});

	test('[R44] what one may not reverse or replace is not locked', async () => {
		const theirs = idOf(await record(second, {}));
		const local = { line: 'risk-pool', source: 'district' };
		await desk.sql.begin(async (holder) => {
			await holder.unsafe(`${entryOf(theirs)} for update`);
			const refused = (code: string) => ({ ok: false, faults: [{ code }] });
			expect(await record(office, ...replace(theirs))).toMatchObject(refused('not_your_unit'));
			expect(await record(yinzhou, { ...local, ...replace(theirs)[0] })).toMatchObject(refused('unknown_record'));
			expect(await desk.commands.reverse(yinzhou, call(), [{ id: theirs, reason: 'why' }])).toMatchObject(
				refused('unknown_record')
			);
		});
	});
});
