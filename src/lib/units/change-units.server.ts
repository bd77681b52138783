// Ends units and adds new ones: the administrator's word is kept beside the plan's document, and the rows of units follow it.
import { asc, desc, eq } from 'drizzle-orm';
import { mayAdminister } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { reasonText } from '#lib/access/tables.server.ts';
import { dayAt, type Day } from '#lib/kernel/day.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { newId, operationOf, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { write, type Decided, type WriteTx, type Written } from '#lib/log/event-log.server.ts';
import type { PlanUnit } from '#lib/plan/plan-document.ts';
import { unit as unitTable, unitTerm } from '#lib/plan/tables.server.ts';
import type { UnitTerm } from '#lib/plan/unit-terms.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { decideEnd, decideNewUnit, type NewUnit, type UnitEnd } from './unit.ts';

export function endUnit({ log }: Recording, actor: Actor, call: Call, input: UnitEnd): Promise<Result<Written>> {
	if (!mayAdminister(actor, 'units')) return Promise.resolve(refuse('forbidden', 'not_allowed'));
	return write(log, operationOf(actor, call, { endUnit: input }), async (writing) => {
		const decided = decideEnd(await lockUnits(writing), dayAt(writing.effectiveAt.getTime()), input);
		if (!decided.ok) return decided;
		const { code, validTo, successor } = input;
		await writing.tx.update(unitTable).set({ validTo, successor }).where(eq(unitTable.code, code));
		return storeTerm(writing, actor, { code, added: null, validTo, successor }, input.reason);
	});
}

/** A unit that the plan's document does not know: a reform made it. */
export function addUnit({ log }: Recording, actor: Actor, call: Call, input: NewUnit): Promise<Result<Written>> {
	if (!mayAdminister(actor, 'units')) return Promise.resolve(refuse('forbidden', 'not_allowed'));
	return write(log, operationOf(actor, call, { addUnit: input }), async (writing) => {
		const decided = decideNewUnit(await lockUnits(writing), input);
		if (!decided.ok) return decided;
		const { code, kind, order, nameZh, nameEn, shortZh, shortEn, within, validFrom } = input;
		await writing.tx
			.insert(unitTable)
			.values({ code, kind, ord: order, nameZh, nameEn, shortZh, shortEn, validFrom, within });
		const name = { zh: nameZh, en: nameEn };
		const added = { kind, order, name, short: { zh: shortZh, en: shortEn }, within, validFrom };
		return storeTerm(writing, actor, { code, added, validTo: null, successor: null }, input.reason);
	});
}

/** As they stand now, on whatever node: one word on units at a time, what follows from it is looked at whole. */
async function lockUnits({ tx }: WriteTx): Promise<Map<string, PlanUnit>> {
	const rows = await tx.select().from(unitTable).orderBy(asc(unitTable.ord), asc(unitTable.code)).for('update');
	return new Map(
		rows.map((row) => [
			row.code,
			{
				code: row.code,
				kind: row.kind,
				order: row.ord,
				name: { zh: row.nameZh, en: row.nameEn },
				short: { zh: row.shortZh, en: row.shortEn },
				within: row.within,
				validFrom: (row.validFrom ?? '0001-01-01') as Day,
				validTo: row.validTo as Day | null,
				successor: row.successor,
				source: 'document'
			}
		])
	);
}

async function storeTerm(
	{ tx, recordedAt }: WriteTx,
	actor: Actor,
	term: UnitTerm,
	text: string
): Promise<Result<Decided>> {
	const [last] = await tx
		.select()
		.from(unitTerm)
		.where(eq(unitTerm.code, term.code))
		.orderBy(desc(unitTerm.version))
		.limit(1);
	const version = (last?.version ?? 0) + 1;
	// A unit that was added stays added, whatever is said of it later.
	const added = term.added ?? last?.added ?? null;
	await tx.insert(unitTerm).values({ ...term, added, version, at: recordedAt, by: actor.id });
	const reason = newId();
	await tx.insert(reasonText).values({ id: reason, text, at: recordedAt, by: actor.id });
	return ok({
		ids: [term.code],
		facts: [
			{
				type: 'unitChanged',
				ids: [term.code],
				unit: null,
				before: last ? `unit_term:${term.code}@${last.version}` : null,
				after: `unit_term:${term.code}@${version}`,
				reason,
				values: { unit: term.code, validTo: term.validTo, successor: term.successor },
				deltas: [],
				touches: [invalidated.units, invalidated.accounts, invalidated.roles, invalidated.plan],
				streams: ['access', 'plan'],
				feed: false
			}
		]
	});
}
