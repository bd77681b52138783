// What a feature brings to the server; app/features.server.ts lists all of them.
import type { RecordRules } from '#lib/plan/recording-rules.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import type { Schema } from '#lib/http/json-schema.ts';
import type { PlanInForce } from '#lib/plan/plan-index.ts';
import type { LedgerPort, LedgerPorts } from './port.server.ts';

/** A command is opened with the recording; then it takes who acts, the caller's key, and parsed input. */
export interface ServerFeature {
	readonly port: (inForce: PlanInForce) => LedgerPort;
	// Each feature's commands keep types of their own.
	readonly commands: (recording: Recording, ports: LedgerPorts, records: RecordRules) => object;
	/** What records of the ledger say in the answers of the API, by kind; empty where they are in none. */
	readonly described: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
}

/** What a command takes after the recording. */
export type After<Command> = Command extends (recording: Recording, ...args: infer Args) => unknown ? Args : never;

/** What a command takes after the recording and one thing more that its feature was given. */
export type AfterPorts<Command> = Command extends (recording: Recording, ports: never, ...args: infer Args) => unknown
	? Args
	: never;
