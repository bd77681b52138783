// The law of the live path on random histories: rollup table = fold of the events = the business rows counted anew, in both layers.
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { caseSchema, closureSchema, reopeningSchema } from '#lib/cases/case.ts';
import { applyFrame, fromSnapshot, type FoldState } from '#lib/dashboard/fold.ts';
import { disbursementSchema, sources, steps } from '#lib/funds/movement.ts';
import { addDays, day, parseMonth } from '#lib/kernel/day.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/live/event-log.server.ts';
import { eventsAfter, frameOf } from '#lib/live/read-events.server.ts';
import { verifyChain } from '#lib/live/verify-chain.server.ts';
import { milestoneSchema, shareStatuses, taskUpdateSchema } from '#lib/tasks/share.ts';
import { dealKinds, transactionSchema } from '#lib/transactions/deal.ts';
import { leader, office, someone } from '../support/actors.ts';
import { call, openCommandDesk, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { recountedCells, storedCells, type CellSums } from '../support/recount.ts';

const histories = 18;

const pick = fc.nat({ max: 10_000 });
const territory = fc.constantFrom('yinzhou', 'haishu');
const pastDay = fc.integer({ min: 0, max: 985 }).map((days) => addDays(day('2017-01-05'), days));
const fundRecorders: readonly Actor[] = [
	someone('fund_manager', 'stfc'),
	someone('district', 'yinzhou'),
	someone('department', 'finance', 'token'),
	office
];

const movement = fc.record({
	line: fc.constantFrom('operation-fund', 'risk-pool', 'portfolio-cultivation', 'funds', 'subsidies', 'insurance'),
	source: fc.constantFrom(...sources),
	step: fc.constantFrom(...steps),
	// Up to 5,000,000.00 yuan: some histories run into the budget.
	amount: fc.integer({ min: 1, max: 500_000_000 }).map((fen) => (fen / 100).toFixed(2)),
	date: pastDay,
	territory: fc.constantFrom(null, 'yinzhou'),
	reference: fc.constant('R')
});
const deal = fc.record({
	kind: fc.constantFrom(...dealKinds),
	amount: fc.integer({ min: 1, max: 10_000_000 }).map((fen) => (fen / 100).toFixed(2)),
	count: fc.integer({ min: 1, max: 9 }),
	date: pastDay,
	bank: fc.constant('a bank'),
	reference: fc.constant('R')
});
const acts = {
	clock: fc.record({ today: fc.integer({ min: 0, max: 100 }).map((days) => addDays(day('2019-06-08'), days)) }),
	funds: fc.record({
		by: fc.constantFrom(...fundRecorders),
		inputs: fc.array(movement, { minLength: 1, maxLength: 3 })
	}),
	deals: fc.record({ at: territory, inputs: fc.array(deal, { minLength: 1, maxLength: 3 }) }),
	accept: fc.record({ at: territory, dates: fc.array(pastDay, { minLength: 1, maxLength: 3 }) }),
	close: fc.record({ pick, after: fc.integer({ min: -2, max: 500 }) }),
	reopen: fc.record({ pick, after: fc.integer({ min: -2, max: 500 }), reclose: fc.boolean() }),
	update: fc.record({ pick, status: fc.constantFrom(...shareStatuses), progress: fc.integer({ min: 0, max: 100 }) }),
	report: fc.record({ pick, dates: pastDay }),
	confirm: fc.record({ picks: fc.array(pick, { minLength: 1, maxLength: 4 }) }),
	confirmMonth: fc.record({ pick, by: fc.constantFrom(office, leader) }),
	reverse: fc.record({ picks: fc.array(pick, { minLength: 1, maxLength: 2 }) }),
	confirmReversal: fc.record({ pick })
};
type Acts = typeof acts;
type ActOf<Name extends keyof Acts> = Acts[Name] extends fc.Arbitrary<infer Act> ? { do: Name } & Act : never;
type Act = { [Name in keyof Acts]: ActOf<Name> }[keyof Acts];

function act(name: keyof Acts, weight: number): fc.WeightedArbitrary<Act> {
	return { weight, arbitrary: (acts[name] as fc.Arbitrary<object>).map((rest) => ({ do: name, ...rest }) as Act) };
}
const history = fc.array(
	fc.oneof(
		act('clock', 1),
		act('funds', 3),
		act('deals', 2),
		act('accept', 2),
		act('close', 3),
		act('reopen', 2),
		act('update', 2),
		act('report', 2),
		act('confirm', 3),
		act('confirmMonth', 2),
		act('reverse', 2),
		act('confirmReversal', 2)
	),
	{ minLength: 12, maxLength: 30 }
);

describe.each(databaseKinds)('the law, on %s', (kind) => {
	let desk: CommandDesk;
	let numbers = 0;
	/** How often each act was answered with success: a history of refusals proves nothing. */
	const done = new Map<string, number>();
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterAll(() => desk.close());

	test('holds on every random history, however its events are gathered into frames; every stream is dense and its chain whole', async () => {
		await fc.assert(
			fc.asyncProperty(history, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), async (story, sizes) => {
				for (const one of story) {
					const result = await perform(one);
					if (result?.ok) done.set(one.do, (done.get(one.do) ?? 0) + 1);
				}
				const cells = await storedCells(desk.sql);
				expect(await recountedCells(desk.sql)).toEqual(cells);
				expect(await foldedCells(sizes)).toEqual(withoutStreams(cells));
				expect(await verifyChain(desk.db)).toBeNull();
			}),
			{ numRuns: histories, endOnFailure: true }
		);
		const { clock: _, ...writing } = acts;
		for (const name of Object.keys(writing)) expect(done.get(name) ?? 0, `${name} succeeded`).toBeGreaterThan(0);
		const layers = Object.keys(await storedCells(desk.sql)).map((name) => name.split(' ')[1]);
		expect(new Set(layers)).toEqual(new Set(['reported', 'confirmed']));
	}, 120_000);

	test('a month is confirmed in the order of its cases: nothing that rests on a record which cannot be confirmed yet', async () => {
		const { commands } = desk;
		desk.setToday('2019-09-16');
		const amr = someone('department', 'amr');
		const number = 'ORDER';
		const idOf = (result: Result<Written>) => (result.ok ? (result.value.ids[0] ?? '') : JSON.stringify(result));
		const file = v.parse(caseSchema, { number, type: 'patent', territory: 'cixi', acceptedAt: '2018-03-01' });
		const accepted = idOf(await commands.acceptCases(amr, call(), [file]));
		const first = idOf(await close([{ number, closedAt: '2018-03-05' }]));
		expect(await commands.confirm(office, call(), { ids: [accepted, first] })).toMatchObject({ ok: true });
		const undo = idOf(await commands.reverse(amr, call(), [{ id: first, reason: 'R' }]));
		// In the place of the closure whose reversal waits: it cannot be confirmed yet, nor what rests on it.
		const second = idOf(await close([{ number, closedAt: '2018-03-06' }]));
		const reopening = v.parse(reopeningSchema, { number, reopenedAt: '2018-03-07', reason: 'R' });
		const reopened = idOf(await commands.reopenCases(amr, call(), [reopening]));
		const third = idOf(await close([{ number, closedAt: '2018-03-08' }]));
		const month = { unit: 'amr', month: parseMonth('2018-03') ?? ('' as never) };
		const confirmed = async () => {
			const rows = await desk.sql<{ id: string }[]>`
				select id from entry where id in ${desk.sql([second, reopened, third])} and confirmed_at is not null order by day`;
			return rows.map((row) => row.id);
		};
		await commands.confirm(office, call(), month);
		expect(await confirmed()).toEqual([]);
		expect(await commands.confirm(office, call(), { ids: [undo] })).toMatchObject({ ok: true });
		expect(await commands.confirm(office, call(), month)).toMatchObject({ ok: true });
		expect(await confirmed()).toEqual([second, reopened, third]);
		expect(await recountedCells(desk.sql)).toEqual(await storedCells(desk.sql));
	});

	async function perform(one: Act): Promise<Result<Written> | null> {
		const { commands } = desk;
		switch (one.do) {
			case 'clock':
				desk.setToday(one.today);
				return null;
			case 'funds':
				return commands.recordDisbursements(one.by, call(), v.parse(v.array(disbursementSchema), one.inputs));
			case 'deals':
				return commands.recordTransactions(
					someone('district', one.at),
					call(),
					one.inputs.map((input) => v.parse(transactionSchema, { ...input, territory: one.at }))
				);
			case 'accept':
				return commands.acceptCases(
					someone('department', 'amr'),
					call(),
					one.dates.map((acceptedAt) =>
						v.parse(caseSchema, { number: `N${numbers++}`, type: 'patent', territory: one.at, acceptedAt })
					)
				);
			case 'close': {
				const found = await caseThatIs('open', one.pick);
				const closedAt = found && addDays(day(found.since), one.after);
				return found && close([{ number: found.number, closedAt }]);
			}
			case 'reopen': {
				const found = await caseThatIs('closed', one.pick);
				if (!found) return null;
				const reopenedAt = addDays(day(found.since), one.after);
				const reopening = v.parse(reopeningSchema, { number: found.number, reopenedAt, reason: 'again' });
				const reopened = await commands.reopenCases(someone('department', 'amr'), call(), [reopening]);
				if (reopened.ok && one.reclose) await close([{ number: found.number, closedAt: addDays(reopenedAt, 3) }]);
				return reopened;
			}
			case 'update': {
				const rows = await desk.sql<{ id: string; unit: string; status: string; progress: number }[]>`
					select id, unit, status, progress from share where id like '2.%' order by id`;
				const share = chosen(rows, one.pick);
				if (!share) return null;
				const progress = one.status === 'completed' ? 100 : one.progress;
				const changes = {
					status: { base: share.status, new: one.status },
					progress: { base: share.progress, new: progress }
				};
				return commands.updateShares(holderOf(share.unit), call(), [
					v.parse(taskUpdateSchema, { share: share.id, changes })
				]);
			}
			case 'report': {
				const rows = await desk.sql<{ id: string; unit: string }[]>`
					select m.id, s.unit from milestone m join share s on s.id = m.share where s.id like '2.4%' order by m.id`;
				const milestone = chosen(rows, one.pick);
				return (
					milestone &&
					commands.reportMilestones(holderOf(milestone.unit), call(), [
						v.parse(milestoneSchema, { id: milestone.id, actual: one.dates })
					])
				);
			}
			case 'confirm': {
				const rows = await desk.sql<{ id: string }[]>`
					select id from entry where confirmed_at is null and not reversed order by effective_at, id`;
				const ids = idsOf(rows, one.picks);
				return ids.length === 0 ? null : commands.confirm(leader, call(), { ids });
			}
			case 'confirmMonth': {
				const rows = await desk.sql<{ unit: string; month: string }[]>`
					select distinct unit, to_char(day, 'YYYY-MM') as month from entry where confirmed_at is null and not reversed order by 1, 2`;
				const group = chosen(rows, one.pick);
				const month = group && parseMonth(group.month);
				return group && month && commands.confirm(one.by, call(), { unit: group.unit, month });
			}
			case 'reverse': {
				const rows = await desk.sql<{ id: string }[]>`
					select id from entry where not reversed and kind <> 'update' order by (confirmed_at is null), id`;
				const ids = idsOf(rows, one.picks);
				return ids.length === 0
					? null
					: commands.reverse(
							leader,
							call(),
							ids.map((id) => ({ id, reason: 'entered by mistake' }))
						);
			}
			case 'confirmReversal': {
				const rows = await desk.sql<{ id: string }[]>`
					select id from reversal where needs_confirmation and confirmed_at is null order by id`;
				const id = chosen(rows, one.pick)?.id;
				return id === undefined ? null : commands.confirm(office, call(), { ids: [id] });
			}
		}
	}

	function close(inputs: readonly unknown[]): Promise<Result<Written>> {
		return desk.commands.closeCases(
			someone('department', 'amr'),
			call(),
			inputs.map((input) => v.parse(closureSchema, input))
		);
	}

	/** A case with the day since which it is open or closed. */
	async function caseThatIs(state: 'open' | 'closed', which: number) {
		const rows = await desk.sql<{ number: string; since: string }[]>`
			select f.number, coalesce(max(k.closed_at) filter (where ${state === 'closed'}), max(o.reopened_at), f.accepted_at)::text as since
			from case_file f
				left join case_closure k on k.case_entry = f.entry and not k.reversed
				left join case_reopening o on o.case_entry = f.entry and not o.reversed
			where not f.reversed group by f.entry
			having bool_or(k.entry is not null and k.reopened_by is null) = ${state === 'closed'} order by f.number`;
		return chosen(rows, which);
	}

	/** Folds the whole log of the two streams with cells, gathered into frames of these sizes. */
	async function foldedCells(sizes: Iterable<number>): Promise<CellSums> {
		let state: FoldState = fromSnapshot({
			epoch: 'e',
			heads: { city: 0, breakdown: 0 },
			today: '2019-09-16',
			changed: {},
			cells: [],
			feed: []
		});
		const next = sizes[Symbol.iterator]();
		for (const stream of ['city', 'breakdown'])
			for (let at = 0; ;) {
				const frame = frameOf(await eventsAfter(desk.db, stream, at, 400));
				if (!frame) break;
				// Read widely, applied in small frames that overlap: what is known already changes nothing.
				for (let from = at; from < frame.to;) {
					const size = Number(next.next().value);
					const part = frameOf(await eventsAfter(desk.db, stream, Math.max(0, from - 2), size + 2));
					if (!part) break;
					state = applyFrame(state, part);
					from = part.to;
				}
				at = state.heads[stream] ?? 0;
			}
		const nonZero = [...state.cells].filter(([, value]) => value !== 0n);
		return Object.fromEntries(nonZero.sort(([a], [b]) => (a < b ? -1 : 1)));
	}
});

function chosen<Row>(rows: readonly Row[], which: number): Row | null {
	return rows[which % Math.max(rows.length, 1)] ?? null;
}

function idsOf(rows: readonly { readonly id: string }[], picks: readonly number[]): string[] {
	return [...new Set(picks.flatMap((which) => chosen(rows, which)?.id ?? []))];
}

function holderOf(unit: string): Actor {
	const departments = ['ipo', 'finance', 'fin-office', 'cbrc', 'circ', 'talent', 'edu', 'hrss'];
	return someone(departments.includes(unit) ? 'department' : 'district', unit);
}

/** Keys tell their stream: a fold keeps one map. */
function withoutStreams(cells: CellSums): CellSums {
	const renamed = Object.entries(cells).map(([name, value]): [string, bigint] => [
		name.slice(name.indexOf(' ') + 1),
		value
	]);
	return Object.fromEntries(renamed.sort(([a], [b]) => (a < b ? -1 : 1)));
}
