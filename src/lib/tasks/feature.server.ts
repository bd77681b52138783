// The server's side of the feature: its ledger, its commands, and what its records answer.
import type { Recording } from '#lib/commands/recording.server.ts';
import type { ServerFeature, After } from '#lib/entries/server-feature.server.ts';
import { lookAfterShare } from './hand-over.server.ts';
import { reportMilestones } from './report-milestones.server.ts';
import { tasksPort } from './tasks-port.server.ts';
import { updateShares } from './update-shares.server.ts';

export const tasksOnServer = {
	port: tasksPort,
	commands: (recording: Recording) => ({
		updateShares: (...args: After<typeof updateShares>) => updateShares(recording, ...args),
		reportMilestones: (...args: After<typeof reportMilestones>) => reportMilestones(recording, ...args),
		lookAfterShare: (...args: After<typeof lookAfterShare>) => lookAfterShare(recording, ...args)
	}),
	/** What records say in the answers of the API, by kind. */
	described: {}
} satisfies ServerFeature;
