// What stands in the way of a confirmation: for records and for reversals, in the order in which it is said.
import { describe, expect, it } from 'vitest';
import { feed, leader, office, someone } from '../../../tests/support/actors.ts';
import type { Actor } from '#lib/access/roles.ts';
import { entryBar, reversalBar, type UndoneEntry } from './confirmation-bars.server.ts';
import type { EntryDetails, EntryRow } from './port.server.ts';

const at = new Date('2019-05-05T08:00:00Z');
const entry: EntryRow = {
	...{ id: 'e', ledger: 'tasks', kind: 'milestone', unit: 'yinzhou', actor: 'a', feed: null, day: '2019-05-05' },
	...{
		territory: 'yinzhou',
		effectiveAt: at,
		recordedAt: at,
		confirmedAt: null,
		confirmedBy: null,
		confirmedUnit: null
	},
	...{ subject: 'milestone', amount: null, line: null, toLine: null, source: null, exception: false },
	...{ department: null, task: '2.3', state: 'reported', reversed: false }
};
const details: EntryDetails = {
	...{ confirm: [], withdraw: [], reverse: { reported: [], confirmed: [] }, values: {}, touches: [], streams: [] },
	leadUnit: null
};
const undone: UndoneEntry = {
	entry: { ...entry, reversed: true },
	reversal: {
		...{ id: 'r', entry: 'e', reason: 'x', unit: 'yinzhou', actor: 'a', effectiveAt: at, recordedAt: at },
		...{ needsConfirmation: true, confirmedAt: null, confirmedBy: null, confirmedUnit: null }
	}
};

const nobody = new Map<string, string>();
const ofEntry = (actor: Actor, row: Partial<EntryRow> = {}, more: Partial<EntryDetails> = {}, taken = nobody) =>
	entryBar(actor, { ...entry, ...row }, { ...details, ...more }, taken);
const ofReversal = (actor: Actor, row: Partial<UndoneEntry['reversal']> = {}, more: Partial<EntryDetails> = {}) =>
	reversalBar(actor, { ...undone, reversal: { ...undone.reversal, ...row } }, { ...details, ...more });
const because = (code: string) => ({ code, waitsFor: null });

describe('[R45] a record', () => {
	it('is confirmed by the office and the leading group, and by nobody who lacks the right', () => {
		expect(ofEntry(office)).toBeNull();
		expect(ofEntry(leader)).toBeNull();
		expect(ofEntry(someone('district', 'yinzhou'))).toEqual(because('not_allowed'));
	});

	it("is confirmed by its task's lead department, which sees it though it is of another unit", () => {
		expect(ofEntry(someone('department', 'ipo'), {}, { leadUnit: 'ipo' })).toBeNull();
		expect(ofEntry(someone('department', 'ipo'))).toEqual(because('unknown_record'));
		expect(ofEntry(someone('department', 'ipo', 'token'), {}, { leadUnit: 'ipo' })).toEqual(because('not_allowed'));
	});

	it('is confirmed by people, never by a token of the office', () => {
		expect(ofEntry(someone('office', 'finance', 'token'))).toEqual(because('not_allowed'));
	});

	it('does not exist for those who may not see it', () => {
		expect(ofEntry(someone('district', 'haishu'))).toEqual(because('unknown_record'));
		expect(ofEntry(feed('trading'))).toEqual(because('unknown_record'));
	});

	it('is confirmed by another person of another unit', () => {
		expect(ofEntry({ ...office, id: 'a' })).toEqual(because('own_entry'));
		expect(ofEntry(office, { unit: 'finance' })).toEqual(because('own_unit_entry'));
	});

	it('is confirmed once, and not any more when it is reversed', () => {
		expect(ofEntry(office, { confirmedAt: at })).toEqual(because('already_confirmed'));
		expect(ofEntry(office, { reversed: true })).toEqual(because('reversed'));
	});

	it('[R47] waits for who holds its place, then for what it rests on', () => {
		expect(ofEntry(office, {}, { waitsFor: 'w' })).toEqual({ code: 'not_confirmed_before', waitsFor: 'w' });
		expect(ofEntry(office, {}, { waitsFor: 'w' }, new Map([['e', 't']]))).toEqual({
			code: 'not_confirmed_before',
			waitsFor: 't'
		});
	});

	it('says first who may not, then what its ledger has against it', () => {
		expect(ofEntry(office, {}, { confirm: 'not_confirmed_before' })).toEqual(because('not_confirmed_before'));
		expect(ofEntry(office, { unit: 'finance' }, { confirm: 'not_confirmed_before' })).toEqual(
			because('own_unit_entry')
		);
	});
});

describe('[R49] a reversal', () => {
	it('is confirmed by another person of another unit than those who reversed', () => {
		expect(ofReversal(office)).toBeNull();
		expect(ofReversal({ ...office, id: 'a' })).toEqual(because('own_entry'));
		expect(ofReversal(office, { unit: 'finance' })).toEqual(because('own_unit_entry'));
		expect(ofReversal(leader, { unit: null })).toBeNull();
	});

	it('of a record that was never confirmed needs nobody', () => {
		expect(ofReversal(office, { needsConfirmation: false })).toEqual(because('nothing_to_confirm'));
	});

	it('is confirmed once', () => {
		expect(ofReversal(office, { confirmedAt: at })).toEqual(because('already_confirmed'));
	});

	it('waits until what rests on the record has left the confirmed layer', () => {
		expect(ofReversal(office, {}, { carries: 'c' })).toEqual({ code: 'not_confirmed_before', waitsFor: 'c' });
	});

	it('does not exist for those who may not see the record', () => {
		expect(ofReversal(someone('district', 'haishu'))).toEqual(because('unknown_record'));
	});
});
