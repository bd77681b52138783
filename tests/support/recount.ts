// Every figure of the rollups counted anew from the business rows, in SQL that shares no line with the rules.
import type { Sql } from '#lib/platform/database.server.ts';

/** The cells that are not zero, as `stream layer key` > value (whole fen, counts, days, percent). */
export type CellSums = Record<string, bigint>;

export async function storedCells(sql: Sql): Promise<CellSums> {
	return sums(
		await sql<Sum[]>`select stream || ' ' || layer || ' ' || key as name, value::text from cell where value <> 0`
	);
}

/**
 * A record counts in the reported layer until it is reversed, and in the confirmed layer from its confirmation until the
 * confirmation of its reversal.
 */
export async function recountedCells(sql: Sql): Promise<CellSums> {
	const rows = await sql<Sum[]>`
		with counted as (
			select e.id, e.unit, e.territory, e.day, 'reported' as layer from entry e where not e.reversed
			union all
			select e.id, e.unit, e.territory, e.day, 'confirmed' from entry e
			where e.confirmed_at is not null
				and not exists (select 1 from reversal r where r.entry = e.id and r.confirmed_at is not null)
		),
		-- Transfers of budget and overdraw exceptions count in neither layer before their confirmation.
		approved as (select id from entry where confirmed_at is not null),
		-- Databases of before did not tell what an exception exceeds: their rows have no such column.
		money as (
			select c.layer, m.amount, concat_ws('/', m.line, m.source, m.step, to_char(c.day, 'YYYY-MM')) as what,
				coalesce(c.territory, c.unit) as place, to_jsonb(m) ->> 'exceeds' as exceeds, concat_ws('/', m.line, m.source, m.step) as pot
			from fund_movement m join counted c on c.id = m.entry where m.exception is null or c.id in (select id from approved)
		),
		given as (
			select c.layer, t.from_node, t.to_node, t.kind, t.amount from budget_transfer t join counted c on c.id = t.entry
			where c.id in (select id from approved)
		),
		operated as (
			select c.layer, o.amount, o.count, 'fund-operations/' || o.line || '/' || o.operation as what, to_char(c.day, 'YYYY-MM') as month
			from fund_operation o join counted c on c.id = o.entry
		),
		trade as (select c.layer, c.territory as place, c.day, d.kind, d.amount, d.count from deal d join counted c on c.id = d.entry),
		taken as (select c.layer, c.territory as place, f.accepted_at as day, f.accepted_at from case_file f join counted c on c.id = f.entry),
		closed as (
			select c.layer, c.territory as place, k.closed_at as day, f.accepted_at
			from case_closure k join counted c on c.id = k.entry join case_file f on f.entry = k.case_entry
		),
		reopened as (
			select c.layer, c.territory as place, o.reopened_at as day, f.accepted_at, k.closed_at,
				date_part('year', k.closed_at) = date_part('year', o.reopened_at) as same_year
			from case_reopening o join counted c on c.id = o.entry
				join case_closure k on k.entry = o.closure join case_file f on f.entry = o.case_entry
		),
		turns as (
			select layer, place, day, 'accepted' as turn from taken
			union all select layer, place, day, 'closed' from closed
			union all select layer, place, day, case when same_year then 'undone' else 'reopened' end from reopened
		),
		-- The share as the reported layer shows it is its newest version; the confirmed layer shows the newest confirmed one.
		newest as (
			select distinct on (u.share, c.layer) c.layer, u.share, u.status, u.progress
			from share_update u join counted c on c.id = u.entry order by u.share, c.layer, u.version desc
		),
		indicators as (
			select i.value ->> 'code' as code, i.value ->> 'aggregate' = 'last' as is_last, coalesce((i.value ->> 'yearToDate')::boolean, false) as anew
			from plan_version p, jsonb_array_elements(p.document -> 'indicators') i where p.version = 1
		),
		observed as (
			select c.layer, o.indicator, o.unit, o.period, o.value - case when i.is_last then coalesce(lag(o.value) over (
				partition by c.layer, o.indicator, o.unit, case when i.anew then left(o.period, 4) end order by o.period), 0) else 0 end as value
			from observation o join counted c on c.id = o.entry join indicators i on i.code = o.indicator
		),
		bases as (
			select c.layer, b.target, b.value from base_figure b join counted c on c.id = b.entry
				join entry e on e.id = b.entry where e.confirmed_at is not null and to_jsonb(b) ->> 'frozen' is null
		),
		-- Databases of before have no frozen bases.
		frozen as (
			select to_jsonb(b) ->> 'target' as target, nullif(to_jsonb(b) -> 'frozen', 'null') as content
			from base_figure b where (to_jsonb(b) ->> 'stands')::boolean
		),
		-- What an entity's version says stands from its day until that of the next one that counts.
		listed as (
			select c.layer, v.entity, v.version, c.day, lead(c.day) over (partition by c.layer, v.entity order by v.version) as until,
				h.register, v.industry, v.territory, not v.retired as stands, v.measures,
				(select max(r.value::bigint) from (
					select value from jsonb_each_text(v.measures) where key like 'annual-revenue.%' order by key desc limit 2) r) as revenue
			from entity_version v join counted c on c.id = v.entry join register_entity h on h.id = v.entity
		),
		judged as (
			select l.*, case register
				when 'institutions' then greatest(coalesce(revenue, 0) / 1000000000.0, coalesce((measures ->> 'operable-patents')::int, 0) / 1200.0)
				when 'portfolios' then least(coalesce((measures ->> 'inventions')::int, 0) / 50.0, coalesce((measures ->> 'pct-applications')::int, 0) / 10.0)
				end as share
			from listed l where stands
		),
		entities as (
			select layer, day, 1 as sign, register, industry, territory, measures, share from judged
			union all select layer, until, -1, register, industry, territory, measures, share from judged where until is not null
		),
		reached as (select c.layer, r.milestone, r.phase_item, r.actual from milestone_report r join counted c on c.id = r.entry),
		-- The newest version of a safeguard, and the newest confirmed one.
		safeguarded as (
			select distinct on (u.safeguard, c.layer) c.layer, u.safeguard, u.status, u.progress
			from safeguard_update u join counted c on c.id = u.entry order by u.safeguard, c.layer, u.version desc
		),
		-- Readings and gates stand in both layers.
		both_layers(layer) as (values ('reported'), ('confirmed')),
		gated as (select distinct on (phase) phase, decision from gate_decision order by phase, number desc),
		figure(stream, layer, key, value) as (
			select 'city', layer, concat_ws('/', 'observations', indicator, 'value', period), value from observed
			union all select 'city', layer, concat_ws('/', 'observations', indicator, 'reports', period), 1 from observed
			union all select 'breakdown', layer, concat_ws('/', 'observations-by', unit, indicator, 'value', period), value from observed
			union all select 'breakdown', layer, concat_ws('/', 'observations-by', unit, indicator, 'reports', period), 1 from observed
			union all select 'city', layer, concat_ws('/', 'bases', target, 'value'), value from bases
			union all select 'city', layer, concat_ws('/', 'bases', target, 'given'), 1 from bases
			union all select 'city', layer, concat_ws('/', 'base-frozen', f.target, own.key), own.value::bigint
				from frozen f, both_layers, jsonb_each_text(f.content) own
			union all select 'city', layer, concat_ws('/', 'registers', register, 'all', industry, day), sign from entities
			union all select 'city', layer, concat_ws('/', 'registers', register, 'qualified', industry, day), sign from entities where share >= 1
			union all select 'city', layer, concat_ws('/', 'registers', register, 'near', industry, day), sign from entities where share >= 0.8 and share < 1
			union all select 'breakdown', layer, concat_ws('/', 'registers-by', territory, register, 'all', day), sign from entities where territory is not null
			union all select 'breakdown', layer, concat_ws('/', 'registers-by', territory, register, 'qualified', day), sign from entities
				where territory is not null and share >= 1
			union all select 'city', layer, concat_ws('/', 'register-sums', register, measure.key, day), sign * measure.value::bigint
				from entities, jsonb_each_text(measures) measure where measure.key not like 'annual-revenue%'
			union all select 'city', layer, 'funds/' || what, amount from money
			union all select 'breakdown', layer, 'funds-by/' || place || '/' || what, amount from money
			union all select 'city', layer, 'funds-exceptions/' || pot, amount from money where exceeds in ('budget', 'both')
			union all select 'city', layer, 'funds-chain-exceptions/' || pot, amount from money where exceeds in ('chain', 'both')
			union all select 'city', layer, concat_ws('/', 'funds-budget', from_node, kind), -amount from given
			union all select 'city', layer, concat_ws('/', 'funds-budget', to_node, kind), amount from given
			union all select 'city', layer, what || '/amount/' || month, amount from operated
			union all select 'city', layer, what || '/count/' || month, count from operated
			union all select 'city', layer, concat_ws('/', 'deals', kind, 'amount', day), amount from trade
			union all select 'city', layer, concat_ws('/', 'deals', kind, 'count', day), count from trade
			union all select 'breakdown', layer, concat_ws('/', 'deals-by', place, kind, 'amount', to_char(day, 'YYYY-MM')), amount from trade
			union all select 'breakdown', layer, concat_ws('/', 'deals-by', place, kind, 'count', to_char(day, 'YYYY-MM')), count from trade
			union all select 'city', layer, concat_ws('/', 'cases', turn, day), 1 from turns
			union all select 'breakdown', layer, concat_ws('/', 'cases-by', place, turn, to_char(day, 'YYYY-MM')), 1 from turns
			union all select 'city', layer, 'cases/open/' || accepted_at, 1 from taken
			union all select 'city', layer, 'cases/open/' || accepted_at, -1 from closed
			union all select 'city', layer, 'cases/open/' || accepted_at, 1 from reopened
			union all select 'city', layer, concat_ws('/', 'cases/duration', date_part('year', day), day - accepted_at), 1 from closed
			union all select 'city', layer, concat_ws('/', 'cases/duration', date_part('year', closed_at), closed_at - accepted_at), -1
				from reopened where same_year
			union all select 'city', layer, 'shares/' || status, 1 from newest where status <> 'not_started'
			union all select 'breakdown', layer, concat_ws('/', 'share', share, 'status', status), 1 from newest where status <> 'not_started'
			union all select 'breakdown', layer, concat_ws('/', 'share', share, 'progress'), progress from newest
			union all select 'city', layer, 'milestones/reached', 1 from reached
			union all select 'breakdown', layer, 'milestone/' || milestone, 1 from reached
			union all select 'city', layer, concat_ws('/', 'safeguards', safeguard, 'status', status), 1 from safeguarded where status <> 'not_started'
			union all select 'city', layer, concat_ws('/', 'safeguards', safeguard, 'progress'), progress from safeguarded
			union all select 'city', layer, concat_ws('/', 'readings', reading, option), 1 from reading_choice, both_layers where shown
			union all select 'city', layer, concat_ws('/', 'gates', phase, decision), 1 from gated, both_layers
			union all select 'city', layer, concat_ws('/', 'phase-items', phase_item, actual), 1 from reached where phase_item is not null
		)
		select stream || ' ' || layer || ' ' || key as name, sum(value)::text as value from figure group by 1 having sum(value) <> 0`;
	return sums(rows);
}

