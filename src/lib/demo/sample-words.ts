// What the samples' texts say. Each of them says first that it is a sample: nobody may take one for a real record.
import type { ShareStatus } from '#lib/tasks/share.ts';
import type { Register } from '#lib/registers/register.ts';
import { between, pick, type Random } from './random.ts';

/** Begins every sample text. */
export const sampleMark = '示例';

const letters = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const trades = [
	'磁材',
	'模具',
	'汽配',
	'电器',
	'光学',
	'纺织',
	'化工',
	'海工',
	'智能装备',
	'软件',
	'新材料',
	'清洁能源'
];
const holders = ['高校', '研究院', '研究所'];

export function company(random: Random): string {
	return `${sampleMark}${pick(random, trades)}企业${pick(random, letters)}`;
}

/** Giver and taker of a deal: often a university's or an institute's patent goes to a company. */
export function parties(random: Random): string {
	const giver = random() < 0.4 ? `${sampleMark}${pick(random, holders)}${pick(random, letters)}` : company(random);
	return `${giver} → ${company(random)}`;
}

export function bank(random: Random): string {
	return `${sampleMark}银行${pick(random, letters.slice(0, 6))}`;
}

export type NumberSeries = '合同' | '借款' | '文号' | '凭证' | '执法' | '登记';

/** "示例合同-2019-000123" */
export function numbered(series: NumberSeries, year: number, serial: number): string {
	return `${sampleMark}${series}-${year}-${String(serial).padStart(6, '0')}`;
}

/** "示例-2019-000123" */
export function registrationNumber(year: number, serial: number): string {
	return `${sampleMark}-${year}-${String(serial).padStart(6, '0')}`;
}

const purposes = ['项目首付款', '项目进度款', '年度资金', '验收尾款', '绩效奖补', '专项支出'];

export function purpose(random: Random): string {
	return `${sampleMark}:${pick(random, purposes)}`;
}

const narratives: Readonly<Record<Exclude<ShareStatus, 'not_started' | 'cancelled'>, readonly string[]>> = {
	in_progress: [
		'工作方案已印发，责任处室和时间安排已明确。',
		'已完成前期调研和对象摸底，正在组织申报。',
		'项目按计划推进，本期完成两批次审核。',
		'已与配合单位召开协调会，数据口径已统一。',
		'阶段成果已通过专家评审，正在修改完善。'
	],
	blocked: [
		'配套资金尚未到位，后续采购无法启动。',
		'承担单位更换，合同需重新签订。',
		'系统接口规范未定，数据连通暂停。'
	],
	completed: ['本单位承担的工作已全部完成，材料已归档。', '任务完成，成效评估报告已报送。']
};
const nextSteps: readonly string[] = [
	'组织中期检查并通报结果。',
	'完成下一批项目评审。',
	'与牵头单位对接数据报送。',
	'召开专题推进会，逐项落实。',
	'整理佐证材料，准备验收。'
];
const ways: readonly string[] = ['请协调解决后继续推进。', '拟于下月提请领导小组办公室专题研究。'];

export function narrative(random: Random, status: keyof typeof narratives): string {
	return `${sampleMark}:${pick(random, narratives[status])}`;
}

export function nextStep(random: Random, status: keyof typeof narratives): string {
	if (status === 'completed') return `${sampleMark}：转入日常工作。`;
	return `${sampleMark}:${pick(random, status === 'blocked' ? ways : nextSteps)}`;
}

export function milestoneNote(random: Random): string {
	return `${sampleMark}：佐证材料 ${between(random, 1, 6)} 份已归档。`;
}

const bases: Readonly<Record<string, string>> = { cumulative: '历年统计台账汇总', other: '历年统计年报' };

export function baseSource(random: Random, kind: string): string {
	return `${sampleMark}:${bases[kind] ?? bases['other']}(第${between(random, 1, 9)}号)。`;
}

const observationNotes = ['含补报上期数据。', '按部门台账核对。', '数据由承担单位提供，已抽查。'];

export function observationNote(random: Random): string {
	return `${sampleMark}:${pick(random, observationNotes)}`;
}

const entityNames: Readonly<Record<Register, readonly string[]>> = {
	institutions: ['知识产权运营公司', '专利运营中心', '技术转移中心'],
	portfolios: ['专利组合'],
	alliances: ['知识产权联盟'],
	pools: ['专利池']
};

/** "示例磁材专利组合甲": a name of its own for each of a register. */
export function entityName(register: Register, index: number): string {
	const words = entityNames[register];
	const trade = trades[index % trades.length] ?? '';
	const letter = letters[Math.floor(index / trades.length) % letters.length] ?? '';
	return `${sampleMark}${trade}${words[index % words.length] ?? ''}${letter}`;
}

/** "示例备案-2018-000003" */
export function evidenceNumber(year: number, serial: number): string {
	return `${sampleMark}备案-${year}-${String(serial).padStart(6, '0')}`;
}

const reopeningReasons = ['当事人提交新证据，恢复办理。', '复查发现侵权商品清单有遗漏。', '调解协议未履行，恢复办理。'];

export function reopeningReason(random: Random): string {
	return `${sampleMark}:${pick(random, reopeningReasons)}`;
}

const reversalReasons = ['金额单位误填为元，重新登记。', '与上月记录重复。', '属地填报有误，由所在园区登记。'];

export function reversalReason(random: Random): string {
	return `${sampleMark}:${pick(random, reversalReasons)}`;
}

const gateReasons = ['已制定补救计划，下一季度完成。', '受项目评审进度影响，同意顺延。', '数据已上报，待复核确认。'];

export function gateReason(random: Random): string {
	return `${sampleMark}:${pick(random, gateReasons)}`;
}

export function gateRemark(): string {
	return `${sampleMark}：领导小组会议审议。`;
}
