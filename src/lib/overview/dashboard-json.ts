// The overview as JSON for programs: the same view that screens draw, money as decimal strings of yuan.
import { toYuan } from '#lib/kernel/money.ts';
import type { WireCell } from '#lib/protocol/cells.ts';
import type { FeedItem, Heads } from '#lib/protocol/messages.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Verdict } from '#lib/protocol/verdict.ts';
import type {
	BaseView,
	MatchMoney,
	MatchView,
	Needed,
	TargetFigure,
	TargetView,
	YearFigure
} from '#lib/targets/target-view.ts';
import { splitName, type FoldState } from '#lib/figures/fold.ts';
import { wireCellOf } from '#lib/figures/known-families.ts';
import { viewOf } from './view.ts';
import type { CasesView, FundsView, VolumeView } from './view-types.ts';
import type { MilestonesView, TasksView } from '#lib/tasks/tasks-view-types.ts';
import type { Layered } from '#lib/figures/layered.ts';

/** A value as JSON carries it: fen become yuan ("12345.67"), the rest stays. */
export type Json<T> = T extends bigint
	? string
	: T extends string | number | boolean | null
		? T
		: { readonly [Key in keyof T]: Json<T[Key]> };

/** Some figures of a thing as a decimal string of yuan where they are money, else as numbers; null stays null. */
type WithFigures<T, Keys extends keyof T> = Omit<T, Keys> & {
	readonly [Key in Keys]: string | number | Extract<T[Key], null>;
};
type Parts = NonNullable<TargetFigure['parts']>;
/** A base in each of its states. */
type BaseJson<T = BaseView> = T extends unknown ? WithFigures<T, Extract<keyof T, 'value' | 'now'>> : never;
type Step = MatchView['steps'][number];

type FigureJson = Omit<TargetFigure, 'parts'> & { readonly parts: WithFigures<Parts, 'part' | 'whole'> | null };
type MoneyJson = WithFigures<MatchMoney, 'central' | 'local' | 'city' | 'district'>;
interface MatchJson extends WithFigures<Omit<MatchView, 'steps'>, 'minimumLocal'> {
	readonly steps: readonly (Omit<Step, 'reported' | 'confirmed'> & Layered<MoneyJson>)[];
}

/** A target without its series, which stands in the cells; its figures that are money by `money` are strings of yuan (R263). */
export interface TargetJson extends Omit<
	TargetView,
	'series' | 'reported' | 'confirmed' | 'base' | 'years' | 'needed' | 'match'
> {
	readonly value: number | null;
	readonly reported: FigureJson;
	readonly confirmed: FigureJson;
	readonly base: BaseJson | null;
	readonly years: readonly WithFigures<YearFigure, 'reported' | 'confirmed' | 'target'>[];
	readonly needed: WithFigures<Needed, 'amount' | 'perMonth'> | null;
	readonly match: MatchJson | null;
}

export interface DashboardJson {
	readonly epoch: string;
	readonly heads: Heads;
	readonly today: string;
	readonly funds: Json<FundsView>;
	readonly transactions: { readonly trade: Json<VolumeView>; readonly pledge: Json<VolumeView> };
	readonly cases: Json<CasesView>;
	readonly targets: readonly TargetJson[];
	/** Null for readers without figures by unit. */
	readonly tasks: Json<TasksView> | null;
	readonly milestones: Json<MilestonesView>;
	/** The same for all readers. */
	readonly verdict: Verdict;
	/** Business instant of the newest change by the first part of the cell keys. */
	readonly changed: Readonly<Record<string, string>>;
	/** Newest lines of the feed; empty for readers without figures by unit. */
	readonly feed: readonly FeedItem[];
	/** Sorted by key and layer. */
	readonly cells: readonly WireCell[];
}

export function dashboardJson(plan: PlanSummary, state: FoldState): DashboardJson {
	const { funds, trade, pledge, cases, tasks, milestones, targets, verdict } = viewOf(plan, state);
	return {
		epoch: state.epoch,
		heads: state.heads,
		today: state.today,
		funds: json(funds),
		transactions: { trade: json(trade), pledge: json(pledge) },
		cases: json(cases),
		targets: targets.map(targetJson),
		tasks: tasks && json(tasks),
		milestones: json(milestones),
		verdict,
		changed: state.changed,
		feed: state.feed,
		cells: wireCells(state.cells)
	};
}

function targetJson({ id, series: _, ...target }: TargetView): TargetJson {
	const { money, reported, confirmed, base, years, needed, match } = target;
	const figure = (of: TargetFigure): FigureJson => ({
		...of,
		parts: of.parts && figures(money, of.parts, ['part', 'whole'])
	});
	const moved = (of: MatchMoney): MoneyJson => figures(money, of, ['central', 'local', 'city', 'district']);
	return {
		id,
		value: reported.value,
		...target,
		reported: figure(reported),
		confirmed: figure(confirmed),
		base: base && baseJson(money, base),
		years: years.map((year) => figures(money, year, ['reported', 'confirmed', 'target'])),
		needed: needed && figures(money, needed, ['amount', 'perMonth']),
		match: match && {
			...figures(money, match, ['minimumLocal']),
			steps: match.steps.map((step) => ({
				...step,
				reported: moved(step.reported),
				confirmed: moved(step.confirmed)
			}))
		}
	};
}

function baseJson(money: boolean, base: BaseView): BaseJson {
	switch (base.state) {
		case 'missing':
			return base;
		case 'given':
			return figures(money, base, ['value']);
		case 'derived':
			return figures(money, base, ['value']);
		case 'frozen':
			return figures(money, base, ['value', 'now']);
	}
}

/** Those of a thing's members that are figures, as strings of yuan where they are money. */
function figures<T extends object, Keys extends keyof T & string>(
	money: boolean,
	of: T,
	keys: readonly Keys[]
): WithFigures<T, Keys> {
	if (!money) return of as WithFigures<T, Keys>;
	const own = keys.map((key) => [key, typeof of[key] === 'number' ? yuanText(of[key]) : of[key]] as const);
	return { ...of, ...Object.fromEntries(own) } as WithFigures<T, Keys>;
}

/** Yuan of a rule, which need be no whole fen (a share of a year's amount), to the fen. */
function yuanText(yuan: number): string {
	return toYuan(BigInt(Math.round(yuan * 100)));
}

function json<T>(value: T): Json<T> {
	return converted(value) as Json<T>;
}

/** Every bigint of the view is money: counts and days are numbers. */
function converted(value: unknown): unknown {
	if (typeof value === 'bigint') return toYuan(value);
	if (Array.isArray(value)) return value.map(converted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, converted(entry)]));
}

function wireCells(cells: FoldState['cells']): WireCell[] {
	return [...cells]
		.map(([name, value]) => {
			const { layer, key } = splitName(name);
			return wireCellOf(key, layer, value);
		})
		.sort((a, b) => compare(a.key, b.key) || compare(b.layer, a.layer));
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
