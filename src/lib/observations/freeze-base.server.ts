// Freezes bases: read what is confirmed of the base year, decide, store, tell. In force when a second person confirms.
import { and, eq } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { casesDuration, casesTurned } from '#lib/figures/families/cases.ts';
import { dealAmounts, dealCounts } from '#lib/figures/families/deals.ts';
import { readingsChosen } from '#lib/figures/families/plan.ts';
import { ofFamilies } from '#lib/figures/family-sql.server.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { yearOf, type Day } from '#lib/kernel/day.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { cell } from '#lib/log/tables.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { summaryOf } from '#lib/plan/plan-summary.ts';
import { layers } from '#lib/protocol/cells.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { baseValue, recordedBase, type BaseContent } from '#lib/figures/base.ts';
import { subjectOf } from '#lib/figures/subject.ts';
import {
	decideFreeze,
	derivedSource,
	readContent,
	storedContent,
	type BaseFreezeInput,
	type BaseStanding
} from './base-freeze.ts';
import { baseYearOf } from './base-figure.ts';
import { lockFreezes } from './lock-freezes.server.ts';
import { baseFact } from './observation-fact.ts';
import { baseFigure } from './tables.server.ts';

/** One freeze or up to 500, all or nothing. */
export function freezeBases(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly BaseFreezeInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'base-freezes', inputs, async (write, batch, today) => {
		const { plan } = recording;
		await lockFreezes(
			write.tx,
			batch.map((input) => input.target)
		);
		const standing = await standingBases(write.tx);
		const recorded = await recordedBases(write.tx, plan, today);
		const decided = settle(
			batch.map((input, index) => {
				const prefix = prefixOf(index, batch.length);
				const before = standing.get(input.target) ?? nothingStands;
				const { content, value } = recorded(input.target);
				const result = decideFreeze(plan, before, content, actor, yearOf(today), input);
				if (!result.ok) return { prefix, result };
				const id = newId();
				const target = result.value;
				standing.set(input.target, { ...before, waiting: id });
				const base = { target, year: baseYearOf(plan, target), value, source: derivedSource };
				return { prefix, result: ok({ id, base, content, reason: input.reason, unit: actor.unit ?? target.owner }) };
			})
		);
		if (!decided.ok) return decided;
		await insertEntries(
			write,
			'observations',
			actor,
			decided.value.map(({ id, unit }) => ({ id, kind: 'base', unit, day: today, territory: null }))
		);
		await write.tx.insert(baseFigure).values(
			decided.value.map(({ id, base: { target, year, value, source }, content, reason }) => ({
				entry: id,
				target: target.id,
				year,
				value,
				source,
				frozen: storedContent(content),
				reason
			}))
		);
		return ok(decided.value.map(({ id, base, unit }) => ({ id, fact: baseFact(id, base, unit) })));
	});
}

const nothingStands: BaseStanding = { given: null, waiting: null, frozen: null };

async function standingBases(tx: Tx): Promise<Map<string, BaseStanding>> {
	const rows = await tx
		.select({ base: baseFigure, confirmedAt: entry.confirmedAt })
		.from(baseFigure)
		.innerJoin(entry, eq(entry.id, baseFigure.entry))
		.where(eq(baseFigure.reversed, false));
	const standing = new Map<string, BaseStanding>();
	for (const { base, confirmedAt } of rows) {
		const known = standing.get(base.target) ?? nothingStands;
		if (base.frozen === null) standing.set(base.target, { ...known, given: base.entry });
		else if (base.stands) standing.set(base.target, { ...known, frozen: readContent(base.frozen) });
		else if (confirmedAt === null) standing.set(base.target, { ...known, waiting: base.entry });
	}
	return standing;
}

/** What the confirmed records of the base years come to, by the same rule as every screen; the value in hundredths. */
async function recordedBases(tx: Tx, plan: PlanIndex, today: Day) {
	const rows = await tx
		.select({ key: cell.key, value: cell.value })
		.from(cell)
		.where(
			and(eq(cell.layer, 'confirmed'), ofFamilies(dealAmounts, dealCounts, casesTurned, casesDuration, readingsChosen))
		);
	const groups = groupCells(
		new Map(
			rows.flatMap(({ key, value }) =>
				(readingsChosen.read(key) ? layers : (['confirmed'] as const)).map(
					(layer) => [`${layer} ${key}` as const, value] as const
				)
			)
		)
	);
	const summary = summaryOf(plan.document);
	return (id: string): { readonly content: BaseContent; readonly value: bigint } => {
		const target = summary.targets.find((one) => one.id === id);
		if (!target) return { content: new Map(), value: 0n };
		const subject = subjectOf(summary, groups, target, today);
		const content = recordedBase(subject, 'confirmed');
		const value = baseValue(subject, content);
		return { content, value: value ? (value.part * 100n) / value.whole : 0n };
	};
}
