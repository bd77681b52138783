// Targets in words: figures with their units, what is asked, what is needed, and why a light is what it is.
import { afterAll, describe, expect, it } from 'vitest';
import { day } from '#lib/kernel/day.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { PlannedTarget } from './goal-frame.ts';
import type { Needed, TargetFigure, Why } from './target-view.ts';
import {
	askText,
	baseGapText,
	clauseHref,
	dayText,
	distanceText,
	figureText,
	metText,
	missingText,
	moneyText,
	neededText,
	partsText,
	ruleText,
	sinceText,
	untilText,
	whyText,
	withUnit
} from './target-words.ts';

let locale: 'zh-CN' | 'en' = 'zh-CN';
overwriteGetLocale(() => locale);
afterAll(() => overwriteGetLocale(() => 'zh-CN'));

const today = day('2019-09-16');
const cases: PlannedTarget = {
	id: 'mediation-cases',
	kind: 'cumulative',
	name: '诉调对接',
	unit: '件',
	value: 2000,
	by: 2020,
	goal: 'goal-3',
	owner: 'court',
	money: false,
	recordUnit: '件',
	scale: null,
	readings: []
};
const closure: PlannedTarget = { ...cases, kind: 'ratio-each-year', unit: '比率', value: 0.95, by: null };
const growth: PlannedTarget = { ...cases, kind: 'average-growth', unit: '增幅', value: 0.2, money: true };
const held = (kind: PlannedTarget['kind'], value = 80) => ({ kind, value });
const why = (rule: Why['rule'], rest: Partial<Why> = {}): Why => ({
	rule,
	day: today,
	planned: null,
	actual: null,
	distance: null,
	lastYear: null,
	projected: null,
	share: null,
	sample: null,
	...rest
});
const figure = (value: number | null): TargetFigure => ({
	value,
	added: null,
	light: 'good',
	why: why('holds'),
	parts: null,
	since: null,
	missing: null
});
const inBoth = (say: () => string | null): (string | null)[] =>
	(['zh-CN', 'en'] as const).map((each) => {
		locale = each;
		const said = say();
		locale = 'zh-CN';
		return said;
	});

describe('figures', () => {
	it('carry what their kind is: counts, rates, growth with its sign, points, times', () => {
		expect(figureText(cases, 1214)).toBe('1,214');
		expect(figureText(closure, 0.8543)).toBe('85.4%');
		expect(figureText(growth, 0.226)).toBe('+22.6%');
		expect(figureText(held('reduction'), -0.031)).toBe('−3.1%');
		expect(figureText(held('average-growth'), -0.0001)).toBe('0.0%');
		expect(figureText(held('score'), 78.6)).toBe('78.6');
		expect(figureText(held('match'), 1.15)).toBe('1.15');
	});

	it('[R275] never look like the target before it is reached, in any kind', () => {
		expect(figureText(closure, 3030 / 3191)).toBe('94.9%');
		expect(figureText(closure, 0.95)).toBe('95.0%');
		expect(figureText(growth, 0.19996)).toBe('+19.9%');
		expect(figureText(held('score'), 79.96)).toBe('79.9');
		expect(figureText(held('match', 1.15), 1.1499)).toBe('1.14');
		expect(figureText(held('match', 1.15), 1.03997)).toBe('1.04');
		expect(figureText(cases, 1999.999)).toBe('1,999.99');
		expect(distanceText(closure, 3030 / 3191 - 0.95)).toBe('0.1 个百分点');
		expect(distanceText(growth, -0.0001)).toBe('0.1 个百分点');
		expect(metText(closure, figure(3030 / 3191))).toBe('未达标，差 0.1 个百分点');
	});

	it('[R275] that fall short of their pace look so, in the sentence that says why', () => {
		const short = why('below_pace', { planned: 20.004, actual: 20.003, distance: -0.001 });
		expect(whyText({ ...cases, unit: '项' }, short, today)).toMatch(/20\.01.*20(?!\.01)/);
		const growing = why('below_pace', { planned: 0.2, actual: 0.19996, distance: -0.00004 });
		expect(whyText(growth, growing, today)).toContain('19.9%');
	});

	it('that are not known are a dash, never nought, and have no unit', () => {
		expect(figureText(held('cumulative'), null)).toBe('—');
		expect(withUnit(cases, null)).toBe('—');
		expect(withUnit(cases, 0)).toBe('0 件');
	});

	it('ask for a count with its unit, and for a rate without', () => {
		expect([askText(cases), untilText(2020)]).toEqual(['≥ 2,000 件', '2020年底前']);
		expect([askText(closure), untilText(null)]).toEqual(['≥ 95%', '每年']);
	});

	it('differ by percentage points where they are rates, by the unit where they count', () => {
		expect(distanceText(closure, -0.062)).toBe('6.2 个百分点');
		expect(distanceText(cases, -124)).toBe('124 件');
	});

	it('of growth and ratios are met or not, with the distance, never a share done', () => {
		expect(metText(growth, figure(0.246))).toBe('达标');
		expect(metText(growth, figure(0.2))).toBe('达标');
		expect(metText(closure, figure(0.888))).toBe('未达标，差 6.2 个百分点');
		expect(metText(closure, figure(null))).toBeNull();
		expect(metText(cases, figure(2500))).toBeNull();
	});

	it('of money are in 亿元 and 万元, in English in millions', () => {
		expect(inBoth(() => moneyText(230_000_000))).toEqual(['2.30 亿元', '¥230.00 million']);
		expect(inBoth(() => moneyText(1_234_567))).toEqual(['123.46 万元', '¥1.23 million']);
	});
});

