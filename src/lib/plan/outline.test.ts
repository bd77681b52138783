// Every part of the plan hangs on the clause that it comes from.
import { catalogue } from '#lib/app/features.ts';
import { describe, expect, it } from 'vitest';
import { loadPlan } from './load-plan.server.ts';
import { outlineOf } from './outline.ts';
import type { PlanDocument } from './plan-document.ts';

const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
const { plan } = loaded;

const hanging = (document: PlanDocument, locale: string, clause: string) =>
	outlineOf(document, locale)
		.find(({ ref }) => ref === clause)
		?.hanging.map(({ kind, title, href }) => [kind, title, href]);

describe('the outline', () => {
	it('[R145] has the measures of a safeguard after it, each with its place on the page', () => {
		const [first, , reporting, ...others] = hanging(plan, 'zh-CN', '四(四)') ?? [];
		expect(first).toEqual(['safeguard', '强化考核监督', '/plan#safeguard-safeguard-4']);
		expect(reporting).toEqual(['measure', '定期上报动态信息', '/plan#measure-periodic-reporting']);
		expect(others.at(-1)).toEqual(['measure', '年度评估和检查', '/plan#measure-annual-assessment']);
		expect(hanging(plan, 'en', '四(四)')?.[2]?.[1]).toBe('Report progress periodically');
	});

	it('[R145] has the safeguard alone where the plan lists no measures', () => {
		const safeguards = plan.safeguards.map(({ measures: _, ...safeguard }) => safeguard);
		expect(hanging({ ...plan, safeguards }, 'zh-CN', '四(四)')).toEqual([
			['safeguard', '强化考核监督', '/plan#safeguard-safeguard-4']
		]);
	});
});
