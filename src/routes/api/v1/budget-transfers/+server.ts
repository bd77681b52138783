// Transfers of budget, proposed.
import { transferSchema } from '#lib/funds/transfer.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'transfer', transferSchema, event.locals.app.commands.proposeTransfers);
