// The figures of a page as its address wants them: live, or as they stood at the end of a day gone by.
import { error } from '@sveltejs/kit';
import type { Actor } from '#lib/access/roles.ts';
import { pastDays, type AsOf, type Past } from './as-of.ts';
import type { FoldState } from './fold.ts';
import { parseDay, type Day } from '#lib/kernel/day.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { DayFigures } from './past-figures.ts';

/** Where the figures of a day are read. */
export interface FigureSources {
	readonly clock: { readonly today: () => Day };
	readonly snapshots: {
		readonly stored: () => Promise<{ readonly first: Day; readonly last: Day } | null>;
		readonly figuresOf: (days: readonly Day[]) => Promise<ReadonlyMap<Day, DayFigures>>;
	};
	readonly figures: (actor: Actor) => Promise<FoldState>;
	readonly figuresAt: (actor: Actor, day: Day) => Promise<FoldState | null>;
	readonly summaryOn: (day: Day) => PlanSummary;
}

export interface ShownFigures {
	readonly state: FoldState;
	/** The plan that was in force on the day shown. */
	readonly plan: PlanSummary;
	readonly asOf: AsOf;
	readonly past: Past;
}

/** For pages: `?asOf=2019-06-30` shows that day, anything that is no day before today shows the live figures. */
export async function shownFigures(sources: FigureSources, actor: Actor, url: URL): Promise<ShownFigures> {
	const today = sources.clock.today();
	const wanted = parseDay(url.searchParams.get('asOf') ?? '');
	const day = wanted !== null && wanted < today ? wanted : null;
	const stored = await sources.snapshots.stored();
	const [first, last] = [stored?.first ?? null, stored?.last ?? null];
	const state = day === null ? await sources.figures(actor) : await sources.figuresAt(actor, day);
	if (!state) error(404, m.history_day_not_stored({ first: first ?? '—', last: last ?? '—' }));
	return {
		state,
		plan: sources.summaryOn(state.today),
		asOf: { day, today, first, last },
		past: await pastOf(sources, state.today)
	};
}

/** For programs: what cannot be shown is refused. */
export async function figuresAsOf(
	sources: FigureSources,
	actor: Actor,
	text: string | null
): Promise<Result<Pick<ShownFigures, 'state' | 'plan'>>> {
	const today = sources.clock.today();
	const day = text === null ? today : parseDay(text);
	if (day === null) return refuse('invalid', 'bad_date', '/asOf');
	if (day > today) return refuse('invalid', 'in_future', '/asOf', { today });
	const state = day === today ? await sources.figures(actor) : await sources.figuresAt(actor, day);
	if (state) return ok({ state, plan: sources.summaryOn(day) });
	const stored = await sources.snapshots.stored();
	return refuse('not_found', 'day_not_stored', '/asOf', { first: stored?.first ?? '—', last: stored?.last ?? '—' });
}

async function pastOf(sources: FigureSources, today: Day): Promise<Past> {
	const days = pastDays(today);
	const figures = await sources.snapshots.figuresOf(Object.values(days));
	const of = (day: Day) => figures.get(day) ?? null;
	return { week: of(days.week), month: of(days.month), year: of(days.year) };
}
