// The funds as a feature: the ledger of money and its kinds of record.
import type { Feature } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import { mayEnterMovements } from './fund-choices.ts';
import { movementKind, operationKind, reviewKind, transferKind } from './fund-entries.ts';
import { recordWord, stepWord } from './fund-words.ts';
import { steps } from './movement.ts';
import { operationLines, reviewLines } from './fund-rights.ts';
import { disbursementSchema } from './movement.ts';
import { operationSchema } from './operation.ts';
import { reviewSchema } from './review.ts';
import { mayProposeTransfer, transferSchema } from './transfer.ts';
import { stepText } from './fund-words.ts';

export const funds: Feature = {
	ledger: {
		ledger: 'funds',
		word: () => m.ledgers_book_funds(),
		book: {
			hasMoney: true,
			referenceWord: () => m.ledgers_col_reference(),
			subjects: () => [...steps, 'exception', 'transfer', 'operation', 'review'],
			forms: () => [{ href: '/ledger/funds/new', label: m.funds_record_title() }],
			mayEnter: mayEnterMovements
		},
		subjectWord(subject) {
			const step = steps.find((one) => one === subject);
			return step ? stepWord(step) : recordWord(subject);
		}
	},
	kinds: [movementKind, transferKind, operationKind, reviewKind],
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
