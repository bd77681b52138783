// The law of the rollups on random histories of deals, cases, shares and milestones: cells = fold of the events = the rows counted anew.
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptCases } from '#lib/cases/accept-cases.server.ts';
import { caseSchema, closureSchema, reopeningSchema } from '#lib/cases/case.ts';
import { closeCases } from '#lib/cases/close-cases.server.ts';
import { reopenCases } from '#lib/cases/reopen-cases.server.ts';
import { addDays, day } from '#lib/kernel/day.ts';
import { monthField } from '#lib/kernel/fields.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { fromWireValue, type WireCell } from '#lib/protocol/cells.ts';
import { reportMilestones } from '#lib/tasks/report-milestones.server.ts';
import { milestoneSchema, shareStatuses, taskUpdateSchema } from '#lib/tasks/share.ts';
import { updateShares } from '#lib/tasks/update-shares.server.ts';
import { dealKinds, transactionSchema } from '#lib/transactions/deal.ts';
import { recordTransactions } from '#lib/transactions/record-transaction.server.ts';
import { leader, office, someone } from '../support/actors.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { recountedCells } from '../support/recount.ts';
import { freshCall, openLedgerDesk, type LedgerDesk } from '../support/ledger-desk.ts';

const territories = ['yinzhou', 'haishu'] as const;
const territory = fc.constantFrom(...territories);
const date = fc.integer({ min: 0, max: 900 }).map((days) => addDays(day('2017-01-05'), days));
const number = fc.integer({ min: 1, max: 3 });
const task = fc.constantFrom('2.2', '2.3');

type Step =
	| { do: 'deal'; kind: (typeof dealKinds)[number]; at: string; date: string; number: number; fen: number }
	| { do: 'accept'; at: string; date: string; number: number }
	/** Some days after what happened to the case last. */
	| { do: 'close' | 'reopen'; number: number; days: number }
	| { do: 'update'; share: string; status: (typeof shareStatuses)[number]; text: string }
	| { do: 'report'; share: string; n: number; date: string }
	| { do: 'confirm' | 'confirmMonth' | 'reverse' | 'confirmReversal'; pick: number };

const share = fc.tuple(task, territory).map((parts) => parts.join('/'));
const pick = fc.nat({ max: 1000 });
const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		do: fc.constant('deal' as const),
		kind: fc.constantFrom(...dealKinds),
		at: territory,
		date,
		number,
		fen: fc.integer({ min: 1, max: 10_000_000 })
	}),
	fc.record({ do: fc.constant('accept' as const), at: territory, date, number }),
	{
		weight: 6,
		arbitrary: fc.record({ do: fc.constantFrom('close', 'reopen'), number, days: fc.integer({ min: -1, max: 200 }) })
	},
	fc.record({
		do: fc.constant('update' as const),
		share,
		status: fc.constantFrom(...shareStatuses),
		text: fc.constantFrom('one', 'two', 'three')
	}),
	fc.record({ do: fc.constant('report' as const), share, n: fc.integer({ min: 1, max: 2 }), date }),
	{ weight: 4, arbitrary: fc.record({ do: fc.constantFrom('confirm', 'confirmMonth'), pick }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constantFrom('reverse', 'confirmReversal'), pick }) }
);

