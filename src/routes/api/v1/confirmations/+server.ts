// Confirmations, by ids or by unit and month.
import { confirmationSchemaOf } from '#lib/entries/confirmation.ts';
import { postCommand } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postCommand(event, 'confirmation', confirmationSchemaOf, event.locals.app.commands.confirm);
