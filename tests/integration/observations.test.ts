// Observations, base figures and registers as commands on both databases: what they move, in which order, and what bars them.
import { registerCounts } from '#lib/figures/families/registers.ts';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseSchema } from '#lib/cases/case.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { baseFigureSchema } from '#lib/observations/base-figure.ts';
import { baseFreezeSchema } from '#lib/observations/base-freeze.ts';
import { observationSchema } from '#lib/observations/observation.ts';
import { frozenBases } from '#lib/observations/read-observations.server.ts';
import { nearestEntities, readEntity } from '#lib/registers/read-registers.server.ts';
import { entitySchema } from '#lib/registers/register.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { leader, office, reader, someone } from '../support/actors.ts';
import { atOnce } from '../support/at-once.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { recountedCells, storedCells } from '../support/recount.ts';

const court = someone('department', 'court');
const justice = someone('department', 'justice');
const ipo = someone('department', 'ipo');
const yinzhou = someone('district', 'yinzhou');

describe.each(databaseKinds)('figures and registers, on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterAll(() => desk.close());

	const report = (actor: typeof court, indicator: string, period: string, value: number, unit = actor.unit) =>
		desk.commands.recordObservations(actor, call(), [v.parse(observationSchema, { indicator, unit, period, value })]);
	const enter = (actor: typeof court, input: object) =>
		desk.commands.recordEntities(actor, call(), [v.parse(entitySchema, input)]);
	const idOf = (result: Result<Written>) => written(result).ids[0] ?? '';
	const confirm = (...ids: string[]) => desk.commands.confirm(office, call(), { ids });
	const reverse = (actor: typeof court, id: string) =>
		desk.commands.reverse(actor, call(), [{ id, reason: 'entered by mistake' }]);

	async function cells(prefix: string, layer: 'reported' | 'confirmed'): Promise<Record<string, bigint>> {
		const name = `city ${layer} ${prefix}`;
		return Object.fromEntries(
			Object.entries(await storedCells(desk.sql))
				.filter(([key]) => key.startsWith(name))
				.map(([key, value]) => [key.slice(name.length), value])
		);
	}
	async function countedAnew(): Promise<void> {
		expect(await recountedCells(desk.sql)).toEqual(await storedCells(desk.sql));
	}

	test('[R92] a count of the year to date is told month by month, and begins anew', async () => {
		await report(justice, 'aided-enterprises', '2018-12', 40);
		await report(justice, 'aided-enterprises', '2019-01', 3);
		await report(justice, 'aided-enterprises', '2019-03', 9);
		const late = idOf(await report(justice, 'aided-enterprises', '2019-02', 5));
		const prefix = 'observations/aided-enterprises/value/';
		expect(await cells(prefix, 'reported')).toEqual({
			'2018-12': 4000n,
			'2019-01': 300n,
			'2019-02': 200n,
			'2019-03': 400n
		});
		await reverse(justice, late);
		expect(await cells(prefix, 'reported')).toEqual({ '2018-12': 4000n, '2019-01': 300n, '2019-03': 600n });
		await countedAnew();
	});

	test('[R94] figures may be confirmed in any order, together or one by one', async () => {
		const ids: string[] = [];
		for (const [period, value] of [
			['2018-Q1', 50],
			['2018-Q2', 56],
			['2018-Q3', 53]
		] as const)
			ids.push(idOf(await report(yinzhou, 'enforcement-officers', period, value)));
		const [first = '', second = '', third = ''] = ids;
		const prefix = 'observations/enforcement-officers/value/';
		await confirm(third);
		expect(await cells(prefix, 'confirmed')).toEqual({ '2018-Q3': 5300n });
		await confirm(first, second);
		expect(await cells(prefix, 'confirmed')).toEqual({ '2018-Q1': 5000n, '2018-Q2': 600n, '2018-Q3': -300n });
		// Two reversals confirmed in one call: the second one finds the first one gone.
		const undo = [idOf(await reverse(yinzhou, second)), idOf(await reverse(yinzhou, third))];
		expect(await cells(prefix, 'confirmed')).toEqual({ '2018-Q1': 5000n, '2018-Q2': 600n, '2018-Q3': -300n });
		written(await desk.commands.confirm(office, call(), { ids: undo }));
		expect(await cells(prefix, 'confirmed')).toEqual({ '2018-Q1': 5000n });
		await countedAnew();
	});

	test('[R97] a period is reported once; its correction waits until the figure before it has left the confirmed layer', async () => {
		const id = idOf(await report(court, 'mediation-cases', '2019-06', 30));
		const again = await report(court, 'mediation-cases', '2019-06', 31);
		expect(again).toMatchObject({ ok: false, kind: 'conflict', faults: [{ code: 'period_reported', ids: [id] }] });
		written(await confirm(id));
		const undo = idOf(await reverse(court, id));
		const corrected = idOf(await report(court, 'mediation-cases', '2019-06', 31));
		expect(refusedWith(await confirm(corrected))).toBe('not_confirmed_before');
		written(await desk.commands.confirm(leader, call(), { ids: [undo] }));
		written(await confirm(corrected));
		expect(await cells('observations/mediation-cases/value/', 'confirmed')).toEqual({ '2019-06': 3100n });
		await countedAnew();
	});

	test.each([
		[
			'[R95] a figure of another unit',
			court,
			{ indicator: 'mediation-cases', unit: 'justice', period: '2019-05' },
			'not_your_unit'
		],
		[
			'[R95] a figure by the office',
			office,
			{ indicator: 'mediation-cases', unit: 'court', period: '2019-05' },
			'not_your_unit'
		],
		[
			'[R95] a unit that does not own it',
			court,
			{ indicator: 'satisfaction', unit: 'court', period: '2018' },
			'unit_not_owner'
		],
		[
			'[R96] a period of another kind',
			court,
			{ indicator: 'mediation-cases', unit: 'court', period: '2019' },
			'period_not_month'
		],
		[
			'[R96] a period to come',
			court,
			{ indicator: 'mediation-cases', unit: 'court', period: '2019-10' },
			'period_in_future'
		],
		[
			'[R98] a score beyond its scale',
			ipo,
			{ indicator: 'satisfaction', unit: 'ipo', period: '2018', value: 100.5 },
			'figure_above_scale'
		],
		[
			'[R98] a score too exact',
			ipo,
			{ indicator: 'satisfaction', unit: 'ipo', period: '2018', value: 80.25 },
			'figure_too_precise'
		]
	])('%s is refused', async (_, actor, input, code) => {
		const result = await desk.commands.recordObservations(actor, call(), [
			v.parse(observationSchema, { value: 5, ...input })
		]);
		expect(refusedWith(result)).toBe(code);
	});

	test('[R96] the running period may be reported as it stands', async () => {
		expect((await report(court, 'mediation-cases', '2019-09', 4)).ok).toBe(true);
		expect((await report(ipo, 'satisfaction', '2018', 80.5)).ok).toBe(true);
	});

	test('[R99] a base figure is the office’s to give and moves both layers when somebody else has confirmed it', async () => {
		const give = (actor: typeof court, value: number) =>
			desk.commands.giveBaseFigures(actor, call(), [
				v.parse(baseFigureSchema, { target: 'mediation-cases', value, source: 'yearbook' })
			]);
		expect(refusedWith(await give(court, 5))).toBe('not_allowed');
		const id = idOf(await give(office, 120));
		expect(await cells('bases/', 'reported')).toEqual({});
		expect(refusedWith(await give(office, 130))).toBe('base_given');
		expect(refusedWith(await confirm(id))).toBe('own_entry');
		written(await desk.commands.confirm(leader, call(), { ids: [id] }));
		const inForce = { 'mediation-cases/value': 12_000n, 'mediation-cases/given': 1n };
		expect(await cells('bases/', 'reported')).toEqual(inForce);
		expect(await cells('bases/', 'confirmed')).toEqual(inForce);
		const undo = idOf(await reverse(office, id));
		expect(await cells('bases/', 'reported')).toEqual({});
		expect(await cells('bases/', 'confirmed')).toEqual(inForce);
		const next = idOf(await give(office, 130));
		expect(refusedWith(await desk.commands.confirm(leader, call(), { ids: [next] }))).toBe('not_confirmed_before');
		written(await desk.commands.confirm(leader, call(), { ids: [undo] }));
		expect(await cells('bases/', 'confirmed')).toEqual({});
		await countedAnew();
	});

	test('[R72a] a base is frozen of what is confirmed, and moves by the next freeze alone', async () => {
		const haishu = someone('district', 'haishu');
		const trade = (date: string, amount: string) =>
			desk.commands.recordTransactions(haishu, call(), [
				v.parse(transactionSchema, { kind: 'transfer', amount, date, territory: 'haishu', reference: 'R' })
			]);
		const freeze = (actor: typeof court, reason?: string) =>
			desk.commands.freezeBases(actor, call(), [v.parse(baseFreezeSchema, { target: 'transaction-growth', reason })]);
		const both = (id: string) => desk.commands.confirm(leader, call(), { ids: [id] });
		const stands = async (layer: 'reported' | 'confirmed') => cells('base-frozen/transaction-growth/', layer);

		const first = idOf(await trade('2017-05-02', '100.00'));
		expect(refusedWith(await freeze(haishu))).toBe('not_allowed');
		expect(refusedWith(await freeze(office))).toBe('base_not_recorded');
		written(await confirm(first));
		const doubtful = idOf(await trade('2017-06-02', '11.00'));
		const asked = idOf(await freeze(office));
		expect(await stands('reported')).toEqual({});
		expect(refusedWith(await freeze(office))).toBe('base_freeze_waits');
		expect(refusedWith(await confirm(asked))).toBe('own_entry');
		written(await both(asked));
		const inForce = { 'amount/2017-05-02': 10_000n, 'count/2017-05-02': 1n };
		expect([await stands('reported'), await stands('confirmed')]).toEqual([inForce, inForce]);
		await countedAnew();

		// What was not confirmed was never in it; what is in it stays, whatever becomes of the record.
		written(await reverse(haishu, doubtful));
		const undo = idOf(await reverse(haishu, first));
		written(await confirm(undo));
		expect(await stands('confirmed')).toEqual(inForce);
		expect(refusedWith(await reverse(office, asked))).toBe('in_force');
		expect(refusedWith(await freeze(office, 'nothing is left'))).toBe('base_not_recorded');

		written(await confirm(idOf(await trade('2017-05-02', '70.00'))));
		expect(refusedWith(await freeze(office))).toBe('required');
		const withdrawn = idOf(await freeze(office, 'a deal was wrong'));
		written(await reverse(office, withdrawn));
		const again = idOf(await freeze(office, 'a deal was wrong'));
		written(await both(again));
		const after = { 'amount/2017-05-02': 7_000n, 'count/2017-05-02': 1n };
		expect([await stands('reported'), await stands('confirmed')]).toEqual([after, after]);
		expect(refusedWith(await freeze(office, 'once more'))).toBe('base_unchanged');
		expect(await frozenBases(desk.db)).toMatchObject([
			{ target: 'transaction-growth', year: 2017, unit: 'finance', confirmedBy: null, reason: 'a deal was wrong' }
		]);
		await countedAnew();
	});

	describe('of one target one freeze waits', () => {
		const freeze = (by = office) =>
			desk.commands.freezeBases(by, call(), [
				v.parse(baseFreezeSchema, { target: 'pledge-financing-growth', reason: 'R' })
			]);
		const pledge = async (amount: string) => {
			const recorded = await desk.commands.recordTransactions(yinzhou, call(), [
				v.parse(transactionSchema, {
					kind: 'pledge',
					amount,
					date: '2017-05-02',
					territory: 'yinzhou',
					bank: 'B',
					reference: 'R'
				})
			]);
			written(await confirm(idOf(recorded)));
		};
		const by = (ids: string[]) => desk.commands.confirm(leader, call(), { ids });

		test('[R72a] of two who freeze at the same time', async () => {
			await pledge('100.00');
			const asked = await atOnce(
				desk,
				() => freeze(),
				() => freeze({ ...office, id: 'other' })
			);
			expect(asked.filter((one) => one.ok)).toHaveLength(1);
			expect(asked.filter((one) => !one.ok).map(refusedWith)).toEqual(['base_freeze_waits']);
			const ids = asked.flatMap((one) => (one.ok ? one.value.ids : []));
			written(await by(ids));
			await countedAnew();
		});

		test('[R72a, R227] a confirmation stays once the next freeze waits; with that withdrawn it is taken back', async () => {
			await pledge('50.00');
			const first = idOf(await freeze());
			written(await by([first]));
			const before = await cells('base-frozen/', 'confirmed');
			await pledge('7.00');
			const second = idOf(await freeze());
			const takeBack = () => desk.commands.withdrawConfirmations(leader, call(), { ids: [first] });
			expect(refusedWith(await takeBack())).toBe('confirmation_rested_on');
			expect(await cells('base-frozen/', 'confirmed')).toEqual(before);
			written(await reverse(office, second));
			// Either one asks for the next freeze before the other takes back what stands, or it is asked without that.
			await atOnce<unknown>(desk, () => freeze(), takeBack);
			const [row] = await desk.sql<{ waiting: number }[]>`
				select count(*)::int as waiting from base_figure join entry on entry.id = base_figure.entry
				where target = 'pledge-financing-growth' and frozen is not null and not entry.reversed and confirmed_at is null`;
			expect(row?.waiting).toBe(1);
			await countedAnew();
		});

		test('[R72a] what was asked for before another freeze was confirmed stays out', async () => {
			const [left] = await desk.sql<{ id: string }[]>`
				select entry.id from base_figure join entry on entry.id = base_figure.entry
				where target = 'pledge-financing-growth' and frozen is not null and not entry.reversed and confirmed_at is null`;
			written(await reverse(office, left?.id ?? ''));
			await pledge('9.00');
			const early = idOf(await freeze());
			// As two freezes could be asked for before they were asked for in turn.
			await desk.sql`update base_figure set reversed = true where entry = ${early}`;
			const late = idOf(await freeze());
			await desk.sql`update base_figure set reversed = false where entry = ${early}`;
			expect(refusedWith(await by([early, late]))).toBe('base_frozen_since');
			desk.setToday('2019-09-17');
			written(await by([late]));
			const standing = await cells('base-frozen/', 'confirmed');
			expect(refusedWith(await by([early]))).toBe('base_frozen_since');
			written(await reverse(office, early));
			expect(await cells('base-frozen/', 'confirmed')).toEqual(standing);
			desk.setToday('2019-09-16');
			await countedAnew();
		});
	});

	describe('a base that is given comes before one that is frozen', () => {
		const target = 'case-growth';
		const give = (value: number) =>
			desk.commands.giveBaseFigures(office, call(), [v.parse(baseFigureSchema, { target, value, source: 'yearbook' })]);
		const freeze = () =>
			desk.commands.freezeBases(someone('office', 'stfc'), call(), [
				v.parse(baseFreezeSchema, { target, reason: 'R' })
			]);
		const by = (...ids: string[]) => desk.commands.confirm(leader, call(), { ids });
		let number = 0;
		const accept = async () => {
			const file = { number: `BASE ${++number}`, type: 'patent', territory: 'cixi', acceptedAt: '2017-03-01' };
			const accepted = await desk.commands.acceptCases(someone('department', 'amr'), call(), [
				v.parse(caseSchema, file)
			]);
			written(await confirm(idOf(accepted)));
		};

		test('[R72a] a freeze that waits is not confirmed while the base stands, alone or with it', async () => {
			await accept();
			const asked = idOf(await freeze());
			const given = idOf(await give(50));
			const before = await cells('', 'confirmed');
			expect(await by(asked)).toMatchObject({ kind: 'conflict', faults: [{ pointer: '/ids/0', code: 'base_given' }] });
			expect(await by(asked, given)).toMatchObject({ faults: [{ pointer: '/ids/0', code: 'base_given' }] });
			expect(await cells('', 'confirmed')).toEqual(before);
			written(await by(given));
			expect(refusedWith(await by(asked))).toBe('base_given');
			written(await by(idOf(await reverse(office, given))));
			written(await by(asked));
			expect(await cells(`base-frozen/${target}/`, 'confirmed')).toEqual({ 'count/2017-03-01': 1n });
			await countedAnew();
		});

		test('[R72a] nor while it is given at the same time', async () => {
			for (let round = 0; round < 3; round++) {
				await accept();
				const asked = idOf(await freeze());
				const [given, confirmed] = await atOnce(
					desk,
					() => give(60),
					() => by(asked)
				);
				const id = given ? idOf(given) : '';
				// Either it was confirmed before the base was given, or not at all.
				if (!confirmed?.ok) expect(confirmed && refusedWith(confirmed)).toBe('base_given');
				else {
					const told = await desk.sql<{ id: string }[]>`
						select body -> 'ids' ->> 0 as id from event where stream = 'breakdown' and (
							(type = 'entryConfirmed' and body -> 'ids' ->> 0 = ${asked})
							or (type = 'baseFigureGiven' and body -> 'ids' ->> 0 = ${id})) order by seq`;
					expect(told.map((row) => row.id)).toEqual([asked, id]);
				}
				written(await reverse(office, id));
				if (!confirmed?.ok) written(await reverse(office, asked));
			}
			await countedAnew();
		});
	});

	test('[R104] two who change one entity: different fields merge, the same field is a conflict that names both', async () => {
		const id = idOf(
			await enter(yinzhou, {
				register: 'institutions',
				name: 'Institution',
				industry: 'new-materials',
				territory: 'yinzhou',
				measures: { 'operable-patents': 1100 }
			})
		);
		written(await enter(yinzhou, { id, changes: { 'operable-patents': { base: 1100, new: 1200 } } }));
		written(await enter(office, { id, changes: { 'annual-revenue.2018': { base: null, new: '5000000' } } }));
		const late = await enter(office, { id, changes: { 'operable-patents': { base: 1100, new: 1150 } } });
		expect(late).toMatchObject({
			ok: false,
			kind: 'edit_conflict',
			conflicts: [{ field: 'operable-patents', base: 1100, mine: 1150, theirs: 1200, by: 'yinzhou' }]
		});
		const day = '2019-09-16';
		expect(await cells('registers/institutions/', 'reported')).toEqual({
			[`all/new-materials/${day}`]: 1n,
			[`qualified/new-materials/${day}`]: 1n
		});
		const story = await readEntity(desk.db, desk.plan, leader, 'institutions', id);
		expect(story?.versions.map(({ change, changes }) => [change, changes.length])).toEqual([
			['changed', 1],
			['changed', 1],
			['added', 4]
		]);
		expect(await readEntity(desk.db, desk.plan, someone('district', 'haishu'), 'institutions', id)).toBeNull();
		await countedAnew();
	});

	test('[R103, R107] versions are confirmed in any order, and taken back from the newest on', async () => {
		const input = { register: 'portfolios', name: 'Portfolio', industry: 'automobiles', holder: 'H' };
		const id = idOf(await enter(office, { ...input, measures: { inventions: 45, 'pct-applications': 12 } }));
		const change = idOf(await enter(office, { id, changes: { inventions: { base: 45, new: 50 } } }));
		expect(refusedWith(await reverse(office, id))).toBe('has_dependents');
		const prefix = 'registers/portfolios/';
		const sums = async (layer: 'reported' | 'confirmed') => {
			const all: Record<string, bigint> = {};
			for (const [key, value] of Object.entries(await cells(prefix, layer))) {
				const state = registerCounts.read(`${prefix}${key}`)?.state ?? '';
				all[state] = (all[state] ?? 0n) + value;
			}
			return all;
		};
		written(await desk.commands.confirm(leader, call(), { ids: [change] }));
		expect(await sums('confirmed')).toEqual({ all: 1n, qualified: 1n });
		written(await desk.commands.confirm(leader, call(), { ids: [id] }));
		expect(await sums('confirmed')).toEqual({ all: 1n, qualified: 1n });
		const undo = idOf(await reverse(office, change));
		expect(await sums('reported')).toEqual({ all: 1n, near: 1n });
		written(await desk.commands.confirm(leader, call(), { ids: [undo] }));
		expect(await sums('confirmed')).toEqual({ all: 1n, near: 1n });
		await countedAnew();
	});

	test('[R105, R106] a name stands once in a register, and a district keeps only its own', async () => {
		const input = { register: 'pools', name: 'Pool', industry: 'clean-energy', territory: 'yinzhou' };
		const id = idOf(await enter(yinzhou, input));
		expect(refusedWith(await enter(office, { ...input, name: 'ＰＯＯＬ' }))).toBe('entity_exists');
		expect(refusedWith(await enter(yinzhou, { ...input, name: 'Other', territory: null }))).toBe('not_your_unit');
		expect(refusedWith(await enter(someone('district', 'haishu'), { id, changes: {} }))).toBe('unknown_entity');
		expect(refusedWith(await enter(court, { ...input, name: 'Other' }))).toBe('not_allowed');
		written(await enter(yinzhou, { id, changes: { retired: { base: false, new: true } } }));
		expect(refusedWith(await enter(yinzhou, { id, changes: { patents: { base: null, new: 3 } } }))).toBe(
			'entity_retired'
		);
		// What has left sets its name free.
		expect((await enter(office, { ...input, name: 'Pool' })).ok).toBe(true);
		await countedAnew();
	});

	test('[R109] the nearest to a condition come first, as far as one may see them', async () => {
		const names = ['far', 'near', 'nearer'];
		for (const [index, patents] of [300, 1000, 1190].entries())
			written(
				await enter(office, {
					register: 'institutions',
					name: names[index],
					industry: 'automobiles',
					measures: { 'operable-patents': patents }
				})
			);
		const found = await nearestEntities(desk.db, desk.plan, leader, 'institutions', 2);
		expect(found.map(({ name, missing }) => [name, missing.map(({ value }) => value)[1]])).toEqual([
			['nearer', '10'],
			['near', '200']
		]);
		expect(await nearestEntities(desk.db, desk.plan, reader, 'institutions', 2)).toEqual([]);
		expect(await nearestEntities(desk.db, desk.plan, leader, 'satisfaction', 2)).toEqual([]);
	});
});
