// The newest figures at hand: a page asks where the log stands, and only what was written since the last page is read and folded.
import { sql } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { eventsAfter, frameOf } from '#lib/log/read-events.server.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { replayLimit, type Heads } from '#lib/protocol/messages.ts';
import type { Verdict } from '#lib/protocol/verdict.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { applyFrame, fromSnapshot, withToday, type FoldState } from './fold.ts';
import { readSnapshot } from './snapshot.server.ts';

export interface Figures {
	/**
	 * What a snapshot read now would hold.
	 * @param streams those that the reader may see
	 */
	readonly read: (streams: readonly string[], today: Day) => Promise<FoldState>;
	/** All cells of `city` and `breakdown`, whatever the reader may see: what the verdict is computed from. */
	readonly all: (today: Day) => Promise<FoldState>;
}

/** Readers see the city's figures, or those by unit too. */
type Scope = 'city' | 'city and breakdown' | 'nothing';

/**
 * @param planOn the plan that is in force on a day: the verdict is computed by it
 * @param verdictOf the verdict on all cells of `city` and `breakdown`
 */
export function openFigures(
	db: Drizzle,
	planOn: (day: Day) => PlanSummary,
	verdictOf: (plan: PlanSummary, state: FoldState) => Verdict
): Figures {
	const kept = new Map<Scope, FoldState>();
	let last: { readonly plan: PlanSummary; readonly verdict: Verdict } | null = null;

	const fold = async (streams: readonly string[], today: Day): Promise<FoldState> => {
		const scope = scopeOf(streams);
		const known = kept.get(scope);
		const fresh =
			(known && (await continued(db, known, streams))) ?? fromSnapshot(await readSnapshot(db, streams, today));
		kept.set(scope, fresh);
		const { heads } = fresh;
		return withToday({ ...fresh, heads: Object.fromEntries(streams.map((name) => [name, heads[name] ?? 0])) }, today);
	};
	const verdictOn = async (today: Day): Promise<Verdict> => {
		const state = await fold(verdictStreams, today);
		const plan = planOn(today);
		const known = last?.plan === plan && last.verdict.day === today && isAt(last.verdict, state.heads);
		const verdict = known && last ? last.verdict : verdictOf(plan, state);
		last = { plan, verdict };
		return verdict;
	};
	return {
		read: async (streams, today) => {
			const state = await fold(streams, today);
			return streams.includes('city') ? { ...state, verdict: await verdictOn(today) } : state;
		},
		all: (today) => fold(verdictStreams, today)
	};
}

const verdictStreams = ['city', 'breakdown'] as const;

function isAt(verdict: Verdict, heads: Heads): boolean {
	return verdictStreams.every((stream) => (verdict.heads[stream] ?? 0) === (heads[stream] ?? 0));
}

function scopeOf(streams: readonly string[]): Scope {
	if (!streams.includes('city')) return 'nothing';
	return streams.includes('breakdown') ? 'city and breakdown' : 'city';
}

/** The state with what was written since; null where a snapshot is cheaper, or where another history has begun. */
function continued(db: Drizzle, known: FoldState, streams: readonly string[]): Promise<FoldState | null> {
	return db.transaction(
		async (tx) => {
			const [row] = await tx.execute<{ epoch: string; heads: Record<string, string | number> | null }>(sql`
				select (select epoch from meta) as epoch, (select jsonb_object_agg(stream, seq) from stream_head) as heads`);
			if (row?.epoch !== known.epoch) return null;
			const heads: Heads = Object.fromEntries(streams.map((name) => [name, Number(row.heads?.[name] ?? 0)]));
			const folded = streams.filter((name) => name === 'city' || name === 'breakdown');
			const behind = folded.map((name) => (heads[name] ?? 0) - (known.heads[name] ?? 0));
			if (behind.some((count) => count < 0 || count > replayLimit)) return null;
			const state = behind.every((count) => count === 0) ? known : await foldOn(tx, known, folded);
			return { ...state, heads };
		},
		{ isolationLevel: 'repeatable read', accessMode: 'read only' }
	);
}

/** On a copy: whoever was given the state before goes on reading it. */
async function foldOn(tx: Tx, known: FoldState, streams: readonly string[]): Promise<FoldState> {
	const cells = new Map(known.cells);
	let state: FoldState = { ...known, cells };
	for (const stream of streams)
		for (const event of await eventsAfter(tx, stream, known.heads[stream] ?? 0, replayLimit)) {
			const frame = frameOf([event]);
			if (!frame) continue;
			state = applyFrame(state, frame);
			for (const { key, layer, value } of frame.cells) if (Number(value) === 0) cells.delete(`${layer} ${key}`);
		}
	return state;
}
