// The overview as JSON for programs: the same view that screens draw, money as decimal strings of yuan.
import { toYuan } from '#lib/kernel/money.ts';
import { toWireCell, type Layer, type WireCell } from '#lib/protocol/cells.ts';
import type { FeedItem, Heads } from '#lib/protocol/messages.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Verdict } from '#lib/protocol/verdict.ts';
import type { TargetView } from '#lib/targets/target-view.ts';
import type { FoldState } from './fold.ts';
import { viewOf } from './view.ts';
import type { CasesView, FundsView, MilestonesView, TasksView, VolumeView } from './view-types.ts';

/** A value as JSON carries it: fen become yuan ("12345.67"), the rest stays. */
export type Json<T> = T extends bigint
	? string
	: T extends string | number | boolean | null
		? T
		: { readonly [Key in keyof T]: Json<T[Key]> };

/** A target without its series: these stand in the cells. */
export type TargetJson = { readonly value: number | null } & Omit<TargetView, 'series'>;

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
	return { id, value: target.reported.value, ...target };
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
			const space = name.indexOf(' ');
			return toWireCell(name.slice(space + 1), name.slice(0, space) as Layer, value);
		})
		.sort((a, b) => compare(a.key, b.key) || compare(b.layer, a.layer));
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
