// Milestones reached.
import { milestoneSchema } from '#lib/tasks/share.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'share', milestoneSchema, event.locals.app.commands.reportMilestones);
