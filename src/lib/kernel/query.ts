// The query of an address as programs send it: known names, each once, whole numbers within their range.
import type { Fault } from './result.ts';

/** What is wrong with the names of a query: those that are not known, and those that stand there twice (R265). */
export function nameFaults(params: URLSearchParams, known: readonly string[]): Fault[] {
	return [...new Set(params.keys())].flatMap((name): Fault[] => {
		const pointer = `/${name}`;
		if (!known.includes(name)) return [{ pointer, code: 'unknown_field' }];
		return params.getAll(name).length > 1 ? [{ pointer, code: 'given_twice' }] : [];
	});
}

export interface WholeRange {
	readonly min: number;
	readonly max: number;
	/** What holds where nothing is said. */
	readonly fallback: number;
}

/** A whole number within a range; the fault names the range. */
export function wholeParam(
	params: URLSearchParams,
	name: string,
	{ min, max, fallback }: WholeRange
): { readonly value: number; readonly faults: readonly Fault[] } {
	const text = params.get(name);
	if (text === null) return { value: fallback, faults: [] };
	const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
	if (value >= min && value <= max) return { value, faults: [] };
	return { value: fallback, faults: [{ pointer: `/${name}`, code: 'not_in_range', params: { min, max } }] };
}
