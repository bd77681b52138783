// Bodies that nobody should send, made of good ones by a seed: wrong types, missing, doubled and added fields, text that breaks things.
import fc from 'fast-check';

/** One body as it goes over the wire. */
export interface OddBody {
	readonly type: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The fields of a form in their order; a file is told by its content. */
export type FormPairs = readonly (readonly [name: string, value: string | { readonly file: string }])[];

/** JSON as it is written, so that a name may come twice, or be one that JavaScript gives a meaning to. */
type Written =
	{ readonly names: readonly (readonly [string, Written])[] } | { readonly items: readonly Written[] } | string;

interface Change {
	readonly how: 'set' | 'drop' | 'double' | 'rename' | 'wrap' | 'add' | 'deepen';
	readonly at: number;
	readonly name: string;
	readonly value: unknown;
}

const oddTexts = [
	'',
	' ',
	'0',
	'-1',
	'1e309',
	'9007199254740993',
	'99999999999.99',
	'1.001',
	'0000-01-01',
	'2019-02-30',
	'9999-12-31',
	'275760-09-13',
	'2019-13',
	'\u0000',
	'a\u0000b',
	'\ud800',
	'x\udfff',
	'𠮷',
	'\u202e',
	'\u00a0',
	'\r\n',
	'=1+1',
	"'; drop table event; --",
	'../../etc/passwd',
	'%00',
	'{}',
	'[]',
	'null',
	'__proto__',
	'constructor',
	'toString',
	'00000000-0000-4000-8000-000000000000',
	'x'.repeat(300),
	'名'.repeat(3000),
	'9'.repeat(400),
	'{"a":'.repeat(200)
];

/** Names that mean something elsewhere: to the log, to accounts, to the language. */
export const addedNames = [
	'__proto__',
	'constructor',
	'prototype',
	'hasOwnProperty',
	'toString',
	'id',
	'role',
	'unit',
	'actor',
	'account',
	'confirmed',
	'created',
	'version',
	'form',
	'opId',
	'',
	'a.base',
	'__proto__.base',
	'__proto__.new',
	'measures.__proto__.2019',
	'exceptions.item:x',
	'exceptions.__proto__',
	'changes',
	'chosen',
	'ids',
	'\u0000',
	'x/y~z',
	'名'
];

const text = fc.oneof(fc.constantFrom(...oddTexts), fc.string({ unit: 'binary', maxLength: 90 }));
const value = fc.oneof(
	{ weight: 4, arbitrary: text },
	{
		weight: 2,
		arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 1e21, 2 ** 53, {}, [], [null], [[]])
	},
	{ weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) }
);
const change: fc.Arbitrary<Change> = fc.record({
	how: fc.constantFrom('set', 'set', 'set', 'drop', 'double', 'rename', 'wrap', 'add', 'deepen'),
	at: fc.nat(10_000),
	name: fc.constantFrom(...addedNames),
	value
});
const changes = fc.array(change, { maxLength: 3 });
/** What is done to the written body: mostly nothing. */
const spoiling = fc.constantFrom('', '', '', '', '', '', '', '', 'cut', 'bytes', 'nul', 'mark');

/** `foreign` is a form in a coding whose head says another than its body. */
type Coding = 'urlencoded' | 'multipart' | 'foreign';
const codings = ['urlencoded', 'urlencoded', 'urlencoded', 'urlencoded', 'multipart', 'multipart', 'foreign'] as const;

/** @param good bodies that the endpoint takes */
export function oddJson(good: readonly unknown[], count: number, seed: number): OddBody[] {
	const one = fc
		.record({ base: fc.constantFrom(...good), changes, spoiling, asList: fc.nat(9) })
		.map(({ base, changes, spoiling, asList }) => {
			const changed = changes.reduce(changeWritten, written(base));
			return spoil(textOf(asList === 0 ? { items: [changed, written(base)] } : changed), spoiling);
		});
	const anything = value.map((any) => textOf(written(any)));
	const bodies = fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: anything.map(utf8) });
	return fc.sample(bodies, { numRuns: count, seed }).map((bytes) => ({ type: 'application/json', bytes }));
}

/** @param good forms that the action takes */
export function oddForms(good: readonly FormPairs[], count: number, seed: number): OddBody[] {
	const form = fc.record({
		base: fc.constantFrom(...good),
		changes,
		spoiling,
		coding: fc.constantFrom<Coding>(...codings)
	});
	return fc.sample(form, { numRuns: count, seed }).map(({ base, changes, spoiling, coding }) => {
		const { type, body } = encode(changes.reduce(changePairs, base), coding);
		return { type, bytes: spoil(body, spoiling) };
	});
}

