// The few figures of a day that later days are compared with.
import type { Layered, Light } from './layered.ts';
import type { Verdict } from '#lib/protocol/verdict.ts';

/** Sums since the first record; money is whole fen as digits. */
export interface DayFigures {
	readonly disbursed: Layered<string>;
	readonly trade: Layered<string>;
	readonly pledge: Layered<string>;
	readonly accepted: Layered<number>;
	readonly closed: Layered<number>;
	readonly milestones: Layered<number>;
	readonly targets: Readonly<Record<string, Layered<TargetThen>>>;
	/** Median days to close, of the year's closures by then (reported layer); not kept of the oldest days. */
	readonly medianDays?: number | null;
	/** What all readers were told; days that were stored before there was a verdict have none. */
	readonly verdict?: Verdict;
}

/** How a target stood: its value in its own unit, null while unknown. */
export interface TargetThen {
	readonly value: number | null;
	readonly light: Light;
	/** What it was counted from: opening stock or base year, null while missing; not kept of the oldest days. */
	readonly base?: number | null;
}
