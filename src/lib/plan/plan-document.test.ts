// The bundled plan holds the figures of the city's document.
import { catalogue } from '#lib/app/features.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPlan } from './load-plan.server.ts';
import { withDefaults, type PlanDocument } from './plan-document.ts';
import { sharesOf } from './shares.ts';

let plan: PlanDocument;

beforeAll(async () => {
	const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
	if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
	plan = loaded.plan;
});

describe('the bundled plan', () => {
	it('is the document of 2017 for the years 2018 to 2020', () => {
		expect(plan).toMatchObject({
			document: '甬政办发〔2017〕150号',
			issued: '2017-12-21',
			baseYear: 2017,
			years: [2018, 2019, 2020],
			coordinatingOffice: 'ipo',
			fundManager: 'stfc'
		});
	});

	it('names 16 departments, one institution, ten districts, and six zones that are ours, in official order', () => {
		const codes = (kind: string) => plan.units.filter((unit) => unit.kind === kind).map((unit) => unit.code);
		expect(codes('department').join(' ')).toBe(
			'ipo eic drc stat fin-office amr culture finance cbrc circ talent edu hrss police court justice'
		);
		expect(codes('institution')).toEqual(['stfc']);
		expect(codes('district').join(' ')).toBe(
			'haishu jiangbei beilun zhenhai yinzhou fenghua yuyao cixi ninghai xiangshan'
		);
		expect(
			plan.units.filter((unit) => unit.kind === 'zone').map(({ code, within, source }) => [code, within, source])
		).toEqual([
			['hitech', 'yinzhou', 'ours'],
			['bonded', 'beilun', 'ours'],
			['daxie', 'beilun', 'ours'],
			['dongqian-lake', 'yinzhou', 'ours'],
			['hangzhou-bay', 'cixi', 'ours'],
			['meishan', 'beilun', 'ours']
		]);
		expect(plan.units.map(({ order }) => order)).toEqual(plan.units.map((_, index) => index + 1));
	});

	it('budgets 200 million central and 230 million local yuan on 2 groups and 7 lines', () => {
		const { central, local, groups, lines } = plan.budget;
		expect([central, local]).toEqual(['200000000.00', '230000000.00']);
		expect(groups.map((group) => [group.id, group.central, group.local])).toEqual([
			['funds', null, '30000000.00'],
			['subsidies', null, '200000000.00']
		]);
		expect(lines.map((line) => [line.id, line.group, line.central, line.local])).toEqual([
			['operation-fund', 'funds', '70000000.00', null],
			['risk-pool', 'funds', '30000000.00', null],
			['portfolio-cultivation', 'subsidies', '20000000.00', null],
			['institution-cultivation', 'subsidies', '30000000.00', null],
			['public-platform', 'subsidies', '29000000.00', null],
			['insurance', 'subsidies', '10000000.00', null],
			['publicity-talent', 'subsidies', '11000000.00', null]
		]);
	});

	it('has 4 goals and 16 targets of their kinds and values', () => {
		expect(plan.goals.map(({ clause }) => clause)).toEqual(['二(一)', '二(二)', '二(三)', '二(四)']);
		expect(
			plan.targets.map((target) => [target.id, target.kind, target.value, 'by' in target ? target.by : null])
		).toEqual([
			['institutions', 'register', 6, 2020],
			['pledge-financing-growth', 'average-growth', 0.2, 2020],
			['transaction-growth', 'average-growth', 0.2, 2020],
			['portfolios', 'register', 20, 2020],
			['case-closure-rate', 'ratio-each-year', 0.95, null],
			['case-growth', 'average-growth', 0.2, 2020],
			['closing-time-cut', 'reduction', 0.2, 2020],
			['aided-enterprises', 'count-each-year', 100, null],
			['mediation-cases', 'cumulative', 2000, 2020],
			['satisfaction', 'score', 80, 2020],
			['enterprise-databases', 'cumulative', 1900, 2020],
			['industry-databases', 'cumulative', 100, 2020],
			['standard-adopters', 'cumulative', 500, 2020],
			['custody-enterprises', 'cumulative', 1500, 2020],
			['enforcement-officers', 'level', 80, 2019],
			['local-match', 'match', 1, 2020]
		]);
		expect(plan.targets.find(({ id }) => id === 'local-match')).toMatchObject({
			minimumLocal: '200000000.00',
			basis: 'budgeted'
		});
	});

	it('leaves base values that the document does not give as gaps', () => {
		const bases = plan.targets.flatMap((target) => {
			if (target.kind === 'cumulative') return [target.base];
			return target.kind === 'average-growth' || target.kind === 'reduction' ? [target.base.value] : [];
		});
		expect(bases).toEqual(Array(9).fill(null));
	});

	it('[R280] has a short name for every goal and target', () => {
		const named = [...plan.goals, ...plan.targets];
		expect(named.filter(({ short }) => short === undefined)).toEqual([]);
		for (const locale of ['zh', 'en'] as const) {
			const shorts = plan.targets.map(({ short }) => short?.[locale]);
			expect(new Set(shorts).size).toBe(shorts.length);
		}
	});

	it('has 13 tasks, led by the first department, 2 of them without territories', () => {
		expect(plan.tasks.map(({ code, clause }) => [code, clause])).toEqual([
			['1.1.1', '三(一)1(1)'],
			['1.1.2', '三(一)1(2)'],
			['1.2', '三(一)2'],
			['1.3', '三(一)3'],
			['2.1', '三(二)1'],
			['2.2', '三(二)2'],
			['2.3', '三(二)3'],
			['2.4', '三(二)4'],
			['3.1.1', '三(三)1(1)'],
			['3.1.2', '三(三)1(2)'],
			['3.2', '三(三)2'],
			['3.3', '三(三)3'],
			['3.4', '三(三)4']
		]);
		expect(plan.tasks.every((task) => task.lead === task.departments[0])).toBe(true);
		expect(plan.tasks.flatMap(({ departments }) => departments)).toHaveLength(43);
		expect(plan.tasks.filter(({ territories }) => !territories).map(({ code }) => code)).toEqual(['2.1', '3.2']);
	});

	it('has 3 phases with 7, 4 and 3 items whose finer dates are ours, 5 safeguards and 11 readings', () => {
		expect(plan.phases.map(({ year, items }) => [year, items.length])).toEqual([
			[2018, 7],
			[2019, 4],
			[2020, 3]
		]);
		expect(plan.phases.flatMap(({ items }) => items).every(({ dates }) => dates.source === 'ours')).toBe(true);
		expect(plan.safeguards.map(({ title }) => title.zh)).toEqual([
			'加强组织领导',
			'完善政策体系',
			'加大投入力度',
			'强化考核监督',
			'加强宣传推广'
		]);
		expect(plan.readings.map(({ id }) => id)).toEqual([
			'first-year',
			'lead-unit',
			'portfolio-condition',
			'local-30-million',
			'transaction-volume',
			'average-growth',
			'closing-time',
			'item-dates',
			'cumulative-stock',
			'case-volume',
			'execution-basis'
		]);
		expect(plan.basis?.map(({ document }) => document)).toEqual(['国发〔2015〕71号', '财办建〔2017〕35号']);
	});

	it('[R145] lists measures under each safeguard, reporting and assessment under 四(四); only the assessment has a period', () => {
		expect(plan.safeguards.map(({ clause, measures = [] }) => [clause, measures.length])).toEqual([
			['四(一)', 3],
			['四(二)', 5],
			['四(三)', 2],
			['四(四)', 6],
			['四(五)', 3]
		]);
		const supervision = plan.safeguards.find(({ clause }) => clause === '四(四)')?.measures ?? [];
		expect(supervision.map(({ title }) => title.zh)).toEqual([
			'开展统计调查',
			'定期上报动态信息',
			'建立运营评价指标体系',
			'建立服务考核机制',
			'开展督查和考核',
			'年度评估和检查'
		]);
		const periodic = plan.safeguards.flatMap(({ measures = [] }) => measures.filter(({ every }) => every));
		expect(periodic.map(({ id, every }) => [id, every])).toEqual([['annual-assessment', 'year']]);
	});

	it('closes the items that all tasks serve on milestones of all of them, and the report on more than accounts', () => {
		const serving = (item: string) =>
			new Set(
				sharesOf(plan).flatMap(({ task, milestones }) =>
					milestones.some(({ phaseItem }) => phaseItem === item) ? [task] : []
				)
			);
		expect(serving('p2-1').size).toBe(12);
		expect(serving('p3-1').size).toBe(13);
		expect([...serving('p3-2')]).toEqual(['1.1.1', '2.2', '2.3']);
	});

	it('defines an indicator, owned by units, for every target that no ledger or register feeds', () => {
		const mediation = plan.indicators.find(({ code }) => code === 'mediation-cases');
		expect(mediation).toMatchObject({ period: 'month', aggregate: 'sum' });
		expect(mediation?.owners).toHaveLength(18);
		expect(mediation?.owners.slice(0, 3)).toEqual(['court', 'justice', 'haishu']);
		const aided = plan.indicators.find(({ code }) => code === 'aided-enterprises');
		expect(aided?.aggregate).toBe('last');
	});

	it('keeps figures of others from districts until the setting says otherwise', () => {
		expect(plan.settings.rankingVisibleToTerritories).toBe(false);
		const eight = plan.settings.industries.filter(({ group }) => group === 'eight');
		expect(eight).toHaveLength(8);
		expect(eight.filter(({ source }) => source === 'document').map(({ name }) => name.zh)).toEqual([
			'新材料',
			'高端装备',
			'汽车及零部件'
		]);
	});

	it('names everything in Chinese and in English', () => {
		const names: { zh: string; en: string }[] = [];
		const collect = (node: unknown): void => {
			if (node === null || typeof node !== 'object') return;
			if ('zh' in node || 'en' in node) names.push(node as { zh: string; en: string });
			else Object.values(node).forEach(collect);
		};
		collect(plan);
		expect(names.length).toBeGreaterThan(250);
		for (const { zh, en } of names) {
			expect(zh).toMatch(/\p{Script=Han}/u);
			expect(en).toMatch(/^[^\p{Script=Han}]+$/u);
			expect(en).toMatch(/[A-Za-z0-9]/);
		}
	});
});

it('[R31a] a plan that was stored before the setting is held to its default', () => {
	const { confirmedGap, ...verdict } = plan.settings.verdict;
	const stored = { ...plan, settings: { ...plan.settings, verdict } } as PlanDocument;
	expect(confirmedGap).toBe(0.02);
	expect(withDefaults(stored).settings.verdict).toEqual({ ...verdict, confirmedGap: 0.02 });
	expect(withDefaults(plan)).toEqual(plan);
});
