// Proposes a new version of the plan: checked whole, stored whole; it becomes a version when a second person confirms it.
import type { RecordRules } from '#lib/plan/recording-rules.ts';
import { desc } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { dayAt, type Day } from '#lib/kernel/day.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, operationOf, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { write, type Written } from '#lib/log/event-log.server.ts';
import { withDefaults } from '#lib/plan/plan-document.ts';
import { planVersion } from '#lib/plan/tables.server.ts';
import { decideAmendment, type AmendmentInput } from './amendment.ts';
import { amendmentValues, planFact } from './record.ts';
import { amendment } from './tables.server.ts';

export function proposeAmendment(
	recording: Recording,
	records: RecordRules,
	actor: Actor,
	call: Call,
	input: AmendmentInput
): Promise<Result<Written>> {
	return write(recording.log, operationOf(actor, call, { kind: 'amendment', input }), async (writing) => {
		const today = dayAt(writing.effectiveAt.getTime());
		const [newest] = await writing.tx.select().from(planVersion).orderBy(desc(planVersion.version)).limit(1);
		const decided = decideAmendment(
			newest ? withDefaults(newest.document) : recording.plan.document,
			actor,
			newest && newest.effectiveFrom > today ? (newest.effectiveFrom as Day) : today,
			input,
			records
		);
		if (!decided.ok) return decided;
		const id = newId();
		const unit = actor.unit ?? recording.plan.document.coordinatingOffice;
		await insertEntries(writing, 'plan', actor, [{ id, kind: 'amendment', unit, day: today, territory: null }]);
		const { basedOn, effectiveFrom, reason } = input;
		const row = { entry: id, basedOn, effectiveFrom, reason, ...decided.value };
		await writing.tx.insert(amendment).values(row);
		return ok({ ids: [id], facts: [planFact('amendmentProposed', id, unit, amendmentValues(row), [])] });
	});
}
