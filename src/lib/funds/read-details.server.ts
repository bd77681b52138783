// What records of the funds say of themselves.
import { inArray } from 'drizzle-orm';
import { detailsByKind } from '#lib/entries/details-by-kind.server.ts';
import type { LedgerPort } from '#lib/entries/port.server.ts';
import type { MovementDetails, OperationDetails, ReviewDetails, TransferDetails } from './fund-entries.ts';
import { budgetTransfer, fundMovement, fundOperation, performanceReview } from './tables.server.ts';

type Of<Details> = Details & { readonly entry: string };

export const fundDetails: LedgerPort['details'] = (db, entries) =>
	detailsByKind(entries, {
		movement: async (ids) => {
			const { entry, line, source, step, payee, reference, note, exception } = fundMovement;
			const columns = { entry, line, source, step, payee, reference, note, exception };
			const rows = await db.select(columns).from(fundMovement).where(inArray(entry, ids));
			return rows.map((row): Of<MovementDetails> => ({ kind: 'movement', ...row }));
		},
		transfer: async (ids) => {
			const { entry, from, to, kind: budget, reason, reference } = budgetTransfer;
			const columns = { entry, from, to, budget, reason, reference };
			const rows = await db.select(columns).from(budgetTransfer).where(inArray(entry, ids));
			return rows.map((row): Of<TransferDetails> => ({ kind: 'transfer', ...row }));
		},
		operation: async (ids) => {
			const { entry, line, operation, count, counterpart, reference, note } = fundOperation;
			const columns = { entry, line, operation, count, counterpart, reference, note };
			const rows = await db.select(columns).from(fundOperation).where(inArray(entry, ids));
			return rows.map((row): Of<OperationDetails> => ({ kind: 'operation', ...row }));
		},
		review: async (ids) => {
			const { entry, line, year, score, reviewer, evidence } = performanceReview;
			const columns = { entry, line, year, score, reviewer, evidence };
			const rows = await db.select(columns).from(performanceReview).where(inArray(entry, ids));
			return rows.map((row): Of<ReviewDetails> => ({ kind: 'review', ...row }));
		}
	});
