// The commands that samples are written by: those of people's forms, and no way round them.
import type { Actor } from '#lib/access/roles.ts';
import type { CaseInput, ClosureInput, ReopeningInput } from '#lib/cases/case.ts';
import type { DisbursementInput } from '#lib/funds/movement.ts';
import type { OperationInput } from '#lib/funds/operation.ts';
import type { ReviewInput } from '#lib/funds/review.ts';
import type { TransferInput } from '#lib/funds/transfer.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { ConfirmationInput } from '#lib/entries/confirmation.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { ReversalInput } from '#lib/entries/reversal.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { BaseFreezeInput } from '#lib/observations/base-freeze.ts';
import type { BaseFigureInput } from '#lib/observations/base-figure.ts';
import type { ObservationInput } from '#lib/observations/observation.ts';
import type { SafeguardInput } from '#lib/plan-changes/safeguard.ts';
import type { EntityInput } from '#lib/registers/register.ts';
import type { GateInput } from '#lib/stages/gate.ts';
import type { MilestoneInput, TaskUpdateInput } from '#lib/tasks/share.ts';
import type { TransactionInput } from '#lib/transactions/deal.ts';

type Command<Input> = (actor: Actor, call: Call, input: Input) => Promise<Result<Written>>;

/** What the composition root hands in. */
export interface DemoCommands {
	readonly recordDisbursements: Command<readonly DisbursementInput[]>;
	readonly recordOperations: Command<readonly OperationInput[]>;
	readonly proposeTransfers: Command<readonly TransferInput[]>;
	readonly recordReviews: Command<readonly ReviewInput[]>;
	readonly recordTransactions: Command<readonly TransactionInput[]>;
	readonly acceptCases: Command<readonly CaseInput[]>;
	readonly closeCases: Command<readonly ClosureInput[]>;
	readonly reopenCases: Command<readonly ReopeningInput[]>;
	readonly updateShares: Command<readonly TaskUpdateInput[]>;
	readonly reportMilestones: Command<readonly MilestoneInput[]>;
	readonly recordObservations: Command<readonly ObservationInput[]>;
	readonly giveBaseFigures: Command<readonly BaseFigureInput[]>;
	readonly freezeBases: Command<readonly BaseFreezeInput[]>;
	readonly recordEntities: Command<readonly EntityInput[]>;
	readonly updateSafeguards: Command<readonly SafeguardInput[]>;
	readonly decideGate: Command<GateInput>;
	readonly reverse: Command<readonly ReversalInput[]>;
	readonly confirm: Command<ConfirmationInput>;
}
