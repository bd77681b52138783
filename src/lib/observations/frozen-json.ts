// A frozen base as programs read it: who froze it, and what it is made of, money as decimal strings of yuan.
import { toYuan } from '#lib/kernel/money.ts';
import type { FrozenRow } from './observations-page.ts';

export type FrozenJson = Omit<FrozenRow, 'content'> & {
	/** The days of the base year with records; `amount` where they have one. */
	readonly shape: readonly { readonly day: string; readonly amount?: string; readonly count: number }[];
	/** Closures of the base year by the days that they took. */
	readonly durations: readonly { readonly days: number; readonly count: number }[];
};

export function frozenJson({ content, ...row }: FrozenRow): FrozenJson {
	const parts = Object.entries(content).map(([key, value]) => {
		const [what = '', of = ''] = key.split('/');
		return { what, of, value };
	});
	const amounts = new Map(parts.filter(({ what }) => what === 'amount').map(({ of, value }) => [of, BigInt(value)]));
	return {
		...row,
		shape: parts
			.filter(({ what }) => what === 'count')
			.map(({ of, value }) => {
				const amount = amounts.get(of);
				return { day: of, ...(amount === undefined ? {} : { amount: toYuan(amount) }), count: Number(value) };
			})
			.sort((a, b) => (a.day < b.day ? -1 : 1)),
		durations: parts
			.filter(({ what }) => what === 'duration')
			.map(({ of, value }) => ({ days: Number(of), count: Number(value) }))
			.sort((a, b) => a.days - b.days)
	};
}
