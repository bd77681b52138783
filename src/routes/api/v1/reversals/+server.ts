// Reversals of any record.
import { reversalSchema } from '#lib/entries/reversal.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'reversal', reversalSchema, event.locals.app.commands.reverse);