/** Messages of a socket: what JSON can say, and bytes. */
export function oddMessages(good: readonly unknown[], count: number, seed: number): unknown[][] {
	const one = fc.record({ base: fc.constantFrom(...good), changes, beside: fc.nat(9) });
	return fc.sample(one, { numRuns: count, seed }).map(({ base, changes, beside }) => {
		const changed = JSON.parse(textOf(changes.reduce(changeWritten, written(base)))) as unknown;
		if (beside === 0) return [];
		if (beside === 1) return [changed, changed];
		return beside === 2 ? [Buffer.from('binary')] : [changed];
	});
}

function written(value: unknown): Written {
	if (Array.isArray(value)) return { items: value.map(written) };
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	return { names: Object.entries(value).map(([name, one]) => [name, written(one)] as const) };
}

function textOf(node: Written): string {
	if (typeof node === 'string') return node;
	if ('items' in node) return `[${node.items.map(textOf).join(',')}]`;
	return `{${node.names.map(([name, one]) => `${JSON.stringify(name)}:${textOf(one)}`).join(',')}}`;
}

/** Changes one place of all that the body has, inner ones too. */
function changeWritten(body: Written, { how, at, name, value }: Change): Written {
	if (how === 'add' && typeof body !== 'string' && 'names' in body)
		return { names: [...body.names, [name, written(value)]] };
	const place = at % Math.max(1, sizeOf(body));
	let seen = -1;
	const walk = (node: Written): Written => {
		if (typeof node === 'string') return node;
		if ('items' in node) return { items: node.items.map(walk) };
		return {
			names: node.names.flatMap(([own, one]): (readonly [string, Written])[] => {
				seen++;
				return seen === place ? changedName(own, one, how, name, value) : [[own, walk(one)]];
			})
		};
	};
	return walk(body);
}

function sizeOf(node: Written): number {
	if (typeof node === 'string') return 0;
	if ('items' in node) return node.items.reduce((sum, one) => sum + sizeOf(one), 0);
	return node.names.reduce((sum, [, one]) => sum + 1 + sizeOf(one), 0);
}

function changedName(
	own: string,
	one: Written,
	how: Change['how'],
	name: string,
	value: unknown
): (readonly [string, Written])[] {
	switch (how) {
		case 'drop':
			return [];
		case 'double':
			return [
				[own, one],
				[own, written(value)]
			];
		case 'rename':
			return [[name, one]];
		case 'wrap':
			return [[own, { items: [one] }]];
		case 'deepen':
			return [[own, '['.repeat(3000) + ']'.repeat(3000)]];
		default:
			return [[own, written(value)]];
	}
}

const boundary = '----odd-body';

function encode(pairs: FormPairs, coding: Coding): { readonly type: string; readonly body: string } {
	const multipart = { type: `multipart/form-data; boundary=${boundary}`, body: multipartOf(pairs) };
	const plain = pairs.map(
		([name, value]) => [name, typeof value === 'string' ? value : value.file] as [string, string]
	);
	const urlencoded = { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(plain).toString() };
	if (coding === 'foreign') return { type: multipart.type, body: urlencoded.body };
	// A file can come in no other coding.
	return coding === 'multipart' || pairs.some(([, value]) => typeof value !== 'string') ? multipart : urlencoded;
}

function multipartOf(pairs: FormPairs): string {
	const parts = pairs.map(([name, value]) => {
		const named = `Content-Disposition: form-data; name="${name.replaceAll(/["\r\n\u0000]/g, '_')}"`;
		return typeof value === 'string'
			? `--${boundary}\r\n${named}\r\n\r\n${value}\r\n`
			: `--${boundary}\r\n${named}; filename="sheet.csv"\r\nContent-Type: text/csv\r\n\r\n${value.file}\r\n`;
	});
	return `${parts.join('')}--${boundary}--\r\n`;
}

function changePairs(pairs: FormPairs, { how, at, name, value }: Change): FormPairs {
	const place = at % Math.max(1, pairs.length);
	const odd = typeof value === 'string' ? value : JSON.stringify(value);
	if (how === 'add') return [...pairs, [name, odd]];
	return pairs.flatMap((pair, index): FormPairs => {
		if (index !== place) return [pair];
		const [own, given] = pair;
		if (how === 'drop') return [];
		if (how === 'double') return [pair, [own, odd]];
		if (how === 'rename') return [[name, given]];
		if (how === 'wrap') return [[own, { file: typeof given === 'string' ? given : given.file }]];
		return [[own, typeof given === 'string' ? odd : { file: odd }]];
	});
}

function spoil(body: string, how: string): Uint8Array<ArrayBuffer> {
	const bytes = utf8(body);
	if (how === 'cut') return bytes.slice(0, Math.floor(bytes.length / 2));
	if (how === 'mark') return utf8(`\ufeff${body}`);
	const odd = how === 'bytes' ? [0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80] : how === 'nul' ? [0] : [];
	const middle = Math.floor(bytes.length / 2);
	return Uint8Array.from([...bytes.slice(0, middle), ...odd, ...bytes.slice(middle)]);
}

function utf8(body: string): Uint8Array<ArrayBuffer> {
	return new TextEncoder().encode(body);
}
