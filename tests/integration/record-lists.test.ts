// What lists of records show to whom, what they come to, and what waits for whose confirmation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { acceptCases } from '#lib/cases/accept-cases.server.ts';
import { day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import { firstPage, type EntryFilter } from '#lib/entries/entry-filter.ts';
import { countWaiting, findEntry, listEntries } from '#lib/ledgers/list-entries.server.ts';
import { listWaiting, listWaitingOf } from '#lib/ledgers/list-waiting.server.ts';
import { updateShares } from '#lib/tasks/update-shares.server.ts';
import type { TransactionInput } from '#lib/transactions/deal.ts';
import { recordTransactions } from '#lib/transactions/record-transaction.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { freshCall, idOf, idsOf, openLedgerDesk, type LedgerDesk } from '../support/ledger-desk.ts';

const yinzhou: Actor = { id: 'yinzhou', via: 'session', role: 'district', unit: 'yinzhou' };
const cixi: Actor = { id: 'cixi', via: 'session', role: 'district', unit: 'cixi' };
const office: Actor = { id: 'office', via: 'session', role: 'office', unit: 'ipo' };
const second: Actor = { id: 'second', via: 'session', role: 'office', unit: 'finance' };
const leader: Actor = { id: 'leader', via: 'session', role: 'leader', unit: null };
const lead: Actor = { id: 'lead', via: 'session', role: 'department', unit: 'ipo' };
const reader: Actor = { id: 'reader', via: 'session', role: 'reader', unit: null };

const all: EntryFilter = { ledger: 'transactions', unit: null, period: null, kind: null, state: null, ...firstPage };

function deal(territory: string, yuan: bigint, change: Partial<TransactionInput> = {}): TransactionInput {
	return {
		kind: 'transfer',
		amount: fen(yuan * 100n),
		count: 1,
		date: day('2019-09-02'),
		territory,
		registration: null,
		parties: null,
		bank: null,
		reference: 'r',
		...change
	};
}

describe.each(databaseKinds)('lists of records, on %s', (kind) => {
	let desk: LedgerDesk;
	const db = () => desk.recording.log.database.db;
	const record = (actor: Actor, input: TransactionInput) =>
		recordTransactions(desk.recording, actor, freshCall(), [input]).then(idOf);
	let own: string;
	let pledge: string;
	let byOffice: string;
	let other: string;

	beforeAll(async () => {
		desk = await openLedgerDesk(kind);
		desk.setClock('2019-09-16T09:00');
		own = await record(yinzhou, deal('yinzhou', 100n));
		desk.setClock('2019-09-16T09:01');
		pledge = await record(yinzhou, deal('yinzhou', 50n, { kind: 'pledge', bank: 'b', date: day('2019-08-02') }));
		desk.setClock('2019-09-16T09:02');
		byOffice = await record(office, deal('yinzhou', 7n));
		desk.setClock('2019-09-16T09:03');
		other = await record(cixi, deal('cixi', 3n));
		await acceptCases(desk.recording, yinzhou, freshCall(), [
			{
				number: 'c-1',
				type: 'patent',
				territory: 'yinzhou',
				department: 'amr',
				channel: null,
				acceptedAt: day('2019-09-01'),
				opening: false
			}
		]).then(idOf);
	});
	afterAll(() => desk.close());

	const idsFor = async (actor: Actor, change: Partial<EntryFilter> = {}) =>
		(await listEntries(db(), desk.ports, actor, { ...all, ...change })).rows.map((row) => row.id);

	it('show a district what it entered and what belongs to it, and the office everything, the newest first', async () => {
		expect(await idsFor(yinzhou)).toEqual([byOffice, pledge, own]);
		expect(await idsFor(cixi)).toEqual([other]);
		expect(await idsFor(leader)).toEqual([other, byOffice, pledge, own]);
		expect(await idsFor(reader)).toEqual([]);
	});

	it('show a case to the department that handles it', async () => {
		const amr: Actor = { id: 'amr', via: 'session', role: 'department', unit: 'amr' };
		expect(await idsFor(amr, { ledger: 'cases' })).toHaveLength(1);
		expect(await idsFor({ ...amr, unit: 'culture' }, { ledger: 'cases' })).toEqual([]);
		expect(await idsFor(amr, { ledger: 'cases', kind: 'open' })).toHaveLength(1);
	});

	it('hold back a single record as they do in the list', async () => {
		expect((await findEntry(db(), desk.ports, yinzhou, 'transactions', own))?.amount).toBe('100.00');
		expect(await findEntry(db(), desk.ports, cixi, 'transactions', own)).toBeNull();
		expect(await findEntry(db(), desk.ports, yinzhou, 'cases', own)).toBeNull();
		expect(await findEntry(db(), desk.ports, yinzhou, 'transactions', 'no id at all')).toBeNull();
	});

	it('are filtered by unit, period and kind', async () => {
		expect(new Set(await idsFor(leader, { unit: 'yinzhou' }))).toEqual(new Set([own, pledge, byOffice]));
		expect(await idsFor(leader, { period: '2019-08' })).toEqual([pledge]);
		expect(await idsFor(leader, { period: '2018' })).toEqual([]);
		expect(await idsFor(leader, { kind: 'pledge' })).toEqual([pledge]);
		expect(await idsFor(leader, { page: 2 })).toEqual([]);
	});

	it('come to what is reported, with what of it is confirmed; a reversal leaves the one at once and the other when confirmed', async () => {
		const sums = async () => (await listEntries(db(), desk.ports, leader, { ...all, kind: 'transfer' })).sums[0];
		expect(await sums()).toEqual({
			kind: 'transfer',
			count: 3,
			confirmedCount: 0,
			amount: '110.00',
			confirmedAmount: '0.00'
		});
		idsOf(await desk.confirm(office, { ids: [own] }));
		expect(await sums()).toMatchObject({ count: 3, confirmedCount: 1, confirmedAmount: '100.00' });
		const undo = idOf(await desk.reverse(yinzhou, own));
		expect(await sums()).toMatchObject({ count: 2, amount: '10.00', confirmedCount: 1, confirmedAmount: '100.00' });
		expect(await idsFor(leader, { state: 'reversal_waits' })).toEqual([own]);
		expect(await idsFor(leader, { state: 'reversed' })).toEqual([]);
		const waiting = await listWaiting(db(), desk.ports, desk.recording.plan, office);
		expect(waiting.reversals.map(({ entry, bar }) => [entry.reversal?.id, bar])).toEqual([[undo, null]]);
		idsOf(await desk.confirm(second, { ids: [undo] }));
		expect(await sums()).toMatchObject({ confirmedCount: 0, confirmedAmount: '0.00' });
		expect(await idsFor(leader, { state: 'reversed' })).toEqual([own]);
		expect((await listWaiting(db(), desk.ports, desk.recording.plan, office)).reversals).toEqual([]);
	});

	it('keep apart what waits for oneself and what others must confirm', async () => {
		const groups = async (actor: Actor) => {
			const { groups, barred } = await listWaiting(db(), desk.ports, desk.recording.plan, actor);
			const names = (list: typeof groups) => list.map((group) => `${group.month} ${group.unit} ${group.count}`);
			return { mine: names(groups), others: names(barred) };
		};
		expect(await groups(office)).toEqual({
			mine: ['2019-09 yinzhou 1', '2019-09 cixi 1', '2019-08 yinzhou 1'],
			others: ['2019-09 ipo 1']
		});
		expect(await groups(second)).toMatchObject({ others: [] });
		expect(await groups(yinzhou)).toEqual({ mine: [], others: [] });
		const [entry] = await listWaitingOf(db(), desk.ports, desk.recording.plan, office, 'ipo', '2019-09');
		expect([entry?.entry.id, entry?.bar]).toEqual([byOffice, 'own_entry']);
		expect(await countWaiting(db(), 'yinzhou', ['transactions', 'cases'])).toEqual([
			{ ledger: 'transactions', count: 1 },
			{ ledger: 'cases', count: 1 }
		]);
	});

	it('show a lead department the reports of its tasks alone, and no update that a newer one has overtaken', async () => {
		const task = [...desk.recording.plan.tasks.values()].find(
			(one) => one.lead === 'ipo' && one.confirmedBy === 'lead' && one.territories
		);
		if (!task) throw new Error('the plan has no task that its lead confirms');
		const update = (base: string, next: string) =>
			updateShares(desk.recording, yinzhou, freshCall(), [
				{ share: `${task.code}/yinzhou`, changes: { nextStep: { base, new: next } } }
			]).then(idOf);
		await update('', 'sign');
		const newest = await update('sign', 'pay');
		const waiting = async () => (await listWaiting(db(), desk.ports, desk.recording.plan, lead)).groups;
		expect(await waiting()).toMatchObject([
			{ unit: 'yinzhou', count: 2, parts: [{ ledger: 'tasks', kind: 'update' }] }
		]);
		idsOf(await desk.confirm(lead, { ids: [newest] }));
		expect(await waiting()).toEqual([]);
	});

	it.each([
		['all that the leading group sees', leader, {}],
		['what a district sees: its own, its territory’s, cases in its hands', yinzhou, {}],
		['a unit’s records', leader, { unit: 'yinzhou' }],
		['records of one kind', leader, { kind: 'pledge', period: '2019' }]
	] as const)('go on from page to page and back, each record once: %s', async (_, actor, change) => {
		// Of one instant, in the middle of which pages begin and end.
		const batch = Array.from({ length: 70 }, (_each, n) =>
			deal('yinzhou', BigInt(n + 1), { kind: n % 2 === 0 ? 'pledge' : 'transfer', bank: n % 2 === 0 ? 'a bank' : null })
		);
		idsOf(await recordTransactions(desk.recording, yinzhou, freshCall(), batch));
		const filter: EntryFilter = { ...all, ...change };
		const forward: string[][] = [];
		let page = await listEntries(db(), desk.ports, actor, filter);
		const { count } = page;
		for (let number = 2; ; number++) {
			forward.push(page.rows.map(({ id }) => id));
			const counted = await listEntries(db(), desk.ports, actor, { ...filter, page: number - 1 });
			expect(counted.rows.map(({ id }) => id)).toEqual(forward.at(-1));
			if (page.next === null) break;
			page = await listEntries(db(), desk.ports, actor, { ...filter, page: number, after: page.next });
		}
		expect(forward.length).toBeGreaterThan(1);
		expect(new Set(forward.flat()).size).toBe(count);
		expect(forward.flat()).toHaveLength(count);
		const back = [forward.at(-1)];
		for (let number = forward.length - 1; number > 0 && page.previous !== null; number--) {
			page = await listEntries(db(), desk.ports, actor, { ...filter, page: number, before: page.previous });
			back.unshift(page.rows.map(({ id }) => id));
		}
		expect(back).toEqual(forward);
		expect(await listEntries(db(), desk.ports, actor, { ...filter, page: 999_999 })).toMatchObject({
			rows: [],
			next: null
		});
	});
});
