// Signs the heads of the log every quarter of an hour and cuts old sign-ins and reads once a day.
import { cutAudits, mayCut } from '#lib/log/cut-audits.server.ts';
import type { Job } from '#lib/jobs/job.server.ts';
import type { EventLog } from '#lib/log/event-log.server.ts';
import { lostHeads, nameOfHeads, readSignedHeads, signHeads, type Signer } from '#lib/log/signed-heads.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { connectDatabase } from '#lib/platform/database.server.ts';
import type { Logger } from '#lib/platform/logger.server.ts';

/** What the law asks for at least, whatever is set. */
const leastMonths = 6;

export interface AuditKeeping {
	readonly log: EventLog;
	readonly signer: Signer;
	readonly dataDir: string;
	/** The owner's connection, where the application's role may not delete. */
	readonly ownerUrl: string | null;
	readonly retentionMonths: () => number;
	readonly logger: Pick<Logger, 'error' | 'warn' | 'info'>;
}

/** What the start found wrong with the signed heads. */
export interface HeadsAtStart {
	/** Streams whose newest signed head the log does not hold any more. */
	readonly lost: readonly string[];
	/** The first line of the file that was not signed by this installation; null when all were. */
	readonly badLine: number | null;
}

/** What keeping the audit asks of this node. */
export interface KeptAudit {
	readonly atStart: HeadsAtStart;
	readonly jobs: readonly Job[];
	/** Signs the heads as they are at the end. */
	readonly close: () => Promise<void>;
}

/** Looks at the newest signed heads, signs the present ones, and says what is to be done from then on. */
export async function keepAudit(keeping: AuditKeeping): Promise<KeptAudit> {
	const { log, signer, dataDir, ownerUrl, logger } = keeping;
	const known = await readSignedHeads(signer, dataDir);
	const atStart = { lost: await lostHeads(log.database.db, known.heads), badLine: known.badLine };
	if (atStart.lost.length > 0 || atStart.badLine !== null)
		logger.error(
			atStart,
			'THE LOG IS NOT WHAT WAS SIGNED: run `npm run audit:verify`, keep the database as it is, tell the audit administrator'
		);
	// One after the other: each line of the file names the one before it.
	let signing: Promise<void> = Promise.resolve();
	const sign = () => {
		const next = signing.then(() => signHeads(log.database.db, signer, dataDir, new Date()));
		signing = next.catch(() => undefined);
		return next;
	};
	await sign();
	const jobs: Job[] = [
		{
			kind: 'signed-heads',
			// Each data folder keeps a file of its own, and is looked at by the nodes that start on it.
			subject: await nameOfHeads(dataDir),
			title: () => m.jobs_signed_heads(),
			clock: 'system',
			schedule: '*/15 * * * *',
			run: sign
		}
	];
	// Only a node that may cut takes the job: another would leave it done with nothing cut.
	if (ownerUrl !== null || (await mayCut(log.database.db)))
		jobs.push({
			kind: 'audit-cut',
			title: () => m.jobs_audit_cut(),
			clock: 'system',
			schedule: '30 3 * * *',
			atStart: true,
			run: async () => {
				const removed = await cutOld(keeping, new Date());
				if (removed !== null && removed > 0)
					logger.info({ removed }, 'old sign-ins and reads were cut off at a signed checkpoint');
			}
		});
	else logger.warn('audits are not cut: the database role may not delete and DATABASE_MIGRATION_URL is not set');
	return {
		atStart,
		jobs,
		close: () =>
			sign().catch((error: unknown) => {
				logger.error({ err: error }, 'keeping the audit');
			})
	};
}

/** Cuts what is older than the policy keeps; null where nobody may. */
export async function cutOld(
	{ log, signer, ownerUrl, retentionMonths }: Omit<AuditKeeping, 'dataDir' | 'logger'>,
	now: Date
): Promise<number | null> {
	const before = new Date(now);
	before.setUTCMonth(before.getUTCMonth() - Math.max(leastMonths, retentionMonths()));
	const owner = ownerUrl === null ? null : connectDatabase({ kind: 'postgres', url: ownerUrl }, 'patient');
	try {
		const database = owner ?? log.database;
		return (await mayCut(database.db)) ? await cutAudits({ ...log, database }, signer.sign, before) : null;
	} finally {
		await owner?.close();
	}
}
