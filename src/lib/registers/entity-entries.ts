// Changes of registers as lists and pages show them.
import { joined, type RecordKind } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Register } from './register.ts';
import { entityChangeWord, entityFieldWord, registerWord } from './register-words.ts';

export interface EntityDetails {
	readonly kind: 'entity';
	readonly register: Register;
	/** The entity's id. */
	readonly entity: string;
	readonly name: string;
	readonly change: 'added' | 'changed' | 'retired';
	readonly changed: readonly string[];
}

/** An entity that was added, changed or retired. */
export const entityKind: RecordKind<EntityDetails> = {
	kind: 'entity',
	words(details) {
		return {
			title: joined([registerWord(details.register), details.name]),
			sub: joined([
				entityChangeWord(details.change),
				details.change === 'changed' ? details.changed.map((field) => entityFieldWord(field)).join(', ') : null
			]),
			reference: ''
		};
	},
	lines(details) {
		return [
			[m.registers_register(), registerWord(details.register)],
			[m.registers_field_name(), details.name],
			[m.registers_changed_fields(), details.changed.map((field) => entityFieldWord(field)).join(', ')]
		];
	}
};
