// The figures of a page as its address wants them: live, or as they stood at the end of a day gone by.
import { error } from '@sveltejs/kit';
import type { Actor } from '#lib/access/roles.ts';
import { pastDays, type AsOf, type Past } from './as-of.ts';
import type { FoldState } from './fold.ts';
import { parseDay, type Day } from '#lib/kernel/day.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { App } from '#lib/app/app.server.ts';

export interface ShownFigures {
	readonly state: FoldState;
	/** The plan that was in force on the day shown. */
	readonly plan: PlanSummary;
	readonly asOf: AsOf;
	readonly past: Past;
}

/** For pages: `?asOf=2019-06-30` shows that day, anything that is no day before today shows the live figures. */
export async function shownFigures(app: App, actor: Actor, url: URL): Promise<ShownFigures> {
	const today = app.clock.today();
	const wanted = parseDay(url.searchParams.get('asOf') ?? '');
	const day = wanted !== null && wanted < today ? wanted : null;
	const stored = await app.snapshots.stored();
	const [first, last] = [stored?.first ?? null, stored?.last ?? null];
	const state = day === null ? await app.figures(actor) : await app.figuresAt(actor, day);
	if (!state) error(404, m.history_day_not_stored({ first: first ?? '—', last: last ?? '—' }));
	return {
		state,
		plan: app.summaryOn(state.today),
		asOf: { day, today, first, last },
		past: await pastOf(app, state.today)
	};
}

/** For programs: what cannot be shown is refused. */
export async function figuresAsOf(
	app: App,
	actor: Actor,
	text: string | null
): Promise<Result<Pick<ShownFigures, 'state' | 'plan'>>> {
	const today = app.clock.today();
	const day = text === null ? today : parseDay(text);
	if (day === null) return refuse('invalid', 'bad_date', '/asOf');
	if (day > today) return refuse('invalid', 'in_future', '/asOf', { today });
	const state = day === today ? await app.figures(actor) : await app.figuresAt(actor, day);
	if (state) return ok({ state, plan: app.summaryOn(day) });
	const stored = await app.snapshots.stored();
	return refuse('not_found', 'day_not_stored', '/asOf', { first: stored?.first ?? '—', last: stored?.last ?? '—' });
}

async function pastOf(app: App, today: Day): Promise<Past> {
	const days = pastDays(today);
	const figures = await app.snapshots.figuresOf(Object.values(days));
	const of = (day: Day) => figures.get(day) ?? null;
	return { week: of(days.week), month: of(days.month), year: of(days.year) };
}
