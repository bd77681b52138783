// The commands of features by name: that of an endpoint, and that of a form.
import type { Actor } from '#lib/access/roles.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { Endpoint } from '#lib/entries/feature.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { Commands } from './commands.server.ts';
import { endpoints } from './features.ts';

/** Records are parsed by the endpoint's own schema before they come here. */
export type Run = (actor: Actor, call: Call, inputs: readonly unknown[]) => Promise<Result<Written>>;

/** @throws for a path that no feature brings, or a command that it does not have */
export function endpointOf(commands: Commands, path: string): Endpoint & { readonly run: Run } {
	const endpoint = endpoints.get(path);
	if (!endpoint) throw new Error(`no endpoint ${path}`);
	return { ...endpoint, run: commandNamed(commands, endpoint.command) };
}

/** @throws for a name that no feature brings */
export function commandNamed(commands: Commands, name: string): Run {
	const run = (commands as unknown as Readonly<Record<string, Run | undefined>>)[name];
	if (!run) throw new Error(`no command ${name}`);
	return run;
}