describe('what is needed', () => {
	const needed = (rest: Partial<Needed>): Needed => ({
		what: 'more_in_total',
		amount: 786,
		until: day('2020-12-31'),
		perMonth: null,
		...rest
	});

	it('is one sentence with number and day, in both languages', () => {
		const close = needed({ what: 'close_this_year', amount: 108, until: day('2019-12-31') });
		expect(inBoth(() => neededText(closure, close, today))).toEqual([
			'还需结案 108 件，12月31日前，可达 95%',
			'Close 108 more by 31 Dec to reach 95%'
		]);
		expect(neededText(cases, needed({}), today)).toBe('还需 786 件，2020年12月31日前');
		expect(neededText(cases, needed({ perMonth: 49.125 }), today)).toBe('还需 786 件，2020年12月31日前（每月 50 件）');
		expect(neededText(growth, needed({ what: 'more_this_year', amount: 156_000_000 }), today)).toContain('1.56 亿元');
		expect(neededText({ ...cases, kind: 'register', unit: '家', recordUnit: '家' }, needed({ amount: 2 }), today)).toBe(
			'还差 2 家，2020年12月31日前'
		);
		expect(neededText(cases, null, today)).toBeNull();
	});

	it('says a month with its year only where the year is another', () => {
		expect(inBoth(() => dayText(day('2019-12-31'), today))).toEqual(['12月31日', '31 Dec']);
		expect(inBoth(() => dayText(day('2020-02-29'), today))).toEqual(['2020年2月29日', '29 Feb 2020']);
	});
});

