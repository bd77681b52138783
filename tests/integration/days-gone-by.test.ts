// Days gone by: what is stored of a day is what a screen showed at its end, whenever it is folded and whatever is corrected later.
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseSchema, closureSchema } from '#lib/cases/case.ts';
import { openDailySnapshots, type DailySnapshots } from '#lib/overview/daily-snapshots.server.ts';
import { openFigures } from '#lib/figures/figures.server.ts';
import { fromSnapshot, type FoldState } from '#lib/figures/fold.ts';
import { readSnapshot } from '#lib/figures/snapshot.server.ts';
import { viewOf, wholeVerdict } from '#lib/overview/view.ts';
import { day, type Day } from '#lib/kernel/day.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { summaryOf, type PlanSummary } from '#lib/plan/plan-summary.ts';
import { office, someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const streams = ['city', 'breakdown', 'unit:yinzhou'];
const district = someone('district', 'yinzhou');
const amr = someone('department', 'amr');

describe.each(databaseKinds)('days gone by, on %s', (kind) => {
	let desk: CommandDesk;
	let summary: PlanSummary;
	let days: DailySnapshots;
	/** What a screen held at the end of each day on which something happened. */
	const seen = new Map<Day, FoldState>();

	const movement = (amount: string, date: string, step = 'disbursed') =>
		v.parse(disbursementSchema, {
			line: 'insurance',
			source: 'district',
			step,
			amount,
			date,
			territory: 'yinzhou',
			reference: 'R'
		});
	const accept = (number: string, acceptedAt: string) =>
		desk.commands.acceptCases(amr, call(), [
			v.parse(caseSchema, { number, type: 'patent', territory: 'yinzhou', acceptedAt })
		]);
	const close = (number: string, closedAt: string) =>
		desk.commands.closeCases(amr, call(), [v.parse(closureSchema, { number, closedAt })]);

	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		summary = summaryOf(desk.plan.document);
		days = openDailySnapshots(desk.db, desk.plan.document.id, () => summary);
		const on = async (date: string, work: () => Promise<unknown>) => {
			desk.setToday(date);
			await work();
			seen.set(day(date), fromSnapshot(await readSnapshot(desk.db, streams, date)));
		};
		let first = '';
		await on('2019-06-27', async () => {
			const { commands } = desk;
			const come = movement('1000.00', '2019-05-20', 'received');
			first =
				written(await commands.recordDisbursements(district, call(), [movement('100.00', '2019-06-20'), come]))
					.ids[0] ?? '';
			written(await accept('A', '2019-06-27'));
		});
		await on('2019-06-28', async () => {
			written(await desk.commands.confirm(office, call(), { ids: [first] }));
			written(await close('A', '2019-06-28'));
		});
		// Over the turn of a month, where all cells are stored, and past it.
		await on('2019-07-01', async () => written(await accept('B', '2019-07-01')));
		await on('2019-07-03', async () => {
			const undo = written(await desk.commands.reverse(district, call(), [{ id: first, reason: 'R' }])).ids[0] ?? '';
			written(await desk.commands.confirm(office, call(), { ids: [undo] }));
			written(await desk.commands.recordDisbursements(district, call(), [movement('70.00', '2019-06-20')]));
		});
		desk.setToday('2019-08-02');
	});
	afterAll(() => desk.close());

	const cellsOf = (state: FoldState | null) =>
		Object.fromEntries(
			[...(state?.cells ?? [])].filter(([, value]) => value !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))
		);

	test('[R150] a missed midnight is folded from the log to what the screens showed then', async () => {
		await days.fill(day('2019-06-29'));
		expect(await days.stored()).toEqual({ first: '2019-06-27', last: '2019-06-29' });
		// The rest in a second run, as after a stop of the server.
		await days.fill(day('2019-08-01'));
		expect(await days.stored()).toEqual({ first: '2019-06-27', last: '2019-08-01' });
		for (const [date, then] of seen) {
			const state = await days.stateAt(date, streams);
			expect(cellsOf(state), date).toEqual(cellsOf(then));
			expect(state?.heads, date).toEqual(then.heads);
			expect(state?.changed, date).toEqual(then.changed);
			expect(state?.feed, date).toEqual(then.feed);
			expect(state?.epoch).toBe(then.epoch);
			expect(viewOf(summary, state as FoldState), date).toEqual(viewOf(summary, then));
		}
	});

	test('[R256] a day keeps the verdict of its end, the same for readers without figures by unit', async () => {
		for (const [date, then] of seen) {
			const verdict = wholeVerdict(summary, then);
			expect((await days.stateAt(date, streams))?.verdict, date).toEqual(verdict);
			expect((await days.stateAt(date, ['city']))?.verdict, date).toEqual(verdict);
		}
		expect((await days.stateAt(day('2019-06-30'), ['plan']))?.verdict).toBeNull();
	});

	test('[R150] a day without events shows the figures of the day before, seen from its own date', async () => {
		const quiet = await days.stateAt(day('2019-06-30'), streams);
		expect(cellsOf(quiet)).toEqual(cellsOf(seen.get(day('2019-06-28')) ?? null));
		expect(quiet?.today).toBe('2019-06-30');
	});

	test('[R151] a later correction leaves the days before it as they were', async () => {
		const key = 'reported funds/insurance/district/disbursed/2019-06';
		expect(cellsOf(await days.stateAt(day('2019-07-02'), streams))).toMatchObject({ [key]: 10_000n });
		expect(cellsOf(await days.stateAt(day('2019-07-03'), streams))).toMatchObject({ [key]: 7_000n });
		const figures = await days.figuresOf([day('2019-07-02'), day('2019-07-03'), day('2018-01-01')]);
		expect([...figures.keys()].sort()).toEqual(['2019-07-02', '2019-07-03']);
		expect(figures.get(day('2019-07-02'))?.disbursed).toEqual({ reported: '10000', confirmed: '10000' });
		expect(figures.get(day('2019-07-03'))?.disbursed).toEqual({ reported: '7000', confirmed: '0' });
		expect(figures.get(day('2019-07-03'))).toMatchObject({ accepted: { reported: 2 }, closed: { reported: 1 } });
	});

	test('what was stored once stays when another node folds it again', async () => {
		const rows = () =>
			desk.sql`select day, md5(cells::text) as cells, md5(figures::text) as figures from daily_snapshot order by day`;
		const before = [...(await rows())];
		await desk.sql`delete from daily_snapshot where day > '2019-07-02'`;
		const twice = openDailySnapshots(desk.db, desk.plan.document.id, () => summary);
		await Promise.all([days.fill(day('2019-08-01')), twice.fill(day('2019-08-01'))]);
		expect([...(await rows())]).toEqual(before);
	});

	test('figures at hand are those of a snapshot read at that moment, and stay with whoever was given them', async () => {
		const figures = openFigures(desk.db, () => summary, wholeVerdict);
		const today = day('2019-08-02');
		const read = async (readable: readonly string[]) => {
			const [state, fresh] = [await figures.read(readable, today), await readSnapshot(desk.db, readable, today)];
			const { cells, verdict, ...rest } = state;
			const { cells: wanted, verdict: _, ...others } = fromSnapshot(fresh);
			expect(rest).toEqual(others);
			expect(verdict).toEqual(wholeVerdict(summary, await figures.all(today)));
			expect(cellsOf(state)).toEqual(cellsOf({ ...state, cells: wanted }));
			return state;
		};
		const before = await read(streams);
		const then = cellsOf(before);
		await read(['city']);
		const ids = written(
			await desk.commands.recordDisbursements(district, call(), [movement('30.00', '2019-07-30')])
		).ids;
		written(await accept('C', '2019-08-01'));
		await read(streams);
		written(await desk.commands.reverse(district, call(), [{ id: ids[0] ?? '', reason: 'R' }]));
		await read(streams);
		await read(['city']);
		expect(cellsOf(before)).toEqual(then);
		await desk.sql`update meta set epoch = gen_random_uuid()`;
		await read(streams);
		expect(cellsOf(await figures.read([], today))).toEqual({});
	});

	test('a reader without the breakdown gets the city alone, and a day that is not stored is none', async () => {
		const city = await days.stateAt(day('2019-07-01'), ['city']);
		expect(Object.keys(cellsOf(city)).some((name) => name.includes('-by/'))).toBe(false);
		expect(Object.keys(cellsOf(city)).length).toBeGreaterThan(0);
		expect(city?.feed).toEqual([]);
		expect(Object.keys(city?.heads ?? {})).toEqual(['city']);
		expect(await days.stateAt(day('2019-08-02'), streams)).toBeNull();
		expect(await days.stateAt(day('2019-06-26'), streams)).toBeNull();
	});

	test('[R152] the history of a light names the days on which it changed', async () => {
		const lights = await days.lightsOf('case-closure-rate');
		expect(lights.length).toBeGreaterThan(0);
		expect(lights[0]?.day).toBe('2019-06-27');
		for (const { day: changed, light } of lights) {
			const figures = await days.figuresOf([changed]);
			expect(figures.get(changed)?.targets['case-closure-rate']?.reported.light).toBe(light);
		}
		expect(lights.every((one, index) => one.light !== lights[index - 1]?.light)).toBe(true);
	});
});
