// The form of an edit: what it sends becomes exactly the changes that its editor made or chose.
import { describe, expect, it } from 'vitest';
import { conflictsOf, editInput, editedFieldOf } from './edit-form.ts';

const values = (fields: Record<string, string>) =>
	Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));
const untouched = {
	share: '2.3/yinzhou',
	'status.base': 'in_progress',
	'status.new': 'in_progress',
	'progress.base': '40',
	'progress.new': '40',
	'narrative.base': 'half\ndone',
	'narrative.new': 'half\ndone'
};
const conflict = { ...untouched, 'progress.new': '60', 'progress.theirs': '50' };

describe('an edit of a share', () => {
	it('brings only the fields that were changed, with the values they were read with', () => {
		expect(editInput(values({ ...untouched, 'progress.new': '60' }))).toEqual({
			ok: true,
			value: { share: '2.3/yinzhou', changes: { progress: { base: '40', new: '60' } } }
		});
	});

	it('brings a text that was emptied', () => {
		expect(editInput(values({ ...untouched, 'narrative.new': '' }))).toMatchObject({
			value: { changes: { narrative: { base: 'half\ndone', new: '' } } }
		});
	});

	it('brings nothing when nothing was changed', () => {
		expect(editInput(values(untouched))).toMatchObject({ value: { changes: {} } });
	});
});

describe('after a conflict', () => {
	it('asks for a choice', () => {
		expect(editInput(values(conflict))).toMatchObject({
			ok: false,
			faults: [{ pointer: '/changes/progress', code: 'bad_choice' }]
		});
	});

	it.each([
		['mine', { progress: { base: '50', new: '60' } }],
		['base', { progress: { base: '50', new: '40' } }],
		['theirs', {}]
	])('%s is made from what stands there now', (choice, changes) => {
		expect(editInput(values({ ...conflict, 'progress.choice': choice }))).toMatchObject({ value: { changes } });
	});
});

it('the conflicts that a form shows come back with it', () => {
	const fields = { ...conflict, 'progress.by': 'yinzhou', 'progress.at': '2019-09-16T01:00:00.000Z' };
	expect(conflictsOf(values(fields))).toEqual([
		{ field: 'progress', base: '40', mine: '60', theirs: '50', by: 'yinzhou', at: '2019-09-16T01:00:00.000Z' }
	]);
	expect(conflictsOf(values(untouched))).toEqual([]);
});

it('a pointer into the input names the field of the form', () => {
	expect(['changes.progress', 'changes.progress.new', 'changes', 'share'].map(editedFieldOf)).toEqual([
		'progress',
		'progress',
		null,
		null
	]);
});
