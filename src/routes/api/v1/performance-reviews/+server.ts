// Performance reviews of budget lines.
import { reviewSchema } from '#lib/funds/review.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'performance', reviewSchema, event.locals.app.commands.recordReviews);
