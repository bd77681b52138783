// A unit's part of a target in words: the figure that one compares by, what it is made of, and the cells of the matrix.
import { countOf, percentOf } from '#lib/figures/format.ts';
import { monthName } from '#lib/figures/months.ts';
import { formatMillion, formatWan } from '#lib/kernel/money.ts';
import { roundedLimitNumber, roundedNumber } from '#lib/kernel/rounding.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { TargetByUnit, UnitValue } from './by-unit.ts';
import type { PlannedTarget } from './goal-frame.ts';
import { figureText, pointText, recordsBetter, recordText } from './target-words.ts';

/** "85.4%", "+12.3%", "312 件", "1,234.50 万元"; "—" without a record. */
export function unitValueText(target: PlannedTarget, value: UnitValue): string {
	if (value.value === null) return '—';
	if (target.kind === 'ratio-each-year' || target.kind === 'average-growth') return figureText(target, value.value);
	return target.kind === 'match' ? cellText(target, 'flow', value.value) : recordText(target, value.value);
}

/** What the figure is made of; '' where it is no quotient. */
export function unitPartsText(target: PlannedTarget, { parts }: UnitValue): string {
	if (!parts || target.kind === 'match') return '';
	const words = { part: cellText(target, 'flow', parts.part), whole: cellText(target, 'flow', parts.whole) };
	return target.kind === 'average-growth' ? m.targets_units_growth_parts(words) : m.targets_units_parts(words);
}

/** What the figures compare, with the unit of what is said without one. */
export function comparedText(target: PlannedTarget, byUnit: TargetByUnit): string {
	const compared = comparedWords(target, byUnit);
	return target.money ? m.targets_compared_in({ compared, unit: m.targets_unit_ten_thousand() }) : compared;
}

function comparedWords({ kind }: PlannedTarget, { through, step }: TargetByUnit): string {
	if (kind === 'average-growth')
		return through === null
			? m.targets_yoy()
			: m.targets_units_value_growth({ month: monthName(Number(through.slice(5))) });
	if (kind === 'ratio-each-year' || kind === 'count-each-year') return m.targets_units_value_rate();
	if (kind === 'match') {
		if (step === 'disbursed') return m.targets_units_value_match_disbursed();
		return step === 'budgeted' ? m.targets_units_value_match_budgeted() : m.targets_units_value_match_received();
	}
	return m.targets_units_value_count();
}

/** A figure of the matrix, its unit left out: `cellUnit` stands in the table's head. */
export function cellText(target: PlannedTarget, cell: TargetByUnit['cell'], value: number | null): string {
	if (value === null) return '—';
	if (cell === 'rate') return percentOf(value, 1, [target.value]);
	if (!target.money) return countOf(roundedNumber(value, 1));
	return moneyCell(value);
}

/** Yuan in the one unit of a table: 万元, in English millions. */
export function moneyCell(yuan: number): string {
	const fen = BigInt(Math.round(yuan * 100));
	return getLocale() === 'en' ? formatMillion(fen) : formatWan(fen);
}

export function cellUnit(target: PlannedTarget, cell: TargetByUnit['cell']): string {
	if (cell === 'rate') return m.targets_unit_percent();
	return target.money ? m.targets_unit_ten_thousand() : target.recordUnit;
}

/** '2019-06' as "6月", '2019-Q2' as "2季度", '2019' as itself: the year stands above. */
export function columnText(period: string): string {
	const [year = '', part] = period.split('-');
	if (part === undefined) return year;
	return part.startsWith('Q') ? m.targets_matrix_quarter({ quarter: part.slice(1) }) : monthName(Number(part));
}

/**
 * A figure of the table by year, its unit left out where it is money: `yearUnit` stands in the panel's head.
 * @param asked what the year asks for, so that what falls short of it looks so [R275]
 */
export function yearText(target: PlannedTarget, value: number | null, asked: number | null): string {
	return value === null || asked === null || !isRecords(target)
		? plainYearText(target, value)
		: plainYearText(target, roundedNumber(value, yearDecimals(target), [asked], recordsBetter(target)));
}

/** What a year asks for: never rounded to less. */
export function yearAskedText(target: PlannedTarget, asked: number | null): string {
	return asked === null || !isRecords(target)
		? plainYearText(target, asked)
		: plainYearText(target, roundedLimitNumber(asked, yearDecimals(target), recordsBetter(target)));
}

function plainYearText(target: PlannedTarget, value: number | null): string {
	return target.money ? cellText(target, 'flow', value) : pointText(target, value);
}

/** Growth and reduction are told by their records. */
function isRecords({ kind }: PlannedTarget): boolean {
	return kind === 'average-growth' || kind === 'reduction';
}

/** Of yuan, those that the unit of the table leaves: 100 yuan are a hundredth of 万元, 10,000 a hundredth of a million. */
function yearDecimals({ money }: PlannedTarget): number {
	return money ? (getLocale() === 'en' ? -4 : -2) : 1;
}

export function yearUnit(target: PlannedTarget): string | undefined {
	return target.money ? m.targets_unit_ten_thousand() : undefined;
}
