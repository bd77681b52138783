// The law of the live path on random histories: rollup table = fold of the events = the business rows counted anew, in both layers.
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { caseSchema, closureSchema, reopeningSchema } from '#lib/cases/case.ts';
import { budgetExceptions, budgetMoved, chainExceptions, fundsMoved } from '#lib/figures/families/funds.ts';
import { applyFrame, fromSnapshot, type FoldState } from '#lib/figures/fold.ts';
import { budgetKinds, budgetName, totalKey } from '#lib/funds/budget.ts';
import { disbursementSchema, sources, steps } from '#lib/funds/movement.ts';
import { fundOperations, operationSchema } from '#lib/funds/operation.ts';
import { transferSchema } from '#lib/funds/transfer.ts';
import { addDays, day, parseMonth } from '#lib/kernel/day.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { eventsAfter, frameOf } from '#lib/log/read-events.server.ts';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { baseFigureSchema } from '#lib/observations/base-figure.ts';
import { observationSchema } from '#lib/observations/observation.ts';
import { entitySchema } from '#lib/registers/register.ts';
import { readingSchema } from '#lib/plan-changes/reading.ts';
import { safeguardSchema } from '#lib/plan-changes/safeguard.ts';
import { gateDecisions, gateSchema } from '#lib/stages/gate.ts';
import { milestoneSchema, shareStatuses, taskUpdateSchema } from '#lib/tasks/share.ts';
import { dealKinds, transactionSchema } from '#lib/transactions/deal.ts';
import { leader, office, someone } from '../support/actors.ts';
import { call, openCommandDesk, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { listsOutOfStep, placesHeldTwice, recountedCells, storedCells, type CellSums } from '../support/recount.ts';
import { tellOfRows, testKey } from '../support/test-key.ts';

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
	// Mostly money that comes: what goes out has to have come (R38a).
	step: fc.constantFrom(...steps, 'allocated', 'received', 'received'),
	// Up to 5,000,000.00 yuan: some histories run into the budget.
	amount: fc.integer({ min: 1, max: 500_000_000 }).map((fen) => (fen / 100).toFixed(2)),
	date: pastDay,
	territory: fc.constantFrom(null, 'yinzhou'),
	reference: fc.constant('R')
});
/** An exception is asked for by itself: in a batch the others would be refused with it. */
const exception = fc.oneof(
	movement.map((input) => ({ ...input, amount: '150000000.00', exception: 'why' })),
	// Within most budgets, and further than the money has come.
	fc
		.tuple(movement, fc.constantFrom('disbursed', 'spent'))
		.map(([input, step]) => ({ ...input, step, exception: 'why' }))
);
const transfer = fc.record({
	ends: fc.constantFrom(
		{ kind: 'central', from: 'operation-fund', to: 'risk-pool' },
		{ kind: 'central', from: 'insurance', to: 'portfolio-cultivation' },
		{ kind: 'central', from: 'portfolio-cultivation', to: 'insurance' },
		{ kind: 'local', from: 'subsidies', to: 'funds' },
		{ kind: 'local', from: 'funds', to: 'insurance' }
	),
	amount: fc.integer({ min: 1, max: 900_000_000 }).map((fen) => (fen / 100).toFixed(2)),
	reason: fc.constant('R')
});
const operation = fc.record({
	line: fc.constantFrom('operation-fund', 'risk-pool'),
	operation: fc.constantFrom(...fundOperations, 'paid_in'),
	amount: fc.integer({ min: 1, max: 5_000_000 }).map((fen) => (fen / 100).toFixed(2)),
	count: fc.integer({ min: 1, max: 9 }),
	date: pastDay,
	reference: fc.constant('R')
});
const deal = fc.record({
	kind: fc.constantFrom(...dealKinds),
	amount: fc.integer({ min: 1, max: 10_000_000 }).map((fen) => (fen / 100).toFixed(2)),
	count: fc.integer({ min: 1, max: 9 }),
	date: pastDay,
	bank: fc.constant('a bank'),
	// Few numbers: some are taken, and are free again after a reversal.
	registration: fc.constantFrom(null, null, 'X1', 'X2', 'X3', 'X4', 'X5'),
	reference: fc.constant('R')
});
const acts = {
	clock: fc.record({ today: fc.integer({ min: 0, max: 100 }).map((days) => addDays(day('2019-06-08'), days)) }),
	funds: fc.record({
		by: fc.constantFrom(...fundRecorders),
		inputs: fc.array(movement, { minLength: 1, maxLength: 3 })
	}),
	/** Money on its way in one write, the last step first: it comes, and a part of it goes on. */
	flow: fc.record({ by: fc.constantFrom(...fundRecorders), input: movement, parts: fc.tuple(pick, pick) }),
	/** A movement takes the place of one that stands, on another day and with another amount (R291). */
	replace: fc.record({
		pick,
		date: pastDay,
		percent: fc.constantFrom(50, 90, 100, 100, 110),
		exception: fc.constantFrom(null, null, null, 'why')
	}),
	exception: fc.record({ by: fc.constantFrom(...fundRecorders), input: exception }),
	transfer: fc.record({ input: transfer }),
	operate: fc.record({ inputs: fc.array(operation, { minLength: 1, maxLength: 2 }) }),
	deals: fc.record({ at: territory, inputs: fc.array(deal, { minLength: 1, maxLength: 3 }) }),
	observe: fc.record({
		of: fc.constantFrom(
			{ indicator: 'aided-enterprises', unit: 'justice' },
			{ indicator: 'mediation-cases', unit: 'court' },
			{ indicator: 'enforcement-officers', unit: 'yinzhou' }
		),
		figures: fc.array(fc.record({ place: fc.integer({ min: 0, max: 17 }), value: fc.integer({ min: 0, max: 90 }) }), {
			minLength: 1,
			maxLength: 3
		})
	}),
	base: fc.record({ target: fc.constantFrom('mediation-cases', 'case-growth', 'closing-time-cut'), pick }),
	freeze: fc.record({
		target: fc.constantFrom('transaction-growth', 'pledge-financing-growth', 'case-growth', 'closing-time-cut')
	}),
	enter: fc.record({
		register: fc.constantFrom('institutions', 'portfolios', 'pools'),
		territory: fc.constantFrom(null, 'yinzhou'),
		industry: fc.constantFrom('new-materials', 'automobiles'),
		// Around the conditions: met, nearly met, missed.
		size: fc.integer({ min: 7, max: 11 })
	}),
	alter: fc.record({ pick, size: fc.integer({ min: 7, max: 11 }), retired: fc.boolean(), industry: fc.boolean() }),
	accept: fc.record({ at: territory, dates: fc.array(pastDay, { minLength: 1, maxLength: 3 }) }),
	close: fc.record({ pick, after: fc.integer({ min: -2, max: 500 }) }),
	reopen: fc.record({ pick, after: fc.integer({ min: -2, max: 500 }), reclose: fc.boolean() }),
	update: fc.record({ pick, status: fc.constantFrom(...shareStatuses), text: fc.constantFrom('one', 'two', 'three') }),
	report: fc.record({ pick, dates: pastDay }),
	reading: fc.record({
		choice: fc.constantFrom(
			{ reading: 'portfolio-condition', option: 'total' },
			{ reading: 'portfolio-condition', option: 'each' },
			{ reading: 'closing-time', option: 'mean' },
			{ reading: 'closing-time', option: 'median' }
		)
	}),
	safeguard: fc.record({
		id: fc.constantFrom('safeguard-1', 'safeguard-2'),
		status: fc.constantFrom(...shareStatuses),
		progress: fc.integer({ min: 0, max: 100 })
	}),
	gate: fc.record({ phase: fc.constantFrom('phase-1', 'phase-2'), decision: fc.constantFrom(...gateDecisions) }),
	confirm: fc.record({ picks: fc.array(pick, { minLength: 1, maxLength: 4 }) }),
	confirmMonth: fc.record({ pick, by: fc.constantFrom(office, leader) }),
	reverse: fc.record({ picks: fc.array(pick, { minLength: 1, maxLength: 2 }) }),
	confirmReversal: fc.record({ pick }),
	/** Something confirmed is reversed and recorded again in its place; `through`: and both are confirmed. */
	again: fc.record({ pick, through: fc.boolean() }),
	/** The same, confirmed in one list with others that wait, and the whole list taken back. */
	takeBackAgain: fc.record({ pick, others: fc.array(pick, { maxLength: 3 }) }),
	takeBack: fc.record({ picks: fc.array(pick, { minLength: 1, maxLength: 4 }), some: fc.boolean() }),
	takeBackMonth: fc.record({ pick }),
	takeBackReversal: fc.record({ pick })
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
		act('flow', 3),
		act('exception', 3),
		act('replace', 4),
		act('transfer', 3),
		act('operate', 3),
		act('deals', 2),
		act('observe', 4),
		act('base', 1),
		act('freeze', 2),
		act('enter', 2),
		act('alter', 3),
		act('accept', 2),
		act('close', 3),
		act('reopen', 2),
		act('update', 2),
		act('report', 2),
		act('reading', 3),
		act('safeguard', 2),
		act('gate', 2),
		act('confirm', 3),
		act('confirmMonth', 2),
		act('reverse', 2),
		act('confirmReversal', 2),
		act('again', 3),
		act('takeBack', 2),
		act('takeBackAgain', 2),
		act('takeBackMonth', 1),
		act('takeBackReversal', 1)
	),
	{ minLength: 16, maxLength: 44 }
);

