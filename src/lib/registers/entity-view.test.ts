// Entities in lists: in which order, and by which filter.
import { expect, it } from 'vitest';
import { byNearness, entityView, readEntityFilter, type EntityView } from './entity-view.ts';
import type { RegisterRules } from './standing.ts';

const rules: RegisterRules = { targets: [], nearFrom: 0.8 };
const entity = (name: string, change: Partial<EntityView>): EntityView => ({
	...entityView(
		rules,
		{ id: name, register: 'pools', unit: 'ipo' },
		{ name, industry: 'i', territory: null, holder: null, evidence: null, retired: false, measures: { patents: 3n } },
		{ confirmed: true, updated: '2019-01-01' }
	),
	...change
});

it('the nearest come first, then those that qualify, and last those that have left', () => {
	const all = [
		entity('left', { retired: true, state: 'near', reached: 9999 }),
		entity('qualified', { state: 'qualified', reached: 10_000 }),
		entity('far', { state: 'not', reached: 10 }),
		entity('b', { state: 'near', reached: 9000 }),
		entity('a', { state: 'near', reached: 9000 })
	];
	expect(all.sort(byNearness).map(({ name }) => name)).toEqual(['a', 'b', 'far', 'qualified', 'left']);
});

it('shows the figures that are given', () => {
	expect(entity('e', {}).figures.map(({ measure, value }) => `${measure.name} ${value}`)).toEqual(['patents 3']);
});

it('a filter takes what the plan and the page know', () => {
	const read = (query: string) => readEntityFilter(new URLSearchParams(query), ['new-materials']);
	expect(read('industry=new-materials&state=near')).toEqual({ industry: 'new-materials', state: 'near' });
	expect(read('industry=x&state=counted')).toEqual({ industry: null, state: null });
});
