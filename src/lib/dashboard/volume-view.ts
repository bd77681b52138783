// A yearly volume (trade or pledge loans): to date against the same day of last year, the base year and the growth target.
import {
	firstDayOfYear,
	addDays,
	lastDayOfMonth,
	lastDayOfYear,
	monthOf,
	monthsBetween,
	shiftYears,
	yearOf,
	type Day
} from '#lib/kernel/day.ts';
import { fen, type Fen } from '#lib/kernel/money.ts';
import type { LedgerFigure, PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Cell } from './fold.ts';
import { runningSum, type RunningSum } from './running-sum.ts';
import { ratioOf, tenThousandths } from './verdict.ts';
import type { Light, VolumeView } from './view-types.ts';

export type Volume = 'trade' | 'pledge';

/** The kinds of deals that a volume adds up, and the target that it is held to. */
const volumes: Readonly<Record<Volume, { readonly kinds: readonly string[]; readonly figure: LedgerFigure }>> = {
	trade: { kinds: ['transfer', 'licence', 'equity'], figure: 'trade-amount' },
	pledge: { kinds: ['pledge'], figure: 'pledge-amount' }
};

/** The target that the plan sets for a ledger's figure; without one the value is 0 and nobody owns it. */
export function targetFor(
	plan: PlanSummary,
	figure: LedgerFigure
): { readonly value: number; readonly owner: string | null } {
	return plan.targets.find((target) => target.figure === figure) ?? { value: 0, owner: null };
}

export function volumeTarget(plan: PlanSummary, volume: Volume): ReturnType<typeof targetFor> {
	return targetFor(plan, volumes[volume].figure);
}

/** @param cells those of `deals/<kind>/amount/<day>` and `deals/<kind>/count/<day>` */
export function volumeView(plan: PlanSummary, cells: readonly Cell[], today: Day, volume: Volume): VolumeView {
	const own = cells.filter(({ parts: [kind = ''] }) => volumes[volume].kinds.includes(kind));
	const sumOf = (what: 'amount' | 'count', layer: Cell['layer']): RunningSum =>
		runningSum(
			own
				.filter((cell) => cell.layer === layer && cell.parts[1] === what)
				.map((cell) => [cell.parts[2] ?? '', cell.value] as const)
		);
	const amount = { reported: sumOf('amount', 'reported'), confirmed: sumOf('amount', 'confirmed') };
	const count = { reported: sumOf('count', 'reported'), confirmed: sumOf('count', 'confirmed') };

	const year = yearOf(today);
	const last = shiftYears(today, -1);
	const inLastYear = inYear(count.reported, lastDayOfYear(year - 1)) > 0n;
	const anything = inYear(count.reported, today) > 0n;
	const growth = (layer: Cell['layer']) => {
		const before = inYear(amount[layer], last);
		// Nothing recorded yet is not known, it is no fall to nought.
		if (before === 0n || inYear(count[layer], today) === 0n) return null;
		return ratioOf(inYear(amount[layer], today) - before, before);
	};
	const toDate = inYear(amount.reported, today);
	const years = year - plan.baseYear;
	const base = years > 0 ? inYear(amount.reported, shiftYears(today, -years)) : 0n;
	const target = volumeTarget(plan, volume).value;
	return {
		light: volumeLight(plan, anything, toDate, base, years, target),
		year,
		amount: { reported: fen(toDate), confirmed: fen(inYear(amount.confirmed, today)) },
		count: { reported: Number(inYear(count.reported, today)), confirmed: Number(inYear(count.confirmed, today)) },
		lastYearAmount: inLastYear ? fen(inYear(amount.reported, last)) : null,
		lastYearCount: inLastYear ? Number(inYear(count.reported, last)) : null,
		growth: { reported: growth('reported'), confirmed: growth('confirmed') },
		averageGrowth: base === 0n || !anything ? null : ratioOf(toDate, base) ** (1 / years) - 1,
		target,
		months: monthsOf(plan, amount, today, target, inLastYear)
	};
}

/** What a running sum holds from 1 January of a day's year to that day. */
export function inYear(sum: RunningSum, until: Day): bigint {
	return sum(until) - sum(addDays(firstDayOfYear(yearOf(until)), -1));
}

/** Compares actual with base x (1 + rate)^years in whole numbers: a root would round. */
function volumeLight(
	plan: PlanSummary,
	anything: boolean,
	actual: bigint,
	base: bigint,
	years: number,
	target: number
): Light {
	if (years <= 0) return 'not_started';
	if (!anything) return 'unreported';
	if (base === 0n) return 'base_missing';
	const whole = 100_000_000n;
	const exponent = BigInt(years);
	const reaches = (rate: bigint) => actual * whole ** exponent >= base * (whole + rate) ** exponent;
	const rate = tenThousandths(target);
	if (reaches(rate * 10_000n)) return 'good';
	return reaches(rate * tenThousandths(plan.settings.verdict.pace.atRiskFrom)) ? 'risk' : 'behind';
}

function monthsOf(
	plan: PlanSummary,
	amount: { readonly reported: RunningSum; readonly confirmed: RunningSum },
	today: Day,
	target: number,
	inLastYear: boolean
): VolumeView['months'] {
	const year = yearOf(today);
	const years = BigInt(Math.max(0, year - plan.baseYear));
	const base = inYear(amount.reported, lastDayOfYear(plan.baseYear));
	const goal = (base * (10_000n + tenThousandths(target)) ** years) / 10_000n ** years;
	const lastTotal = inYear(amount.reported, lastDayOfYear(year - 1));
	const present = monthOf(today);
	const monthsOfYear = monthsBetween(monthOf(firstDayOfYear(year)), monthOf(lastDayOfYear(year)));
	return monthsOfYear.map((month, index) => {
		const end = lastDayOfMonth(month);
		const until = month === present ? today : end;
		const thisYear = (sum: RunningSum): Fen | null => (month > present ? null : fen(inYear(sum, until)));
		const lastYear = inYear(amount.reported, lastDayOfMonth(monthOf(shiftYears(end, -1))));
		return {
			month: index + 1,
			thisYear: thisYear(amount.reported),
			thisYearConfirmed: thisYear(amount.confirmed),
			lastYear: inLastYear ? fen(lastYear) : null,
			targetPath: years === 0n || base === 0n || lastTotal === 0n ? null : fen((goal * lastYear) / lastTotal)
		};
	});
}