describe.each(databaseKinds)('any history, on %s', (kind) => {
	let desk: LedgerDesk;
	let round = 0;
	/** How often each kind of step was answered with success: a history of refusals proves nothing. */
	const done = new Map<string, number>();
	beforeAll(async () => {
		desk = await openLedgerDesk(kind);
	});
	afterAll(() => desk.close());

	async function waiting(which: 'confirm' | 'reverse' | 'confirmReversal'): Promise<string[]> {
		const rows =
			which === 'confirmReversal'
				? await desk.sql<{ id: string }[]>`
					select id from reversal where needs_confirmation and confirmed_at is null order by effective_at, id`
				: await desk.sql<{ id: string }[]>`
					select e.id from entry e left join share_update u on u.entry = e.id left join share h on h.id = u.share
					where not e.reversed and case when ${which === 'reverse'} then u.entry is null
						else e.confirmed_at is null and (u.entry is null or u.version > h.confirmed_version) end
					order by e.effective_at, e.id`;
		return rows.map((row) => row.id);
	}

	async function run(one: Step): Promise<Result<Written> | null> {
		const { recording } = desk;
		switch (one.do) {
			case 'deal':
				return recordTransactions(recording, someone('district', one.at), freshCall(), [
					v.parse(transactionSchema, {
						kind: one.kind,
						amount: (one.fen / 100).toFixed(2),
						count: one.number,
						date: one.date,
						territory: one.at,
						registration: `${round}-${one.number}`,
						bank: 'a bank',
						reference: 'R'
					})
				]);
			case 'accept':
				return acceptCases(recording, someone('department', 'amr'), freshCall(), [
					v.parse(caseSchema, {
						number: `${round}-${one.number}`,
						type: 'patent',
						territory: one.at,
						acceptedAt: one.date
					})
				]);
			case 'close':
			case 'reopen': {
				const name = `${round}-${one.number}`;
				const [last] = await desk.sql<{ day: string }[]>`
					select max(coalesce(reopened_at, closed_at, accepted_at))::text as day from case_file f
						left join case_closure c on c.case_entry = f.entry and not c.reversed
						left join case_reopening o on o.closure = c.entry and not o.reversed
					where f.number = ${name} and not f.reversed`;
				const at = addDays(day(last?.day ?? '2017-01-05'), one.days);
				const actor = someone('department', 'amr');
				return one.do === 'close'
					? closeCases(recording, actor, freshCall(), [v.parse(closureSchema, { number: name, closedAt: at })])
					: reopenCases(recording, actor, freshCall(), [
							v.parse(reopeningSchema, { number: name, reopenedAt: at, reason: 'again' })
						]);
			}
			case 'update': {
				const [row] = await desk.sql<{ status: string; narrative: string }[]>`
					select status, narrative from share where id = ${one.share}`;
				const changes = {
					status: { base: row?.status, new: one.status },
					narrative: { base: row?.narrative, new: one.text }
				};
				return updateShares(recording, someone('district', one.share.split('/')[1] ?? ''), freshCall(), [
					v.parse(taskUpdateSchema, { share: one.share, changes })
				]);
			}
			case 'report':
				return reportMilestones(recording, someone('district', one.share.split('/')[1] ?? ''), freshCall(), [
					v.parse(milestoneSchema, { id: `${one.share}/${one.n}`, actual: one.date })
				]);
			case 'confirmMonth': {
				const ids = await waiting('confirm');
				const [row] = await desk.sql<{ unit: string; month: string }[]>`
					select unit, to_char(day, 'YYYY-MM') as month from entry where id::text = ${ids[one.pick % Math.max(ids.length, 1)] ?? ''}`;
				if (!row) return null;
				return desk.confirm(office, { unit: row.unit, month: v.parse(monthField, row.month) });
			}
			case 'confirm':
			case 'confirmReversal':
			case 'reverse': {
				const ids = await waiting(one.do);
				const id = ids[one.pick % Math.max(ids.length, 1)];
				if (id === undefined) return null;
				return one.do === 'reverse' ? desk.reverse(leader, id) : desk.confirm(office, { ids: [id] });
			}
		}
	}

	/** Withdraws everything that can be withdrawn, newest first, and confirms every withdrawal. */
	async function withdrawAll(): Promise<void> {
		for (let left = await waiting('reverse'); left.length > 0; left = await waiting('reverse')) {
			let progress = 0;
			for (const id of left.reverse()) if ((await desk.reverse(leader, id)).ok) progress++;
			expect(progress, 'something can always be reversed').toBeGreaterThan(0);
		}
		const undone = await waiting('confirmReversal');
		if (undone.length > 0) expect(await desk.confirm(office, { ids: undone })).toMatchObject({ ok: true });
	}

	test('leaves cells that equal the fold of its events and the rows counted anew, and nothing once it is withdrawn', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 100, size: 'max' }), async (steps) => {
				round++;
				for (const [index, one] of steps.entries()) {
					desk.setClock(`2019-09-16T09:${String(index % 60).padStart(2, '0')}`);
					if ((await run(one))?.ok) done.set(one.do, (done.get(one.do) ?? 0) + 1);
				}
				const cells = await desk.cells();
				expect(await foldedEvents(desk)).toEqual(cells);
				expect(await recountedCells(desk.sql)).toEqual(cells);
				await withdrawAll();
				const left = await desk.cells();
				expect(Object.keys(left).filter((name) => !/ shares?\//.test(name))).toEqual([]);
				expect(await foldedEvents(desk)).toEqual(left);
				expect(await recountedCells(desk.sql)).toEqual(left);
			}),
			{ numRuns: 8, endOnFailure: true }
		);
		for (const what of [
			'deal',
			'accept',
			'close',
			'reopen',
			'update',
			'report',
			'confirm',
			'confirmMonth',
			'reverse',
			'confirmReversal'
		])
			expect(done.get(what) ?? 0, `${what} succeeded`).toBeGreaterThan(0);
	});
});

/** The newest value of each cell in the events of `city` and `breakdown`, without zeros. */
async function foldedEvents(desk: LedgerDesk): Promise<Record<string, bigint>> {
	const rows = await desk.sql<{ stream: string; cells: WireCell[] }[]>`
		select stream, body->'cells' as cells from event where stream in ('city', 'breakdown') order by stream, seq`;
	const folded = new Map<string, bigint>();
	for (const { stream, cells } of rows)
		for (const { key, layer, value } of cells) folded.set(`${stream} ${layer} ${key}`, fromWireValue(value));
	return Object.fromEntries([...folded].filter(([, value]) => value !== 0n));
}
