// Freezing the bases that records come to.
import { baseFreezeSchema } from '#lib/observations/base-freeze.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'base', baseFreezeSchema, event.locals.app.commands.freezeBases);
