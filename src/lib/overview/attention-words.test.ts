// A target not on track in words: its name, and by how much it is short, in its own unit.
import { afterEach, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { targetPlan } from '../../../tests/support/target-plan.ts';
import { attentionWords } from './attention-words.ts';
import { labelsOf } from './labels.ts';
import type { DashboardLocale } from '#lib/figures/format.ts';
import type { AttentionItem } from './view-types.ts';

afterEach(() => overwriteGetLocale(() => 'zh-CN'));

function said(params: AttentionItem['params'], locale: DashboardLocale) {
	overwriteGetLocale(() => locale);
	const plan = {
		...targetPlan,
		targets: targetPlan.targets.map((target) => ({
			...target,
			name: { zh: '受助企业', en: 'Firms aided' },
			unit: { zh: '家', en: 'firms' }
		}))
	};
	const item: AttentionItem = { kind: 'target_off', light: 'risk', units: ['ipo'], params, daysLate: null };
	const { title, gap } = attentionWords(item, labelsOf(plan, locale));
	return [title, gap];
}

it.each([
	[{ target: 'aided', count: 1234 }, '比序时进度少 1,234 家', '1,234 firms below pace'],
	[
		{ target: 'aided', received: 12.5 },
		'地方资金到位低于序时进度 12.5 个百分点',
		'Local money received is 12.5 points below pace'
	],
	[{ target: 'aided', points: 2.4 }, '低于序时进度 2.4 个百分点', '2.4 points below pace'],
	[{ target: 'aided' }, '数量已到，合计条件未满足', 'Enough in number, but the combined conditions are not met']
])('[R29] %j is said in both languages', (params, zh, en) => {
	expect(said(params, 'zh-CN')).toEqual(['受助企业进度不足', zh]);
	expect(said(params, 'en')).toEqual(['Firms aided short of plan', en]);
});

it.each([
	['disbursement_behind', {}, '/funds'],
	['line_behind', { line: 'risk-pool' }, '/funds/risk-pool'],
	['growth_short', { measure: 'trade' }, /^\/goals/],
	['closure_short', { count: 2, target: 0.95 }, /^\/goals/],
	['target_off', { target: 'aided' }, '/goals/aided'],
	['base_provisional', { target: 'aided', count: 2 }, '/goals/aided'],
	['share_blocked', { task: '3.1', count: 1 }, '/milestones?task=3.1'],
	['milestones_overdue', { count: 3 }, '/milestones']
] as const)('[R281] %s leads to its records', (kind, params, href) => {
	const item: AttentionItem = { kind, light: 'behind', units: [], params, daysLate: null };
	expect(attentionWords(item, labelsOf(targetPlan, 'zh-CN')).href).toEqual(
		typeof href === 'string' ? href : (expect.stringMatching(href) as unknown)
	);
});
