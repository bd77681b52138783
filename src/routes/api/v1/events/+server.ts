// The log of one stream, as far as the caller may see it.
import { json } from '@sveltejs/kit';
import { eventQuery } from '#lib/log/event-query.ts';
import { refuse } from '#lib/kernel/result.ts';
import { callerOf, problem } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const caller = await callerOf(event);
	if (!caller.ok) return problem(caller);
	const query = eventQuery(event.url.searchParams);
	if (!query.ok) return problem(query);
	const { app } = event.locals;
	// A stream that one may not follow does not exist.
	if (!app.streamsOf(caller.value).some((stream) => stream === query.value.stream))
		return problem(refuse('not_found', caller.value.role === 'feed' ? 'feed_reads_own' : 'unknown_record', '/stream'));
	if (query.value.stream === 'signin' || query.value.stream === 'reads')
		await app.audit.noteRead(caller.value, { type: 'personalDataRead', what: 'audit' });
	return json({ stream: query.value.stream, events: await app.events(caller.value, query.value) });
};
