// Whether the figures of the funds are the sums of their records: both sides read in one statement, so that no write falls between.
import { sql } from 'drizzle-orm';
import { toYuan } from '#lib/kernel/money.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { FundsReconciliation } from './reconciliation.ts';

/**
 * A record counts in the reported layer until it is reversed, and in the confirmed layer from its confirmation until that of its
 * reversal; transfers and exceptions count in neither before their confirmation.
 */
export async function reconcileFunds(db: Drizzle): Promise<FundsReconciliation> {
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
			select concat_ws('/', 'funds', m.line, m.source, m.step, to_char(c.day, 'YYYY-MM')), c.layer, m.amount
			from fund_movement m join counted c on c.id = m.entry where m.exception is null or c.approved
			union all
			select concat_ws('/', 'funds-exceptions', m.line, m.source, m.step), c.layer, m.amount
			from fund_movement m join counted c on c.id = m.entry where m.exceeds in ('budget', 'both') and c.approved
			union all
			select concat_ws('/', 'funds-chain-exceptions', m.line, m.source, m.step), c.layer, m.amount
			from fund_movement m join counted c on c.id = m.entry where m.exceeds in ('chain', 'both') and c.approved
			union all
			select concat_ws('/', 'funds-budget', t.from_node, t.kind), c.layer, -t.amount
			from budget_transfer t join counted c on c.id = t.entry where c.approved
			union all
			select concat_ws('/', 'funds-budget', t.to_node, t.kind), c.layer, t.amount
			from budget_transfer t join counted c on c.id = t.entry where c.approved
			union all
			select concat_ws('/', 'fund-operations', o.line, o.operation, 'amount', to_char(c.day, 'YYYY-MM')), c.layer, o.amount
			from fund_operation o join counted c on c.id = o.entry
			union all
			select concat_ws('/', 'fund-operations', o.line, o.operation, 'count', to_char(c.day, 'YYYY-MM')), c.layer, o.count
			from fund_operation o join counted c on c.id = o.entry
		),
		sums as (select key, layer, sum(value) as value from recorded group by 1, 2),
		shown as (
			select key, layer, value from cell where stream = 'city'
				and split_part(key, '/', 1) in ('funds', 'funds-exceptions', 'funds-chain-exceptions', 'funds-budget', 'fund-operations')
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
	const text = (key: string, value: string) => (key.includes('/count/') ? value : toYuan(BigInt(value)));
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
