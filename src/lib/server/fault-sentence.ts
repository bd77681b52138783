// The one place where a fault's code becomes a sentence, in the language of the request.
import type { Fault } from '#lib/kernel/result.ts';
import { m } from '#lib/paraglide/messages.js';

/** Money in parameters stays a decimal string of yuan; unit and line codes are shown as they are in the input. */
export function faultSentence(fault: Pick<Fault, 'code' | 'params'>): string {
	const sentence = m[`faults_${fault.code}`] as (params: Record<string, unknown>) => string;
	return sentence({ ...fault.params });
}
