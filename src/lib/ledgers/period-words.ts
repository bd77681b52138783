// Years and months in the reader's words.
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** '2019' or '2019-09' as "2019年" and "2019年9月", in English as they are. */
export function periodWord(period: string): string {
	const [year = '', month] = period.split('-');
	if (month === undefined) return m.ledgers_year({ year });
	return m.ledgers_month({ year, month: getLocale() === 'zh-CN' ? String(Number(month)) : month });
}
