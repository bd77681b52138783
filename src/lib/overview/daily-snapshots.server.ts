// The dashboard of days gone by: folded from the log at each business midnight, missed ones at the start, and read back as of a day.
import { and, asc, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import { addDays, dayAt, startOf, type Day } from '#lib/kernel/day.ts';
import { meta } from '#lib/log/tables.server.ts';
import { eventsAfter, feedItemOf } from '#lib/log/read-events.server.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { fromWireValue, type WireCell } from '#lib/protocol/cells.ts';
import type { Heads } from '#lib/protocol/messages.ts';
import type { Verdict } from '#lib/protocol/verdict.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { dayFigures } from './day-figures.ts';
import { type DayFigures } from '#lib/figures/past-figures.ts';
import { keptOf, wholeVerdict } from './view.ts';
import { firstPart } from '#lib/figures/cell-family.ts';
import { feedLength, type CellName, type FoldState } from '#lib/figures/fold.ts';
import { dailySnapshot, type StoredCells } from './tables.server.ts';

const streams = ['city', 'breakdown'] as const;
type Stream = (typeof streams)[number];

/** How many days are folded and stored together. */
const daysAtOnce = 31;

export interface DailySnapshots {
	/**
	 * Stores every day that is missing up to and with `until`; several nodes may do it at once.
	 * @param pause awaited between steps, so that a long catching up leaves room for others
	 */
	readonly fill: (until: Day, pause?: () => Promise<void>) => Promise<void>;
	/** The first and the newest day that is stored; null before the first. */
	readonly stored: () => Promise<{ readonly first: Day; readonly last: Day } | null>;
	/** What a reader of these streams saw at the end of a day; null where that day is not stored. */
	readonly stateAt: (day: Day, readable: readonly string[]) => Promise<FoldState | null>;
	/** The figures of some days; days that are not stored are left out. */
	readonly figuresOf: (days: readonly Day[]) => Promise<ReadonlyMap<Day, DayFigures>>;
	/** The days on which a target's light was another than on the day before, oldest first. */
	readonly lightsOf: (target: string) => Promise<readonly LightChange[]>;
}

export interface LightChange {
	readonly day: Day;
	readonly light: string;
}

/** A day as it is read and folded on. */
interface DayState {
	readonly day: Day;
	readonly heads: Heads;
	readonly cells: Readonly<Record<Stream, Map<CellName, bigint>>>;
	readonly changed: Readonly<Record<string, string>>;
	readonly verdict: Verdict | null;
}

/** @param planOn the plan that was in force on a day */
export function openDailySnapshots(
	db: Drizzle,
	plan: string,
	planOn: (day: Day) => PlanSummary | Promise<PlanSummary>
): DailySnapshots {
	const ofPlan = eq(dailySnapshot.plan, plan);

	const fill: DailySnapshots['fill'] = async (until, pause = () => Promise.resolve()) => {
		let state = await newestState();
		while (state !== null && state.day < until) {
			const last = [addDays(state.day, daysAtOnce), until].sort()[0] as Day;
			state = await foldDays(state, last, pause);
			await pause();
		}
	};

	/** The newest stored day; before the first one the eve of the log, with nothing in it. */
	const newestState = async (): Promise<DayState | null> => {
		const [newest] = await db
			.select({ day: dailySnapshot.day })
			.from(dailySnapshot)
			.where(ofPlan)
			.orderBy(desc(dailySnapshot.day))
			.limit(1);
		if (newest) return readDay(newest.day as Day);
		const [first] = await db.execute<{ at: string | null }>(
			sql`select min(effective_at) as at from event where stream in ('city', 'breakdown')`
		);
		if (!first?.at) return null;
		const eve = addDays(dayAt(new Date(first.at).getTime()), -1);
		return { day: eve, heads: {}, cells: { city: new Map(), breakdown: new Map() }, changed: {}, verdict: null };
	};

	const foldDays = async (from: DayState, last: Day, pause: () => Promise<void>): Promise<DayState> => {
		const headsByDay = await headsAfter(from, last);
		const events = await eventsBetween(from.heads, headsByDay.get(last) ?? from.heads);
		const changed: Record<string, string> = { ...from.changed };
		const rows: (typeof dailySnapshot.$inferInsert)[] = [];
		const cells = merged(from.cells, streams);
		for (let day = addDays(from.day, 1); day <= last; day = addDays(day, 1)) {
			const heads = headsByDay.get(day) ?? from.heads;
			const touched: Record<Stream, Set<CellName>> = { city: new Set(), breakdown: new Set() };
			for (const stream of streams)
				for (const event of events[stream].upTo(heads[stream] ?? 0))
					for (const cell of event.cells) {
						const name: CellName = `${cell.layer} ${cell.key}`;
						const value = fromWireValue(cell.value);
						from.cells[stream].set(name, value);
						cells.set(name, value);
						touched[stream].add(name);
						const part = firstPart(cell.key);
						if (event.at > (changed[part] ?? '')) changed[part] = event.at;
					}
			const whole = day.endsWith('-01');
			const figures = dayFigures(keptOf(await planOn(day), { heads, today: day, cells }));
			rows.push({
				plan,
				day,
				heads,
				whole,
				cells: whole ? allOf(from.cells) : someOf(from.cells, touched),
				changed: { ...changed },
				figures
			});
			await pause();
		}
		if (rows.length > 0) await db.insert(dailySnapshot).values(rows).onConflictDoNothing();
		return { day: last, heads: headsByDay.get(last) ?? from.heads, cells: from.cells, changed, verdict: null };
	};

	/** Where every stream stood at the end of each day: its newest event that was stamped by then. */
	const headsAfter = async (from: DayState, last: Day): Promise<Map<Day, Heads>> => {
		const rows = await db.execute<{ day: string; stream: string; seq: string }>(sql`
			select to_char(effective_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, stream, max(seq) as seq from event
			where effective_at >= ${new Date(startOf(addDays(from.day, 1))).toISOString()}::timestamptz
				and effective_at < ${new Date(startOf(addDays(last, 1))).toISOString()}::timestamptz
			group by 1, 2`);
		const grown = Map.groupBy(rows, (row) => row.day);
		const byDay = new Map<Day, Heads>();
		let heads = from.heads;
		for (let day = addDays(from.day, 1); day <= last; day = addDays(day, 1)) {
			const next = { ...heads };
			for (const { stream, seq } of grown.get(day) ?? []) next[stream] = Math.max(next[stream] ?? 0, Number(seq));
			byDay.set(day, next);
			heads = next;
		}
		return byDay;
	};

	const eventsBetween = async (from: Heads, to: Heads) => {
		const of = async (stream: Stream) => {
			const rows = await db.execute<{ seq: string; at: string; cells: WireCell[] }>(sql`
				select seq, effective_at as at, body->'cells' as cells from event
				where stream = ${stream} and seq > ${from[stream] ?? 0} and seq <= ${to[stream] ?? 0} order by seq`);
			const events = rows.map(({ seq, at, cells }) => ({ seq: Number(seq), at: new Date(at).toISOString(), cells }));
			let next = 0;
			return {
				/** Those not taken yet up to a head. */
				upTo: (head: number) => {
					const start = next;
					while ((events[next]?.seq ?? Infinity) <= head) next++;
					return events.slice(start, next);
				}
			};
		};
		return { city: await of('city'), breakdown: await of('breakdown') };
	};

	/** The last whole day up to a day, and the changes since. */
	const readDay = async (day: Day): Promise<DayState | null> => {
		const [whole] = await db
			.select({ day: dailySnapshot.day })
			.from(dailySnapshot)
			.where(and(ofPlan, dailySnapshot.whole, lte(dailySnapshot.day, day)))
			.orderBy(desc(dailySnapshot.day))
			.limit(1);
		const rows = await db
			.select()
			.from(dailySnapshot)
			.where(and(ofPlan, lte(dailySnapshot.day, day), whole ? gte(dailySnapshot.day, whole.day) : undefined))
			.orderBy(asc(dailySnapshot.day));
		const newest = rows.at(-1);
		if (newest?.day !== day) return null;
		const cells = { city: new Map<CellName, bigint>(), breakdown: new Map<CellName, bigint>() };
		for (const row of rows)
			for (const stream of streams)
				for (const [name, value] of Object.entries(row.cells[stream]))
					if (value === '0') cells[stream].delete(name as CellName);
					else cells[stream].set(name as CellName, BigInt(value));
		return { day, heads: newest.heads, cells, changed: newest.changed, verdict: newest.figures.verdict ?? null };
	};

	return {
		fill,
		stored: async () => {
			const [row] = await db
				.select({
					first: sql<string | null>`min(${dailySnapshot.day})`,
					last: sql<string | null>`max(${dailySnapshot.day})`
				})
				.from(dailySnapshot)
				.where(ofPlan);
			return row?.first && row.last ? { first: row.first as Day, last: row.last as Day } : null;
		},
		stateAt: async (day, readable) => {
			const state = await readDay(day);
			if (!state) return null;
			const own = streams.filter((stream) => readable.includes(stream));
			const [about] = await db.select({ epoch: meta.epoch }).from(meta);
			const head = state.heads['breakdown'] ?? 0;
			const feed = own.includes('breakdown')
				? (await eventsAfter(db, 'breakdown', Math.max(0, head - feedLength), Math.min(head, feedLength))).map(
						feedItemOf
					)
				: [];
			const all = { heads: state.heads, today: day, cells: merged(state.cells, streams), changed: state.changed };
			const verdict = state.verdict ?? wholeVerdict(await planOn(day), all);
			return {
				epoch: about?.epoch ?? '',
				heads: Object.fromEntries(readable.map((stream) => [stream, state.heads[stream] ?? 0])),
				today: day,
				cells: merged(state.cells, own),
				changed: state.changed,
				feed: feed.reverse(),
				verdict: own.includes('city') ? verdict : null
			};
		},
		figuresOf: async (days) => {
			if (days.length === 0) return new Map();
			const rows = await db
				.select({ day: dailySnapshot.day, figures: sql<DayFigures>`${dailySnapshot.figures} - 'verdict'` })
				.from(dailySnapshot)
				.where(and(ofPlan, inArray(dailySnapshot.day, [...days])));
			return new Map(rows.map((row) => [row.day as Day, row.figures]));
		},
		lightsOf: async (target) => {
			const rows = await db.execute<{ day: string; light: string }>(sql`
				select day, light from (
					select to_char(day, 'YYYY-MM-DD') as day, figures #>> array['targets', ${target}, 'reported', 'light'] as light,
						lag(figures #>> array['targets', ${target}, 'reported', 'light']) over (order by day) as before
					from daily_snapshot where plan = ${plan}
				) as lights where light is not null and light is distinct from before order by day`);
			return rows.map(({ day, light }) => ({ day: day as Day, light }));
		}
	};
}

function merged(cells: DayState['cells'], wanted: readonly Stream[]): Map<CellName, bigint> {
	return new Map(wanted.flatMap((stream) => [...cells[stream]]));
}

function allOf(cells: DayState['cells']): StoredCells {
	const of = (stream: Stream) =>
		Object.fromEntries([...cells[stream]].flatMap(([name, value]) => (value === 0n ? [] : [[name, value.toString()]])));
	return { city: of('city'), breakdown: of('breakdown') };
}

function someOf(cells: DayState['cells'], touched: Readonly<Record<Stream, ReadonlySet<CellName>>>): StoredCells {
	const of = (stream: Stream) =>
		Object.fromEntries([...touched[stream]].map((name) => [name, (cells[stream].get(name) ?? 0n).toString()]));
	return { city: of('city'), breakdown: of('breakdown') };
}
