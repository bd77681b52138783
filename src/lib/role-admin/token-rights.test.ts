// What is said of a token before it is issued is what the recording rules answer when it is used.
import { catalogue } from '#lib/app/features.ts';
import { describe, expect, test } from 'vitest';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { feed, someone } from '../../../tests/support/actors.ts';
import { mayRecord } from '#lib/access/rights.ts';
import { roleOfUnitKind, type Actor, type TokenHolder } from '#lib/access/roles.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { observationChoices } from '#lib/observations/observation-choices.ts';
import { mayEnterMovements } from '#lib/funds/fund-choices.ts';
import { mayEnter } from './token-rights.ts';

const plan = await ningboPlan();
const { settings } = plan.document;

function actorOf(holder: TokenHolder): Actor {
	if ('feed' in holder) return feed(holder.feed);
	const kind = plan.units.get(holder.unit)?.kind ?? 'department';
	return someone(roleOfUnitKind(kind), holder.unit, 'token');
}

const holders: readonly TokenHolder[] = [
	...[...plan.units.keys()].map((unit) => ({ unit })),
	...settings.feeds.map(({ code }) => ({ feed: code }))
];

describe('what a token may enter', () => {
	test.each(holders)('is said as the rules have it: %o', (holder) => {
		const actor = actorOf(holder);
		const said = new Map(mayEnter(plan, catalogue.records, holder).map(({ record, reach }) => [record, reach]));
		expect(said.has('fund-movement')).toBe(mayEnterMovements(plan, actor));
		expect(said.has('observation')).toBe(observationChoices(plan, actor).length > 0);
		const own = 'unit' in holder ? [holder.unit] : [];
		for (const record of ['transaction', 'case'] as const) {
			const reach = said.get(record);
			const territories = reach === undefined ? [] : reach === 'own' ? own : [...plan.territories];
			expect(territoryChoices(plan, actor, record)).toEqual(territories);
		}
		expect(said.has('register-entity')).toBe(
			[null, ...plan.territories].some((territory) =>
				mayRecord(actor, { record: 'register-entity', territory }, settings)
			)
		);
	});

	test('is nothing for an institution whose records are its people’s in their role', () => {
		expect(mayEnter(plan, catalogue.records, { unit: 'stfc' })).toEqual([]);
	});

	test('is each kind once, with the farthest reach', () => {
		expect(mayEnter(plan, catalogue.records, { feed: 'bank' })).toEqual([
			{ record: 'transaction', reach: 'territories' }
		]);
		expect(mayEnter(plan, catalogue.records, { unit: 'amr' })).toContainEqual({ record: 'case', reach: 'city' });
		expect(mayEnter(plan, catalogue.records, { unit: 'yinzhou' })).toContainEqual({ record: 'case', reach: 'own' });
	});
});
