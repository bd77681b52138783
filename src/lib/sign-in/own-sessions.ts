// One's own sessions as their page shows them, and what it asks to end.
import * as v from 'valibot';

/** In the place of one session's id: all but the one that asks. */
export const allOthers = 'others';

export const sessionEndingSchema = v.strictObject({
	session: v.pipe(v.string('bad_id'), v.regex(/^[\w-]{1,80}$/, 'bad_id'))
});
export type SessionEnding = v.InferOutput<typeof sessionEndingSchema>;

export interface OwnSessionView {
	readonly id: string;
	/** The one that looks at the page. */
	readonly here: boolean;
	/** Ready to read: "2019-09-16 14:32" in Shanghai. */
	readonly since: string;
	readonly seen: string;
	readonly address: string | null;
	readonly agent: string | null;
}
