// Figures of indicators.
import { observationSchema } from '#lib/observations/observation.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'observation', observationSchema, event.locals.app.commands.recordObservations);
