// Faults of a plan folder as lines for the console, in Chinese and English: read by whoever keeps the plan's files.
import type { PlanFault, PlanRule } from './check-plan.ts';

/** `units.json $[30].within [zone_without_district] 中文 / English` */
export function faultLine({ file, path, rule, params }: PlanFault): string {
	const filled = sentences[rule].map((sentence) => fill(sentence, params));
	return `${file} ${path} [${rule}] ${filled.join(' / ')}`;
}

/** What is wrong, in one language, for a page. */
export function ruleSentence(rule: PlanRule, params: PlanFault['params'], locale: string): string {
	return fill(sentences[rule][locale === 'en' ? 1 : 0], params);
}

function fill(sentence: string, params: PlanFault['params']): string {
	return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '?'));
}

const sentences: Readonly<Record<PlanRule, readonly [zh: string, en: string]>> = {
	folder_unreadable: ['方案目录无法读取', 'the plan folder cannot be read'],
	file_missing: ['缺少此文件', 'this file is missing'],
	file_unknown: ['方案中没有这个文件', 'a plan has no such file'],
	not_json: ['不是有效的 JSON:{reason}', 'not valid JSON: {reason}'],
	missing_key: ['缺少字段“{key}”', 'the key "{key}" is missing'],
	unknown_key: ['未知字段“{key}”', 'the key "{key}" is not known'],
	wrong_type: ['类型不符，应为 {expected}，实为 {received}', 'wrong type: expected {expected}, found {received}'],
	bad_value: ['取值不符，应为 {expected}，实为 {received}', 'bad value: expected {expected}, found {received}'],
	duplicate_id: ['“{id}”重复', '"{id}" stands twice'],
	unknown_clause: ['没有条款“{id}”', 'there is no clause "{id}"'],
	unknown_unit: ['没有单位“{id}”', 'there is no unit "{id}"'],
	unknown_goal: ['没有目标“{id}”', 'there is no goal "{id}"'],
	unknown_target: ['没有指标“{id}”', 'there is no target "{id}"'],
	unknown_task: ['没有任务“{id}”', 'there is no task "{id}"'],
	unknown_safeguard: ['没有保障措施“{id}”', 'there is no safeguard "{id}"'],
	unknown_indicator: ['没有统计指标“{id}”', 'there is no indicator "{id}"'],
	unknown_group: ['没有资金类别“{id}”', 'there is no budget group "{id}"'],
	unknown_line: ['没有资金项目“{id}”', 'there is no budget line "{id}"'],
	unknown_phase_item: ['没有进度表事项“{id}”', 'there is no phase item "{id}"'],
	unknown_reading: ['没有执行口径“{id}”', 'there is no interpretation "{id}"'],
	unknown_option: ['默认值“{id}”不在选项之中', 'the default "{id}" is not among the options'],
	unknown_record: ['系统没有“{id}”这类记录', 'the product has no records of the kind "{id}"'],
	unknown_feed: ['feeds 中没有数据源“{id}”', 'there is no feed "{id}" among the feeds'],
	wrong_recorder: [
		'“{record}”类记录不能由 {by} 录入，可用 {expected}',
		'records of the kind "{record}" are not entered by {by}; expected {expected}'
	],
	wrong_unit_kind: ['单位“{id}”是 {kind}，此处应为 {expected}', 'the unit "{id}" is a {kind}; expected {expected}'],
	zone_without_district: [
		'园区“{unit}”须位于一个区县（市）内，“{within}”不是',
		'the zone "{unit}" must lie within a district; "{within}" is none'
	],
	within_only_zones: ['“{unit}”不是园区，不能位于“{within}”内', '"{unit}" is no zone and cannot lie within "{within}"'],
	bad_validity: ['单位“{unit}”的有效期或继任单位不成立', 'the validity or successor of "{unit}" does not hold'],
	lead_not_first: ['牵头单位“{lead}”不是首位单位“{first}”', 'the lead "{lead}" is not the first unit named, "{first}"'],
	budget_total: [
		'载明合计 {stated} 元，各项相加 {sum} 元',
		'the stated total is {stated} yuan, the parts add up to {sum}'
	],
	years_not_consecutive: ['年度 {year} 没有紧接 {before}', 'the year {year} does not follow {before}'],
	year_outside_plan: ['年度 {year} 不在 {from}—{to} 之内', 'the year {year} is outside {from} to {to}'],
	date_outside_plan: ['日期 {date} 不在 {from}—{to} 年之内', 'the date {date} is outside the years {from} to {to}'],
	date_outside_phase: ['日期 {date} 不在该阶段的 {year} 年', 'the date {date} is outside its phase, the year {year}'],
	dates_reversed: ['结束日期 {to} 早于开始日期 {from}', 'the end {to} is before the start {from}'],
	proof_beyond_target: [
		'里程碑要求 {value}，超过方案指标的目标值 {target}',
		'the milestone asks for {value}, more than the target of {target}'
	],
	proof_not_counted: [
		'方案指标“{id}”不是计数的，里程碑不能以它为证',
		'the target "{id}" is no count that a milestone could prove'
	],
	milestones_missing: ['任务 {task} 没有里程碑', 'the task {task} has no milestones'],
	joint_mismatch: [
		'任务 {task} 的配合单位应依次为“{expected}”，里程碑给出“{given}”',
		'the joint units of task {task} are "{expected}" in this order; the milestones name "{given}"'
	],
	territories_mismatch: [
		'任务 {task} 的区县里程碑与任务是否涉及区县不一致',
		'the territory milestones of task {task} disagree with whether the task has territories'
	],
	base_year_mismatch: ['基年应为 {stated}，实为 {found}', 'the base year is {stated}, found {found}'],
	count_mismatch: ['载明 {stated} 项，实有 {found} 项', 'stated {stated}, found {found}']
};
