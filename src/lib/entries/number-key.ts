// What case numbers, registrations and names of registers are compared by (R210): one number, however it was typed or copied.
import { dropIgnorables } from '#lib/kernel/text.ts';

/** Raised whenever `numberKey` answers anything else than before: the next start computes the stored keys anew. */
export const numberKeyVersion = 1;

/**
 * "ＺＬ２０１９〔甬〕－第1 号" and "zl2019(甬)-1号" have one key. Kept beside the number, which stays as it was entered.
 * @returns '' for what shows nothing
 */
export function numberKey(number: string): string {
	return dropIgnorables(number.normalize('NFKC'))
		.replaceAll(dashes, '-')
		.replaceAll(openings, '(')
		.replaceAll(closings, ')')
		.replaceAll(/[\s\u2800]/g, '')
		.replaceAll(/第+(?=\p{Nd})/gu, '')
		.toLowerCase()
		.normalize('NFKC');
}

/** A stored number, with what decides whose it is where several rows hold it. */
export interface Numbered {
	readonly id: string;
	/** Numbers are compared within it. */
	readonly group: string;
	readonly number: string;
	/** When it was recorded. */
	readonly since: Date;
	readonly reversed: boolean;
}

/**
 * The keys of stored numbers, by id. Of several rows that hold one number the oldest has its key; the others stand beside it as
 * `key#2`, `key#3` … until all but one are reversed. What is reversed is in nobody's way.
 */
export function keysOfAll(rows: readonly Numbered[]): Map<string, string> {
	const keys = new Map(rows.map(({ id, number }) => [id, numberKey(number)]));
	const standing = rows.filter(({ reversed }) => !reversed);
	const inOrder = standing.toSorted((a, b) => a.since.getTime() - b.since.getTime() || (a.id < b.id ? -1 : 1));
	const named = (group: string, key: string) => `${group} ${key}`;
	// A number may be typed as `1#2` itself.
	const typed = new Set(standing.map(({ id, group }) => named(group, keys.get(id) ?? '')));
	const taken = new Set<string>();
	for (const { id, group } of inOrder) {
		const own = keys.get(id) ?? '';
		let key = own;
		for (let n = 2; taken.has(named(group, key)) || (key !== own && typed.has(named(group, key))); n++)
			key = `${own}#${n}`;
		taken.add(named(group, key));
		keys.set(id, key);
	}
	return keys;
}

/** Whether a stored key says that another row has the number. */
export function isDoubled(row: { readonly number: string; readonly key: string }): boolean {
	return row.key !== numberKey(row.number);
}

/** Of the rows whose keys begin with `key#` the one that gets the key when it is free: the first that holds the same number. */
export function heirOf(
	key: string,
	rows: readonly { readonly id: string; readonly number: string; readonly key: string }[]
): string | null {
	const place = (row: { readonly key: string }) => Number(row.key.slice(key.length + 1));
	const [first] = rows
		.filter((row) => numberKey(row.number) === key && isDoubled(row))
		.toSorted((a, b) => place(a) - place(b));
	return first?.id ?? null;
}

/**
 * All dashes, the minus signs, and what keyboards give in their place: the wave that Chinese and Japanese keyboards write with
 * two characters (〜 and ～), the line of Japanese (ー) and those of box drawing; a Chinese dash is two signs (——).
 */
const dashes = /\u2014\u2014|[\p{Pd}\u02D7\u2212\u2796~\u223C\u30FC\u2500\u2501]/gu;
const openings = /[\p{Ps}<]/gu;
const closings = /[\p{Pe}>]/gu;
