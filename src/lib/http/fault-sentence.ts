// The one place where a fault's code becomes a sentence, in the language of the request.
import type { Fault } from '#lib/kernel/result.ts';
import { isPlanRule } from '#lib/plan/check-plan.ts';
import { ruleSentence } from '#lib/plan/fault-lines.ts';
import { planThing } from '#lib/plan/plan-things.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** Money in parameters stays a decimal string of yuan; unit and line codes are shown as they are in the input. */
export function faultSentence(fault: Pick<Fault, 'code' | 'params'>): string {
	const sentence = m[`faults_${fault.code}`] as (params: Record<string, unknown>) => string;
	return sentence({ ...fault.params, ...planWords(fault), ...spaceWord(fault) });
}

/** A space between quotation marks is not seen. */
function spaceWord({ params = {} }: Pick<Fault, 'code' | 'params'>): Record<string, string> {
	const { character } = params;
	return typeof character === 'string' && /^\s$/.test(character) ? { character: m.faults_space() } : {};
}

/** A fault of the plan's files says its rule as the check at the command line does. */
function planWords({ code, params = {} }: Pick<Fault, 'code' | 'params'>): Record<string, string> {
	if (code === 'plan_id_lost') return { what: planThing(String(params['what'])) };
	const rule = String(params['rule']);
	if (code !== 'plan_fault' || !isPlanRule(rule)) return {};
	return { sentence: ruleSentence(rule, params, getLocale()) };
}
