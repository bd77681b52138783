// The event: what happened, in the log and on GET /events. Ids, codes and figures only; never prose, never personal data.
import * as v from 'valibot';
import { wireCellSchema } from './cells.ts';

/**
 * The types that features add, each in its own `feature.ts`:
 * `declare module '#lib/protocol/event.ts' { interface FeatureEvents { dealRecorded: true } }`
 */
export interface FeatureEvents {}

/** What happened. The words and pages of the first are the features' (`Feature.events`), of the others `audit/event-words.ts`. */
export type EventType = keyof FeatureEvents | CoreEventType;

export type CoreEventType =
	| 'planLoaded'
	| 'dayTurned'
	| 'entryConfirmed'
	| 'entryReversed'
	| 'reversalConfirmed'
	| 'confirmationWithdrawn'
	| 'planAmended'
	| 'gateDecided'
	| 'sampleActivitySwitched'
	| 'accountCreated'
	| 'accountChanged'
	| 'accountDisabled'
	| 'accountEnabled'
	| 'appointmentGranted'
	| 'appointmentEnded'
	| 'appointmentDeclined'
	| 'linkIssued'
	| 'linkUsed'
	| 'passwordChanged'
	| 'passwordRehashed'
	| 'secondFactorBegun'
	| 'secondFactorEnrolled'
	| 'secondFactorRemoved'
	| 'recoveryCodesRenewed'
	| 'recoveryCodeUsed'
	| 'sessionEnded'
	| 'tokenIssued'
	| 'tokenRevoked'
	| 'policyChanged'
	| 'settingChanged'
	| 'unitChanged'
	| 'jobRequested'
	| 'reactionRetried'
	| 'signedIn'
	| 'signInFailed'
	| 'signInLocked'
	| 'signedOut'
	| 'exported'
	| 'personalDataRead'
	| 'settingsRead'
	| 'auditPruned'
	| 'auditBaseline';

/** On the wire any text: a newer server may send types that this client does not know. */
export const eventTypeSchema = v.custom<EventType>((type) => typeof type === 'string');

const scalar = v.union([v.string(), v.number(), v.null()]);

const eventBodySchema = v.strictObject({
	/** The records it concerns, newest first; empty in streams whose readers may not see them. */
	ids: v.array(v.string()),
	/** The unit that did it. */
	unit: v.nullable(v.string()),
	/** Row versions `table:id@version` before and after. */
	before: v.nullable(v.string()),
	after: v.nullable(v.string()),
	/** A code, or the id of the row that holds the text. */
	reason: v.nullable(v.string()),
	/** Figures and codes for one line of the feed. */
	values: v.record(v.string(), scalar),
	cells: v.array(wireCellSchema),
	/** Names of what pages show: a page that shows one of them loads again. */
	touches: v.array(v.string())
});
export type EventBody = v.InferOutput<typeof eventBodySchema>;

export const eventSchema = v.strictObject({
	stream: v.string(),
	seq: v.number(),
	type: eventTypeSchema,
	...eventBodySchema.entries,
	effectiveAt: v.string(),
	recordedAt: v.string(),
	actor: v.nullable(v.string()),
	opId: v.nullable(v.string())
});
export type LogEvent = v.InferOutput<typeof eventSchema>;
