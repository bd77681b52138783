// What a target says of itself, as plain data: computed by targets-view.ts from cells, plan and today, drawn by the screens.
import type { Day } from '#lib/kernel/day.ts';
import type { PlanTarget } from '#lib/plan/plan-document.ts';
import type { MatchBasis } from '#lib/plan/plan-summary.ts';
import type { LightName as Light } from '#lib/ui/lights.ts';
import type { IndustrySplit } from '#lib/registers/industry-split.ts';

/**
 * A target in both layers. Figures are numbers in the target's own unit (a count, points, days, yuan; rates and ratios as
 * 0.2 and 0.95; times as 1.15): the rules decided on whole numbers before.
 */
export interface TargetView {
	readonly id: string;
	readonly kind: PlanTarget['kind'];
	/** What the plan asks for. */
	readonly target: number;
	/** Null for a target that holds in every year. */
	readonly by: number | null;
	/** The year that value and light tell of, for kinds that are judged by the year; null for the others. */
	readonly year: number | null;
	/** Whether base, parts, years and what is needed are yuan; value and why stay in the target's own unit. */
	readonly money: boolean;
	readonly reported: TargetFigure;
	readonly confirmed: TargetFigure;
	/**
	 * The day up to which the confirmation of dated records is complete, on which `confirmed` is judged. Null for kinds without dated
	 * records, and where too much waits (`not_confirmed`).
	 */
	readonly confirmedTo: Day | null;
	/** Opening stock or base year; null for a kind that needs none. */
	readonly base: BaseView | null;
	/** Reported layer, oldest first: by period for observations, by month for ledgers; with the pace line beside it. */
	readonly series: readonly SeriesPoint[];
	/** Every plan year (and the base year where it counts), for kinds that are judged by the year. */
	readonly years: readonly YearFigure[];
	/** What is still required; null when nothing is, or when it cannot be said. */
	readonly needed: Needed | null;
	/** The last day that the figure tells of: the end of the newest period that counts, or the day of the newest record; null without any. */
	readonly reachesTo: Day | null;
	/** A register's entities by industry, those with any; null for other kinds. */
	readonly industries: readonly IndustrySplit[] | null;
	/** The sources of money behind a match, the deciding basis first; null for other kinds. */
	readonly match: MatchView | null;
}

export interface TargetFigure {
	/**
	 * Null while it is not known: nothing reported, or the base is missing. Without its opening stock a cumulative target that
	 * what came since reaches alone shows that much.
	 */
	readonly value: number | null;
	/** What came since the plan's first day, without the opening stock; null but for cumulative targets that have reports. */
	readonly added: number | null;
	readonly light: Light;
	readonly why: Why;
	/** Numerator and denominator of what is a quotient (ratio, growth, reduction, match), in their own units. */
	readonly parts: { readonly part: number; readonly whole: number } | null;
	/** What was reported for periods after the judged day, which moves nothing yet; null when there is none. */
	readonly since: Since | null;
	/** The units that owe the judged period and have not reported it; null when all have. */
	readonly missing: Missing | null;
}

/** [R241] */
export interface Since {
	/** The last day that it tells of. */
	readonly until: Day;
	/** What it adds, in the target's unit. */
	readonly added: number;
	/** The value with it; null while that is not known. */
	readonly value: number | null;
}

/** [R242] */
export interface Missing {
	readonly period: string;
	/** How many of how many that owe it. */
	readonly count: number;
	readonly of: number;
	/** Their codes in official order; null for readers without figures by unit. */
	readonly units: readonly string[] | null;
}

