// Every figure of the rollups counted anew from the business rows, in SQL that shares no line with the rules.
import type { Sql } from '#lib/server/database.server.ts';

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
		money as (
			select c.layer, m.amount, concat_ws('/', m.line, m.source, m.step, to_char(c.day, 'YYYY-MM')) as what,
				coalesce(c.territory, c.unit) as place
			from fund_movement m join counted c on c.id = m.entry
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
		reached as (select c.layer, r.milestone, r.phase_item, r.actual from milestone_report r join counted c on c.id = r.entry),
		figure(stream, layer, key, value) as (
			select 'city', layer, 'funds/' || what, amount from money
			union all select 'breakdown', layer, 'funds-by/' || place || '/' || what, amount from money
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
			union all select 'city', layer, concat_ws('/', 'phase-items', phase_item, actual), 1 from reached where phase_item is not null
		)
		select stream || ' ' || layer || ' ' || key as name, sum(value)::text as value from figure group by 1 having sum(value) <> 0`;
	return sums(rows);
}

interface Sum {
	readonly name: string;
	readonly value: string;
}

function sums(rows: readonly Sum[]): CellSums {
	const sorted = [...rows].sort((a, b) => (a.name < b.name ? -1 : 1));
	return Object.fromEntries(sorted.map(({ name, value }) => [name, BigInt(value)]));
}
