// The fact that a new or changed entity makes: who is told, and which pages load again.
import type { Fact } from '#lib/log/fact.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { unitStream, type StreamName } from '#lib/protocol/streams.ts';
import type { EntityFields, Register } from './register.ts';

/** What a version is about: codes for one line of the feed; names stay in the records. */
export function entityValues(register: Register, version: number, fields: EntityFields) {
	return {
		ledger: 'registers',
		kind: 'entity',
		register,
		industry: fields.industry,
		territory: fields.territory,
		change: fields.retired ? 'retired' : version === 1 ? 'added' : 'changed'
	};
}

export function entityStreams(units: readonly (string | null)[]): StreamName[] {
	return [...new Set(units)].flatMap((unit) => (unit === null ? [] : [unitStream(unit)]));
}

/** @param unit the unit that the version is entered for */
export function entityFact(
	entity: { readonly id: string; readonly register: Register; readonly unit: string },
	version: { readonly entry: string; readonly version: number; readonly fields: EntityFields },
	unit: string,
	deltas: readonly CellDelta[]
): Fact {
	const { id, register } = entity;
	return {
		type: 'entityRecorded',
		ids: [version.entry, id],
		unit,
		before: version.version === 1 ? null : `register_entity:${id}@${version.version - 1}`,
		after: `register_entity:${id}@${version.version}`,
		values: entityValues(register, version.version, version.fields),
		deltas,
		touches: [invalidated.register(register), invalidated.review, invalidated.unit(unit)],
		streams: entityStreams([unit, entity.unit, version.fields.territory]),
		feed: true
	};
}
