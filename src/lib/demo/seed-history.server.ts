// Writes the sample history through the commands of people's forms, call by call, each at its moment of the past.
import type { Actor } from '#lib/access/roles.ts';
import { dayAt } from '#lib/kernel/day.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { GateInput } from '#lib/stages/gate.ts';
import type { DemoCommands } from './demo-commands.server.ts';
import { historySeed, sampleHistory, type HistoryBatch } from './history.ts';

const sayEveryMs = 3000;

/**
 * Writes everything up to `start`. Each call has a key of its own, so that a seeding that was cut off goes on where it
 * stopped: what stands already answers with the same ids again.
 * @param people actors by username
 */
export async function seedHistory(
	commands: DemoCommands,
	plan: PlanIndex,
	people: ReadonlyMap<string, Actor>,
	start: Date,
	say: (line: string) => void
): Promise<void> {
	const history = sampleHistory(plan, start.getTime(), historySeed);
	const began = performance.now();
	let said = began;
	const ids: string[] = [];
	for (const [index, batch] of history.entries()) {
		const actor = people.get(batch.by);
		if (!actor) throw new Error(`the demonstration has no person named ${batch.by}`);
		const call = { opId: `seed:${index + 1}`, at: new Date(batch.at) };
		const written = await perform(commands, actor, call, batch, ids);
		if (!written.ok) {
			const faults = written.faults.map(({ pointer, code }) => `${pointer} ${code}`).join(', ');
			throw new Error(`sample history, call ${call.opId} (${batch.kind} by ${batch.by}): ${faults}`);
		}
		if (batch.kind !== 'confirmation')
			for (const [place, ref] of batch.refs.entries()) ids[ref] = written.value.ids[place] ?? '';
		if (performance.now() - said < sayEveryMs) continue;
		said = performance.now();
		const percent = Math.floor((100 * index) / history.length);
		say(`    ${percent} % · ${dayAt(batch.at)} · ${((said - began) / 1000).toFixed(0)} s`);
	}
}

function perform(
	commands: DemoCommands,
	actor: Actor,
	call: Call,
	batch: HistoryBatch,
	ids: readonly string[]
): Promise<Result<Written>> {
	const idOf = (ref: number) => ids[ref] ?? '';
	switch (batch.kind) {
		case 'disbursements':
			return commands.recordDisbursements(actor, call, batch.inputs);
		case 'operations':
			return commands.recordOperations(actor, call, batch.inputs);
		case 'transfers':
			return commands.proposeTransfers(actor, call, batch.inputs);
		case 'reviews':
			return commands.recordReviews(actor, call, batch.inputs);
		case 'transactions':
			return commands.recordTransactions(actor, call, batch.inputs);
		case 'cases':
			return commands.acceptCases(actor, call, batch.inputs);
		case 'closures':
			return commands.closeCases(actor, call, batch.inputs);
		case 'reopenings':
			return commands.reopenCases(actor, call, batch.inputs);
		case 'updates':
			return commands.updateShares(actor, call, batch.inputs);
		case 'milestones':
			return commands.reportMilestones(actor, call, batch.inputs);
		case 'observations':
			return commands.recordObservations(actor, call, batch.inputs);
		case 'bases':
			return commands.giveBaseFigures(actor, call, batch.inputs);
		case 'freezes':
			return commands.freezeBases(actor, call, batch.inputs);
		case 'entities':
			return commands.recordEntities(actor, call, batch.inputs);
		case 'entityChanges':
			return commands.recordEntities(
				actor,
				call,
				batch.inputs.map(({ of, changes }) => ({ id: idOf(of), changes }))
			);
		case 'safeguards':
			return commands.updateSafeguards(actor, call, batch.inputs);
		case 'gates':
			return decideGate(commands, actor, call, batch.inputs);
		case 'reversals':
			return commands.reverse(
				actor,
				call,
				batch.of.map((ref) => ({ id: idOf(ref), reason: batch.reason }))
			);
		case 'confirmation':
			return commands.confirm(actor, call, { ids: batch.refs.map(idOf) });
	}
}

/** One gate a sitting. Where nothing blocks it any more, it passes without exceptions. */
async function decideGate(
	commands: DemoCommands,
	actor: Actor,
	call: Call,
	[input]: readonly GateInput[]
): Promise<Result<Written>> {
	if (!input) throw new Error('a sitting over a gate without a decision');
	const decided = await commands.decideGate(actor, call, input);
	if (decided.ok || decided.faults[0]?.code !== 'nothing_blocks') return decided;
	return commands.decideGate(actor, call, { ...input, decision: 'pass', exceptions: {} });
}
