// What a form offers is what the recording rules allow, for every role of the plan that ships with the product.
import { catalogue } from '#lib/app/features.ts';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { indexPlan } from '#lib/plan/plan-index.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { entryForms } from './entry-forms.ts';
import { observationChoices } from '#lib/observations/observation-choices.ts';
import { fundChoices } from '#lib/funds/fund-choices.ts';

const loaded = await loadPlan(resolve(import.meta.dirname, '../../../plans/ningbo-2017'), catalogue.records);
if (!loaded.ok) throw new Error('the plan that ships with the product has faults');
const plan = indexPlan(loaded.plan);
const district: Actor = { id: 'a', via: 'session', role: 'district', unit: 'yinzhou' };
const manager: Actor = { id: 'b', via: 'session', role: 'fund_manager', unit: 'stfc' };
const office: Actor = { id: 'c', via: 'session', role: 'office', unit: 'ipo' };
const court: Actor = { id: 'd', via: 'session', role: 'department', unit: 'court' };
const leader: Actor = { id: 'e', via: 'session', role: 'leader', unit: null };

describe('what may be entered', () => {
	it('by a district is what is its own', () => {
		expect(territoryChoices(plan, district, 'transaction')).toEqual(['yinzhou']);
		expect(territoryChoices(plan, district, 'case')).toEqual(['yinzhou']);
		const { nodes, territories, cityWide } = fundChoices(plan, district);
		expect({ territories, cityWide }).toEqual({ territories: ['yinzhou'], cityWide: false });
		expect(nodes.find(({ node }) => node === 'risk-pool')?.sources).toEqual(['district']);
		expect(nodes.some(({ node }) => node === 'operation-fund')).toBe(false);
	});

	it('by the fund manager is the two funds, for the city or a territory', () => {
		const { nodes, territories, cityWide } = fundChoices(plan, manager);
		expect(nodes.map(({ node }) => node)).toEqual(['funds', 'operation-fund', 'risk-pool']);
		expect(territories).toHaveLength(16);
		expect(cityWide).toBe(true);
		expect(entryForms(plan, manager)).toEqual(['funds']);
	});

	it('by the office is the subsidies, deals of all territories, cases and campaigns', () => {
		expect(fundChoices(plan, office).nodes.map(({ node }) => node)).not.toContain('operation-fund');
		expect(territoryChoices(plan, office, 'transaction')).toHaveLength(16);
		expect(entryForms(plan, office)).toEqual(['funds', 'transactions', 'cases', 'campaigns', 'observations']);
	});

	it('by a department is the figures of its duty, by the leading group nothing', () => {
		expect(entryForms(plan, court)).toEqual(['observations']);
		expect(observationChoices(plan, court)).toEqual([{ indicator: 'mediation-cases', units: ['court'] }]);
		expect(entryForms(plan, leader)).toEqual([]);
	});

	it('offers no source for which the plan has no money', () => {
		const central = fundChoices(plan, office).nodes.filter(({ sources }) => sources.includes('central'));
		for (const { node } of central) expect(plan.nodes.get(node)?.central ?? 0n).toBeGreaterThan(0n);
	});
});
