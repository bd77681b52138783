// "The same again?" (R233): records without a number of their own that are the same as one that stands, or as one before them in the write.
import { refuse, type Refusal } from '#lib/kernel/result.ts';
import { numberKey } from './number-key.ts';

/** What makes two records the same; references are compared as numbers are (R210). */
export function sameKey(parts: readonly (string | number | bigint)[], reference: string): string {
	return JSON.stringify([...parts.map(String), numberKey(reference)]);
}

/** A record that is to be written. */
interface AskedRecord {
	/** By `sameKey`. */
	readonly key: string;
	/** Whether the same is meant to stand once more. */
	readonly again: boolean;
}

/** A record that stands, with whether the caller may see it: its id is told only then. */
interface StandingRecord {
	readonly id: string;
	readonly key: string;
	readonly seen: boolean;
}

/** For each record of a write: that the same stands already, with the ids; null where it may be written. */
export function sameAgain(records: readonly AskedRecord[], standing: readonly StandingRecord[]): (Refusal | null)[] {
	const earlier = new Map<string, number>();
	return records.map(({ key, again }) => {
		const before = earlier.get(key) ?? 0;
		earlier.set(key, before + 1);
		const same = standing.filter((one) => one.key === key);
		if (again || same.length + before === 0) return null;
		const refusal = refuse('duplicate', 'duplicate', '', { count: same.length + before });
		const ids = same.filter(({ seen }) => seen).map(({ id }) => id);
		return { ...refusal, faults: refusal.faults.map((fault) => ({ ...fault, ids })) };
	});
}
