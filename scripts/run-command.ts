// What every command beside the server has in common: a fault is told in one line, on standard error, with exit code 1.
import { tellStartFault } from '#lib/platform/start-fault.server.ts';

export async function runCommand(command: () => Promise<void>): Promise<void> {
	try {
		await command();
	} catch (error) {
		tellStartFault(error);
		process.exitCode = 1;
	}
}
