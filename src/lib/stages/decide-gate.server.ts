// Decides on the gate of a phase: compute what blocks it from the cells of this very moment, decide, store, tell.
import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { groupCells, type CellName } from '#lib/figures/fold.ts';
import { proofConflicts } from '#lib/tasks/proofs.ts';
import { dayAt, type Day } from '#lib/kernel/day.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { newId, operationOf, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { write, type Written } from '#lib/log/event-log.server.ts';
import { cell } from '#lib/log/tables.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { summaryOf } from '#lib/plan/plan-summary.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { gateTargets } from './gate-targets.ts';
import { decideOnGate, gateDeltas, type GateInput, type GateInQuestion } from './gate.ts';
import { stagesPlanOf } from './stages-plan.ts';
import { stagesView, type Blocker } from './stages-view.ts';
import { gateDecision } from './tables.server.ts';

export function decideGate(recording: Recording, actor: Actor, call: Call, input: GateInput): Promise<Result<Written>> {
	return write(recording.log, operationOf(actor, call, { kind: 'gate', input }), async ({ tx, ...at }) => {
		const { plan } = recording;
		const today = dayAt(at.effectiveAt.getTime());
		const gate = await gateNow(tx, plan, input.phase, today);
		const decided = decideOnGate(gate, actor, today, input);
		if (!decided.ok) return decided;
		const [before] = await tx
			.select()
			.from(gateDecision)
			.where(eq(gateDecision.phase, input.phase))
			.orderBy(desc(gateDecision.number))
			.limit(1)
			.for('update');
		const id = newId();
		const { decision, reason, exceptions } = decided.value;
		const blockers = decision === 'pass' ? [] : (gate?.blockers ?? []);
		await tx.insert(gateDecision).values({
			...{ id, decision, reason, exceptions, blockers },
			phase: input.phase,
			number: (before?.number ?? 0) + 1,
			planVersion: plan.document.version,
			actor: actor.id,
			...at
		});
		return ok({
			ids: [id],
			facts: [
				{
					type: 'gateDecided',
					ids: [id],
					unit: actor.unit,
					before: before ? `gate_decision:${before.id}@1` : null,
					after: `gate_decision:${id}@1`,
					reason: id,
					values: { phase: input.phase, decision, before: before?.decision ?? null, blockers: blockers.length },
					deltas: gateDeltas(input.phase, before?.decision ?? null, decision),
					touches: [invalidated.stages, invalidated.gate(input.phase)],
					streams: ['plan'],
					feed: true
				}
			]
		});
	});
}

/** The gate as every screen shows it at this moment; null for a phase that the plan does not have. */
async function gateNow(
	tx: Tx,
	plan: PlanIndex,
	phase: string,
	today: Day
): Promise<(GateInQuestion & { readonly blockers: readonly Blocker[] }) | null> {
	const rows = await tx
		.select({ key: cell.key, layer: cell.layer, value: cell.value })
		.from(cell)
		.where(and(inArray(cell.stream, ['city', 'breakdown']), ne(cell.value, 0n)));
	const cells = new Map<CellName, bigint>(rows.map(({ key, layer, value }) => [`${layer} ${key}`, value]));
	const summary = summaryOf({ ...plan.document, units: [...plan.units.values()] });
	const targets = gateTargets(summary, { cells, today });
	const groups = groupCells(cells);
	const stages = stagesPlanOf(plan);
	const view = stagesView(stages, groups, targets, today, proofConflicts(summary, groups, targets));
	const index = view.phases.findIndex(({ id }) => id === phase);
	const found = view.phases[index];
	if (!found) return null;
	return {
		year: stages.phases[index]?.year ?? 0,
		blockers: found.gate.blockers,
		reachable: view.phases.slice(0, index).every(({ gate }) => gate.decision !== null && gate.decision !== 'hold')
	};
}
