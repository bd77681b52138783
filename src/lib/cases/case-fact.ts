// The fact that a record of a case makes: who is told, and which pages load again.
import type { Fact } from '#lib/log/fact.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { unitsOfCase } from './decide.ts';
import { caseDeltas, caseValues, type CaseRecord } from './record.ts';

const types = { case: 'caseAccepted', closure: 'caseClosed', reopening: 'caseReopened' } as const;
const tables = { case: 'case_file', closure: 'case_closure', reopening: 'case_reopening' } as const;

/**
 * @param unit the unit that the record is entered for
 * @param enteredBy the unit that entered the case
 */
export function caseFact(id: string, record: CaseRecord, unit: string, enteredBy: string): Fact {
	return {
		type: types[record.kind],
		ids: [id],
		unit,
		after: `${tables[record.kind]}:${id}@1`,
		values: caseValues(record),
		deltas: caseDeltas(record, 'reported', 1n),
		touches: [invalidated.ledger('cases'), invalidated.review, invalidated.unit(unit)],
		streams: [...new Set([unit, ...unitsOfCase(record.file, enteredBy)])].map(unitStream),
		feed: true
	};
}
