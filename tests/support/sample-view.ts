// A full, believable overview of 16 September 2019 for screens and their tests; its figures agree with one another.
import { day, monthsBetween, parseMonth, type Month } from '#lib/kernel/day.ts';
import { fen, type Fen } from '#lib/kernel/money.ts';
import type { FeedItem } from '#lib/dashboard/feed-item.ts';
import type {
	DashboardView,
	Layered,
	Light,
	ShareState,
	TaskState,
	UnitMilestones,
	VolumeView
} from '#lib/dashboard/view-types.ts';

const departments: Readonly<Record<string, readonly string[]>> = {
	'1.1.1': ['ipo', 'eic', 'drc', 'stat'],
	'1.1.2': ['ipo', 'eic'],
	'1.2': ['ipo', 'eic'],
	'1.3': ['ipo', 'fin-office', 'amr', 'culture'],
	'2.1': ['ipo'],
	'2.2': ['ipo', 'finance'],
	'2.3': ['ipo', 'finance', 'fin-office', 'cbrc', 'circ'],
	'2.4': ['ipo', 'talent', 'edu', 'hrss'],
	'3.1.1': ['ipo', 'amr', 'culture', 'police'],
	'3.1.2': ['ipo', 'court', 'justice', 'amr', 'culture'],
	'3.2': ['ipo', 'finance'],
	'3.3': ['ipo', 'drc', 'amr', 'culture'],
	'3.4': ['ipo', 'justice', 'amr', 'culture']
};
const officialOrder = [
	'ipo',
	'eic',
	'drc',
	'stat',
	'fin-office',
	'amr',
	'culture',
	'finance',
	'cbrc',
	'circ',
	'talent',
	'edu',
	'hrss',
	'police',
	'court',
	'justice'
];
const districts = [
	'haishu',
	'jiangbei',
	'beilun',
	'zhenhai',
	'yinzhou',
	'fenghua',
	'yuyao',
	'cixi',
	'ninghai',
	'xiangshan'
];
const zones = ['hitech', 'bonded', 'daxie', 'dongqian-lake', 'hangzhou-bay', 'meishan'];

const special: Readonly<Record<string, Light>> = {
	'1.1.1/stat': 'risk',
	'1.2/eic': 'risk',
	'2.3/finance': 'behind',
	'2.3/cbrc': 'risk',
	'2.3/circ': 'blocked',
	'2.4/hrss': 'unreported',
	'2.4/edu': 'done',
	'3.1.2/court': 'behind',
	'3.1.2/justice': 'risk',
	'3.1.2/amr': 'returned',
	'3.2/ipo': 'done',
	'3.2/finance': 'done_late',
	'3.3/culture': 'not_started',
	'1.2/fenghua': 'risk',
	'1.2/xiangshan': 'unreported',
	'1.3/xiangshan': 'unreported',
	'1.3/dongqian-lake': 'behind',
	'2.2/xiangshan': 'unreported',
	'2.3/fenghua': 'risk',
	'2.3/dongqian-lake': 'behind',
	'3.1.2/dongqian-lake': 'behind',
	'3.1.2/ninghai': 'risk',
	'3.3/xiangshan': 'unreported'
};
const taskLights: Readonly<Record<string, Light>> = { '1.2': 'risk', '2.3': 'risk', '3.1.2': 'behind', '3.2': 'done' };
const taskProgress: Readonly<Record<string, Layered<number>>> = {
	'1.1.1': { reported: 62, confirmed: 58 },
	'1.1.2': { reported: 66, confirmed: 66 },
	'1.2': { reported: 52, confirmed: 47 },
	'1.3': { reported: 61, confirmed: 55 },
	'2.1': { reported: 78, confirmed: 78 },
	'2.2': { reported: 70, confirmed: 64 },
	'2.3': { reported: 55, confirmed: 51 },
	'2.4': { reported: 64, confirmed: 64 },
	'3.1.1': { reported: 72, confirmed: 69 },
	'3.1.2': { reported: 41, confirmed: 36 },
	'3.2': { reported: 100, confirmed: 100 },
	'3.3': { reported: 58, confirmed: 50 },
	'3.4': { reported: 60, confirmed: 60 }
};