/** Places that two records hold in one layer, as `layer place`: numbers, periods, milestones, names of registers [R39, R43, R47, R97, R105]. */
export async function placesHeldTwice(sql: Sql): Promise<string[]> {
	const rows = await sql<{ place: string }[]>`
		with counted as (
			select e.id, 'reported' as layer from entry e where not e.reversed
			union all
			select e.id, 'confirmed' from entry e
			where e.confirmed_at is not null
				and not exists (select 1 from reversal r where r.entry = e.id and r.confirmed_at is not null)
		),
		shown as (
			select distinct on (c.layer, v.entity) c.layer, h.register, v.name, v.retired
			from entity_version v join counted c on c.id = v.entry join register_entity h on h.id = v.entity
			order by c.layer, v.entity, v.version desc
		),
		held(layer, place) as (
			select c.layer, concat_ws(' ', 'registration', d.kind, d.registration_key) from deal d join counted c on c.id = d.entry
				where d.registration_key is not null
			union all select c.layer, 'case ' || f.number_key from case_file f join counted c on c.id = f.entry
			union all select c.layer, concat_ws(' ', 'closure', k.case_entry, k.follows) from case_closure k join counted c on c.id = k.entry
			union all select c.layer, 'reopening ' || o.closure from case_reopening o join counted c on c.id = o.entry
			union all select c.layer, 'milestone ' || m.milestone from milestone_report m join counted c on c.id = m.entry
			union all select c.layer, concat_ws(' ', 'observation', o.indicator, o.unit, o.period) from observation o join counted c on c.id = o.entry
			union all select c.layer, 'base ' || b.target from base_figure b join counted c on c.id = b.entry
				where to_jsonb(b) ->> 'frozen' is null
			union all select c.layer, concat_ws(' ', 'review', p.line, p.year) from performance_review p join counted c on c.id = p.entry
			union all select layer, concat_ws(' ', 'name', register, name) from shown where not retired
		)
		select layer || ' ' || place as place from held group by layer, place having count(*) > 1 order by 1`;
	return rows.map((row) => row.place);
}

