// The form of a confirmation 确认: chosen records, or all that a unit entered for a month.
import * as v from 'valibot';
import { codeField, idField, monthField } from '#lib/kernel/fields.ts';
import { batchLimit } from '#lib/commands/limits.ts';

const byIds = v.strictObject({
	ids: v.pipe(v.array(idField, 'not_list'), v.minLength(1, 'required'), v.maxLength(batchLimit, 'too_many'))
});
const byMonth = v.strictObject({ unit: codeField, month: monthField });
export type ConfirmationInput = v.InferOutput<typeof byIds> | v.InferOutput<typeof byMonth>;

/** The form that a body means: with `ids` the chosen records, else a unit's month; so that a fault names the right field. */
export function confirmationSchemaOf(body: unknown): v.GenericSchema<unknown, ConfirmationInput> {
	return typeof body === 'object' && body !== null && 'ids' in body ? byIds : byMonth;
}

/** How long one may take back what one confirmed, in seconds of the database's clock. */
export const takeBackSeconds = 10;

/** The form of taking confirmations back 撤回确认: the records and reversals that were confirmed. */
export const withdrawalSchema = byIds;
export type WithdrawalInput = v.InferOutput<typeof withdrawalSchema>;
