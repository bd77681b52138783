// [R291] Which records a reader is offered to correct.
import { expect, it } from 'vitest';
import { correctionHref } from './correction.ts';

type Entry = Parameters<typeof correctionHref>[1];

const movement: Entry = {
	id: 'one',
	details: { kind: 'movement' },
	entered: { via: 'person', name: null, unit: 'finance', at: '2019-09-16 09:00', feed: null },
	reversal: null
};
const undo = { ...movement.entered, id: 'two', reason: 'R', needsConfirmation: false, confirmed: null };

it.each<[string, Entry, string | null, string | null]>([
	['a movement of the own unit', movement, 'finance', '/ledger/funds/new?replaces=one'],
	['not of another unit', movement, 'ipo', null],
	['not by the leading group, which is of no unit', movement, null, null],
	['not what a feed brought', { ...movement, entered: { ...movement.entered, feed: 'treasury' } }, 'finance', null],
	['not what is reversed', { ...movement, reversal: undo }, 'finance', null],
	['not a record of another kind', { ...movement, details: { kind: 'transfer' } }, 'finance', null]
])('offers %s', (_, entry, unit, href) => {
	expect(correctionHref({ unit }, entry)).toBe(href);
});

it('[R178] offers what a unit has taken over', () => {
	expect(correctionHref({ unit: 'ipo', predecessors: ['finance'] }, movement)).not.toBeNull();
});
