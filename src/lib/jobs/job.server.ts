// A job as its feature states it: what it is called, when it is due, and what it does.
import type { Tx } from '#lib/platform/database.server.ts';
import type { Schedule } from './schedule.ts';

export interface Job {
	/** Names it in the database; never changes. */
	readonly kind: string;
	/** Which one, where a kind has several; they are due by themselves. */
	readonly subject?: string;
	/** Its name on the administrators' page, in the reader's language. */
	readonly title: () => string;
	/** Whose midnight: days and deadlines are the business clock's, retention and signatures the system's. */
	readonly clock: 'business' | 'system';
	readonly schedule: Schedule;
	/** Also due whenever a node starts. */
	readonly atStart?: boolean;
	/** Kinds that come first where they are due at the same time or before. */
	readonly after?: readonly string[];
	/**
	 * Does what is due. May be called again for the same time (a node that stops is followed by another): what it writes
	 * carries a key, or does not mind being written twice.
	 */
	readonly run: (turn: JobTurn) => Promise<void>;
}

export interface JobTurn {
	/** When it was due; several times that were missed are one turn. */
	readonly due: Date;
	/**
	 * Leaves the job done in the transaction of its effect: a node that has lost the lease meanwhile loses the effect too.
	 * Without it the job is done when `run` has ended.
	 * @throws when another node has the job now
	 */
	readonly done: (tx: Tx) => Promise<void>;
	/** Aborted when the node stops, or has lost the lease. */
	readonly signal: AbortSignal;
}

/** A kind and a subject as one word. */
export function nameOfJob({ kind, subject = '' }: Pick<Job, 'kind' | 'subject'>): string {
	return subject === '' ? kind : `${kind}:${subject}`;
}
