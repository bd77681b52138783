// What the overview shows, as plain data: computed by view.ts from cells, plan and today, drawn by the panels.
import type { Day, Month } from '#lib/kernel/day.ts';
import type { Fen } from '#lib/kernel/money.ts';
import type { Verdict } from '#lib/protocol/verdict.ts';
import type { TargetView } from '#lib/targets/target-view.ts';
import type { Layered, Light } from '#lib/figures/layered.ts';
import type { Pace } from '#lib/figures/pace.ts';
import type { TasksView, MilestonesView } from '#lib/tasks/tasks-view-types.ts';

export interface DashboardView {
	readonly today: Day;
	/** 1, 2 or 3; 0 before the plan's first year. */
	readonly planYear: number;
	/** 时序进度: share of the plan's days that have passed, 0..1. */
	readonly pace: Pace;
	/** As the server computed it; where it has not come yet, what follows from the figures at hand. */
	readonly verdict: Verdict;
	readonly funds: FundsView;
	readonly trade: VolumeView;
	readonly pledge: VolumeView;
	readonly cases: CasesView;
	/** Null for readers who may not see figures by unit (the `breakdown` stream). */
	readonly tasks: TasksView | null;
	readonly milestones: MilestonesView;
	/** In the plan's order. */
	readonly targets: readonly TargetView[];
	readonly attention: readonly AttentionItem[];
	readonly totals: Totals;
	/** Business instant (ISO) of the newest change of each panel's figures; null when there is none. */
	readonly updated: Readonly<Record<Panel, string | null>>;
}

/** Sums since the first record. */
export interface Totals {
	readonly trade: Layered<Fen>;
	readonly pledge: Layered<Fen>;
	readonly accepted: Layered<number>;
	/** Less those that were undone. */
	readonly closed: Layered<number>;
}

export type Panel = 'funds' | 'transactions' | 'cases' | 'tasks' | 'milestones';

export type Step = 'allocated' | 'received' | 'committed' | 'disbursed' | 'spent';

export interface FundsView {
	readonly light: Light;
	readonly budget: { readonly central: Fen; readonly local: Fen; readonly total: Fen };
	/** The chain below the budget; `local` = city + district; social money is apart and in no total. */
	readonly steps: Readonly<
		Record<
			Step,
			{
				readonly central: Layered<Fen>;
				readonly local: Layered<Fen>;
				readonly social: Layered<Fen>;
				readonly total: Layered<Fen>;
			}
		>
	>;
	/** disbursed / budget, 0..1 and above. */
	readonly disbursedShare: Layered<number>;
	/** 执行率 = disbursed / adjusted budget. */
	readonly executionRate: Layered<number>;
	/** 使用率 = spent / disbursed; null while nothing is disbursed. */
	readonly useRate: Layered<number | null>;
	/** disbursed share minus pace, in percentage points (reported layer). */
	readonly distance: number;
	/** The day up to which disbursements are confirmed; null where too much waits, and before the plan's first day. */
	readonly confirmedTo: Day | null;
	/** The same distance of the confirmed layer, share and pace both on that day. */
	readonly confirmedDistance: number | null;
	/** Cumulative disbursed by month end over the plan's years; null for months to come. `planned` is the straight pace line. */
	readonly months: readonly {
		readonly month: Month;
		readonly reported: Fen | null;
		readonly confirmed: Fen | null;
		readonly planned: Fen;
	}[];
	readonly lines: readonly {
		readonly id: string;
		readonly group: string;
		/** Central budget of the line: the document puts local money on the class. */
		readonly central: Fen;
		readonly disbursed: Layered<Fen>;
		readonly spent: Layered<Fen>;
	}[];
}

/** A yearly volume in yuan with its number of deals, against the same day of last year and the growth target. */
export interface VolumeView {
	readonly light: Light;
	/** The rule that the target's light follows. */
	readonly rule: TargetView['reported']['why']['rule'];
	readonly year: number;
	readonly amount: Layered<Fen>;
	readonly count: Layered<number>;
	/** 1 January to the same calendar day of last year, reported layer; null without any record of last year. */
	readonly lastYearAmount: Fen | null;
	readonly lastYearCount: number | null;
	/** Year on year of the amount, e.g. 0.182; null when last year has nothing. As confirmed on the day of `confirmedTo`. */
	readonly growth: Layered<number | null>;
	/** The day up to which the deals are confirmed; null where too much waits. */
	readonly confirmedTo: Day | null;
	/** Average annual growth against the base year at the same date, compound; null when the base is missing. */
	readonly averageGrowth: number | null;
	/** The plan's target, 0.2. */
	readonly target: number;
	/** Month by month, cumulative within the year at month end (this year: at `today` in its last month); null = to come or no base. */
	readonly months: readonly {
		readonly month: number;
		readonly thisYear: Fen | null;
		readonly thisYearConfirmed: Fen | null;
		readonly lastYear: Fen | null;
		readonly targetPath: Fen | null;
	}[];
}

export interface CasesView {
	readonly light: Light;
	readonly year: number;
	readonly openAtStart: number;
	readonly accepted: number;
	/** Closed in earlier years, reopened in this one. */
	readonly reopened: number;
	/** The day up to which cases are confirmed: `workload`, `closed` and `rate` of that layer are those of this day. Null where too much waits. */
	readonly confirmedTo: Day | null;
	/** openAtStart + accepted + reopened: the denominator. */
	readonly workload: Layered<number>;
	readonly closed: Layered<number>;
	/** closed / workload; null when there is no workload. */
	readonly rate: Layered<number | null>;
	readonly target: number;
	readonly lastYearRate: number | null;
	/** Where 31 December ends if the rest of the year goes as last year's did; null without last year's figures. */
	readonly projectedRate: number | null;
	/** How many more must be closed by 31 December to hold the target on the cases known today; 0 when it holds. */
	readonly stillToClose: number;
	readonly open: number;
	/** Open cases by days since first acceptance. */
	readonly ageing: readonly { readonly bucket: 'to30' | 'to60' | 'to90' | 'over90'; readonly count: number }[];
	/** Days from acceptance to closing, closed this year; null without closures. */
	readonly medianDays: number | null;
	readonly meanDays: number | null;
	readonly lastYearMedianDays: number | null;
	/** Closure rate to the end of each month; null = to come or no workload. */
	readonly months: readonly {
		readonly month: number;
		readonly thisYear: number | null;
		readonly lastYear: number | null;
	}[];
}

/** Something that somebody must do: what, who, since when. Words come from messages by `kind`. */
export interface AttentionItem {
	readonly kind:
		| 'disbursement_behind'
		| 'line_behind'
		| 'growth_short'
		| 'closure_short'
		| 'target_off'
		| 'base_provisional'
		| 'share_blocked'
		| 'milestones_overdue';
	readonly light: 'risk' | 'behind' | 'blocked';
	/** Unit codes that must act, lead first. */
	readonly units: readonly string[];
	readonly params: Readonly<Record<string, string | number>>;
	/** Days late; null where no day is missed. */
	readonly daysLate: number | null;
}
