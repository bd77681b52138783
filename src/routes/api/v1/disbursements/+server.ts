// Fund movements; the endpoint keeps the name of the headline step.
import { disbursementSchema } from '#lib/funds/movement.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'movement', disbursementSchema, event.locals.app.commands.recordDisbursements);
