// Cases accepted.
import { caseSchema } from '#lib/cases/case.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'case', caseSchema, event.locals.app.commands.acceptCases);
