// The server's side of each feature, in the order of features.ts.
import { campaignsOnServer } from '#lib/campaigns/feature.server.ts';
import { casesOnServer } from '#lib/cases/feature.server.ts';
import { fundsOnServer } from '#lib/funds/feature.server.ts';
import { observationsOnServer } from '#lib/observations/feature.server.ts';
import { planChangesOnServer } from '#lib/plan-changes/feature.server.ts';
import { registersOnServer } from '#lib/registers/feature.server.ts';
import { tasksOnServer } from '#lib/tasks/feature.server.ts';
import { transactionsOnServer } from '#lib/transactions/feature.server.ts';

export const serverFeatures = [
	fundsOnServer,
	transactionsOnServer,
	casesOnServer,
	campaignsOnServer,
	tasksOnServer,
	observationsOnServer,
	registersOnServer,
	planChangesOnServer
] as const;
