// The wire: every message of a socket, both ways, as schemas. docs/protocol.md tells the same in prose. What a server sends may have
// members that an older page does not know; what a client sends may not.
import * as v from 'valibot';
import { wireCellSchema } from './cells.ts';
import { eventTypeSchema } from './event.ts';
import { verdictSchema } from './verdict.ts';

/** Raised with every incompatible change; the test pins the hash of `wire` to it. */
export const protocolVersion = 1;

const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const headsSchema = v.record(v.pipe(v.string(), v.maxLength(80)), seq);
export type Heads = v.InferOutput<typeof headsSchema>;

export const feedItemSchema = v.object({
	seq,
	type: eventTypeSchema,
	ids: v.array(v.string()),
	unit: v.nullable(v.string()),
	at: v.string(),
	values: v.record(v.string(), v.union([v.string(), v.number(), v.null()]))
});
export type FeedItem = v.InferOutput<typeof feedItemSchema>;

/** The events from+0 .. to of one stream, with only the newest value of each cell. */
export const frameSchema = v.object({
	stream: v.string(),
	from: seq,
	to: seq,
	/** Business instant of the newest event in it. */
	at: v.string(),
	cells: v.array(wireCellSchema),
	touches: v.array(v.string()),
	feed: v.array(feedItemSchema),
	/** With frames of `city`: derived from all cells, the same for all readers. */
	verdict: v.optional(verdictSchema)
});
export type Frame = v.InferOutput<typeof frameSchema>;

/** server > client, once after every connection: where each stream that you may follow stands. */
export const readySchema = v.object({
	protocol: v.number(),
	epoch: v.string(),
	today: v.string(),
	heads: headsSchema
});
export type Ready = v.InferOutput<typeof readySchema>;

/** server > client: your cursor cannot be continued, take a new snapshot and `resume` from it. */
const resetSchema = v.object({ reason: v.picklist(['epoch', 'too_far', 'behind', 'rights']) });
export type Reset = v.InferOutput<typeof resetSchema>;

/** server > client: the connection is about to be closed for good. */
export const endedSchema = v.object({
	reason: v.picklist(['signed_out', 'session_ended', 'shutdown', 'protocol'])
});
export type Ended = v.InferOutput<typeof endedSchema>;

/** server > client, every two seconds, and at once when the log can no longer be read or can be again. */
export const heartbeatSchema = v.object({
	/** Business instant of the server. */
	now: v.string(),
	/** How long ago the server last read its log, in ms: older than `oldAfterMs`, and the figures are "as of". */
	ageMs: seq,
	/** The newest day that can be looked back at; null before the first. */
	lastDay: v.nullable(v.string())
});
export type Heartbeat = v.InferOutput<typeof heartbeatSchema>;

/** client > server: this is where I stand; send what I miss (answered by frames, or by a `reset`). */
export const resumeSchema = v.strictObject({ epoch: v.string(), heads: headsSchema });
export type Resume = v.InferOutput<typeof resumeSchema>;

/** client > server: everything up to here is applied; at most once a second. */
export const ackSchema = v.strictObject({ heads: headsSchema });
export type Ack = v.InferOutput<typeof ackSchema>;

export interface ServerToClient {
	ready: (message: Ready) => void;
	frame: (message: Frame) => void;
	reset: (message: Reset) => void;
	ended: (message: Ended) => void;
	heartbeat: (message: Heartbeat) => void;
}
export interface ClientToServer {
	resume: (message: Resume) => void;
	ack: (message: Ack) => void;
}

/** One union of all that passes the wire, by direction and name. */
export const wire = {
	server: {
		ready: readySchema,
		frame: frameSchema,
		reset: resetSchema,
		ended: endedSchema,
		heartbeat: heartbeatSchema
	},
	client: { resume: resumeSchema, ack: ackSchema }
} as const;

/** Why a handshake is refused: the `message` of a `connect_error`; `foreign_origin` is told by HTTP 403 alone. */
export const refusals = [
	'unauthenticated',
	'protocol',
	'too_many_sockets',
	'busy',
	'limited',
	'foreign_origin'
] as const;
export type Refusal = (typeof refusals)[number];

/** The same, of those that only a program with a token meets. */
export const tokenRefusals = ['two_identities', 'nothing_to_follow'] as const;
export type TokenRefusal = (typeof tokenRefusals)[number];

/** How often a server says that it lives, in ms. */
export const heartbeatEveryMs = 2000;
/** A log that was last read longer ago than this makes figures old, in ms: three looks of the pump. */
export const oldAfterMs = 3000;
/** How many events a replay may cover; beyond it a snapshot is cheaper. */
export const replayLimit = 1000;
/** How long a client holds frames that are ahead of its cursor before it asks for a replay, in ms. */
export const holdAhead = 500;
