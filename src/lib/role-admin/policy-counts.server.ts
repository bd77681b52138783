// How many people, sessions and lines of the audit a policy would concern, counted at this moment.
import { sql } from 'drizzle-orm';
import type { Policy } from '#lib/access/policy.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { demandsOf, type PolicyCounts } from './setting-change.ts';

export async function countPolicy(db: Drizzle, policy: Policy): Promise<PolicyCounts> {
	const { maxAgeDays, everybodySecondFactor, ...asks } = demandsOf(policy);
	const age = maxAgeDays === null ? sql`null::interval` : sql`make_interval(days => ${maxAgeDays})`;
	const [people] = await db.execute<Record<'people' | 'old' | 'soon' | 'without', string>>(sql`
		select count(*) as people,
			count(*) filter (where password_changed_at < now() - ${age}) as old,
			count(*) filter (where password_changed_at >= now() - ${age}
				and password_changed_at < now() - ${age} + interval '30 days') as soon,
			count(*) filter (where (${everybodySecondFactor} or branch <> 'business') and not exists (
				select 1 from second_factor f where f.account = a.id and f.confirmed_at is not null)) as without
		from account a where disabled_at is null and password_hash is not null`);
	const [sessions] = await db.execute<Record<'open' | 'over', string>>(sql`
		select count(*) as open, count(*) filter (where
			s.seen_at < now() - make_interval(mins => case when a.branch = 'business' then ${asks.idleMinutes}::int
				else ${asks.adminIdleMinutes}::int end)
			or s.created_at < now() - make_interval(hours => ${asks.absoluteHours}::int)) as over
		from session s join account a on a.id = s.account where s.expires_at > now() and s.ends_at > now()`);
	const [lines] = await db.execute<{ due: string }>(sql`
		select count(*) as due from event where stream in ('signin', 'reads')
			and recorded_at < now() - make_interval(months => ${asks.retentionMonths}::int)`);
	return {
		people: Number(people?.people),
		passwordTooOld: Number(people?.old),
		passwordOldSoon: Number(people?.soon),
		withoutSecondFactor: Number(people?.without),
		sessions: Number(sessions?.open),
		sessionsOver: Number(sessions?.over),
		linesDue: Number(lines?.due)
	};
}
