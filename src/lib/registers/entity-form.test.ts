// The forms of an entity: what is typed becomes what programs send.
import { describe, expect, it } from 'vitest';
import { entityChangeInput, entityConflicts, entityFieldOf, entityFieldsOf, newEntityInput } from './entity-form.ts';

describe('the form of a new entity', () => {
	it('has the fields of its register, a yearly figure for each year', () => {
		expect(entityFieldsOf('institutions', [2019, 2018])).toEqual([
			...['name', 'industry', 'territory', 'annual-revenue.2019', 'annual-revenue.2018', 'operable-patents', 'evidence']
		]);
		expect(entityFieldsOf('pools', [])).toContain('holder');
	});

	it('leaves out what is empty, and reads figures as people type them', () => {
		expect(
			newEntityInput('institutions', {
				name: ['E'],
				evidence: [' '],
				'measures.operable-patents': ['1,200'],
				'measures.annual-revenue.2018': ['2万'],
				'measures.annual-revenue.2019': ['x']
			})
		).toEqual({
			ok: true,
			value: {
				register: 'institutions',
				name: 'E',
				measures: { 'operable-patents': '1200', 'annual-revenue': { '2018': '20000', '2019': 'x' } }
			}
		});
	});
});

describe('the form of a change', () => {
	const input = (values: Record<string, string>) => {
		const result = entityChangeInput(
			Object.fromEntries(Object.entries({ entity: 'e', ...values }).map(([name, value]) => [name, [value]]))
		);
		return result.ok ? result.value : result.faults.map(({ pointer, code }) => `${pointer} ${code}`);
	};

	it('sends what differs from what was read; an emptied field takes its value back', () => {
		expect(
			input({
				...{ 'name.base': 'E', 'name.new': 'E ', 'holder.base': 'H', 'holder.new': '' },
				...{ 'inventions.base': '5', 'inventions.new': '6' }
			})
		).toEqual({ id: 'e', changes: { holder: { base: 'H', new: null }, inventions: { base: '5', new: '6' } } });
	});

	it('of a field that two have changed asks for a choice, and begins at what stands now', () => {
		const conflict = { 'name.base': 'A', 'name.new': 'B', 'name.theirs': 'C' };
		expect(input(conflict)).toEqual(['/changes/name bad_choice']);
		expect(input({ ...conflict, 'name.choice': 'mine' })).toMatchObject({ changes: { name: { base: 'C', new: 'B' } } });
		expect(input({ ...conflict, 'name.choice': 'base' })).toMatchObject({ changes: { name: { base: 'C', new: 'A' } } });
		expect(input({ ...conflict, 'name.choice': 'theirs' })).toMatchObject({ changes: {} });
	});

	it('shows its conflicts again when it is refused for something else', () => {
		const values = {
			'name.base': ['A'],
			'name.new': ['B'],
			'name.theirs': ['C'],
			'name.by': ['x'],
			'holder.base': ['']
		};
		expect(entityConflicts(values)).toEqual([{ field: 'name', base: 'A', mine: 'B', theirs: 'C', by: 'x', at: null }]);
	});

	it('retires and brings back', () => {
		expect(input({ retired: 'true' })).toEqual({ id: 'e', changes: { retired: { base: false, new: true } } });
		expect(input({ retired: 'false' })).toEqual({ id: 'e', changes: { retired: { base: true, new: false } } });
	});

	it('knows its fields by the pointers of refusals', () => {
		expect(entityFieldOf('changes.annual-revenue.2018')).toBe('annual-revenue.2018');
		expect(entityFieldOf('name.new')).toBe('name');
	});
});
