// The answer of GET /api/v1/records: records without the people who entered them.
import { pageSize } from '#lib/entries/entry-filter.ts';
import type { EntryPage } from '#lib/entries/entry-view.ts';

export function recordsJson(ledger: string, page: number, { rows, count, next }: EntryPage) {
	return {
		ledger,
		page,
		pages: Math.max(1, Math.ceil(count / pageSize)),
		count,
		next,
		records: rows.map(({ id, day, territory, state, entered, amount, details }) => ({
			id,
			date: day,
			unit: entered.unit,
			feed: entered.feed,
			territory,
			state,
			...(amount === null ? {} : { amount }),
			...details
		}))
	};
}
