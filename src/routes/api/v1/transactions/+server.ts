// Deals and pledge loans.
import { transactionSchema } from '#lib/transactions/deal.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'transaction', transactionSchema, event.locals.app.commands.recordTransactions);