const yi = (value: number): Fen => fen(BigInt(Math.round(value * 100)) * 100_000_000n);
const both = (reported: number, confirmed: number): Layered<Fen> => ({
	reported: yi(reported),
	confirmed: yi(confirmed)
});
const month = (text: string): Month => parseMonth(text) ?? monthError(text);

function monthError(text: string): never {
	throw new RangeError(`not a month: ${text}`);
}

/** The overview of a leader. */
export const sampleView: DashboardView = {
	today: day('2019-09-16'),
	planYear: 2,
	pace: { elapsed: 624, total: 1096, share: 624 / 1096 },
	verdict: {
		light: 'risk',
		counts: { good: 3, risk: 2, behind: 1 },
		measures: [
			{ measure: 'disbursement', light: 'risk', distance: -6.2 },
			{ measure: 'trade', light: 'risk', distance: -4.4 },
			{ measure: 'pledge', light: 'good', distance: 2.6 },
			{ measure: 'closure', light: 'good', distance: 1.3 },
			{ measure: 'tasks', light: 'behind', distance: 3 },
			{ measure: 'milestones', light: 'good', distance: 9 }
		]
	},
	funds: {
		light: 'risk',
		budget: { central: yi(2), local: yi(2.3), total: yi(4.3) },
		steps: {
			allocated: {
				central: both(2, 2),
				local: both(1.46, 1.46),
				social: both(0, 0),
				total: both(3.46, 3.46)
			},
			received: { central: both(1.8, 1.8), local: both(1.18, 1.1), social: both(0, 0), total: both(2.98, 2.9) },
			committed: { central: both(1.62, 1.6), local: both(0.98, 0.94), social: both(0, 0), total: both(2.6, 2.54) },
			disbursed: {
				central: both(1.34, 1.29),
				local: both(0.84, 0.8),
				social: both(0.35, 0.35),
				total: both(2.18, 2.09)
			},
			spent: { central: both(1.02, 1), local: both(0.61, 0.58), social: both(0.2, 0.2), total: both(1.63, 1.58) }
		},
		disbursedShare: { reported: 2.18 / 4.3, confirmed: 2.09 / 4.3 },
		executionRate: { reported: 1.63 / 4.3, confirmed: 1.58 / 4.3 },
		distance: -6.2,
		months: monthsBetween(month('2018-01'), month('2020-12')).map((value, index) => {
			const done = [
				0.02, 0.04, 0.07, 0.11, 0.15, 0.2, 0.26, 0.31, 0.36, 0.42, 0.49, 0.66, 0.68, 0.7, 0.76, 0.86, 0.98, 1.22, 1.44,
				1.9, 2.18
			][index];
			return {
				month: value,
				reported: done === undefined ? null : yi(done),
				confirmed: done === undefined ? null : yi(Math.max(0, done - (index > 17 ? 0.09 : 0))),
				planned: yi(((index + 1) / 36) * 4.3)
			};
		}),
		lines: [
			line('operation-fund', 'funds', 0.7, 0.45, 0.45, 0.32),
			line('risk-pool', 'funds', 0.3, 0.21, 0.2, 0.18),
			line('portfolio-cultivation', 'subsidies', 0.2, 0.11, 0.1, 0.09),
			line('institution-cultivation', 'subsidies', 0.3, 0.2, 0.19, 0.15),
			line('public-platform', 'subsidies', 0.29, 0.25, 0.25, 0.2),
			line('insurance', 'subsidies', 0.1, 0.03, 0.02, 0.02),
			line('publicity-talent', 'subsidies', 0.11, 0.09, 0.08, 0.06)
		]
	},
	trade: volume('risk', 3.05, 2.97, 1286, 2.58, 1104, 0.156, 3.62, 4.61),
	pledge: volume('good', 8.94, 8.94, 214, 7.19, 181, 0.226, 10.4, 12.38),
	cases: {
		light: 'good',
		year: 2019,
		openAtStart: 86,
		accepted: 1040,
		reopened: 0,
		workload: { reported: 1126, confirmed: 1110 },
		closed: { reported: 962, confirmed: 931 },
		rate: { reported: 962 / 1126, confirmed: 931 / 1110 },
		target: 0.95,
		lastYearRate: 0.841,
		projectedRate: 0.956,
		stillToClose: 108,
		open: 164,
		ageing: [
			{ bucket: 'to30', count: 71 },
			{ bucket: 'to60', count: 48 },
			{ bucket: 'to90', count: 27 },
			{ bucket: 'over90', count: 18 }
		],
		medianDays: 42,
		meanDays: 51.4,
		lastYearMedianDays: 49,
		months: [31, 45, 56, 63, 69, 74, 78, 82, 85.4, null, null, null].map((value, index) => ({
			month: index + 1,
			thisYear: value === null ? null : value / 100,
			lastYear: ([29, 42, 52, 60, 66, 72, 77, 81, 84.5, 88, 91.5, 95.2][index] ?? 0) / 100
		}))
	},
	tasks: {
		light: 'behind',
		tasks: Object.entries(departments).map(([code, units]) => task(code, units)),
		byDepartment: officialOrder.map((unit) => {
			const shares = Object.entries(departments).filter(([, units]) => units.includes(unit));
			const lights: Partial<Record<Light, number>> = {};
			for (const [code] of shares) {
				const light = special[`${code}/${unit}`] ?? 'good';
				lights[light] = (lights[light] ?? 0) + 1;
			}
			return { unit, total: shares.length, lights };
		})
	},
	milestones: {
		light: 'good',
		planned: 512,
		due: 208,
		reached: { reported: 196, confirmed: 178 },
		units: [...districts.map((unit) => milestones(unit, 'district')), ...zones.map((unit) => milestones(unit, 'zone'))]
	},
	attention: [
		{ kind: 'share_blocked', light: 'blocked', units: ['circ'], params: { task: '2.3' }, daysLate: 12 },
		{ kind: 'milestones_overdue', light: 'behind', units: ['dongqian-lake'], params: { count: 4 }, daysLate: 77 },
		{ kind: 'disbursement_behind', light: 'risk', units: ['stfc', 'finance'], params: { points: 6.2 }, daysLate: null },
		{
			kind: 'line_behind',
			light: 'risk',
			units: ['finance', 'circ', 'fin-office'],
			params: { line: 'insurance', points: 26.9 },
			daysLate: null
		},
		{ kind: 'growth_short', light: 'risk', units: ['ipo'], params: { measure: 'trade', points: 4.4 }, daysLate: null },
		{ kind: 'milestones_overdue', light: 'risk', units: ['fenghua'], params: { count: 2 }, daysLate: 31 },
		{
			kind: 'closure_short',
			light: 'risk',
			units: ['ipo', 'amr'],
			params: { count: 108, target: 0.95 },
			daysLate: null
		}
	],
	updated: {
		funds: '2019-09-16T11:18:04+08:00',
		transactions: '2019-09-16T14:32:08+08:00',
		cases: '2019-09-16T13:52:40+08:00',
		tasks: '2019-09-16T14:29:00+08:00',
		milestones: '2019-09-15T16:05:00+08:00'
	}
};

