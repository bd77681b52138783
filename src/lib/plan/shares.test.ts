// The bundled plan's shares and milestones.
import { catalogue } from '#lib/app/features.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { weekdayOf } from '#lib/kernel/day.ts';
import { loadPlan } from './load-plan.server.ts';
import type { PlanDocument } from './plan-document.ts';
import { sharesOf, type PlanShare } from './shares.ts';

let plan: PlanDocument;
let shares: PlanShare[];

beforeAll(async () => {
	const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
	if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
	plan = loaded.plan;
	shares = sharesOf(plan);
});

function milestones() {
	return shares.flatMap((share) => share.milestones);
}

describe('shares', () => {
	it('are 219: 13 lead, 30 joint, and 16 territories in each task but 2.1 and 3.2', () => {
		const withRole = (role: PlanShare['role']) => shares.filter((share) => share.role === role);
		expect(shares).toHaveLength(219);
		expect(withRole('lead').map(({ task, unit }) => [task, unit])).toEqual(plan.tasks.map(({ code }) => [code, 'ipo']));
		expect(withRole('joint')).toHaveLength(30);
		expect(withRole('territory')).toHaveLength(176);
		expect(shares.filter(({ task }) => task === '2.1').map(({ id }) => id)).toEqual(['2.1/ipo']);
		expect(shares.filter(({ task }) => task === '3.2').map(({ id }) => id)).toEqual(['3.2/ipo', '3.2/finance']);
	});

	it('keep the departments in the order of the document', () => {
		const departments = shares.filter(({ task, role }) => task === '2.3' && role !== 'territory');
		expect(departments.map(({ unit, role }) => [unit, role])).toEqual([
			['ipo', 'lead'],
			['finance', 'joint'],
			['fin-office', 'joint'],
			['cbrc', 'joint'],
			['circ', 'joint']
		]);
	});

	it('have ids of task, unit and number, each once', () => {
		const yinzhou = shares.find(({ id }) => id === '2.3/yinzhou');
		expect(yinzhou?.milestones.map(({ id }) => id)).toEqual(['2.3/yinzhou/1', '2.3/yinzhou/2', '2.3/yinzhou/3']);
		const ids = [...shares.map(({ id }) => id), ...milestones().map(({ id }) => id)];
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('have 3 to 5 milestones for the lead, 2 or 3 for others, one a year for territories, in order', () => {
		for (const share of shares) {
			const days = share.milestones.map(({ planned }) => planned);
			const [least, most] = share.role === 'lead' ? [3, 5] : share.role === 'joint' ? [2, 3] : [3, 3];
			expect(days.length, share.id).toBeGreaterThanOrEqual(least);
			expect(days.length, share.id).toBeLessThanOrEqual(most);
			expect([...days].sort(), share.id).toEqual(days);
			if (share.role === 'territory') expect(days.map((day) => day.slice(0, 4))).toEqual(['2018', '2019', '2020']);
		}
		expect(milestones()).toHaveLength(665);
	});

	it('plan milestones on weekdays from 2018-03-31 to 2020-12-15, spread over the days', () => {
		const days = milestones().map(({ planned }) => planned);
		for (const day of days) {
			expect(day >= '2018-03-31' && day <= '2020-12-15', day).toBe(true);
			expect(weekdayOf(day), day).toBeLessThan(6);
		}
		expect(new Set(days).size).toBeGreaterThan(100);
		for (const task of plan.tasks.filter(({ territories }) => territories)) {
			const first = shares.filter((share) => share.task === task.code && share.role === 'territory');
			expect(new Set(first.map((share) => share.milestones[0]?.planned)).size).toBeGreaterThan(1);
		}
	});

	it('serve every item of the timetable with at least one milestone', () => {
		const served = new Set(milestones().map(({ phaseItem }) => phaseItem));
		const items = plan.phases.flatMap((phase) => phase.items.map(({ id }) => id));
		expect(items.filter((id) => !served.has(id))).toEqual([]);
	});
});
