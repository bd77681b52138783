// Sample activity: at a human pace somebody of the demonstration does something, through the commands of real people's forms.
import { randomUUID } from 'node:crypto';
import { mayRunSamples } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { operationOf, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { write, type Written } from '#lib/log/event-log.server.ts';
import { meta } from '#lib/log/tables.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import type { Clock } from '#lib/jobs/clock.server.ts';
import type { DemoCommands } from './demo-commands.server.ts';
import { between, type Random } from './random.ts';
import { chooseKind, sampleAct } from './sample-acts.server.ts';
import { samplePeople } from './sample-people.server.ts';

export interface SampleActivity {
	/** Whether something goes on now. */
	readonly running: () => boolean;
	/** Switches it on or off, for everybody; refused to all but the office. */
	readonly set: (actor: Actor, call: Call, on: boolean) => Promise<Result<Written>>;
	/** Ends it, when the act that is under way has ended. */
	readonly close: () => Promise<void>;
}

export interface SampleActivityOptions {
	readonly recording: Recording;
	readonly commands: DemoCommands;
	readonly clock: Clock;
	/** False where the figures are real, or where the start's settings forbid samples: then nothing ever goes on. */
	readonly enabled: boolean;
	readonly onError: (error: unknown) => void;
	readonly random?: Random;
	/** Milliseconds from one act to the next. */
	readonly pause?: (random: Random) => number;
}

export async function openSampleActivity({
	recording,
	commands,
	clock,
	enabled,
	onError,
	random = Math.random,
	pause = (chance) => between(chance, 8000, 25_000)
}: SampleActivityOptions): Promise<SampleActivity> {
	const { log } = recording;
	const { db } = log.database;
	let on = await isOn();
	let timer: NodeJS.Timeout | undefined;
	let underWay: Promise<void> = Promise.resolve();
	let closed = false;

	async function isOn(): Promise<boolean> {
		const [row] = await db.select({ on: meta.sampleActivity }).from(meta);
		return row?.on ?? false;
	}
	const running = () => enabled && on && !closed && clock.today() < recording.plan.lastDay;

	async function act(): Promise<void> {
		// Another node may have switched it.
		on = await isOn();
		if (!running()) return;
		const world = { db, plan: recording.plan, people: await samplePeople(db), today: clock.today(), random };
		const perform = await sampleAct(world, chooseKind(random));
		// A refusal is no error: somebody else was quicker, or chance drew the same number twice.
		if (perform && running()) await perform(commands, { opId: `sample:${randomUUID()}` });
	}
	function schedule(): void {
		if (!enabled || closed) return;
		timer = setTimeout(() => {
			underWay = act().catch(onError).finally(schedule);
		}, pause(random));
	}
	schedule();

	return {
		running,
		set: async (actor, call, wanted) => {
			if (!enabled || !mayRunSamples(actor)) return refuse('forbidden', 'not_allowed');
			const operation = operationOf(actor, call, { kind: 'sample-activity', on: wanted });
			const written = await write(log, operation, async ({ tx }) => {
				await tx.update(meta).set({ sampleActivity: wanted });
				return ok({
					ids: [],
					facts: [
						{
							type: 'sampleActivitySwitched' as const,
							ids: [],
							unit: actor.unit,
							values: { on: wanted ? 1 : 0 },
							deltas: [],
							touches: [invalidated.sampleActivity],
							streams: ['plan' as const],
							feed: false
						}
					]
				});
			});
			on = await isOn();
			return written;
		},
		close: async () => {
			closed = true;
			clearTimeout(timer);
			await underWay;
		}
	};
}
