// A frozen base as programs read it: who froze it, and what it is made of, money as decimal strings of yuan.
import type { KeyPattern } from '#lib/figures/cell-family.ts';
import { contentAmounts, contentCounts, contentDurations } from '#lib/figures/families/bases.ts';
import { toYuan } from '#lib/kernel/money.ts';
import type { FrozenRow } from './observations-page.ts';

export type FrozenJson = Omit<FrozenRow, 'content'> & {
	/** The days of the base year with records; `amount` where they have one. */
	readonly shape: readonly { readonly day: string; readonly amount?: string; readonly count: number }[];
	/** Closures of the base year by the days that they took. */
	readonly durations: readonly { readonly days: number; readonly count: number }[];
};

export function frozenJson({ content, ...row }: FrozenRow): FrozenJson {
	const of = <Of extends object>(pattern: KeyPattern<Of>) =>
		Object.entries(content).flatMap(([key, value]) => {
			const parts = pattern.read(key);
			return parts ? [{ ...parts, value }] : [];
		});
	const amounts = new Map(of(contentAmounts).map(({ day, value }) => [day, BigInt(value)]));
	return {
		...row,
		shape: of(contentCounts)
			.map(({ day, value }) => {
				const amount = amounts.get(day);
				return { day, ...(amount === undefined ? {} : { amount: toYuan(amount) }), count: Number(value) };
			})
			.sort((a, b) => (a.day < b.day ? -1 : 1)),
		durations: of(contentDurations)
			.map(({ days, value }) => ({ days, count: Number(value) }))
			.sort((a, b) => a.days - b.days)
	};
}
