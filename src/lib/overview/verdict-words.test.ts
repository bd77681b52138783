// The verdict as people read it, in both languages.
import { afterEach, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { Verdict } from '#lib/protocol/verdict.ts';
import { smallPlan } from '../../../tests/support/small-plan.ts';
import type { DashboardLocale } from '#lib/figures/format.ts';
import { labelsOf } from './labels.ts';
import { verdictPieces, worstFirst } from './verdict-words.ts';

afterEach(() => overwriteGetLocale(() => 'zh-CN'));

const parts = (id: string, lights: Verdict['measures'][number]['lights']) =>
	Object.entries(lights).flatMap(([light, count]) =>
		Array.from({ length: count }, (_, index) => ({ id: `${id}-${light}-${index}`, light: light as 'good' }))
	);
const targets = { good: 9, done: 1, behind: 1, risk: 4, base_missing: 1 };
const tasks = { good: 3, risk: 8, behind: 2 };
const verdict: Verdict = {
	day: '2019-09-16',
	heads: {},
	measures: [
		{ measure: 'targets', lights: targets, parts: parts('t', targets), figures: {} },
		{ measure: 'funds', lights: { risk: 1 }, parts: [], figures: {} },
		{ measure: 'tasks', lights: tasks, parts: parts('k', tasks), figures: {} },
		{ measure: 'milestones', lights: { behind: 1 }, parts: [], figures: {} }
	],
	conflicts: [],
	urgent: { about: 'target', id: 'match', light: 'behind', unit: 'court', by: '2019-09-25', daysLate: null }
};

function said(change: Partial<Verdict>, locale: DashboardLocale): string {
	overwriteGetLocale(() => locale);
	const pieces = verdictPieces({ ...verdict, ...change }, labelsOf(smallPlan, locale));
	return pieces.map(({ text }) => text).join('');
}

it('[R28] says how many stand at which light, the worst first, without adjectives', () => {
	expect(said({}, 'zh-CN')).toBe(
		'16 项方案指标：滞后 1、预警 4、基数待核定 1、正常 9、完成 1。资金：预警。13 项任务：滞后 2、预警 8、正常 3。里程碑：滞后。' +
			'最急：match，court，9月25日前，还剩 9 天。'
	);
	expect(said({}, 'en')).toBe(
		'16 targets: 1 behind, 4 at risk, 1 baseline pending, 9 on track, 1 done. Funds: at risk. ' +
			'13 tasks: 2 behind, 8 at risk, 3 on track. Milestones: behind. Most urgent: match, court, by 25 Sep, 9 days left.'
	);
});

it('[R28] says that all is on track only where it is', () => {
	const calm = { good: 15, done: 1 };
	const measures = [{ measure: 'targets' as const, lights: calm, parts: parts('t', calm), figures: {} }];
	expect(said({ measures, urgent: null }, 'zh-CN')).toBe('总体正常。16 项方案指标：正常 15、完成 1。');
	expect(said({ urgent: null }, 'zh-CN')).not.toContain('总体正常');
});

it('[R258] says by how much a day was missed, or what is left', () => {
	const late = { about: 'milestones', id: null, light: 'behind', unit: 'ipo', by: null } as const;
	expect(said({ measures: [], urgent: { ...late, daysLate: 473 } }, 'zh-CN')).toBe(
		'最急：里程碑逾期，ipo，逾期 473 天。'
	);
	expect(said({ measures: [], urgent: { ...late, daysLate: 1 } }, 'en')).toBe(
		'Most urgent: overdue milestones, ipo, 1 day overdue.'
	);
	const due = { about: 'task', id: '1', light: 'blocked', unit: null, daysLate: null } as const;
	expect(said({ measures: [], urgent: { ...due, by: '2019-09-16' } }, 'zh-CN')).toBe('最急：1 One，今天到期。');
	expect(said({ measures: [], urgent: { ...due, by: '2019-09-17' } }, 'en')).toBe(
		'Most urgent: 1 One, by 17 Sep, 1 day left.'
	);
});

it('[R28] shows the lights worst first, else in the order of the plan', () => {
	expect(
		worstFirst([
			{ id: 'a', light: 'good' },
			{ id: 'b', light: 'risk' },
			{ id: 'c', light: 'good' },
			{ id: 'd', light: 'behind' }
		]).map(({ id }) => id)
	).toEqual(['d', 'b', 'a', 'c']);
});
