// The funds as a feature: the ledger of money and its kinds of record.
import { feedText, type Feature, type FeedNames } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import type { FeedItem } from '#lib/protocol/messages.ts';
import { mayEnterMovements } from './fund-choices.ts';
import { movementKind, operationKind, reviewKind, transferKind } from './fund-entries.ts';
import { recordWord, stepWord } from './fund-words.ts';
import { steps, type Step } from './movement.ts';
import { operationLines, reviewLines } from './fund-rights.ts';
import { disbursementSchema } from './movement.ts';
import { operationSchema } from './operation.ts';
import { reviewSchema } from './review.ts';
import { mayProposeTransfer, transferSchema } from './transfer.ts';
import { stepText } from './fund-words.ts';

/** As the middle of a sentence has them. */
const feedSteps: Readonly<Record<Step, () => string>> = {
	allocated: () => m.dashboard_funds_step_allocated(),
	received: () => m.dashboard_funds_step_received(),
	committed: () => m.dashboard_funds_step_committed(),
	disbursed: () => m.dashboard_funds_step_disbursed(),
	spent: () => m.dashboard_funds_step_spent()
};

declare module '#lib/protocol/event.ts' {
	interface FeatureEvents {
		disbursementRecorded: true;
		transferProposed: true;
		fundOperationRecorded: true;
		performanceReviewed: true;
	}
}

export const funds: Feature = {
	ledger: {
		ledger: 'funds',
		word: () => m.ledgers_book_funds(),
		record: () => m.dashboard_feed_record_funds(),
		page: '/ledger/funds',
		book: {
			hasMoney: true,
			referenceWord: () => m.ledgers_col_reference(),
			subjects: () => [...steps, 'exception', 'transfer', 'operation', 'review'],
			form: null,
			forms: () => [{ href: '/ledger/funds/new', label: m.funds_record_title() }],
			mayEnter: mayEnterMovements
		},
		subjectWord(subject) {
			const step = steps.find((one) => one === subject);
			return step ? stepWord(step) : recordWord(subject);
		}
	},
	kinds: [movementKind, transferKind, operationKind, reviewKind],
	events: {
		disbursementRecorded: {
			word: () => m.audit_event_disbursement_recorded(),
			line: movementLine
		},
		transferProposed: {
			word: () => m.audit_event_transfer_proposed(),
			line: () => m.dashboard_feed_transfer_proposed()
		},
		fundOperationRecorded: {
			word: () => m.audit_event_fund_operation_recorded(),
			line: () => m.dashboard_feed_fund_operation()
		},
		performanceReviewed: {
			word: () => m.audit_event_performance_reviewed(),
			line: () => m.dashboard_feed_performance_reviewed()
		}
	},
	records: {
		'fund-movement': { recorders: ['role', 'unit', 'territories', 'feed'], word: () => m.security_may_movements() }
	},
	acts: {
		movement: mayEnterMovements,
		operation: (plan, actor) => operationLines(plan, actor).length > 0,
		performance: (plan, actor) => reviewLines(plan, actor).length > 0,
		transfer: (_, actor) => mayProposeTransfer(actor)
	},
	endpoints: [
		{
			// The endpoint keeps the name of the headline step.
			...{ path: 'disbursements', schema: disbursementSchema, act: 'movement', command: 'recordDisbursements' },
			...{ operationId: 'recordDisbursements', name: 'Disbursement', summary: 'Record fund movements' }
		},
		{
			...{ path: 'fund-operations', schema: operationSchema, act: 'operation', command: 'recordOperations' },
			...{
				operationId: 'recordFundOperations',
				name: 'FundOperation',
				summary: 'Record what funds do with their money'
			}
		},
		{
			...{
				path: 'budget-transfers',
				schema: transferSchema,
				act: 'transfer',
				command: 'proposeTransfers',
				byOffice: true
			},
			...{ operationId: 'proposeBudgetTransfers', name: 'BudgetTransfer' },
			summary: 'Propose transfers of budget between lines or classes'
		},
		{
			...{ path: 'performance-reviews', schema: reviewSchema, act: 'performance', command: 'recordReviews' },
			...{ operationId: 'recordPerformanceReviews', name: 'PerformanceReview' },
			summary: 'Record performance reviews of budget lines'
		}
	],
	paramWords: { step: stepText, before: stepText }
};

function movementLine({ values }: FeedItem, names: FeedNames): string {
	const step = steps.find((one) => one === values['step']);
	const line = feedText(values['line']);
	if (values['exception'] === 1) return m.funds_feed_exception({ line: names.lineShort(line) });
	return step && line
		? m.dashboard_feed_disbursement({ step: feedSteps[step](), line: names.lineShort(line) })
		: m.dashboard_feed_disbursement_plain();
}
