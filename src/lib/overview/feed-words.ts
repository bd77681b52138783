// A line of the feed as words: what was done, about what, and the figure that it moved.
import { fromYuan } from '#lib/kernel/money.ts';
import { taskNamed } from '#lib/figures/families/tasks.ts';
import { m } from '#lib/paraglide/messages.js';
import { recordMoney } from '#lib/ui/money-words.ts';
import type { FeedItem } from '#lib/protocol/messages.ts';
import type { Labels } from './labels.ts';

export interface FeedWords {
	/** Who did it. */
	readonly who: string;
	readonly what: string;
	/** The figure on the right: an amount, a percentage; null when there is none. */
	readonly figure: string | null;
	/** Where its records stand [R281]; null for what is no record. */
	readonly href: string | null;
}

const steps: Readonly<Record<string, () => string>> = {
	allocated: () => m.dashboard_funds_step_allocated(),
	received: () => m.dashboard_funds_step_received(),
	committed: () => m.dashboard_funds_step_committed(),
	disbursed: () => m.dashboard_funds_step_disbursed(),
	spent: () => m.dashboard_funds_step_spent()
};

const kinds: Readonly<Record<string, () => string>> = {
	transfer: () => m.dashboard_feed_kind_transfer(),
	licence: () => m.dashboard_feed_kind_licence(),
	equity: () => m.dashboard_feed_kind_equity(),
	pledge: () => m.dashboard_feed_kind_pledge()
};

const records: Readonly<Record<string, () => string>> = {
	funds: () => m.dashboard_feed_record_funds(),
	transactions: () => m.dashboard_feed_record_transactions(),
	cases: () => m.dashboard_feed_record_cases(),
	observations: () => m.dashboard_feed_record_observations(),
	registers: () => m.dashboard_feed_record_registers(),
	plan: () => m.dashboard_feed_record_plan()
};

const statuses: Readonly<Record<string, () => string>> = {
	not_started: () => m.dashboard_feed_status_not_started(),
	in_progress: () => m.dashboard_feed_status_in_progress(),
	blocked: () => m.dashboard_feed_status_blocked(),
	completed: () => m.dashboard_feed_status_completed(),
	cancelled: () => m.dashboard_feed_status_cancelled()
};

/** @param opens ledgers with a page for each record that the reader may see: there a line leads to its own */
export function feedWords(item: FeedItem, labels: Labels, opens: readonly string[]): FeedWords {
	return {
		who: item.unit === null ? m.dashboard_feed_somebody() : labels.unit(item.unit),
		what: whatOf(item, labels),
		figure: figureOf(item),
		href: hrefOf(item, opens)
	};
}

function whatOf(item: FeedItem, labels: Labels): string {
	const { values } = item;
	const kind = kinds[textOf(values['deal'])]?.();
	switch (item.type) {
		case 'disbursementRecorded': {
			const step = steps[textOf(values['step'])]?.();
			const line = textOf(values['line']);
			if (values['exception'] === 1) return m.funds_feed_exception({ line: labels.lineShort(line) });
			return step && line
				? m.dashboard_feed_disbursement({ step, line: labels.lineShort(line) })
				: m.dashboard_feed_disbursement_plain();
		}
		case 'transactionRecorded':
			return inTerritory(
				kind ? m.dashboard_feed_transaction_kind({ kind }) : m.dashboard_feed_transaction(),
				item,
				labels
			);
		case 'caseAccepted':
			return inTerritory(m.dashboard_feed_case_accepted(), item, labels);
		case 'caseClosed':
			return inTerritory(m.dashboard_feed_case_closed(), item, labels);
		case 'caseReopened':
			return inTerritory(m.dashboard_feed_case_reopened(), item, labels);
		case 'entryConfirmed':
			return m.dashboard_feed_entry_confirmed({ record: recordOf(item, labels) });
		case 'entryReversed':
			return m.dashboard_feed_entry_reversed({ record: recordOf(item, labels) });
		case 'reversalConfirmed':
			return m.dashboard_feed_reversal_confirmed({ record: recordOf(item, labels) });
		case 'confirmationWithdrawn':
			return m.dashboard_feed_confirmation_withdrawn({ record: recordOf(item, labels) });
		case 'milestoneReported':
			return ofTask(m.dashboard_feed_milestone_reported(), item, labels);
		case 'shareUpdated':
			return ofTask(m.dashboard_feed_share_updated(), item, labels);
		case 'transferProposed':
			return m.dashboard_feed_transfer_proposed();
		case 'fundOperationRecorded':
			return m.dashboard_feed_fund_operation();
		case 'performanceReviewed':
			return m.dashboard_feed_performance_reviewed();
		case 'observationRecorded':
			return m.dashboard_feed_observation();
		case 'baseFigureGiven':
			return m.dashboard_feed_base_figure();
		case 'entityRecorded':
			return m.dashboard_feed_entity();
		case 'readingProposed':
			return m.dashboard_feed_reading();
		case 'safeguardUpdated':
			return m.dashboard_feed_safeguard();
		case 'amendmentProposed':
			return m.dashboard_feed_amendment();
		case 'planAmended':
			return m.dashboard_feed_plan_amended();
		case 'gateDecided':
			return m.dashboard_feed_gate();
		case 'sampleActivitySwitched':
			return m.dashboard_feed_activity_switched();
		case 'dayTurned':
			return m.dashboard_feed_day_turned();
		case 'planLoaded':
			return m.dashboard_feed_plan_loaded();
		// Accounts, sessions and the audit are no news of the board, nor is a type that only a newer server knows.
		default:
			return m.dashboard_feed_other();
	}
}