/** What seldom comes by chance: exceptions to budgets, a base to freeze, a gate; something confirmed is reversed, and the reversal is confirmed by another. */
const seldom = fc.tuple(
	...(
		[
			'exception',
			'exception',
			'exception',
			'freeze',
			'base',
			'flow',
			'funds',
			'gate',
			'reopen',
			'confirm',
			'replace',
			'replace',
			'takeBack',
			'takeBackMonth',
			'again',
			'again',
			'takeBackAgain',
			'takeBackAgain',
			'takeBackAgain',
			'reverse',
			'reverse',
			'takeBackReversal',
			'confirmReversal',
			'confirmReversal'
		] as const
	).map((name) => act(name, 1).arbitrary)
);

describe.each(databaseKinds)('the law, on %s', (kind) => {
	let desk: CommandDesk;
	let numbers = 0;
	/** How often each act was answered with success: a history of refusals proves nothing. */
	const done = new Map<string, number>();
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		await tellOfRows(desk.db);
	});
	afterAll(() => desk.close());

	test('[R47, R215, R227] holds on every random history, however its events are gathered into frames; every stream is dense and its chain whole', async () => {
		await fc.assert(
			fc.asyncProperty(
				history,
				seldom,
				fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
				async (story, end, sizes) => {
					for (const one of [...story, ...end]) {
						const result = await perform(one);
						if (result?.ok) done.set(one.do, (done.get(one.do) ?? 0) + 1);
					}
					const cells = await storedCells(desk.sql);
					expect(await recountedCells(desk.sql)).toEqual(cells);
					expect(overdrawn(cells)).toEqual([]);
					expect(outOfChain(cells)).toEqual([]);
					expect(await placesHeldTwice(desk.sql)).toEqual([]);
					expect(await listsOutOfStep(desk.sql)).toEqual([]);
					expect(await foldedCells(sizes)).toEqual(withoutStreams(cells));
					expect(await verifyChain(desk.db, { key: testKey })).toBeNull();
				}
			),
			{ numRuns: histories, endOnFailure: true }
		);
		const { clock: _, ...writing } = acts;
		for (const name of Object.keys(writing)) expect(done.get(name) ?? 0, `${name} succeeded`).toBeGreaterThan(0);
		const layers = Object.keys(await storedCells(desk.sql)).map((name) => name.split(' ')[1]);
		expect(new Set(layers)).toEqual(new Set(['reported', 'confirmed']));
	});

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
			case 'flow': {
				const share = (yuan: string, of: number) => Math.max(0.01, (Number(yuan) * of) / 10_000).toFixed(2);
				const disbursed = share(one.input.amount, one.parts[0]);
				const amounts = { spent: share(disbursed, one.parts[1]), disbursed, received: one.input.amount };
				return commands.recordDisbursements(
					one.by,
					call(),
					Object.entries(amounts).map(([step, amount]) => v.parse(disbursementSchema, { ...one.input, step, amount }))
				);
			}
			case 'replace': {
				const rows = await desk.sql<
					(Record<'id' | 'line' | 'source' | 'step' | 'amount' | 'unit', string> & { territory: string | null })[]
				>`
					select e.id, e.unit, e.territory, f.line, f.source, f.step, f.amount
					from fund_movement f join entry e on e.id = f.entry where not e.reversed order by e.id`;
				const row = chosen(rows, one.pick);
				const by = row && fundRecorders.find(({ unit }) => unit === row.unit);
				if (!row || !by) return null;
				const amount = (BigInt(row.amount) * BigInt(one.percent)) / 100n;
				return commands.recordDisbursements(by, call(), [
					v.parse(disbursementSchema, {
						...{ line: row.line, source: row.source, step: row.step, territory: row.territory },
						...{ amount: (Number(amount < 1n ? 1n : amount) / 100).toFixed(2), date: one.date },
						...{ reference: 'R', exception: one.exception, replaces: row.id, reason: 'R', again: true }
					})
				]);
			}
			case 'exception':
				return commands.recordDisbursements(one.by, call(), [v.parse(disbursementSchema, one.input)]);
			case 'transfer':
				return commands.proposeTransfers(office, call(), [
					v.parse(transferSchema, { ...one.input.ends, amount: one.input.amount, reason: one.input.reason })
				]);
			case 'operate':
				return commands.recordOperations(
					someone('fund_manager', 'stfc'),
					call(),
					v.parse(v.array(operationSchema), one.inputs)
				);
			case 'deals':
				return commands.recordTransactions(
					someone('district', one.at),
					call(),
					one.inputs.map(({ registration, ...input }) =>
						v.parse(transactionSchema, {
							...input,
							territory: one.at,
							...(registration === null ? {} : { registration: `${registration} ${one.at}` })
						})
					)
				);
			case 'observe': {
				const { indicator, unit } = one.of;
				const period = (place: number) =>
					indicator === 'enforcement-officers'
						? `${2017 + (place % 2)}-Q${1 + (place % 4)}`
						: `${2017 + Math.floor(place / 9)}-0${1 + (place % 9)}`;
				return commands.recordObservations(
					someone(unit === 'yinzhou' ? 'district' : 'department', unit),
					call(),
					one.figures.map(({ place, value }) =>
						v.parse(observationSchema, { indicator, unit, period: period(place), value })
					)
				);
			}
			case 'base':
				return commands.giveBaseFigures(office, call(), [
					v.parse(baseFigureSchema, { target: one.target, value: 1 + (one.pick % 500), source: 'R' })
				]);
			case 'freeze': {
				// A base is made of confirmed records of its year: one more makes it another than the one in force.
				const loan = one.target === 'pledge-financing-growth';
				const deal = { kind: loan ? 'pledge' : 'transfer', bank: loan ? 'B' : undefined, date: '2017-05-05' };
				const recorded = await commands.recordTransactions(someone('district', 'yinzhou'), call(), [
					v.parse(transactionSchema, { ...deal, amount: '1.00', territory: 'yinzhou', reference: 'R' })
				]);
				if (recorded.ok) await commands.confirm(leader, call(), { ids: [...recorded.value.ids] });
				return commands.freezeBases(office, call(), [{ target: one.target, reason: 'R' }]);
			}
			case 'enter':
				return commands.recordEntities(office, call(), [
					v.parse(entitySchema, {
						register: one.register,
						name: `E${numbers++}`,
						industry: one.industry,
						territory: one.territory,
						measures: measuresOf(one.register, one.size)
					})
				]);
			case 'alter': {
				const rows = await desk.sql<Record<string, never>[]>`
					select distinct on (h.id) h.id, h.register, v.industry, v.retired, v.measures
					from register_entity h join entity_version v on v.entity = h.id and not v.reversed order by h.id, v.version desc`;
				const entity = chosen(rows as unknown as StoredEntity[], one.pick);
				if (!entity) return null;
				const figures = Object.entries(flat(measuresOf(entity.register, one.size)));
				const industry = one.industry ? 'automobiles' : entity.industry;
				return commands.recordEntities(office, call(), [
					v.parse(entitySchema, {
						id: entity.id,
						changes: {
							retired: { base: entity.retired, new: one.retired && !entity.retired },
							industry: { base: entity.industry, new: industry },
							...Object.fromEntries(
								figures.map(([key, value]) => {
									const stored = entity.measures[key];
									const money = key.startsWith('annual-revenue');
									const base = stored === undefined ? null : money ? (Number(stored) / 100).toFixed(2) : Number(stored);
									return [key, { base, new: value }];
								})
							)
						}
					})
				]);
			}
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
				const rows = await desk.sql<{ id: string; unit: string; status: string; narrative: string }[]>`
					select id, unit, status, narrative from share where id like '2.%' order by id`;
				const share = chosen(rows, one.pick);
				if (!share) return null;
				const changes = {
					status: { base: share.status, new: one.status },
					narrative: { base: share.narrative, new: one.text }
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
			case 'reading':
				return commands.proposeReadings(office, call(), [v.parse(readingSchema, { ...one.choice, reason: 'why' })]);
			case 'safeguard': {
				const [row] = await desk.sql<{ status: string; progress: number }[]>`
					select status, progress from safeguard_state where id = ${one.id}`;
				const changes = {
					status: { base: row?.status ?? 'not_started', new: one.status },
					progress: { base: row?.progress ?? 0, new: one.status === 'completed' ? 100 : one.progress }
				};
				return commands.updateSafeguards(office, call(), [v.parse(safeguardSchema, { safeguard: one.id, changes })]);
			}
			case 'gate': {
				const { phase, decision } = one;
				const blocked = await commands.decideGate(
					leader,
					call(),
					v.parse(gateSchema, { phase, decision, reason: 'why' })
				);
				if (blocked.ok) return blocked;
				const exceptions = Object.fromEntries(
					blocked.faults.flatMap(({ pointer }) =>
						pointer.startsWith('/exceptions/') ? [[pointer.slice('/exceptions/'.length), 'why'] as const] : []
					)
				);
				return commands.decideGate(leader, call(), v.parse(gateSchema, { phase, decision, exceptions }));
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
					select id from entry where not reversed and kind not in ('update', 'safeguard') order by (confirmed_at is null), id`;
				const ids = idsOf(rows, one.picks);
				return ids.length === 0
					? null
					: commands.reverse(
							leader,
							call(),
							ids.map((id) => ({ id, reason: 'entered by mistake' }))
						);
			}
			case 'again':
				return again(one.pick, one.through ? 'confirmed' : 'left');
			case 'takeBackAgain':
				return again(one.pick, 'taken back', one.others);
			case 'takeBack': {
				const rows = await desk.sql<{ id: string }[]>`
					select id from entry where confirmed_at is null and not reversed order by effective_at, id`;
				const ids = idsOf(rows, one.picks);
				const confirmed = ids.length === 0 ? null : await commands.confirm(leader, call(), { ids });
				if (!confirmed?.ok) return confirmed;
				return commands.withdrawConfirmations(leader, call(), { ids: one.some ? ids.slice(0, 1) : ids });
			}
			case 'takeBackMonth': {
				const rows = await desk.sql<{ unit: string; month: string }[]>`
					select distinct unit, to_char(day, 'YYYY-MM') as month from entry where confirmed_at is null and not reversed order by 1, 2`;
				const group = chosen(rows, one.pick);
				const month = group && parseMonth(group.month);
				const confirmed = group && month && (await commands.confirm(leader, call(), { unit: group.unit, month }));
				if (!confirmed?.ok) return confirmed;
				return commands.withdrawConfirmations(leader, call(), { ids: [...confirmed.value.ids] });
			}
			case 'takeBackReversal': {
				const rows = await desk.sql<{ id: string }[]>`
					select id from reversal where needs_confirmation and confirmed_at is null order by id`;
				const id = chosen(rows, one.pick)?.id;
				const confirmed = id === undefined ? null : await commands.confirm(office, call(), { ids: [id] });
				if (!confirmed?.ok) return confirmed;
				return commands.withdrawConfirmations(office, call(), { ids: [...confirmed.value.ids] });
			}
			case 'confirmReversal': {
				const rows = await desk.sql<{ id: string }[]>`
					select id from reversal where needs_confirmation and confirmed_at is null order by id`;
				const id = chosen(rows, one.pick)?.id;
				return id === undefined ? null : commands.confirm(office, call(), { ids: [id] });
			}
		}
	}

	/** Reverses a confirmed record and records another in its place, which cannot be confirmed before the reversal is. */
	async function again(
		which: number,
		then: 'left' | 'confirmed' | 'taken back',
		others: readonly number[] = []
	): Promise<Result<Written> | null> {
		const { commands } = desk;
		const by = someone('office', 'stfc');
		const confirm = (ids: readonly string[]) => commands.confirm(by, call(), { ids: [...ids] });
		const rows = await desk.sql<Held[]>`
			select e.id, e.kind, e.unit, e.day::text, e.territory, d.kind as deal, d.registration, f.number, m.milestone,
				o.indicator, o.period, b.target, v.name, v.industry, h.register
			from entry e
				left join deal d on d.entry = e.id
				left join case_closure k on k.entry = e.id
				left join case_reopening r on r.entry = e.id
				left join case_file f on f.entry = coalesce(k.case_entry, r.case_entry, e.id)
				left join milestone_report m on m.entry = e.id
				left join observation o on o.entry = e.id
				left join base_figure b on b.entry = e.id
				left join entity_version v on v.entry = e.id and v.version = 1
				left join register_entity h on h.id = v.entity
			where e.confirmed_at is not null and not e.reversed
				and coalesce(d.registration, f.number, m.milestone, o.indicator, b.target, v.name) is not null
			order by e.kind, e.id`;
		const held = chosen(rows, which);
		if (!held) return null;
		const undo = await commands.reverse(leader, call(), [{ id: held.id, reason: 'R' }]);
		if (!undo.ok) return undo;
		const recorded = await recordInPlaceOf(held);
		if (!recorded?.ok) return recorded;
		const early = await confirm(recorded.value.ids);
		expect(early, held.kind).toMatchObject({ ok: false, faults: [{ code: 'not_confirmed_before' }] });
		if (then === 'left') return recorded;
		if (then === 'taken back') {
			const both = [...undo.value.ids, ...recorded.value.ids];
			const rows = await desk.sql<{ id: string }[]>`
				select id from entry where confirmed_at is null and not reversed and kind = ${held.kind} order by effective_at, id`;
			const more = idsOf(rows, others).filter((id) => !both.includes(id));
			let confirmed = await confirm([...more, ...both]);
			if (!confirmed.ok) confirmed = await confirm(both);
			if (!confirmed.ok) return confirmed;
			return commands.withdrawConfirmations(by, call(), { ids: [...confirmed.value.ids] });
		}
		const left = await confirm(undo.value.ids);
		return left.ok ? confirm(recorded.value.ids) : left;
	}

	async function recordInPlaceOf(held: Held): Promise<Result<Written> | null> {
		const { commands } = desk;
		const amr = someone('department', 'amr');
		const { number, day: date, unit, territory: at } = held;
		switch (held.kind) {
			case 'deal': {
				const { deal: kind, registration } = held;
				const input = { kind, amount: '7.00', date, territory: at, registration, bank: 'a bank', reference: 'R' };
				return commands.recordTransactions(someone('district', unit), call(), [v.parse(transactionSchema, input)]);
			}
			case 'case': {
				const input = { number, type: 'patent', territory: at, acceptedAt: date };
				return commands.acceptCases(amr, call(), [v.parse(caseSchema, input)]);
			}
			case 'closure':
				return close([{ number, closedAt: date }]);
			case 'reopening': {
				const input = { number, reopenedAt: date, reason: 'R' };
				return commands.reopenCases(amr, call(), [v.parse(reopeningSchema, input)]);
			}
			case 'milestone': {
				const input = { id: held.milestone, actual: date };
				return commands.reportMilestones(holderOf(unit), call(), [v.parse(milestoneSchema, input)]);
			}
			case 'observation': {
				const { indicator, period } = held;
				const input = v.parse(observationSchema, { indicator, unit, period, value: 7 });
				return commands.recordObservations(someone(unit === 'yinzhou' ? 'district' : 'department', unit), call(), [
					input
				]);
			}
			case 'base': {
				const input = { target: held.target, value: 7, source: 'R' };
				return commands.giveBaseFigures(office, call(), [v.parse(baseFigureSchema, input)]);
			}
			case 'entity': {
				const { register, name, industry } = held;
				const input = { register, name, industry, territory: at, measures: {} };
				return commands.recordEntities(office, call(), [v.parse(entitySchema, input)]);
			}
			default:
				return null;
		}
	}

	/** Budgets, as transfers have changed them, that are overdrawn by more than the approved exceptions [R110, R111, R113]. */
	function overdrawn(cells: CellSums): string[] {
		const left = new Map<string, bigint>();
		for (const node of desk.plan.nodes.values())
			for (const kind of budgetKinds)
				for (const step of steps) left.set(`${budgetName(node.id, kind)} ${step}`, node[kind] ?? 0n);
		const add = (key: string | null, amount: bigint) => key !== null && left.set(key, (left.get(key) ?? 0n) + amount);
		for (const [name, value] of Object.entries(cells)) {
			const [, layer, key = ''] = name.split(' ');
			if (layer !== 'reported') continue;
			const budget = budgetMoved.read(key);
			if (budget) for (const step of steps) add(`${budgetName(budget.node, budget.kind)} ${step}`, value);
			const [moved, excused] = [fundsMoved.read(key), budgetExceptions.read(key)];
			if (moved) add(totalKey(desk.plan, moved.line, moved.source, moved.step), -value);
			if (excused) add(totalKey(desk.plan, excused.line, excused.source, excused.step), value);
		}
		return [...left].filter(([, amount]) => amount < 0n).map(([key]) => key);
	}

	/** Places where more was disbursed than received, or spent than disbursed, approved exceptions aside [R38a]. */
	function outOfChain(cells: CellSums): string[] {
		const sums = new Map<string, bigint>();
		for (const [name, value] of Object.entries(cells)) {
			const [, layer, key = ''] = name.split(' ');
			const moved = fundsMoved.read(key);
			const own = moved ?? chainExceptions.read(key);
			if (layer !== 'reported' || !own) continue;
			const { line, source, step } = own;
			const place = source === 'city' || source === 'district' ? `${localHolder(line)} local` : `${line} ${source}`;
			// What is excused counts as if it had come before.
			const counts = moved ? value : -value;
			sums.set(`${place} ${step}`, (sums.get(`${place} ${step}`) ?? 0n) + counts);
			if (moved) sums.set(`${place} ${step} all`, (sums.get(`${place} ${step} all`) ?? 0n) + value);
		}
		const before: Record<string, string> = { disbursed: 'received', spent: 'disbursed' };
		return [...sums].flatMap(([name, value]) => {
			const [node, purse, step = '', all] = name.split(' ');
			const earlier = before[step];
			if (all !== undefined || earlier === undefined) return [];
			return value > (sums.get(`${node} ${purse} ${earlier} all`) ?? 0n) ? [name] : [];
		});
	}

	/** The class of a line where the document puts the local amount on the class. */
	function localHolder(id: string): string {
		const node = desk.plan.nodes.get(id);
		return node && node.local === null ? node.group : id;
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

/** A record with the place that it holds. */
interface Held {
	readonly id: string;
	readonly kind: string;
	readonly unit: string;
	readonly day: string;
	readonly territory: string | null;
	readonly deal: string | null;
	readonly registration: string | null;
	readonly number: string | null;
	readonly milestone: string | null;
	readonly indicator: string | null;
	readonly period: string | null;
	readonly target: string | null;
	readonly name: string | null;
	readonly industry: string | null;
	readonly register: string | null;
}

interface StoredEntity {
	readonly id: string;
	readonly register: string;
	readonly industry: string;
	readonly retired: boolean;
	readonly measures: Readonly<Record<string, string>>;
}

/** Figures that reach `size` tenths of a register's conditions. */
function measuresOf(register: string, size: number): Record<string, number | Record<string, string>> {
	if (register === 'institutions')
		return {
			'operable-patents': 10 * size,
			'annual-revenue': { '2018': `${size}00000.00`, '2019': `${size}000000.00` }
		};
	return register === 'pools' ? { patents: size } : { inventions: 5 * size, 'pct-applications': size };
}

function flat(measures: ReturnType<typeof measuresOf>): Record<string, number | string> {
	return Object.fromEntries(
		Object.entries(measures).flatMap(([name, value]): [string, number | string][] =>
			typeof value === 'number'
				? [[name, value]]
				: Object.entries(value).map(([year, amount]) => [`${name}.${year}`, amount])
		)
	);
}

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
