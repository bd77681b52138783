// Confirmations, by ids or by unit and month.
import { confirmationSchemaOf } from '#lib/ledgers/confirmation.ts';
import { postCommand } from '#lib/server/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postCommand(event, 'confirmation', confirmationSchemaOf, event.locals.app.commands.confirm);
