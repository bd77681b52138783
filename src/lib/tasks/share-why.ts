// Why a share has the light that it has: the rule, and the figures it was given.
import type { ShareState } from './tasks-view-types.ts';
import { m } from '#lib/paraglide/messages.js';

/** @param limit days after which an overdue milestone is behind */
export function shareWhy(
	share: Pick<ShareState, 'why' | 'overdue' | 'oldestOverdueDays' | 'planned' | 'reached'>,
	limit: number
): string {
	const { why, overdue: count, oldestOverdueDays: days, planned, reached } = share;
	switch (why) {
		case 'cancelled':
			return m.dashboard_why_share_cancelled();
		case 'long_overdue':
			return m.dashboard_why_share_long_overdue({ count, days, limit });
		case 'blocked':
			return m.dashboard_why_share_blocked();
		case 'overdue':
			return m.dashboard_why_share_overdue({ count, days, limit });
		case 'completed':
			return m.dashboard_why_share_completed();
		case 'not_started':
			return m.dashboard_why_share_not_started();
		case 'on_track':
			return m.dashboard_why_share_on_track({ reached: reached.reported, planned });
	}
}
