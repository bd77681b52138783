// Entities of the registers and their changes.
import { entitySchema } from '#lib/registers/register.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'entity', entitySchema, event.locals.app.commands.recordEntities);
