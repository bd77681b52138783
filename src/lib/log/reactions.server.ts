// Runs the reactions on this node: reads what each has not done with, one node at a time in each stream, and goes on where it stopped.
import { randomUUID } from 'node:crypto';
import { isDatabaseAway } from '#lib/platform/database-away.ts';
import { errorLine } from '#lib/platform/error-facts.ts';
import type { LogEvent } from '#lib/protocol/event.ts';
import { write, type EventLog } from './event-log.server.ts';
import type { Reaction, ReactionWrite } from './reaction.server.ts';
import {
	holdAside,
	holdStream,
	installReaction,
	letGo,
	nextEvent,
	passEvent,
	postponeEvent,
	setEventAside,
	stillHolds,
	streamsToRead,
	type Hold
} from './reaction-rows.server.ts';

/** After so many the event is set aside. */
const mostTries = 8;
/** A node that is killed is followed by another after so long; one event takes no longer, or is given to another as well. */
const usualLeaseMs = 30_000;

export interface ReactionRunner {
	/** Something was committed, or time has passed: reads on, unless it is reading. */
	readonly look: () => Promise<void>;
	/** Begins no event any more, and waits for those under way. */
	readonly close: () => Promise<void>;
}

export interface ReactionParts {
	readonly log: EventLog;
	readonly reactions: readonly Reaction[];
	readonly onError: (error: unknown, reaction: string | null) => void;
	readonly leaseMs?: number;
}

export async function runReactions({
	log,
	reactions,
	onError,
	leaseMs = usualLeaseMs
}: ReactionParts): Promise<ReactionRunner> {
	const { db } = log.database;
	const node = randomUUID();
	let closed = false;
	let isAway = false;
	for (const reaction of reactions) await installReaction(db, reaction);

	const readOn = async (reaction: Reaction) => {
		for (const stream of await streamsToRead(db, reaction)) {
			if (closed) return;
			const hold = await holdStream(db, reaction.name, stream, node, leaseMs);
			if (!hold) continue;
			try {
				while (await readNext(reaction, hold));
			} finally {
				await letGo(db, hold);
			}
		}
		for (let again = await asked(reaction); again; again = await asked(reaction))
			await react(reaction, again.hold, again.event, 1);
	};
	const asked = async ({ name }: Reaction) => (closed ? null : holdAside(db, name, node, leaseMs));

	/** Whether there may be more. */
	const readNext = async (reaction: Reaction, hold: Hold): Promise<boolean> => {
		const next = closed ? null : await nextEvent(db, hold, reaction, leaseMs);
		if (!next) return false;
		// It was counted before it was tried: an event that ends the process does not end it for ever.
		if (next.tries <= mostTries) return react(reaction, hold, next.event, next.tries);
		await setEventAside(db, hold, next.event.seq, mostTries, null);
		return true;
	};

	/** Whether the reaction may go on to the next event. */
	const react = async (reaction: Reaction, hold: Hold, event: LogEvent, tries: number): Promise<boolean> => {
		try {
			await reaction.run(event, writeFor(hold, event));
		} catch (error) {
			if (error instanceof HoldLost) return false;
			onError(error, reaction.name);
			const isLast = hold.aside === null && tries >= mostTries;
			await (isLast
				? setEventAside(db, hold, event.seq, tries, errorLine(error))
				: postponeEvent(db, hold, tries, errorLine(error)));
			return isLast;
		}
		await passEvent(db, hold, event.seq);
		return true;
	};

	const writeFor =
		(hold: Hold, { stream, seq }: LogEvent): ReactionWrite =>
		async (decide) => {
			const operation = {
				actor: 'system:reactions',
				opId: `reaction:${hold.reaction}:${stream}:${seq}`,
				request: { reaction: hold.reaction, stream, seq }
			};
			const written = await write(log, operation, async (writing) => {
				if (!(await stillHolds(writing.tx, hold))) throw new HoldLost();
				return decide(writing);
			});
			if (!written.ok) throw new Error(`refused: ${written.faults.map(({ code }) => code).join(', ')}`);
		};

	const busy = new Map<string, Promise<void>>();
	const lookOne = (reaction: Reaction) => {
		const present = busy.get(reaction.name);
		if (present) return present;
		const next = readOn(reaction)
			.then(() => {
				isAway = false;
			})
			.catch((error: unknown) => {
				// A database that is away is logged once: the request or write that needs it logs it too.
				if (!isAway) onError(error, reaction.name);
				isAway = isDatabaseAway(error);
			})
			.finally(() => busy.delete(reaction.name));
		busy.set(reaction.name, next);
		return next;
	};
	const look = async () => {
		if (!closed) await Promise.all(reactions.map(lookOne));
	};
	return {
		look,
		close: async () => {
			closed = true;
			await Promise.all(busy.values());
		}
	};
}

/** Another node has the event now, and does it. */
class HoldLost extends Error {}
