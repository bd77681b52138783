// The form of a reversal 冲销: which record, and why.
import * as v from 'valibot';
import { idField, shortText } from '#lib/kernel/fields.ts';

export const reversalSchema = v.strictObject({ id: idField, reason: shortText(200) });
export type ReversalInput = v.InferOutput<typeof reversalSchema>;
