// The cells of the plan while it runs: readings in force, safeguards, decisions at gates.
import { cellFamily } from '../cell-family.ts';
import { statusesInKeys } from './tasks.ts';

/** 1 for the option in force where it is not the plan's default. */
export const readingsChosen = cellFamily('readings/:reading/:option', 'city', 'flag');
/** 1 for the status that the safeguard is in. */
export const safeguardStatus = cellFamily('safeguards/:id/status/:status', 'city', 'flag', { status: statusesInKeys });
export const safeguardProgress = cellFamily('safeguards/:id/progress', 'city', 'percent');
export const decisionsInKeys = ['pass', 'pass_with_exceptions', 'hold'] as const;
/** 1 for the decision that stands on a phase's gate. */
export const gatesDecided = cellFamily('gates/:phase/:decision', 'city', 'flag', { decision: decisionsInKeys });
