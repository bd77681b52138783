// What funds do with their money.
import { operationSchema } from '#lib/funds/operation.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'operation', operationSchema, event.locals.app.commands.recordOperations);
