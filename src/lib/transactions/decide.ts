// Whether a deal may be recorded: territory, dates, right, bank of a loan, registration; as a pure answer.
import { actsFor, mayRecord } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { dateFault } from '#lib/entries/dates.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Deal, DealKind, TransactionInput } from './deal.ts';

/** A deal with what it is stored under. */
export interface DecidedDeal extends Deal {
	/** The unit it is entered for. */
	readonly unit: string;
	readonly registrationKey: string | null;
}

/** Registrations held by records that are not reversed, by `registrationName`. */
export type HeldRegistrations = ReadonlySet<string>;

/** A registration is taken within its kind: a patent may be transferred, licensed and pledged under one number. */
export function registrationName(kind: DealKind, key: string): string {
	return `${kind} ${key}`;
}

/**
 * Decides on one deal.
 * @param held registrations of the database and of the records before it in the same batch
 * @param today on the business clock
 */
export function decideDeal(
	plan: PlanIndex,
	held: HeldRegistrations,
	actor: Actor,
	today: Day,
	input: TransactionInput
): Result<DecidedDeal> {
	const faults: Fault[] = [];
	const date = dateFault(input.date, today, plan.document.baseYear, '/date');
	if (date) faults.push(date);
	if (!plan.territories.has(input.territory))
		faults.push({ pointer: '/territory', code: 'unknown_territory', params: { territory: input.territory } });
	if (input.kind === 'pledge' && input.bank === null) faults.push({ pointer: '/bank', code: 'bank_required' });
	if (faults.length > 0) return invalid(faults);
	if (!mayRecord(actor, { record: 'transaction', territory: input.territory }, plan.document.settings))
		return refuse(
			'forbidden',
			actor.role === 'district' && !actsFor(actor, input.territory) ? 'not_your_unit' : 'not_allowed',
			'/territory',
			{ territory: input.territory }
		);
	const registrationKey = input.registration === null ? null : numberKey(input.registration);
	if (registrationKey !== null && held.has(registrationName(input.kind, registrationKey)))
		return refuse('conflict', 'duplicate_registration', '/registration', { registration: input.registration ?? '' });
	return ok({
		kind: input.kind,
		amount: input.amount,
		count: input.count,
		date: input.date,
		territory: input.territory,
		unit: actor.unit ?? input.territory,
		registrationKey
	});
}
