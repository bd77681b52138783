// Edits of task shares, field by field with what they were based on.
import { taskUpdateSchema } from '#lib/tasks/share.ts';
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) =>
	postRecords(event, 'share', taskUpdateSchema, event.locals.app.commands.updateShares);
