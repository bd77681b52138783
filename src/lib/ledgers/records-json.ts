// The answer of GET /api/v1/records: records without the people who entered them.
import { pageSize, type BookLedger } from '#lib/entries/entry-filter.ts';
import type { EntryPage } from '#lib/entries/entry-view.ts';

export function recordsJson(ledger: BookLedger, page: number, { rows, count }: EntryPage) {
	return {
		ledger,
		page,
		pages: Math.max(1, Math.ceil(count / pageSize)),
		count,
		records: rows.map(({ id, day, territory, state, entered, amount, says }) => ({
			id,
			date: day,
			unit: entered.unit,
			feed: entered.feed,
			territory,
			state,
			...(amount === null ? {} : { amount }),
			...says
		}))
	};
}
