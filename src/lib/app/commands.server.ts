// Every ledger and every command, as the features bring them and app.server.ts opens them.
import type { Recording } from '#lib/commands/recording.server.ts';
import { confirm } from '#lib/entries/confirm.server.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import { reverse } from '#lib/entries/reverse.server.ts';
import type { After, AfterPorts } from '#lib/entries/server-feature.server.ts';
import { withdrawConfirmations } from '#lib/ledgers/withdraw-confirmation.server.ts';
import type { PlanHolder } from '#lib/plan/plan-in-force.server.ts';
import type { PlanInForce } from '#lib/plan/plan-index.ts';
import { decideGate } from '#lib/stages/decide-gate.server.ts';
import { catalogue } from './features.ts';
import { serverFeatures } from './features.server.ts';

/** Everything that writes. Each takes who acts, the caller's key, and parsed input; each answers ids and heads or a refusal. */
export type Commands = ReturnType<typeof commandsOf>;

type OfFeatures = AllOf<ReturnType<(typeof serverFeatures)[number]['commands']>>;
type AllOf<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
	? All
	: never;

/** The ledgers that can be confirmed and reversed, in the order of the features. */
export function portsOf(inForce: PlanInForce): LedgerPorts {
	return new Map(serverFeatures.map(({ port }) => port(inForce)).map((port) => [port.ledger, port]));
}

export function commandsOf(recording: Recording, ports: LedgerPorts) {
	return {
		...(Object.assign(
			{},
			...serverFeatures.map(({ commands }) => commands(recording, ports, catalogue.records))
		) as OfFeatures),
		decideGate: (...args: After<typeof decideGate>) => decideGate(recording, ...args),
		reverse: (...args: AfterPorts<typeof reverse>) => reverse(recording, ports, ...args),
		confirm: (...args: AfterPorts<typeof confirm>) => confirm(recording, ports, ...args),
		withdrawConfirmations: (...args: AfterPorts<typeof withdrawConfirmations>) =>
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
