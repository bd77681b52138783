// Words that all records share: amounts of tables, and who did what when.
import { formatWan, formatYuan, fromYuan } from '#lib/kernel/money.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import type { Doer } from './entry-view.ts';
import { joined } from './feature.ts';

/** Decimal yuan in the unit of tables of records: 万元, in English full yuan [R277]. */
export function tableMoney(yuan: string): string {
	return getLocale() === 'zh-CN' ? formatWan(fromYuan(yuan)) : formatYuan(fromYuan(yuan));
}

/** Who did it and when: the person or the feed, the unit, the business time. */
export function doerWords(doer: Doer & { readonly feed?: string | null }, names: PlanNames): string {
	const unit = doer.unit === null ? m.ledgers_leading_group() : (names.units[doer.unit]?.name ?? doer.unit);
	return joined([unit, whoWord(doer, names), doer.at]);
}

function whoWord(
	{ via, name, feed = null }: Doer & { readonly feed?: string | null },
	names: PlanNames
): string | null {
	if (feed !== null) return m.ledgers_by_feed({ feed: names.feeds[feed] ?? feed });
	return via === 'token' ? m.ledgers_by_token() : via === 'system' ? m.ledgers_by_system() : name;
}
