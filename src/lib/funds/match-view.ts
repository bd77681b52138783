// Local money beside central money, year by year and by source: against what a target asks and what the document plans.
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { fundsMoved } from '#lib/figures/families/funds.ts';
import type { Layered } from '#lib/figures/layered.ts';
import { yearOf, monthOf, type Day } from '#lib/kernel/day.ts';
import { fen, type Fen } from '#lib/kernel/money.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import type { FundsPlan } from './funds-plan.ts';
import type { Step } from './movement.ts';

export const matchSteps = ['received', 'disbursed'] as const satisfies readonly Step[];
export type MatchStep = (typeof matchSteps)[number];

type MatchSource = 'central' | 'city' | 'district';

export interface MatchFigure {
	readonly central: Layered<Fen>;
	readonly city: Layered<Fen>;
	readonly district: Layered<Fen>;
	readonly local: Layered<Fen>;
	/** Local for one of central; null without central money. */
	readonly ratio: Layered<number | null>;
}

export interface MatchView {
	/** What a target asks for; null where none does. */
	readonly asked: number | null;
	/** What the document's own amounts come to. */
	readonly planned: number;
	readonly budget: { readonly central: Fen; readonly local: Fen };
	/** Base year and plan years that have begun, then the sum of all under the year null. */
	readonly rows: readonly { readonly year: number | null; readonly steps: Readonly<Record<MatchStep, MatchFigure>> }[];
}

export function matchView(plan: FundsPlan, cells: CellGroups, today: Day): MatchView {
	const sums = new Map<string, Record<Layer, bigint>>();
	const years = new Set(plan.years.filter((year) => year <= yearOf(today)));
	for (const { layer, parts, value } of fundsMoved.cells(cells)) {
		const { source, step, month } = parts;
		if (month > monthOf(today) || !matchSteps.some((one) => one === step)) continue;
		const year = Number(month.slice(0, 4));
		if (source !== 'social') years.add(year);
		for (const name of [`${year} ${source} ${step}`, `all ${source} ${step}`]) {
			const sum = sums.get(name) ?? { reported: 0n, confirmed: 0n };
			sums.set(name, sum);
			sum[layer] += value;
		}
	}
	const of = (year: number | null, source: MatchSource, step: MatchStep): Layered<Fen> => {
		const sum = sums.get(`${year ?? 'all'} ${source} ${step}`) ?? { reported: 0n, confirmed: 0n };
		return { reported: fen(sum.reported), confirmed: fen(sum.confirmed) };
	};
	const figure = (year: number | null, step: MatchStep): MatchFigure => {
		const [central, city, district] = [of(year, 'central', step), of(year, 'city', step), of(year, 'district', step)];
		const local = {
			reported: fen(city.reported + district.reported),
			confirmed: fen(city.confirmed + district.confirmed)
		};
		return {
			central,
			city,
			district,
			local,
			ratio: {
				reported: times(local.reported, central.reported),
				confirmed: times(local.confirmed, central.confirmed)
			}
		};
	};
	return {
		asked: plan.match,
		planned: times(plan.local, plan.central) ?? 0,
		budget: { central: plan.central, local: plan.local },
		rows: [...[...years].sort((a, b) => a - b), null].map((year) => ({
			year,
			steps: { received: figure(year, 'received'), disbursed: figure(year, 'disbursed') }
		}))
	};
}

/** Exact to a ten thousandth; null where there is nothing to divide by. */
function times(part: bigint, whole: bigint): number | null {
	return whole === 0n ? null : Number((part * 10_000n) / whole) / 10_000;
}