describe('why a light is what it is', () => {
	const rules: readonly Why['rule'][] = [
		'reached',
		'reached_late',
		'on_pace',
		'near_pace',
		'below_pace',
		'missed',
		'holds',
		'projection_holds',
		'projection_near',
		'projection_short',
		'score_near',
		'score_short',
		'conditions_short',
		'not_reported',
		'not_confirmed',
		'too_few',
		'base_missing',
		'base_provisional',
		'not_begun'
	];

	it.each(rules)('%s is said in both languages without a gap', (rule) => {
		const of = why(rule, { planned: 900, actual: 876, distance: -24, lastYear: 700, projected: 1900 });
		const [zh, en] = inBoth(() => whyText(cases, of, today));
		expect(zh).toMatch(/[。]$/);
		expect(en).toMatch(/\.$/);
		for (const said of [zh, en]) expect(said).not.toMatch(/undefined|null|NaN|\{|\}/);
	});

	it('quotes plan value, actual, distance and day', () => {
		const said = whyText(cases, why('below_pace', { planned: 1138.7, actual: 876, distance: -262.7 }), today);
		expect(said).toBe('按序时进度，到9月16日应达 1,138.7 件；完成值 876 件，慢 262.7 件，已超出可追回的范围。');
	});

	it('of a yearly ratio tells last year and the projection', () => {
		const of = why('projection_near', { planned: 0.95, actual: 0.854, lastYear: 0.841, projected: 0.941 });
		const said = whyText(closure, of, today);
		for (const part of ['85.4%', '84.1%', '94.1%', '95.0%']) expect(said).toContain(part);
	});

	it('quotes the plan’s thresholds', () => {
		const verdict = { pace: { onCourseFrom: 1, atRiskFrom: 0.85 }, score: { nearBy: 2 } };
		expect(ruleText({ ...cases, kind: 'level' }, why('near_pace'), verdict)).toContain('≥ 85%');
		expect(ruleText(cases, why('reached'), verdict)).toBeNull();
		expect(ruleText(closure, why('projection_short'), verdict)).toContain('2 个百分点');
		expect(ruleText({ ...cases, kind: 'score' }, why('score_short'), verdict)).toContain('不超过 2 分');
	});

	it('[R62] [R63] leaves the opening stock out on both sides, and says so', () => {
		const verdict = { pace: { onCourseFrom: 1, atRiskFrom: 0.85 }, score: { nearBy: 2 } };
		const [zh, en] = inBoth(() => ruleText(cases, why('near_pace'), verdict));
		expect(zh).toContain('都不含期初存量');
		expect(en).toContain('both without the opening stock');
	});

	it('[R73] [R74] holds growth to its yearly rate, and says whose shape the year has', () => {
		const verdict = { pace: { onCourseFrom: 1, atRiskFrom: 0.85 }, score: { nearBy: 2 } };
		const said = ruleText(growth, why('near_pace'), verdict);
		for (const part of ['20%', '17%', '基年的进度', '去年的进度']) expect(said).toContain(part);
	});

	it('[R76] tells median from mean by the reading, and how many are too few', () => {
		const time: PlannedTarget = { ...cases, kind: 'reduction', readings: ['closing-time'], recordUnit: '天' };
		const parts = { part: 40, whole: 50 };
		expect(partsText(time, parts, { 'closing-time': 'median' })).toContain('中位数');
		expect(partsText(time, parts, { 'closing-time': 'mean' })).toContain('平均数');
		const few = why('too_few', { sample: { count: 7, least: 20 } });
		expect(whyText(time, few, today)).toBe('今年结案 7 件，样本不足（少于 20 件），不作判定。');
	});

	it('[R241] [R242] tells what came later, and who is missing', () => {
		const since = { until: day('2019-09-16'), added: 40, value: 1438 };
		expect(sinceText(cases, since, today)).toContain('数据至9月16日：+40 件，计入则为 1,438 件');
		expect(sinceText(cases, { ...since, added: -3, value: null }, today)).toContain('−3 件');
		expect(whyText(cases, why('not_reported'), today, since)).toContain('此后');
		const missing = { period: '2019-Q2', count: 2, of: 12, units: ['haishu', 'cixi'] };
		expect(missingText(missing, (unit) => unit)).toBe('2019年第2季度应报 12 家，2 家未报：haishu、cixi');
		expect(missingText({ ...missing, units: null }, (unit) => unit)).toBe('2019年第2季度应报 12 家，2 家未报');
	});
});

it('a gap of the base says who must fill it', () => {
	expect(baseGapText({ state: 'missing', year: null }, '知识产权局')).toContain('知识产权局');
	expect(baseGapText({ state: 'missing', year: 2017 }, '知识产权局')).toContain('2017');
});

it('a clause leads to its place on the plan’s page', () => {
	expect(clauseHref('二(三)')).toBe('/plan#clause-%E4%BA%8C(%E4%B8%89)');
});
