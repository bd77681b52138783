// The deals and pledge loans of the sample history: by season, growing from year to year, a little under the plan's target.
import { firstDayOfYear, lastDayOfMonth, monthsBetween, monthOf, yearOf, type Day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { DealKind, TransactionInput } from '#lib/transactions/deal.ts';
import { weighTerritories, type HistoryGround, type SampleRecord } from './history-record.ts';
import { normal, pick, pickWeighted, type Random } from './random.ts';
import { bank, company, numbered, parties, registrationNumber } from './sample-words.ts';
import { workingDays } from './working-days.ts';

interface Volume {
	readonly pledge: boolean;
	/** Yuan in the base year. */
	readonly amount: number;
	readonly amountGrowth: number;
	/** Deals in the base year. */
	readonly count: number;
	readonly countGrowth: number;
	/** How far single amounts lie apart. */
	readonly spread: number;
	/** Amounts are whole multiples of this many yuan. */
	readonly unit: number;
}

const trade: Volume = {
	pledge: false,
	amount: 300_000_000,
	amountGrowth: 1.1705,
	count: 760,
	countGrowth: 1.09,
	spread: 0.9,
	unit: 1000
};
const loans: Volume = {
	pledge: true,
	amount: 700_000_000,
	amountGrowth: 1.24,
	count: 190,
	countGrowth: 1.13,
	spread: 0.4,
	unit: 100_000
};

/** Little around the Spring Festival, much at half-year and year end. */
const seasons = [0.055, 0.04, 0.075, 0.075, 0.08, 0.115, 0.075, 0.075, 0.09, 0.08, 0.09, 0.15];

export function sampleDeals(ground: HistoryGround): SampleRecord[] {
	const drafts = [...volumeOf(ground, trade), ...volumeOf(ground, loans)].sort((a, b) =>
		a.day < b.day ? -1 : a.day > b.day ? 1 : 0
	);
	const serials = new Map<number, number>();
	const { random } = ground;
	return drafts.flatMap(({ day, kind, territory, amount }): SampleRecord[] => {
		const year = yearOf(day);
		const serial = (serials.get(year) ?? 0) + 1;
		serials.set(year, serial);
		const by = ground.people.find((person) => person.role === 'district' && person.unit === territory);
		if (!by || day > ground.until) return [];
		const pledge = kind === 'pledge';
		const input: TransactionInput = {
			kind,
			amount: fen(BigInt(amount) * 100n),
			count: 1,
			date: day,
			territory,
			registration: registrationNumber(year, serial),
			parties: pledge ? company(random) : parties(random),
			bank: pledge ? bank(random) : null,
			reference: numbered(pledge ? '借款' : '合同', year, serial)
		};
		return [{ kind: 'transactions', by, day, input }];
	});
}

interface Draft {
	readonly day: Day;
	readonly kind: DealKind;
	readonly territory: string;
	/** Yuan. */
	readonly amount: number;
}

function volumeOf({ plan, until, random }: HistoryGround, volume: Volume): Draft[] {
	const { baseYear } = plan.document;
	const weights = weighTerritories(plan);
	return monthsBetween(monthOf(firstDayOfYear(baseYear)), monthOf(until)).flatMap((month) => {
		const years = yearOf(month) - baseYear;
		const season = seasons[Number(month.slice(5)) - 1] ?? 0;
		const total = volume.amount * volume.amountGrowth ** years * season * (1 + 0.012 * normal(random));
		// Busy months have larger deals as well as more of them.
		const count = Math.max(1, Math.round(volume.count * volume.countGrowth ** years * (season + 1 / 12) * 0.5));
		const days = workingDays(`${month}-01` as Day, lastDayOfMonth(month));
		return amountsOf(random, volume, total, count).map((amount, index) => ({
			// Spread evenly: half a month is then about half of its volume.
			day: days[Math.floor(((index + random()) / count) * days.length)] ?? pick(random, days),
			kind: volume.pledge ? 'pledge' : pickWeighted(random, { transfer: 60, licence: 32, equity: 8 }),
			territory: pickWeighted(random, weights),
			amount
		}));
	});
}

function amountsOf(random: Random, volume: Volume, total: number, count: number): number[] {
	const sizes = Array.from({ length: count }, () => Math.exp(volume.spread * normal(random)));
	const sum = sizes.reduce((one, other) => one + other, 0);
	return sizes.map((size) => Math.max(1, Math.round((total * size) / sum / volume.unit)) * volume.unit);
}
