// Cases closed, by number.
import { closureSchema } from '#lib/cases/case.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'case', closureSchema, event.locals.app.commands.closeCases);
