// What no text may hold, whatever field it is for: half characters and U+0000, which no database takes.
import { escapedPointer } from '#lib/kernel/fields.ts';
import { invalid, ok, type Fault, type Result } from '#lib/kernel/result.ts';
import { unstorable } from '#lib/kernel/text.ts';

/** A body is searched to its end; so many places are named. */
const namedAtOnce = 50;

/** A body whose texts and names can all be stored, or where they cannot. Walks without recursion: a body may be nested to any depth. */
export function storableBody(body: unknown): Result<unknown> {
	const faults: Fault[] = [];
	const waiting: { readonly pointer: string; readonly value: unknown }[] = [{ pointer: '', value: body }];
	for (let next = waiting.pop(); next && faults.length < namedAtOnce; next = waiting.pop()) {
		const { pointer, value } = next;
		if (typeof value === 'string') faults.push(...faultOf(value, pointer));
		if (typeof value !== 'object' || value === null) continue;
		for (const [key, member] of Object.entries(value).reverse()) {
			const inner = `${pointer}/${escapedPointer(key.toWellFormed())}`;
			faults.push(...faultOf(key, inner));
			waiting.push({ pointer: inner, value: member });
		}
	}
	return faults.length === 0 ? ok(body) : invalid(faults);
}

/** What is wrong with the characters of an address; null when nothing is. */
export function addressFault(url: URL): Fault | null {
	if (/%00/.test(url.pathname)) return { pointer: '', code: 'bad_character', params: { character: 'U+0000' } };
	// Parameter by parameter, as they came: what is no text was read as U+FFFD.
	const raw = url.search.slice(1).split('&').filter(Boolean);
	for (const [at, [name, value]] of [...url.searchParams].entries()) {
		const character = unstorable(name + value) ?? (isText(raw[at] ?? '') ? null : 'U+FFFD');
		if (character !== null)
			return { pointer: `/${escapedPointer(name)}`, code: 'bad_character', params: { character } };
	}
	return null;
}

/** Whether the bytes that a parameter escapes are UTF-8; a lone percent sign is a percent sign. */
function isText(parameter: string): boolean {
	return (parameter.match(/(?:%[\dA-F]{2})+/gi) ?? []).every((escaped) => {
		try {
			return decodeURIComponent(escaped) !== '';
		} catch {
			return false;
		}
	});
}

function faultOf(text: string, pointer: string): Fault[] {
	const character = unstorable(text);
	return character === null ? [] : [{ pointer, code: 'bad_character', params: { character } }];
}
