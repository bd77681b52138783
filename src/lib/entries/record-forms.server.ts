// The forms that every record has: reversal, confirmation, and taking a confirmation back.
import type { RequestEvent } from '@sveltejs/kit';
import { submitForm, single } from '#lib/http/form.server.ts';
import { reversalSchema } from './reversal.ts';
import { confirmationSchemaOf, withdrawalSchema } from './confirmation.ts';
import { ok, refuse } from '#lib/kernel/result.ts';

/** The reversal of a record, wherever it is shown. */
export function reversalForm(event: RequestEvent) {
	return submitForm(event, 'reversal', { schema: reversalSchema, command: single(event.locals.app.commands.reverse) });
}

/** The confirmation of chosen records or reversals, or of a unit's month. */
export function confirmationForm(event: RequestEvent) {
	return submitForm(event, 'confirmation', {
		schema: confirmationSchemaOf,
		input: ({ chosen, ids = [], unit = [], month = [] }) => {
			if (chosen === undefined) return ok({ unit: unit[0], month: month[0] });
			return ids.length === 0 ? refuse('invalid', 'bad_choice', '/ids') : ok({ ids });
		},
		command: (actor, call, input) => event.locals.app.commands.confirm(actor, call, input)
	});
}

/** Taking back what was just confirmed. */
export function withdrawalForm(event: RequestEvent) {
	return submitForm(event, 'withdrawal', {
		schema: withdrawalSchema,
		input: ({ ids = [] }) => ok({ ids }),
		command: event.locals.app.commands.withdrawConfirmations
	});
}