/** Why the light is what it is: a rule that can be quoted, and the figures it looked at. */
export interface Why {
	readonly rule:
		| 'reached'
		| 'reached_late'
		| 'on_pace'
		| 'near_pace'
		| 'below_pace'
		| 'missed'
		| 'holds'
		| 'as_budgeted'
		| 'budgeted_late'
		| 'projection_holds'
		| 'projection_near'
		| 'projection_short'
		| 'score_near'
		| 'score_short'
		| 'conditions_short'
		| 'not_reported'
		| 'not_confirmed'
		| 'too_few'
		| 'base_missing'
		| 'base_provisional'
		| 'not_begun';
	/** The day that it is judged at. */
	readonly day: Day;
	/** What the rule asked for on that day (pace line, target, threshold), and what it found; null where there is none. */
	readonly planned: number | null;
	readonly actual: number | null;
	/** actual - planned, in the target's unit; for ratios and rates 0.01 is one percentage point. */
	readonly distance: number | null;
	/** Same day last year and projection to 31 December, for yearly ratios. */
	readonly lastYear: number | null;
	readonly projected: number | null;
	/** Of budgeted local money, the shares that were received and were due by the pace; null but for a match on budgets. */
	readonly share: { readonly actual: number; readonly planned: number } | null;
	/** How many records there are of how many that it takes; null where the number does not matter. */
	readonly sample: { readonly count: number; readonly least: number } | null;
}

export type BaseView =
	| { readonly state: 'missing'; readonly year: number | null }
	| {
			/** By the office with a source and a second person. */
			readonly state: 'given';
			readonly year: number | null;
			readonly value: number;
	  }
	| {
			/** From the records of the base year, or of the periods before the plan's first day, as they stand. */
			readonly state: 'derived';
			readonly year: number | null;
			readonly value: number;
			/** Whether it should have been frozen by now: then the target is at best at risk. */
			readonly provisional: boolean;
	  }
	| {
			/** The base year's confirmed records as they stood when the office froze them, with a second person. */
			readonly state: 'frozen';
			readonly year: number;
			readonly value: number;
			readonly records: number;
			/** Whether confirmed records of the base year are others than those frozen. */
			readonly changed: boolean;
			/** What they come to now; null where nothing has changed, or none is left. */
			readonly now: number | null;
	  };

/** Who froze a base, and who confirmed it. */
export interface FrozenBy {
	readonly unit: string;
	readonly frozenOn: Day;
	/** Null for the leading group. */
	readonly confirmedBy: string | null;
	readonly confirmedOn: Day;
}

export interface SeriesPoint {
	/** The last day of the point's period, or today in the one that runs. */
	readonly day: Day;
	/** Null where nothing is known, and for days to come. A cumulative target without its opening stock shows what came since. */
	readonly reported: number | null;
	readonly confirmed: number | null;
	/** Null where the kind has no pace line. */
	readonly pace: number | null;
	/** Same period of last year, where that is what one compares with. */
	readonly lastYear: number | null;
}

export interface YearFigure {
	readonly year: number;
	readonly reported: number | null;
	readonly confirmed: number | null;
	/** What the year asks for; null in the base year. */
	readonly target: number | null;
	/** Null while the year runs or nothing is known. */
	readonly met: boolean | null;
}

/** "Close N more by 31 December", "X more this year", "2 short". */
export interface Needed {
	readonly what: 'more_in_total' | 'more_this_year' | 'close_this_year' | 'days_less' | 'points_more' | 'money_more';
	/** In the unit of the records: cases, yuan, deals, databases. Positive. */
	readonly amount: number;
	readonly until: Day;
	/** Spread evenly over the months left, the running one included; null where a month makes no sense. */
	readonly perMonth: number | null;
}

export interface MatchView {
	/** Yuan that local money must reach in any case. */
	readonly minimumLocal: number;
	/** What the plan's own budget comes to: local / central. */
	readonly plannedRatio: number | null;
	readonly steps: readonly {
		readonly step: MatchBasis;
		/** The day up to which the money of the step is confirmed; null for the budget, and where too much waits. */
		readonly confirmedTo: Day | null;
		readonly reported: MatchMoney;
		readonly confirmed: MatchMoney;
	}[];
}

/** Yuan. */
export interface MatchMoney {
	readonly central: number;
	readonly local: number;
	/** Null for the budget, which does not part them. */
	readonly city: number | null;
	readonly district: number | null;
	/** local / central; null without central money. */
	readonly ratio: number | null;
}
