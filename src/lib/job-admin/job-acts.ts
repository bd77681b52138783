// What an administrator does about jobs and reactions: runs a job now, has an event tried again.
import * as v from 'valibot';
import { optionalLine, shortText } from '#lib/kernel/fields.ts';

const name = shortText(120);

export const runNowSchema = v.strictObject({
	kind: name,
	/** Most jobs have none. */
	subject: v.pipe(
		optionalLine(120),
		v.transform((subject) => subject ?? '')
	)
});
export type RunNow = v.InferOutput<typeof runNowSchema>;

export const tryAgainSchema = v.strictObject({
	reaction: name,
	stream: name,
	seq: v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/), v.transform(Number))
});
export type TryAgain = v.InferOutput<typeof tryAgainSchema>;