interface Sum {
	readonly name: string;
	readonly value: string;
}

function sums(rows: readonly Sum[]): CellSums {
	const sorted = [...rows].sort((a, b) => (a.name < b.name ? -1 : 1));
	return Object.fromEntries(sorted.map(({ name, value }) => [name, BigInt(value)]));
}

/**
 * Entries whose columns for lists say something else than the rows of their ledger, and sums of lists that are not those of the
 * entries: both empty where all is in step.
 */
export async function listsOutOfStep(sql: Sql): Promise<unknown[]> {
	const entries = await sql`
		select e.id, e.kind, e.subject, e.state from entry e
			left join fund_movement m on m.entry = e.id
			left join budget_transfer t on t.entry = e.id
			left join fund_operation f on f.entry = e.id
			left join performance_review p on p.entry = e.id
			left join deal d on d.entry = e.id
			left join campaign g on g.entry = e.id
			left join observation o on o.entry = e.id
			left join case_closure cc on cc.entry = e.id
			left join case_reopening cr on cr.entry = e.id
			left join case_file c on c.entry = coalesce(cc.case_entry, cr.case_entry, e.id)
			left join share_update u on u.entry = e.id
			left join milestone_report mr on mr.entry = e.id
			left join milestone ms on ms.id = mr.milestone
			left join reversal r on r.entry = e.id
		where (e.subject, e.amount, e.line, e.to_line, e.source, e.exception, e.department, e.task, e.state) is distinct from (
			case when m.exception is not null and e.confirmed_at is null then 'exception'
				else coalesce(m.step, d.kind, g.kind, o.indicator, e.kind) end,
			coalesce(m.amount, d.amount, t.amount, f.amount), coalesce(m.line, t.from_node, f.line, p.line), t.to_node, m.source,
			m.exception is not null, c.department, split_part(coalesce(u.share, ms.share), '/', 1),
			case when r.id is null then case when e.confirmed_at is null then 'reported' else 'confirmed' end
				when r.needs_confirmation and r.confirmed_at is null then 'reversal_waits' else 'reversed' end)`;
	const totals = await sql`
		with kept as (
			select ledger, subject, unit, month, state, territory, department, feed, line, to_line, source, exception, count, amount
			from entry_sum where count <> 0
		),
		counted as (
			select ledger, subject, unit, to_char(day, 'YYYY-MM'), state, coalesce(territory, ''), coalesce(department, ''), coalesce(feed, ''),
				coalesce(line, ''), coalesce(to_line, ''), coalesce(source, ''), exception, count(*), sum(amount)::bigint
			from entry group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
		)
		(table kept except table counted) union all (table counted except table kept)`;
	return [...entries, ...totals];
}
