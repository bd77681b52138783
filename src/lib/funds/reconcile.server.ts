// Whether the figures of the funds are the sums of their records: both sides read in one statement, so that no write falls between.
import { sql } from 'drizzle-orm';
import {
	budgetExceptions,
	budgetMoved,
	chainExceptions,
	fundsMoved,
	operationAmounts,
	operationCounts
} from '#lib/figures/families/funds.ts';
import { keyOf, ofFamilies } from '#lib/figures/family-sql.server.ts';
import { valueTypeOf } from '#lib/figures/known-families.ts';
import { toYuan } from '#lib/kernel/money.ts';
import { isDecimal, type Layer } from '#lib/protocol/cells.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { FundsReconciliation } from './reconciliation.ts';

/**
 * A record counts in the reported layer until it is reversed, and in the confirmed layer from its confirmation until that of its
 * reversal; transfers and exceptions count in neither before their confirmation.
 */
export async function reconcileFunds(db: Drizzle): Promise<FundsReconciliation> {
	const month = sql`to_char(c.day, 'YYYY-MM')`;
	const pot = { line: sql`m.line`, source: sql`m.source`, step: sql`m.step` };
	const operation = { line: sql`o.line`, operation: sql`o.operation`, month };
	const [row] = await db.execute<{
		compared: string;
		differences: { key: string; layer: Layer; shown: string; recorded: string }[] | null;
	}>(sql`
		with counted as (
			select e.id, e.day, 'reported' as layer, e.confirmed_at is not null as approved from entry e
			where e.ledger = 'funds' and not e.reversed
			union all
			select e.id, e.day, 'confirmed', true from entry e left join reversal r on r.entry = e.id
			where e.ledger = 'funds' and e.confirmed_at is not null and r.confirmed_at is null
		),
		recorded(key, layer, value) as (
			select ${keyOf(fundsMoved, { ...pot, month })}, c.layer, m.amount
			from fund_movement m join counted c on c.id = m.entry where m.exception is null or c.approved
			union all
			select ${keyOf(budgetExceptions, pot)}, c.layer, m.amount
			from fund_movement m join counted c on c.id = m.entry where m.exceeds in ('budget', 'both') and c.approved
			union all
			select ${keyOf(chainExceptions, pot)}, c.layer, m.amount
			from fund_movement m join counted c on c.id = m.entry where m.exceeds in ('chain', 'both') and c.approved
			union all
			select ${keyOf(budgetMoved, { node: sql`t.from_node`, kind: sql`t.kind` })}, c.layer, -t.amount
			from budget_transfer t join counted c on c.id = t.entry where c.approved
			union all
			select ${keyOf(budgetMoved, { node: sql`t.to_node`, kind: sql`t.kind` })}, c.layer, t.amount
			from budget_transfer t join counted c on c.id = t.entry where c.approved
			union all
			select ${keyOf(operationAmounts, operation)}, c.layer, o.amount
			from fund_operation o join counted c on c.id = o.entry
			union all
			select ${keyOf(operationCounts, operation)}, c.layer, o.count
			from fund_operation o join counted c on c.id = o.entry
		),
		sums as (select key, layer, sum(value) as value from recorded group by 1, 2),
		shown as (
			select key, layer, value from cell where ${ofFamilies(
				...[fundsMoved, budgetExceptions, chainExceptions, budgetMoved, operationAmounts, operationCounts]
			)}
		),
		pairs as (
			select coalesce(s.key, r.key) as key, coalesce(s.layer, r.layer) as layer,
				coalesce(s.value, 0) as shown, coalesce(r.value, 0) as recorded
			from shown s full join sums r on r.key = s.key and r.layer = s.layer
		)
		select count(*) as compared, (
			select jsonb_agg(jsonb_build_object('key', key, 'layer', layer, 'shown', shown::text, 'recorded', recorded::text))
			from (select * from pairs where shown <> recorded order by key, layer limit 20) as different
		) as differences
		from pairs`);
	const text = (key: string, value: string) => (isDecimal(valueTypeOf(key)) ? toYuan(BigInt(value)) : value);
	return {
		compared: Number(row?.compared ?? 0),
		differences: (row?.differences ?? []).map(({ key, layer, shown, recorded }) => ({
			key,
			layer,
			shown: text(key, shown),
			recorded: text(key, recorded)
		}))
	};
}