/** The ledger or page of a kind of event. */
const pages: Readonly<Record<string, string>> = {
	disbursementRecorded: '/ledger/funds',
	transferProposed: '/ledger/funds',
	fundOperationRecorded: '/ledger/funds',
	performanceReviewed: '/ledger/funds',
	transactionRecorded: '/ledger/transactions',
	caseAccepted: '/ledger/cases',
	caseClosed: '/ledger/cases',
	caseReopened: '/ledger/cases',
	observationRecorded: '/ledger/observations',
	baseFigureGiven: '/ledger/observations',
	entityRecorded: '/ledger/registers',
	readingProposed: '/ledger/plan',
	safeguardUpdated: '/ledger/plan',
	amendmentProposed: '/ledger/plan',
	planAmended: '/plan',
	planLoaded: '/plan',
	gateDecided: '/stages'
};

function hrefOf({ type, ids, values }: FeedItem, opens: readonly string[]): string | null {
	const id = textOf(values['task']) || textOf(values['share']) || textOf(values['milestone']);
	if (id !== '') {
		const { task, unit } = taskNamed(id);
		return `/milestones?task=${encodeURIComponent(task)}${unit === null ? '' : `&unit=${encodeURIComponent(unit)}`}`;
	}
	const ledger = textOf(values['ledger']);
	const place = ledger !== '' && ledger in records ? `/ledger/${ledger}` : (pages[type] ?? null);
	// A reversal's own id comes before that of what it reverses.
	const record = ids.at(-1);
	const isOpen = opens.some((book) => place === `/ledger/${book}`);
	return isOpen && record !== undefined ? `${place}/${record}` : place;
}

function figureOf({ values }: FeedItem): string | null {
	const { amount, progress, progressFrom, status, statusFrom } = values;
	if (typeof amount === 'string' && /^-?\d+\.\d{2}$/.test(amount)) {
		return recordMoney(fromYuan(amount));
	}
	if (typeof status === 'string' && status !== statusFrom && typeof statusFrom === 'string') {
		return statuses[status]?.() ?? null;
	}
	if (typeof progress !== 'number') return null;
	return typeof progressFrom === 'number' && progressFrom !== progress
		? `${progressFrom} → ${progress}%`
		: `${progress}%`;
}

/** What was confirmed or taken back, and whose it was. */
function recordOf({ values }: FeedItem, labels: Labels): string {
	const record = records[textOf(values['ledger'])]?.() ?? m.dashboard_feed_record();
	const of = textOf(values['of']);
	return of ? m.dashboard_feed_record_of({ unit: labels.unit(of), record }) : record;
}

/** The place is said only where somebody else than the place itself recorded it. */
function inTerritory(text: string, item: FeedItem, labels: Labels): string {
	const territory = textOf(item.values['territory']);
	return territory && territory !== item.unit
		? m.dashboard_feed_territory({ text, territory: labels.unit(territory) })
		: text;
}

/** Ids of milestones and shares begin with the code of their task. */
function ofTask(text: string, item: FeedItem, labels: Labels): string {
	const code = (textOf(item.values['task']) || textOf(item.values['share']) || textOf(item.values['milestone'])).split(
		'/'
	)[0];
	return code ? m.dashboard_feed_of_task({ text, task: `${code} ${labels.task(code)}` }) : text;
}

function textOf(value: string | number | null | undefined): string {
	return value === null || value === undefined ? '' : String(value);
}