/** The same plan on its first day: nothing has been reported. */
export const emptyView: DashboardView = {
	...sampleView,
	today: day('2018-01-02'),
	planYear: 1,
	pace: { elapsed: 2, total: 1096, share: 2 / 1096 },
	verdict: {
		light: 'unreported',
		counts: { unreported: 6 },
		measures: sampleView.verdict.measures.map(({ measure }) => ({ measure, light: 'unreported', distance: null }))
	},
	funds: {
		...sampleView.funds,
		light: 'unreported',
		steps: {
			allocated: nothing(),
			received: nothing(),
			committed: nothing(),
			disbursed: nothing(),
			spent: nothing()
		},
		disbursedShare: { reported: 0, confirmed: 0 },
		executionRate: { reported: 0, confirmed: 0 },
		distance: 0,
		months: sampleView.funds.months.map((entry) => ({ ...entry, reported: null, confirmed: null })),
		lines: sampleView.funds.lines.map((entry) => ({ ...entry, disbursed: both(0, 0), spent: both(0, 0) }))
	},
	trade: emptyVolume(sampleView.trade),
	pledge: emptyVolume(sampleView.pledge),
	cases: {
		...sampleView.cases,
		light: 'unreported',
		openAtStart: 0,
		accepted: 0,
		workload: { reported: 0, confirmed: 0 },
		closed: { reported: 0, confirmed: 0 },
		rate: { reported: null, confirmed: null },
		lastYearRate: null,
		projectedRate: null,
		stillToClose: 0,
		open: 0,
		ageing: sampleView.cases.ageing.map((entry) => ({ ...entry, count: 0 })),
		medianDays: null,
		meanDays: null,
		lastYearMedianDays: null,
		months: sampleView.cases.months.map((entry) => ({ ...entry, thisYear: null, lastYear: null }))
	},
	tasks: null,
	milestones: { light: 'unreported', planned: 512, due: 0, reached: { reported: 0, confirmed: 0 }, units: null },
	attention: [],
	updated: { funds: null, transactions: null, cases: null, tasks: null, milestones: null }
};

