// What stands beside an amount while one types: in full, and in words; or why it cannot be read.
import { chineseYuan } from '#lib/kernel/chinese-numerals.ts';
import { formatYuan, type Fen } from '#lib/kernel/money.ts';
import type { Fault } from '#lib/kernel/result.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** "¥125,000.00 · 十二万五千元"; in English "¥125,000.00 (125 thousand)". */
export function amountInWords(amount: Fen): string {
	const full = formatYuan(amount);
	if (getLocale() === 'zh-CN') return m.ledgers_amount_words({ full, words: chineseYuan(amount) });
	const words = rounded(amount);
	return words === null ? m.ledgers_amount_full({ full }) : m.ledgers_amount_words({ full, words });
}

/** Only what is said of a character: while one types, much is not finished yet. */
export function unreadAmount({ code, params }: Pick<Fault, 'code' | 'params'>): string {
	if (code === 'amount_character') return m.faults_amount_character({ character: String(params?.['character'] ?? '') });
	return code === 'figure_groups' ? m.ledgers_amount_unread() : '';
}

/** In thousands, millions or billions, exactly; null below a thousand and where it would say no less than the figure. */
function rounded(amount: Fen): string | null {
	for (const [places, say, decimals] of [
		[11, m.ledgers_billion, 3],
		[8, m.ledgers_million, 3],
		[5, m.ledgers_thousand, 1]
	] as const) {
		const unit = 10n ** BigInt(places);
		if (amount < unit) continue;
		const fraction = (amount % unit).toString().padStart(places, '0').replace(/0+$/, '');
		return fraction.length > decimals ? null : say({ figure: `${amount / unit}${fraction && `.${fraction}`}` });
	}
	return null;
}
