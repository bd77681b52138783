// Signs the heads of the log every quarter of an hour and cuts old sign-ins and reads once a day.
import { cutAudits, mayCut } from '#lib/log/cut-audits.server.ts';
import type { EventLog } from '#lib/log/event-log.server.ts';
import { lostHeads, readSignedHeads, signHeads, type Signer } from '#lib/log/signed-heads.server.ts';
import { connectDatabase } from '#lib/platform/database.server.ts';
import type { Logger } from '#lib/platform/logger.server.ts';

const signEveryMs = 15 * 60_000;
const cutEveryMs = 24 * 60 * 60_000;
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

/** Looks at the newest signed heads, signs the present ones, and goes on doing so until it is closed. */
export async function keepAudit(keeping: AuditKeeping): Promise<{ atStart: HeadsAtStart; close: () => Promise<void> }> {
	const { log, signer, dataDir, logger } = keeping;
	const known = await readSignedHeads(signer, dataDir);
	const atStart = { lost: await lostHeads(log.database.db, known.heads), badLine: known.badLine };
	if (atStart.lost.length > 0 || atStart.badLine !== null)
		logger.error(
			atStart,
			'THE LOG IS NOT WHAT WAS SIGNED: run `npm run audit:verify`, keep the database as it is, tell the audit administrator'
		);
	const sign = () => signHeads(log.database.db, signer, dataDir, new Date());
	const cut = async () => {
		const removed = await cutOld(keeping, new Date());
		if (removed === null)
			logger.warn('audits are not cut: the database role may not delete and DATABASE_MIGRATION_URL is not set');
		else if (removed > 0) logger.info({ removed }, 'old sign-ins and reads were cut off at a signed checkpoint');
	};
	await sign();
	let busy: Promise<void> = Promise.resolve();
	// One after the other, so that the end can wait for the last.
	const inTurn = (work: () => Promise<void>) => {
		busy = busy.then(work).catch((error: unknown) => {
			logger.error({ err: error }, 'keeping the audit');
		});
	};
	inTurn(cut);
	const timers = [setInterval(() => inTurn(sign), signEveryMs), setInterval(() => inTurn(cut), cutEveryMs)];
	return {
		atStart,
		close: async () => {
			for (const timer of timers) clearInterval(timer);
			inTurn(sign);
			await busy;
		}
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