export const sampleFeed: readonly FeedItem[] = [
	feed(46, 'transactionRecorded', 'cixi', '14:32', {
		ledger: 'transactions',
		deal: 'pledge',
		amount: '8000000.00',
		territory: 'cixi',
		count: 1
	}),
	feed(45, 'shareUpdated', 'justice', '14:29', {
		task: '3.1.2',
		share: '3.1.2/justice',
		statusFrom: 'in_progress',
		status: 'in_progress',
		progressFrom: 38,
		progress: 45
	}),
	feed(44, 'entryConfirmed', 'ipo', '14:21', {
		ledger: 'transactions',
		deal: 'licence',
		amount: '1260000.00',
		of: 'ninghai'
	}),
	feed(43, 'milestoneReported', 'yinzhou', '14:05', { task: '2.3', share: '2.3/yinzhou', milestone: '2.3/yinzhou/2' }),
	feed(42, 'caseClosed', 'amr', '13:52', { territory: 'haishu' }),
	feed(41, 'transactionRecorded', 'hangzhou-bay', '13:40', {
		ledger: 'transactions',
		deal: 'transfer',
		amount: '365000.00',
		territory: 'hangzhou-bay',
		count: 1
	}),
	feed(40, 'shareUpdated', 'circ', '11:47', {
		task: '2.3',
		share: '2.3/circ',
		statusFrom: 'in_progress',
		status: 'blocked',
		progressFrom: 35,
		progress: 35
	}),
	feed(39, 'disbursementRecorded', 'stfc', '11:18', {
		line: 'risk-pool',
		step: 'disbursed',
		source: 'central',
		amount: '12000000.00'
	}),
	feed(38, 'caseAccepted', 'yuyao', '10:56', { territory: 'yuyao' }),
	feed(37, 'entryReversed', 'jiangbei', '10:31', { ledger: 'cases', of: 'jiangbei' }),
	feed(36, 'entryConfirmed', 'ipo', '10:02', {
		ledger: 'tasks',
		kind: 'milestone',
		of: 'haishu',
		task: '1.3',
		share: '1.3/haishu',
		milestone: '1.3/haishu/1'
	}),
	feed(35, 'caseReopened', 'culture', '09:40', { territory: 'ninghai' }),
	feed(34, 'disbursementRecorded', 'finance', '09:12', {
		line: 'public-platform',
		step: 'spent',
		source: 'city',
		amount: '2350000.50'
	})
];

function line(id: string, group: string, central: number, disbursed: number, confirmed: number, spent: number) {
	return { id, group, central: yi(central), disbursed: both(disbursed, confirmed), spent: both(spent, spent) };
}

