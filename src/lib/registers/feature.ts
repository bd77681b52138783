// Registers as a feature: entities that are added, changed and retired.
import * as v from 'valibot';
import { isOf, type Feature } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import { entityKind } from './entity-entries.ts';
import { mayKeepAny } from './register-frame.ts';
import { entityChangeSchema, entitySchema, newEntitySchema } from './register.ts';

declare module '#lib/protocol/event.ts' {
	interface FeatureEvents {
		entityRecorded: true;
	}
}

export const registers: Feature = {
	ledger: {
		ledger: 'registers',
		word: () => m.ledgers_book_registers(),
		record: () => m.dashboard_feed_record_registers(),
		page: '/registers',
		book: null,
		subjectWord: () => m.registers_record_entity(),
		hrefOf: (entry, which) =>
			which === 'one' && isOf(entityKind, entry)
				? `/registers/${entry.details.register}/${entry.details.entity}`
				: '/registers'
	},
	kinds: [entityKind],
	events: {
		entityRecorded: { word: () => m.audit_event_entity_recorded(), line: () => m.dashboard_feed_entity() }
	},
	records: {
		'register-entity': { recorders: ['role', 'unit', 'territories'], word: () => m.security_may_registers() }
	},
	acts: { entity: mayKeepAny },
	endpoints: [
		{
			...{ path: 'register-entities', schema: entitySchema, act: 'entity', command: 'recordEntities' },
			...{ operationId: 'recordRegisterEntities', name: 'RegisterEntity' },
			describedAs: v.union([newEntitySchema, entityChangeSchema]),
			summary: 'Enter entities of the registers, or change one by id, each field with its base'
		}
	]
};
