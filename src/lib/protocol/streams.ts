// Names of the log's streams. A stream is an authorisation scope: its copies hold only what its readers may see.

export type StreamName =
	| 'city'
	| 'breakdown'
	| 'plan'
	| 'access'
	| 'signin'
	| 'reads'
	| `unit:${string}`
	| `task:${string}`
	| `user:${string}`;

export function unitStream(code: string): StreamName {
	return `unit:${code}`;
}

export function taskStream(code: string): StreamName {
	return `task:${code}`;
}

/** Streams that are only looked up, never pushed. */
export function isPushed(stream: string): boolean {
	return stream !== 'signin' && stream !== 'reads';
}

/** Streams that tell of what rights hang on: appointments, sessions, tokens, policy, units and the plan's settings. */
export function movesRights(stream: string): boolean {
	return stream === 'access' || stream === 'signin' || stream === 'plan';
}
