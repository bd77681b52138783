// Steps and sources of funds in the reader's words.
import { m } from '#lib/paraglide/messages.js';
import type { Source, Step } from './movement.ts';

const stepWords: Readonly<Record<Step, () => string>> = {
	allocated: () => m.funds_step_allocated(),
	received: () => m.funds_step_received(),
	committed: () => m.funds_step_committed(),
	disbursed: () => m.funds_step_disbursed(),
	spent: () => m.funds_step_spent()
};

const sourceWords: Readonly<Record<Source, () => string>> = {
	central: () => m.funds_source_central(),
	city: () => m.funds_source_city(),
	district: () => m.funds_source_district(),
	social: () => m.funds_source_social()
};

export function stepWord(step: Step): string {
	return stepWords[step]();
}

export function sourceWord(source: Source): string {
	return sourceWords[source]();
}
