// docs/protocol.md names what the code has: streams, refusals, members of messages, events and the snapshot, types, touches.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type * as v from 'valibot';
import { accessTypes, readableStreams } from '#lib/access/rights.ts';
import { roles, type Actor } from '#lib/access/roles.ts';
import { catalogue } from '#lib/app/features.ts';
import { eventTypesOf } from '#lib/audit/event-words.ts';
import { eventSchema } from './event.ts';
import { heartbeatSchema, frameSchema, feedItemSchema, readySchema, refusals, tokenRefusals } from './messages.ts';
import { snapshotSchema } from './snapshot.ts';
import { invalidatedKinds, invalidatedThings } from './invalidations.ts';

const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

/** A part of the page, from its heading or first words to the next heading. */
function partFrom(words: string): string {
	const start = page.indexOf(words);
	expect(start, words).toBeGreaterThan(-1);
	const rest = page.slice(start + words.length);
	const end = rest.search(/^#{2,3} /m);
	return end < 0 ? rest : rest.slice(0, end);
}
/** The names in backticks of the first cells of a part's tables. */
function namedIn(part: string): Set<string> {
	const cells = part.split('\n').flatMap((line) => (line.startsWith('| ') ? (line.split('|')[1] ?? '') : []));
	return new Set(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)));
}
const keysOf = (schema: { readonly entries: v.ObjectEntries }) => Object.keys(schema.entries);
const missing = (names: readonly string[], part: string) => names.filter((name) => !part.includes(`\`${name}\``));

it('[R267] names every type of event', () => {
	expect(missing(eventTypesOf(catalogue), page)).toEqual([]);
	for (const [role, part] of [
		['system_admin', 'the system administrator’s part'],
		['security_admin', 'the security administrator’s part']
	] as const) {
		const line = page.split('\n').find((each) => each.replaceAll("'", '’').includes(part)) ?? '';
		const own = [...line.matchAll(/`(\w+)`/g)].map(([, name = '']) => name).filter((name) => name !== 'access');
		expect(own.sort()).toEqual([...(accessTypes({ role } as Actor) ?? [])].sort());
	}
});

it('[R267] names every member of messages, events and the snapshot, and no others', () => {
	expect(missing(keysOf(readySchema), partFrom('**`ready`**'))).toEqual([]);
	expect(missing(keysOf(frameSchema), partFrom('**`frame`**'))).toEqual([]);
	expect(missing(keysOf(heartbeatSchema), partFrom('**`heartbeat`**'))).toEqual([]);
	expect([...namedIn(partFrom('## Events'))].sort()).toEqual(keysOf(eventSchema).sort());
	expect(missing(keysOf(snapshotSchema), partFrom('## Snapshot and recovery'))).toEqual([]);
	for (const name of keysOf(feedItemSchema)) expect(partFrom('## The feed')).toMatch(new RegExp(`\\b${name}\\b`));
});

it('[R267] names what may stand in touches, and nothing else', () => {
	const named = [...namedIn(partFrom('### Touches'))].map((name) => name.split(':')[0] ?? '');
	expect(named.sort()).toEqual([...invalidatedThings, ...invalidatedKinds].sort());
});

it('[R267] names every stream that anybody follows, and every refusal', () => {
	const settings = { rankingVisibleToTerritories: true, recording: [] };
	const streams = roles.flatMap((role) =>
		readableStreams({ id: 'x', role, unit: 'u' } as Actor, settings, ['t'], ['u'], ['t'])
	);
	const families = [...new Set(streams.map((stream) => stream.split(':')[0] ?? ''))];
	const table = [...namedIn(partFrom('## Streams'))].map((name) => name.split(':')[0] ?? '');
	expect([...new Set(table)].sort()).toEqual(families.sort());
	const told = namedIn(partFrom('The handshake is refused'));
	expect([...refusals, ...tokenRefusals].filter((name) => name !== 'foreign_origin' && !told.has(name))).toEqual([]);
});
