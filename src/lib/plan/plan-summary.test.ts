// The bundled plan as screens get it: small, complete for the view, money in fen.
import { catalogue } from '#lib/app/features.ts';
import { beforeAll, expect, it } from 'vitest';
import { loadPlan } from './load-plan.server.ts';
import type { PlanDocument } from './plan-document.ts';
import { summaryOf, type PlanSummary } from './plan-summary.ts';
import { sharesOf } from './shares.ts';

let plan: PlanDocument;
let summary: PlanSummary;

beforeAll(async () => {
	const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
	if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
	plan = loaded.plan;
	summary = summaryOf(plan);
});

it('stays within 40 KB and carries money in fen', () => {
	expect(Buffer.byteLength(JSON.stringify(summary))).toBeLessThanOrEqual(40_000);
	expect([summary.budget.central, summary.budget.local]).toEqual(['20000000000', '23000000000']);
	expect(summary.budget.groups.map(({ id, central, local }) => [id, central, local])).toEqual([
		['funds', null, '3000000000'],
		['subsidies', null, '20000000000']
	]);
	expect(summary.budget.lines[0]).toMatchObject({ id: 'operation-fund', central: '7000000000', local: null });
});

it('gives the planned day of every milestone at its number', () => {
	const shares = sharesOf(plan);
	expect(Object.keys(summary.schedule)).toEqual(shares.map(({ id }) => id));
	for (const { id, milestones } of shares) {
		for (const [index, milestone] of milestones.entries()) {
			expect(milestone.id).toBe(`${id}/${index + 1}`);
			expect(summary.schedule[id]?.[index]).toBe(milestone.planned);
		}
		expect(summary.schedule[id]).toHaveLength(milestones.length);
	}
});

it('says who sees to a budget line, and who owns the target of a ledger figure', () => {
	const unitsOf = (id: string) => summary.budget.lines.find((line) => line.id === id)?.units;
	expect(unitsOf('risk-pool')).toEqual(['stfc', 'ipo']);
	expect(unitsOf('insurance')).toEqual(['ipo']);
	const ownerOf = (figure: string) => summary.targets.find((target) => target.figure === figure)?.owner;
	expect(ownerOf('local-to-central')).toBe('finance');
	expect(ownerOf('closure-rate')).toBe('ipo');
	expect(summary.targets.find((target) => target.id === 'satisfaction')?.figure).toBeNull();
});
