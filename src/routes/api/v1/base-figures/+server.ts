// Opening stocks and base years.
import { baseFigureSchema } from '#lib/observations/base-figure.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'base', baseFigureSchema, event.locals.app.commands.giveBaseFigures);
