// [R277] Money with its unit, in the one that its size asks for; English writes full yuan where a record is meant.
import { formatMillion, formatWan, formatYi, formatYuan } from '#lib/kernel/money.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

const wan = 1_000_000n;
const million = 100_000_000n;
const yi = 10_000_000_000n;

/** A sum: "2.30 亿元", "5.56 万元", "80.50 元"; "¥230.00 million", "¥55,555.55". */
export function moneyWords(fen: bigint): string {
	const size = fen < 0n ? -fen : fen;
	if (getLocale() === 'en')
		return size >= million
			? m.ui_money_million({ amount: formatMillion(fen) })
			: m.ui_money_yuan({ amount: formatYuan(fen) });
	if (size >= yi) return m.ui_money_yi({ amount: formatYi(fen) });
	return size >= wan ? m.ui_money_wan({ amount: formatWan(fen) }) : m.ui_money_yuan({ amount: formatYuan(fen) });
}

/** A single record: "1,234.57 万元" as tables have it, "80.50 元"; in English full yuan, "¥125,000.50". */
export function recordMoney(fen: bigint): string {
	const size = fen < 0n ? -fen : fen;
	return getLocale() === 'en' || size < wan
		? m.ui_money_yuan({ amount: formatYuan(fen) })
		: m.ui_money_wan({ amount: formatWan(fen).replace(/\.00$/, '') });
}
