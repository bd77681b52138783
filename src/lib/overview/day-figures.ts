// The few figures of a day that later days are compared with, and what changed since.
import type { DashboardView } from './view-types.ts';
import type { Layered, Light } from '#lib/figures/layered.ts';
import type { DayFigures, TargetThen } from '#lib/figures/past-figures.ts';

/** Reported layer, now less then; money in whole fen. */
export interface Changes {
	readonly disbursed: bigint;
	readonly trade: bigint;
	readonly pledge: bigint;
	readonly accepted: number;
	readonly closed: number;
	readonly milestones: number;
	/** Targets whose light is another one, in the order of the plan. */
	readonly lights: readonly { readonly target: string; readonly from: Light; readonly to: Light }[];
}

/** The parts of a view that a day's figures are taken from. */
export type KeptParts = Pick<DashboardView, 'funds' | 'totals' | 'cases' | 'milestones' | 'targets' | 'verdict'>;

export function dayFigures({ funds, totals, cases, milestones, targets, verdict }: KeptParts): DayFigures {
	return {
		disbursed: digits(funds.steps.disbursed.total),
		trade: digits(totals.trade),
		pledge: digits(totals.pledge),
		accepted: totals.accepted,
		closed: totals.closed,
		milestones: milestones.reached,
		targets: Object.fromEntries(
			targets.map(({ id, base, reported, confirmed }) => {
				const from = base === null || base.state === 'missing' ? null : base.value;
				return [id, { reported: then(reported, from), confirmed: then(confirmed, from) }];
			})
		),
		medianDays: cases.medianDays,
		verdict
	};
}

export function changesSince({ funds, totals, milestones, targets }: DashboardView, past: DayFigures): Changes {
	return {
		disbursed: funds.steps.disbursed.total.reported - BigInt(past.disbursed.reported),
		trade: totals.trade.reported - BigInt(past.trade.reported),
		pledge: totals.pledge.reported - BigInt(past.pledge.reported),
		accepted: totals.accepted.reported - past.accepted.reported,
		closed: totals.closed.reported - past.closed.reported,
		milestones: milestones.reached.reported - past.milestones.reported,
		lights: targets.flatMap(({ id, reported }) => {
			const before = past.targets[id]?.reported.light;
			return before === undefined || before === reported.light
				? []
				: [{ target: id, from: before, to: reported.light }];
		})
	};
}

function then({ value, light }: TargetThen, base: number | null): TargetThen {
	return { value, light, base };
}

function digits({ reported, confirmed }: Layered<bigint>): Layered<string> {
	return { reported: reported.toString(), confirmed: confirmed.toString() };
}
