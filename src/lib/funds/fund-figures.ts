// Figures of the funds as text: one unit a table, 万元 or million yuan, and the plan's names in the reader's language.
import { formatMillion, formatWan, roundsApart } from '#lib/kernel/money.ts';
import { roundedNumber } from '#lib/kernel/rounding.ts';
import { percentOf } from '#lib/figures/format.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Name } from '#lib/plan/plan-document.ts';
import { budgetKinds } from './budget.ts';
import type { FundsMatrix, MatrixRow, Purse } from './funds-matrix.ts';
import { nodeOf, isGroup, type FundsPlan } from './funds-plan.ts';
import { sourceWord } from './fund-words.ts';
import { steps, type Source } from './movement.ts';

/** Whole fen in the unit of tables: "20,000.00" (万元) or "200.00" (million yuan). */
export function figure(value: bigint): string {
	return getLocale() === 'zh-CN' ? formatWan(value) : formatMillion(value);
}

/** The same as a number for drawing, never for sums. */
export function drawn(value: bigint): number {
	return Number(value) / (getLocale() === 'zh-CN' ? 1e6 : 1e8);
}

export function drawnText(value: number): string {
	return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

export function drawnTick(value: number): string {
	return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** 0.5069 -> "50.7%"; what is not the whole is not "100.0%" [R275]. */
export function percent(share: number): string {
	return `${percentOf(share, 1, [1])}%`;
}

/**
 * Local for one of central: "1.15", "—" where there is none.
 * @param asked what a target asks for, so that what is below never looks like it [R275]
 */
export function times(ratio: number | null, asked: number | null = null): string {
	return ratio === null ? '—' : roundedNumber(ratio, 2, asked === null ? [] : [asked]).toFixed(2);
}

export function nameIn(name: Name): string {
	return getLocale() === 'zh-CN' ? name.zh : name.en;
}

/** Name of a class or a line; an id that the plan does not know stands for itself. */
export function nodeName(plan: FundsPlan, id: string): string {
	const node = nodeOf(plan, id);
	return node ? nameIn(node.name) : id;
}

export function nodeShort(plan: FundsPlan, id: string): string {
	const node = nodeOf(plan, id);
	if (!node) return id;
	return isGroup(node) ? m.funds_whole_class_short() : nameIn(node.short);
}

export function purseWord(purse: Source | Purse): string {
	return purse === 'local' ? m.funds_local() : sourceWord(purse);
}

/** [R276] Whether some sum of the matrix, as it is shown, is not what its rows as shown add up to. */
export function sumsRoundApart({ groups, total }: Pick<FundsMatrix, 'groups' | 'total'>): boolean {
	const unit = getLocale() === 'zh-CN' ? 'wan' : 'million';
	const apart = (rows: readonly MatrixRow[], sum: MatrixRow) =>
		budgetKinds.some((kind) =>
			steps.some((step) =>
				roundsApart(
					rows.map((row) => row.steps[step][kind].reported),
					sum.steps[step][kind].reported,
					unit
				)
			)
		);
	return (
		groups.some((group) => apart(group.rows, group.total)) ||
		apart(
			groups.map((group) => group.total),
			total
		)
	);
}
