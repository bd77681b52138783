// Something to act on as words: what it is, how far it is off, what is asked.
import { taskNamed } from '#lib/figures/families/tasks.ts';
import { m } from '#lib/paraglide/messages.js';
import { countOf, pointsOf } from '#lib/figures/format.ts';
import type { Labels } from './labels.ts';
import type { AttentionItem } from './view-types.ts';

export interface AttentionWords {
	readonly title: string;
	readonly gap: string;
	readonly act: string;
	/** Where its records stand [R281]. */
	readonly href: string;
}

export function attentionWords(item: AttentionItem, labels: Labels): AttentionWords {
	return { ...wordsOf(item, labels), href: hrefOf(item, labels) };
}

function hrefOf({ kind, params }: AttentionItem, labels: Labels): string {
	switch (kind) {
		case 'disbursement_behind':
			return '/funds';
		case 'line_behind':
			return `/funds/${encodeURIComponent(String(params['line']))}`;
		case 'growth_short':
			return targetHref(labels.targetOf(params['measure'] === 'pledge' ? 'pledge-amount' : 'trade-amount'));
		case 'closure_short':
			return targetHref(labels.targetOf('closure-rate'));
		case 'target_off':
		case 'base_provisional':
			return targetHref(String(params['target']));
		case 'share_blocked':
			return `/milestones?task=${encodeURIComponent(String(params['task'] ?? ''))}`;
		case 'milestones_overdue':
			return '/milestones';
	}
}

function targetHref(target: string | null): string {
	return target === null ? '/goals' : `/goals/${encodeURIComponent(target)}`;
}

function wordsOf(item: AttentionItem, labels: Labels): Omit<AttentionWords, 'href'> {
	const { params } = item;
	const points = pointsOf(Number(params['points'] ?? 0));
	switch (item.kind) {
		case 'disbursement_behind':
			return {
				title: m.dashboard_attention_disbursement_behind(),
				gap: m.dashboard_attention_disbursement_behind_gap({ points }),
				act: m.dashboard_attention_disbursement_behind_act()
			};
		case 'line_behind':
			return {
				title: m.dashboard_attention_line_behind({ line: labels.lineShort(String(params['line'])) }),
				gap: m.dashboard_attention_line_behind_gap({ points }),
				act: m.dashboard_attention_line_behind_act()
			};
		case 'growth_short':
			return {
				title:
					params['measure'] === 'pledge' ? m.dashboard_attention_pledge_short() : m.dashboard_attention_trade_short(),
				gap: m.dashboard_attention_growth_short_gap({ points }),
				act: m.dashboard_attention_growth_short_act()
			};
		case 'closure_short':
			return {
				title: m.dashboard_attention_closure_short(),
				gap: m.dashboard_attention_closure_short_gap({
					count: Number(params['count'] ?? 0),
					target: Math.round(Number(params['target'] ?? 0.95) * 100)
				}),
				act: m.dashboard_attention_closure_short_act()
			};
		case 'target_off': {
			const { name, unit } = labels.target(String(params['target']));
			const short = params['count'];
			return {
				title: m.dashboard_attention_target_off({ target: name }),
				gap:
					params['received'] !== undefined
						? m.dashboard_attention_target_off_received({ points: pointsOf(Number(params['received'])) })
						: params['points'] !== undefined
							? m.dashboard_attention_target_off_points({ points })
							: short !== undefined
								? m.dashboard_attention_target_off_count({ count: countOf(Number(short)), unit })
								: m.dashboard_attention_target_off_conditions(),
				act: m.dashboard_attention_target_off_act()
			};
		}
		case 'base_provisional': {
			const count = Number(params['count'] ?? 1);
			const { name } = labels.target(String(params['target']));
			return {
				title: m.dashboard_attention_base_provisional(),
				gap:
					count === 1
						? m.dashboard_attention_base_provisional_gap_one({ target: name })
						: m.dashboard_attention_base_provisional_gap({ target: name, count }),
				act: m.dashboard_attention_base_provisional_act()
			};
		}
		case 'share_blocked': {
			const { task } = taskNamed(String(params['task'] ?? params['share']));
			return {
				title: m.dashboard_attention_share_blocked({ task }),
				gap: labels.task(task),
				act: m.dashboard_attention_share_blocked_act()
			};
		}
		case 'milestones_overdue':
			return {
				title: m.dashboard_attention_milestones_overdue(),
				gap: m.dashboard_attention_milestones_overdue_gap({ count: Number(params['count'] ?? 0) }),
				act: m.dashboard_attention_milestones_overdue_act()
			};
	}
}

/** The units that act: up to `shown` names, then how many they are in all. */
export function actingUnits(units: readonly string[], labels: Labels, shown = 2): string {
	const names = units
		.slice(0, shown)
		.map((code) => labels.unit(code))
		.join(m.dashboard_unit_join());
	return units.length <= shown ? names : m.dashboard_attention_units_more({ units: names, count: units.length });
}