function volume(
	light: Light,
	amount: number,
	confirmed: number,
	count: number,
	last: number,
	lastCount: number,
	averageGrowth: number,
	lastWhole: number,
	target: number
): VolumeView {
	const shape = [0.06, 0.115, 0.2, 0.29, 0.385, 0.49, 0.58, 0.675, 0.7127, 0.82, 0.91, 1];
	return {
		light,
		year: 2019,
		amount: both(amount, confirmed),
		count: { reported: count, confirmed: count },
		lastYearAmount: yi(last),
		lastYearCount: lastCount,
		growth: { reported: amount / last - 1, confirmed: confirmed / last - 1 },
		averageGrowth,
		target: 0.2,
		months: shape.map((part, index) => ({
			month: index + 1,
			thisYear: index > 8 ? null : yi((part / 0.7127) * amount),
			thisYearConfirmed: index > 8 ? null : yi((part / 0.7127) * (index > 6 ? confirmed : amount)),
			lastYear: yi(part * lastWhole),
			targetPath: yi(part * target)
		}))
	};
}

function emptyVolume(of: VolumeView): VolumeView {
	return {
		...of,
		light: 'unreported',
		amount: both(0, 0),
		count: { reported: 0, confirmed: 0 },
		lastYearAmount: null,
		lastYearCount: null,
		growth: { reported: null, confirmed: null },
		averageGrowth: null,
		months: of.months.map((entry) => ({
			...entry,
			thisYear: null,
			thisYearConfirmed: null,
			lastYear: null,
			targetPath: null
		}))
	};
}

function nothing() {
	return { central: both(0, 0), local: both(0, 0), social: both(0, 0), total: both(0, 0) };
}

function task(code: string, units: readonly string[]): TaskState {
	const progress = taskProgress[code] ?? { reported: 0, confirmed: 0 };
	const share = (unit: string, role: ShareState['role']): ShareState => {
		const light = special[`${code}/${unit}`] ?? 'good';
		const late = light === 'behind' || light === 'blocked';
		const spread = ((unit.length * 7 + code.length * 3) % 11) - 5;
		const reported =
			light === 'done' || light === 'done_late'
				? 100
				: Math.max(0, Math.min(98, progress.reported + spread - (late ? 20 : 0)));
		const pending = (unit.length + code.length) % 4 === 0 && light !== 'done';
		return {
			unit,
			role,
			light,
			progress: { reported, confirmed: pending ? Math.max(0, reported - 6) : reported },
			overdue: late ? 2 : 0
		};
	};
	const withTerritories = code !== '2.1' && code !== '3.2';
	return {
		code,
		light: taskLights[code] ?? 'good',
		progress,
		departments: units.map((unit, index) => share(unit, index === 0 ? 'lead' : 'joint')),
		territories: withTerritories ? [...districts, ...zones].map((unit) => share(unit, 'territory')) : []
	};
}

function milestones(unit: string, kind: 'district' | 'zone'): UnitMilestones {
	const late: Readonly<Record<string, readonly [number, Light, number]>> = {
		fenghua: [2, 'risk', 31],
		'dongqian-lake': [4, 'behind', 77],
		xiangshan: [13, 'unreported', 77],
		ninghai: [1, 'good', 6],
		bonded: [1, 'good', 9]
	};
	const [overdue, light, days] = late[unit] ?? [0, 'good' as const, 0];
	const reached = 13 - overdue;
	return {
		unit,
		kind,
		light,
		planned: 32,
		due: 13,
		reached: { reported: reached, confirmed: Math.max(0, reached - 1) },
		dueReached: { reported: reached, confirmed: Math.max(0, reached - (unit.length % 3)) },
		overdue,
		oldestOverdueDays: days
	};
}

function feed(seq: number, type: FeedItem['type'], unit: string, time: string, values: FeedItem['values']): FeedItem {
	return { seq, type, ids: [], unit, at: `2019-09-16T${time}:08+08:00`, values };
}
