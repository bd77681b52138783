// Whether an entity may be entered or changed.
import { describe, expect, it } from 'vitest';
import { leader, someone } from '../../../tests/support/actors.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import type { Actor } from '#lib/access/roles.ts';
import { day } from '#lib/kernel/day.ts';
import { decideChange, decideNewEntity, flat, nameKey, type EntityNow } from './decide.ts';
import type { EntityFields, NewEntityInput } from './register.ts';

const plan = await ningboPlan();
const yinzhou = someone('district', 'yinzhou');
const today = day('2019-09-16');
const held = (...names: string[]) => new Map([['institutions' as const, new Set(names.map(nameKey))]]);

function faultsOf(result: ReturnType<typeof decideChange>) {
	if ('stale' in result) return [`stale ${result.stale.join()}`];
	return result.ok ? [] : result.faults.map(({ pointer, code }) => `${result.kind} ${pointer} ${code}`);
}

describe('a new entity', () => {
	const input: NewEntityInput = {
		...{ register: 'institutions', name: 'E', industry: 'new-materials', territory: 'yinzhou', holder: null },
		...{ measures: { 'operable-patents': '1200', 'annual-revenue': { '2018': '5.50' } }, evidence: null }
	};
	const decide = (change: Partial<NewEntityInput> = {}, actor: Actor = yinzhou, names = held()) =>
		decideNewEntity(plan, names, actor, today, { ...input, ...change });

	it('has its figures by measure and year, money in fen', () => {
		expect(decide()).toMatchObject({
			ok: true,
			value: {
				unit: 'yinzhou',
				fields: { retired: false, measures: { 'operable-patents': 1200n, 'annual-revenue.2018': 550n } }
			}
		});
	});

	it.each<[string, Partial<NewEntityInput>, string]>([
		['an industry that the plan does not name', { industry: 'x' }, 'invalid /industry unknown_industry'],
		['a territory that there is not', { territory: 'x' }, 'invalid /territory unknown_territory'],
		['a holder where a register has none', { holder: 'H' }, 'invalid /holder unknown_field'],
		['a measure of another register', { measures: { inventions: 1 } }, 'invalid /measures/inventions unknown_measure'],
		[
			'a yearly figure without its year',
			{ measures: { 'annual-revenue': '1.00' } },
			'invalid /measures/annual-revenue year_required'
		],
		[
			'a year to come',
			{ measures: { 'annual-revenue': { '2020': '1.00' } } },
			'invalid /measures/annual-revenue/2020 year_in_future'
		],
		[
			'half a patent',
			{ measures: { 'operable-patents': '1.5' } },
			'invalid /measures/operable-patents figure_not_whole'
		]
	])('is refused for %s', (_, change, fault) => {
		expect(faultsOf(decide(change))).toEqual([fault]);
	});

	it('is entered by those who may keep it: a district its own', () => {
		expect(faultsOf(decide({ territory: 'haishu' }))).toEqual(['forbidden /territory not_your_unit']);
		expect(faultsOf(decide({}, leader))).toEqual(['forbidden /territory not_allowed']);
	});

	it('[R105] has a name that no other of its register has, however it is written', () => {
		expect(faultsOf(decide({ name: 'Ｅ ' }, yinzhou, held('e')))).toEqual(['conflict /name entity_exists']);
	});
});

describe('a change of an entity', () => {
	const fields: EntityFields = {
		...{ name: 'E', industry: 'new-materials', territory: 'yinzhou', holder: null, evidence: null, retired: false },
		measures: { 'operable-patents': 5n, 'annual-revenue.2018': 100n }
	};
	const now: EntityNow = { id: 'e', register: 'institutions', unit: 'yinzhou', lastVersion: 1, fields };
	const decide = (
		changes: Parameters<typeof decideChange>[5]['changes'],
		actor: Actor = yinzhou,
		entity: Partial<EntityFields> = {}
	) =>
		decideChange(plan, new Map([['e', { ...now, fields: { ...fields, ...entity } }]]), held('taken'), actor, today, {
			id: 'e',
			changes
		});
	const patents = (base: string, next: string | null) => ({ 'operable-patents': { base, new: next } });

	it('replaces what it names and keeps the rest', () => {
		expect(decide(patents('5', '7'))).toMatchObject({
			ok: true,
			value: { changed: ['operable-patents'], fields: { name: 'E', measures: { 'operable-patents': 7n } } }
		});
	});

	it('takes a figure back', () => {
		expect(decide(patents('5', null))).toMatchObject({
			ok: true,
			value: { fields: { measures: { 'annual-revenue.2018': 100n } } }
		});
	});

	it('names what somebody else has changed in between', () => {
		expect(decide(patents('4', '7'))).toEqual({ stale: ['operable-patents'] });
	});

	it('changes something', () => {
		expect(faultsOf(decide(patents('5', '5')))).toEqual(['invalid /changes nothing_changed']);
	});

	it('of one that has left begins by bringing it back', () => {
		expect(faultsOf(decide(patents('5', '7'), yinzhou, { retired: true }))).toEqual(['conflict /id entity_retired']);
		expect(decide({ retired: { base: true, new: false } }, yinzhou, { retired: true })).toMatchObject({ ok: true });
	});

	it('[R105] takes no name that another has; the case of its own name may change', () => {
		expect(faultsOf(decide({ name: { base: 'E', new: 'Taken' } }))).toEqual(['conflict /changes/name entity_exists']);
		expect(decide({ name: { base: 'E', new: 'e' } })).toMatchObject({ ok: true });
	});

	it('of an entity that one may not see finds none', () => {
		expect(faultsOf(decide(patents('5', '7'), someone('district', 'haishu')))).toEqual([
			'not_found /id unknown_entity'
		]);
	});

	it('moves it neither out of what one may keep nor into it', () => {
		const away = { territory: { base: 'yinzhou', new: 'haishu' } };
		expect(faultsOf(decide(away))).toEqual(['forbidden /changes/territory not_your_unit']);
		expect(faultsOf(decide(patents('5', '7'), leader))).toEqual(['forbidden /id not_allowed']);
	});

	it('shows money as yuan and counts as numbers to whoever edits it', () => {
		expect(flat('institutions', fields)).toMatchObject({ 'operable-patents': 5, 'annual-revenue.2018': '1.00' });
	});
});
