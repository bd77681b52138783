// The cells of the funds: money by step of the chain, transfers of budget, approved exceptions, what funds do with their money.
import { cellFamily } from '../cell-family.ts';

export const sourcesInKeys = ['central', 'city', 'district', 'social'] as const;
export const stepsInKeys = ['allocated', 'received', 'committed', 'disbursed', 'spent'] as const;
export const budgetKindsInKeys = ['central', 'local'] as const;
export const operationsInKeys = ['paid_in', 'invested', 'recovered', 'backed', 'compensated', 'reclaimed'] as const;

const chain = { source: sourcesInKeys, step: stepsInKeys };

/** Moved in the month of the record's date, by the line or class of the budget. */
export const fundsMoved = cellFamily('funds/:line/:source/:step/:month', 'city', 'money', chain);
/** The same by the record's territory, or by the unit that entered it where there is none. */
export const fundsMovedBy = cellFamily('funds-by/:unit/:line/:source/:step/:month', 'breakdown', 'money', chain);
/** What approved transfers brought to a line or class of the budget, or took from it. */
export const budgetMoved = cellFamily('funds-budget/:node/:kind', 'city', 'money', { kind: budgetKindsInKeys });
/** Standing movements that overdraw the budget by approved exceptions. */
export const budgetExceptions = cellFamily('funds-exceptions/:line/:source/:step', 'city', 'money', chain);
/** Those that go further than the money has come. */
export const chainExceptions = cellFamily('funds-chain-exceptions/:line/:source/:step', 'city', 'money', chain);

const operation = { operation: operationsInKeys };
export const operationAmounts = cellFamily(
	'fund-operations/:line/:operation/amount/:month',
	'city',
	'money',
	operation
);
export const operationCounts = cellFamily('fund-operations/:line/:operation/count/:month', 'city', 'count', operation);
