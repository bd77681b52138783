// What the plan says of a target, and which versions changed it.
import { expect, it } from 'vitest';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { changesOf, targetAbout } from './target-about.ts';

const { document } = await ningboPlan();
const first = { version: 1, effectiveFrom: '2017-12-21', document };
const changed = (id: string, change: object) => ({
	...document,
	targets: document.targets.map((target) => (target.id === id ? { ...target, ...change } : target))
});

it('tells clause, definition, formula and readings in the language asked for', () => {
	const about = targetAbout(document, [first], 'case-closure-rate', 'zh-CN');
	expect(about?.clause.ref).toBe('二(三)');
	expect(about?.formula?.part).toBe('当年结案数（当年又重新办理的不计）');
	expect(targetAbout(document, [first], 'case-closure-rate', 'en')?.formula?.part).toBe(
		'cases closed in the year, less those reopened in it'
	);
	expect(targetAbout(document, [first], 'institutions', 'en')?.conditions?.match).toBe('any');
	expect(targetAbout(document, [first], 'transaction-growth', 'en')?.readings.map(({ id }) => id)).toEqual([
		'transaction-volume',
		'average-growth'
	]);
	expect(targetAbout(document, [first], 'nothing', 'en')).toBeNull();
});

it('names the versions that changed the target and what they changed, and no others', () => {
	const versions = [
		first,
		{ version: 2, effectiveFrom: '2018-06-01', document: changed('satisfaction', { value: 82 }) },
		{
			version: 3,
			effectiveFrom: '2019-01-01',
			document: changed('satisfaction', { value: 82, scale: 120, owner: 'amr' })
		}
	];
	expect(changesOf(versions, 'satisfaction')).toEqual([
		{ version: 1, from: '2017-12-21', changed: [] },
		{ version: 2, from: '2018-06-01', changed: ['value'] },
		{ version: 3, from: '2019-01-01', changed: ['owner', 'other'] }
	]);
	expect(changesOf(versions, 'institutions')).toEqual([{ version: 1, from: '2017-12-21', changed: [] }]);
});
