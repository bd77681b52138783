// Taking one's own confirmations back, by ids.
import { withdrawalSchema } from '#lib/entries/confirmation.ts';
import { postCommand } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postCommand(event, 'withdrawal', () => withdrawalSchema, event.locals.app.commands.withdrawConfirmations);
