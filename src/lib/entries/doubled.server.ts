// Records that hold one number twice (R211): joins those that stand beside a number with the one that has it.
import { isDoubled, numberKey } from './number-key.ts';

export interface Keyed {
	readonly group: string;
	readonly id: string;
	readonly key: string;
}

/** @param holdersOf those that have a key */
export async function groupsOfDoubled(
	beside: readonly (Keyed & { readonly number: string })[],
	holdersOf: (keys: readonly string[]) => PromiseLike<readonly Keyed[]>
): Promise<string[][]> {
	const doubled = beside.filter(isDoubled).map((row) => ({ ...row, key: numberKey(row.number) }));
	if (doubled.length === 0) return [];
	const holders = await holdersOf([...new Set(doubled.map(({ key }) => key))]);
	return holders
		.map((holder) => [
			holder.id,
			...doubled.filter(({ group, key }) => group === holder.group && key === holder.key).map(({ id }) => id)
		])
		.filter((ids) => ids.length > 1);
}
