// Cases reopened, by number.
import { reopeningSchema } from '#lib/cases/case.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'case', reopeningSchema, event.locals.app.commands.reopenCases);
