// Years, quarters and months in the reader's words.
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** '2019', '2019-Q2' or '2019-09' as "2019年", "2019年第2季度" and "2019年9月", in English as they are. */
export function periodWord(period: string): string {
	const [year = '', month] = period.split('-');
	if (month === undefined) return m.ledgers_year({ year });
	if (month.startsWith('Q')) return m.observations_quarter({ year, quarter: month.slice(1) });
	return m.ledgers_month({ year, month: getLocale() === 'zh-CN' ? String(Number(month)) : month });
}
