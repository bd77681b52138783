// Every ledger and every command, as app.server.ts opens them.
import type { PlanInForce } from '#lib/plan/plan-index.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import { fundsPort } from '#lib/funds/funds-port.server.ts';
import { transactionsPort } from '#lib/transactions/transactions-port.server.ts';
import { casesPort } from '#lib/cases/cases-port.server.ts';
import { tasksPort } from '#lib/tasks/tasks-port.server.ts';
import { planPort } from '#lib/plan-changes/plan-port.server.ts';
import { observationsPort } from '#lib/observations/observations-port.server.ts';
import { registersPort } from '#lib/registers/registers-port.server.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import { recordDisbursements } from '#lib/funds/record-disbursement.server.ts';
import { reverseWithin, reverse } from '#lib/entries/reverse.server.ts';
import { proposeTransfers } from '#lib/funds/propose-transfer.server.ts';
import { recordOperations } from '#lib/funds/record-operation.server.ts';
import { recordReviews } from '#lib/funds/record-review.server.ts';
import { recordTransactions } from '#lib/transactions/record-transaction.server.ts';
import { acceptCases } from '#lib/cases/accept-cases.server.ts';
import { closeCases } from '#lib/cases/close-cases.server.ts';
import { reopenCases } from '#lib/cases/reopen-cases.server.ts';
import { recordObservations } from '#lib/observations/record-observation.server.ts';
import { giveBaseFigures } from '#lib/observations/give-base.server.ts';
import { freezeBases } from '#lib/observations/freeze-base.server.ts';
import { recordEntities } from '#lib/registers/record-entities.server.ts';
import { updateShares } from '#lib/tasks/update-shares.server.ts';
import { reportMilestones } from '#lib/tasks/report-milestones.server.ts';
import { lookAfterShare } from '#lib/tasks/hand-over.server.ts';
import { decideGate } from '#lib/stages/decide-gate.server.ts';
import { proposeReadings } from '#lib/plan-changes/propose-readings.server.ts';
import { updateSafeguards } from '#lib/plan-changes/update-safeguards.server.ts';
import { proposeAmendment } from '#lib/plan-changes/propose-amendment.server.ts';
import { confirm } from '#lib/entries/confirm.server.ts';
import { withdrawConfirmations } from '#lib/ledgers/withdraw-confirmation.server.ts';
import type { PlanHolder } from '#lib/plan/plan-in-force.server.ts';

/** Everything that writes. Each takes who acts, the caller's key, and parsed input; each answers ids and heads or a refusal. */
export type Commands = ReturnType<typeof commandsOf>;

/** The ledgers that can be confirmed and reversed. */
export function portsOf(inForce: PlanInForce): LedgerPorts {
	return new Map(
		[
			fundsPort(inForce),
			transactionsPort,
			casesPort,
			tasksPort(inForce),
			planPort(inForce),
			observationsPort(inForce),
			registersPort(inForce)
		].map((port) => [port.ledger, port])
	);
}

export function commandsOf(recording: Recording, ports: LedgerPorts) {
	return {
		recordDisbursements: (...args: Tail<typeof recordDisbursements>) =>
			recordDisbursements(recording, reverseWithin(recording, ports), ...args),
		proposeTransfers: (...args: Rest<typeof proposeTransfers>) => proposeTransfers(recording, ...args),
		recordOperations: (...args: Rest<typeof recordOperations>) => recordOperations(recording, ...args),
		recordReviews: (...args: Rest<typeof recordReviews>) => recordReviews(recording, ...args),
		recordTransactions: (...args: Rest<typeof recordTransactions>) => recordTransactions(recording, ...args),
		acceptCases: (...args: Rest<typeof acceptCases>) => acceptCases(recording, ...args),
		closeCases: (...args: Rest<typeof closeCases>) => closeCases(recording, ...args),
		reopenCases: (...args: Rest<typeof reopenCases>) => reopenCases(recording, ...args),
		recordObservations: (...args: Rest<typeof recordObservations>) => recordObservations(recording, ...args),
		giveBaseFigures: (...args: Rest<typeof giveBaseFigures>) => giveBaseFigures(recording, ...args),
		freezeBases: (...args: Rest<typeof freezeBases>) => freezeBases(recording, ...args),
		recordEntities: (...args: Rest<typeof recordEntities>) => recordEntities(recording, ...args),
		updateShares: (...args: Rest<typeof updateShares>) => updateShares(recording, ...args),
		reportMilestones: (...args: Rest<typeof reportMilestones>) => reportMilestones(recording, ...args),
		lookAfterShare: (...args: Rest<typeof lookAfterShare>) => lookAfterShare(recording, ...args),
		decideGate: (...args: Rest<typeof decideGate>) => decideGate(recording, ...args),
		proposeReadings: (...args: Rest<typeof proposeReadings>) => proposeReadings(recording, ...args),
		updateSafeguards: (...args: Rest<typeof updateSafeguards>) => updateSafeguards(recording, ...args),
		proposeAmendment: (...args: Rest<typeof proposeAmendment>) => proposeAmendment(recording, ...args),
		reverse: (...args: Tail<typeof reverse>) => reverse(recording, ports, ...args),
		confirm: (...args: Tail<typeof confirm>) => confirm(recording, ports, ...args),
		withdrawConfirmations: (...args: Tail<typeof withdrawConfirmations>) =>
			withdrawConfirmations(recording, ports, ...args)
	};
}

/** Who confirms an amendment reads the next page by it. */
export function withFreshPlan(commands: Commands, inForce: PlanHolder): Commands {
	return {
		...commands,
		confirm: async (...args) => {
			const written = await commands.confirm(...args);
			if (written.ok && 'plan' in written.value.heads) await inForce.refresh();
			return written;
		}
	};
}

type Rest<F> = F extends (recording: Recording, ...args: infer Args) => unknown ? Args : never;

type Tail<F> = F extends (recording: Recording, ports: never, ...args: infer Args) => unknown ? Args : never;
