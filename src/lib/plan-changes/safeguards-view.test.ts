// A safeguard is shown with its measures; how it stands is its own.
import { expect, it } from 'vitest';
import { safeguardsView } from './safeguards-view.ts';

const name = (text: string) => ({ zh: text, en: text });
const safeguard = { id: 'publicity', number: 1, title: name('Publicity'), clause: '五', owner: 'urban' };
const measures = [
	{ id: 'leaflets', title: name('Leaflets') },
	{ id: 'open-days', title: name('Open days'), every: 'quarter' as const }
];

it('[R145] shows the measures of the plan, without a status of their own', () => {
	const [shown] = safeguardsView([{ ...safeguard, measures }], new Map(), []);
	expect(shown).toMatchObject({ ...safeguard, light: 'not_started' });
	expect(shown?.measures).toEqual(measures);
});

it('[R145] shows a safeguard of a plan that lists no measures', () => {
	expect(safeguardsView([safeguard], new Map(), [])[0]?.measures).toEqual([]);
});
