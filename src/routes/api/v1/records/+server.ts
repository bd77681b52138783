// The records of one ledger, newest first, as far as the caller may see them.
import { json } from '@sveltejs/kit';
import { readingBar, seesRecords } from '#lib/access/rights.ts';
import { refuse } from '#lib/kernel/result.ts';
import { recordsJson } from '#lib/ledgers/records-json.ts';
import { recordsQuery } from '#lib/ledgers/records-query.ts';
import { callerOf, problem } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const caller = await callerOf(event);
	if (!caller.ok) return problem(caller);
	if (!seesRecords(caller.value)) return problem(refuse('forbidden', readingBar(caller.value)));
	const query = recordsQuery(event.locals.app.catalogue.books, event.url.searchParams);
	if (!query.ok) return problem(query);
	const { ledger, page } = query.value;
	return json(recordsJson(ledger, page, await event.locals.app.reads.entries(caller.value, query.value)));
};
