// The composition root: opens everything, wires every feature, and is the only module that knows them all.
import { openAudit } from '#lib/audit/open-audit.server.ts';
import { openAccounts } from '#lib/accounts/open-accounts.server.ts';
import { openInstallationKey, type InstallationKey } from '#lib/access/installation-key.server.ts';
import { holdSettings } from '#lib/access/settings-in-force.server.ts';
import { cookieNames } from '#lib/access/cookie-names.ts';
import { openCallers } from '#lib/sign-in/callers.server.ts';
import { openAccess } from '#lib/sign-in/open-access.server.ts';
import { accessTypes, readableStreams } from '#lib/access/rights.ts';
import { unitsOf, type Actor } from '#lib/access/roles.ts';
import { openSessions } from '#lib/sign-in/sessions.server.ts';
import { openFigures } from '#lib/figures/figures.server.ts';
import { wholeVerdict } from '#lib/overview/view.ts';
import { openLiveVerdict } from '#lib/overview/live-verdict.server.ts';
import { readUnitCells } from '#lib/figures/snapshot.server.ts';
import { openDailySnapshots } from '#lib/overview/daily-snapshots.server.ts';
import { prepareDatabase } from '#lib/demo/prepare-database.server.ts';
import { openSampleActivity } from '#lib/demo/sample-activity.server.ts';
import { reconcileFunds } from '#lib/funds/reconcile.server.ts';
import { frozenBases, readSeries, waitingBases } from '#lib/observations/read-observations.server.ts';
import { listEntities, nearestEntities, readEntity } from '#lib/registers/read-registers.server.ts';
import type { Register } from '#lib/registers/register.ts';
import type { EntryFilter } from '#lib/entries/entry-filter.ts';
import { countWaiting, findEntry, listEntries, newestEntries } from '#lib/ledgers/list-entries.server.ts';
import { listDoubled } from '#lib/ledgers/list-doubled.server.ts';
import { listWaiting, listWaitingOf } from '#lib/ledgers/list-waiting.server.ts';
import { previewMonth } from '#lib/ledgers/preview-month.server.ts';
import { listHappenings } from '#lib/ledgers/list-happenings.server.ts';
import { planEntries } from '#lib/ledgers/plan-entries.server.ts';
import { firstRecordDay } from '#lib/entries/first-record.server.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import { cutText } from '#lib/log/cut-audits.server.ts';
import type { EventLog } from '#lib/log/event-log.server.ts';
import { rowHolds } from '#lib/log/verify-chain.server.ts';
import { startHeartbeat } from '#lib/live/heartbeat.server.ts';
import { startPump, type Pump } from '#lib/live/pump.server.ts';
import { createSocketServer } from '#lib/live/socket-server.server.ts';
import { meta } from '#lib/log/tables.server.ts';
import { followPlan } from '#lib/plan/install-plan.server.ts';
import { holdPlan } from '#lib/plan/plan-in-force.server.ts';
import { indexPlan, tasksOfUnit } from '#lib/plan/plan-index.ts';
import { adoptedVersions, proposedAmendment, safeguardRows } from '#lib/plan-changes/plan-records.server.ts';
import { openSecurity } from '#lib/role-admin/open-security.server.ts';
import { gateHistory } from '#lib/stages/gate-history.server.ts';
import type { EventQuery } from '#lib/log/event-query.ts';
import { eventsAfter } from '#lib/log/read-events.server.ts';
import { insertShares } from '#lib/tasks/insert-shares.server.ts';
import { sharesOfUnit, shareStates } from '#lib/tasks/load-shares.server.ts';
import { handOverShares, sharesInHandsOf } from '#lib/tasks/hand-over.server.ts';
import { openUnits } from '#lib/units/open-units.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import type { Day, Month } from '#lib/kernel/day.ts';
import type { Frame } from '#lib/protocol/messages.ts';
import { movesRights, type StreamName } from '#lib/protocol/streams.ts';
import { actBar } from './acts.ts';
import { catalogue, paramWords } from './features.ts';
import { commandNamed, endpointOf } from './endpoints.server.ts';
import { entryForms } from './entry-forms.ts';
import { openJobs, type Jobs } from './jobs.server.ts';
import { openClock } from '#lib/jobs/clock.server.ts';
import { addressOf, isUnverified, type Config } from '#lib/platform/config.server.ts';
import { grantToApplication, roleOf } from '#lib/platform/grants.server.ts';
import { keepAudit } from '#lib/audit/keep-audit.server.ts';
import { answersWithin } from '#lib/platform/answers-within.ts';
import { connectDatabase, type Database } from '#lib/platform/database.server.ts';
import { migrateDatabase } from './migrate-database.server.ts';
import { openOwnPlace } from '#lib/platform/place.server.ts';
import type { Logger } from '#lib/platform/logger.server.ts';
import { portsOf, commandsOf, withFreshPlan } from './commands.server.ts';

export type App = Awaited<ReturnType<typeof startApp>>;

/** @param say progress of long steps, for the console */
export async function startApp(config: Config, logger: Logger, say: (line: string) => void) {
	warnOfOpenLinks(config, logger);
	const { database, close: closeDatabase } = await openOwnPlace(config, {
		onwait: ({ by }) => say(`  … 等待${by.zh.trim()}结束 / Waiting for ${by.en} to end`)
	});
	let pump: Pump | null = null;
	let jobs: Jobs | null = null;
	const onCommit = () => {
		pump?.wake();
		jobs?.wake();
	};
	try {
		const key = await openInstallationKey(config.dataDir, config.secretKey);
		await migrateAsOwner(config, database, key, logger, say);
		const commandsFor = (recording: Recording) => commandsOf(recording, portsOf(recording));
		const { lastDay } = indexPlan(await prepareDatabase(database, config, key, say, commandsFor, catalogue.records));
		const clock = await openClock(database.db, lastDay);
		const log: EventLog = { database, now: clock.now, onCommit, key };
		const inForce = await holdPlan(log, clock.today, firstRecordDay, async (writing, plan) => {
			await followPlan(writing.tx, plan);
			await insertShares(writing.tx, plan);
		});
		const recording: Recording = {
			log,
			get plan() {
				return inForce.plan;
			}
		};
		const ports = portsOf(recording);
		const settings = await holdSettings(database.db);
		const cookies = cookieNames(config.origin?.protocol === 'https:', key.name);
		const sessions = openSessions(database.db, cookies, () => settings.current().policy);
		const [about] = await database.db.select().from(meta);
		if (!about) throw new Error('the database has no meta row');
		const access = openAccess({
			log,
			sessions,
			key,
			settings,
			cookies,
			demo: about.demo,
			requestsAMinute: config.requestsAMinute,
			plan: () => inForce.plan,
			today: clock.today,
			endSockets: (id, reason) => {
				sockets.endSession(id, reason);
			}
		});
		if (!about.demo) sayWhereToSetUp(config, await access.offerSetup(), say);
		const streamsOf = (actor: Actor): StreamName[] => {
			const { plan } = inForce;
			return readableStreams(
				actor,
				plan.document.settings,
				unitsOf(actor).flatMap((unit) => tasksOfUnit(plan, unit)),
				[...plan.units.keys()],
				[...plan.tasks.keys()]
			);
		};
		const onError = (error: unknown) => logger.error({ err: error }, 'live path');
		const figures = openFigures(database.db, inForce.summaryOn, wholeVerdict);
		const sockets = createSocketServer({
			db: database.db,
			epoch: () => about.epoch,
			today: clock.today,
			...openCallers({ db: database.db, sessions, access, site: config, today: clock.today }),
			streamsOf,
			complete: async (frame) => {
				if (frame.stream !== 'city') return frame;
				const { verdict } = await figures.read(['city'], clock.today());
				return verdict ? { ...frame, verdict } : frame;
			},
			sweepMs: 30_000,
			onError,
			onRefused: (address, cause) => {
				logger.info({ cause, address }, 'socket refused');
			}
		});
		// Pages load again on what the sockets tell: the plan is looked at before.
		const emit = (frame: Frame) => {
			if (frame.stream !== 'plan') {
				// One node's job has turned the day, and each looks at the plan for itself.
				if (frame.touches.includes(invalidated.day)) void inForce.refresh().catch(onError);
				sockets.emit(frame);
				return;
			}
			void inForce
				.refresh()
				.catch(onError)
				.finally(() => {
					sockets.emit(frame);
					sockets.sweepSoon();
				});
		};
		// What another node did is heard of here as well: who signed out there has no socket here.
		const seen = (stream: string) => {
			if (!movesRights(stream)) return;
			if (stream === 'access') void settings.refresh().catch(onError);
			sockets.sweepSoon();
		};
		const putVerdict = openLiveVerdict({
			read: () => figures.all(clock.today()),
			planOn: inForce.summaryOn,
			isWanted: () => sockets.count() > 0,
			onError
		});
		pump = await startPump(database.db, emit, seen, onError, putVerdict);
		const security = openSecurity(
			{
				recording,
				ends: {
					sessions: (ids) => ids.forEach((id) => sockets.endSession(id, 'session_ended')),
					token: sockets.endToken
				},
				refreshSettings: settings.refresh
			},
			clock.today
		);
		const onSessionsEnded = (ended: readonly string[]) => {
			for (const id of ended) sockets.endSession(id, 'signed_out');
		};
		const accounts = openAccounts({
			recording,
			shares: { lookedAfterBy: sharesInHandsOf, handOver: handOverShares },
			onSessionsEnded
		});
		const units = openUnits(recording, inForce.refresh, onSessionsEnded);
		await units.succeed();
		const snapshots = openDailySnapshots(database.db, inForce.plan.document.id, inForce.summaryOn);
		const auditKeeper = await keepAudit({
			log,
			signer: key,
			dataDir: config.dataDir,
			ownerUrl: config.migrationUrl,
			retentionMonths: () => settings.current().policy.retentionMonths,
			logger
		});
		const { jobs: auditJobs } = auditKeeper;
		jobs = await openJobs({ recording, clock, inForce, units, security, access, snapshots, auditJobs, logger });
		const { admin: jobAdmin, close: closeJobs, lastDay: newestDay } = jobs;
		const heartbeat = startHeartbeat({ ageMs: pump.ageMs, now: clock.now, lastDay: newestDay, say: sockets.beat });
		const commands = withFreshPlan(commandsFor(recording), inForce);
		const sample = await openSampleActivity({
			recording,
			commands,
			clock,
			enabled: config.demoActivity && about.demo,
			onError
		});
		return {
			config,
			database,
			/** The plan in force on the business day: look again each time. */
			get plan() {
				return inForce.plan;
			},
			get summary() {
				return inForce.summary;
			},
			clock,
			log,
			sessions,
			/** What is encrypted and signed with. */
			key,
			/** The security policy and the installation's settings as they are now. */
			settings,
			sockets,
			commands,
			/** Accounts and units, as the system administrator keeps them. */
			accounts,
			units,
			sample,
			/** Whether the figures are the bundled samples. */
			demo: about.demo,
			streamsOf,
			/** What is kept of what people do and see. */
			audit: openAudit({
				log,
				catalogue,
				streamsOf,
				rowHolds: (stream, seq) => rowHolds(database.db, stream, seq, (cut) => key.verify(cutText(cut), cut.signature)),
				headsAtStart: auditKeeper.atStart
			}),
			access,
			/** What goes on by itself, for the system administrator. */
			jobAdmin,
			/** Roles, policy, settings, sessions and tokens, for whoever administers them. */
			security,
			/** The figures an actor may see; the view follows from them (overview/view.ts). */
			figures: (actor: Actor) => figures.read(streamsOf(actor), clock.today()),
			/** The city's figures and a unit's own of those by unit, which its people may see where those of others are closed to them. */
			unitCells: (unit: string) => readUnitCells(database.db, unit),
			/** The figures as an actor would have seen them at the end of a day; null where that day is not stored. */
			figuresAt: (actor: Actor, day: Day) => snapshots.stateAt(day, streamsOf(actor)),
			summaryOn: (day: Day) => inForce.summaryOn(day),
			/** Why an actor may send such a thing about nothing at all; null for one that may about something. */
			actBar: (actor: Actor, act: string) => actBar(inForce.plan, actor, act),
			/** What an actor may enter at all: links to the forms. */
			formsOf: (actor: Actor) => entryForms(inForce.plan, actor),
			/** What an endpoint takes and runs, by its path below /api/v1. */
			endpoint: (path: string) => endpointOf(commands, path),
			/** The command that a feature's form runs. */
			commandNamed: (name: string) => commandNamed(commands, name),
			/** Every ledger and kind of record. */
			catalogue,
			/** How features say the values of what they refuse. */
			paramWords,
			/** Days gone by. */
			snapshots,
			/** What stands on every share now. */
			shareStates: () => shareStates(database.db),
			/** What the pages of records show, as far as the actor may see it. */
			reads: {
				/** Whether the cells of the funds are the sums of their records. */
				fundsReconciled: () => reconcileFunds(database.db),
				/** What stands of a unit's figures of an indicator. */
				series: (indicator: string, unit: string) => readSeries(database.db, { indicator, unit }),
				waitingBases: () => waitingBases(database.db),
				/** The frozen bases in force. */
				frozenBases: () => frozenBases(database.db),
				entities: (actor: Actor, register: Register) => listEntities(database.db, inForce.plan, actor, register),
				entity: (actor: Actor, register: Register, id: string) =>
					readEntity(database.db, inForce.plan, actor, register, id),
				/** The entities nearest to the condition of a target that counts a register. */
				nearest: (actor: Actor, target: string, count: number) =>
					nearestEntities(database.db, inForce.plan, actor, target, count),
				entries: (actor: Actor, filter: EntryFilter) => listEntries(database.db, ports, actor, filter),
				newestEntries: (actor: Actor, filter: EntryFilter, limit: number) =>
					newestEntries(database.db, ports, actor, filter, limit),
				entry: (actor: Actor, ledger: EntryFilter['ledger'], id: string) =>
					findEntry(database.db, ports, actor, ledger, id),
				waiting: (actor: Actor) => listWaiting(database.db, ports, inForce.plan, actor),
				waitingOf: (actor: Actor, unit: string, month: string) =>
					listWaitingOf(database.db, ports, inForce.plan, actor, unit, month),
				/** What confirming a unit's month would do. */
				monthPreview: (actor: Actor, unit: string, month: Month) =>
					previewMonth(database.db, ports, actor, unit, month),
				/** What others did lately to the records of the actor's unit. */
				happenings: (actor: Actor) => listHappenings(database.db, ports, actor, clock.now()),
				/** Records that hold one number twice. */
				doubled: (actor: Actor) => listDoubled(database.db, ports, actor),
				waitingByLedger: (unit: string, ledgers: readonly string[]) => countWaiting(database.db, unit, ledgers),
				/** Readings, safeguards and amendments, newest first. */
				planEntries: (actor: Actor) => planEntries(database.db, ports, actor),
				safeguards: () => safeguardRows(database.db),
				proposedAmendment: (id: string) => proposedAmendment(database.db, id),
				adoptedVersions: () => adoptedVersions(database.db),
				/** Decisions at the gates, newest first. */
				gateHistory: () => gateHistory(database.db),
				/** Every version of the plan, oldest first, those of days to come too. */
				planVersions: () => inForce.versions(),
				/** The plan that was in force on a day. */
				planOn: (day: Day) => inForce.planOn(day),
				sharesOf: (units: readonly string[]) => sharesOfUnit(database.db, ...units)
			},
			/** Of `access` each administrator sees its own part; in `breakdown` nobody sees the people of other units. */
			events: async (actor: Actor, { stream, after, limit }: EventQuery) => {
				const events = await eventsAfter(
					database.db,
					stream,
					after,
					limit,
					stream === 'access' ? accessTypes(actor) : null
				);
				return stream === 'breakdown' ? events.map((event) => ({ ...event, actor: null, opId: null })) : events;
			},
			/** Whether the database answers within a second. */
			ping: () => answersWithin(database.sql`select 1`, 1000),
			/** Ends sockets, jobs and the database, in that order. */
			close: async () => {
				await sample.close();
				await closeJobs();
				heartbeat.stop();
				await sockets.close();
				await pump?.close();
				// A database that is away keeps nothing of what follows from ending.
				await clock.save().catch(onError);
				await auditKeeper.close();
				await closeDatabase();
			}
		};
	} catch (error) {
		await closeDatabase();
		throw error;
	}
}

/** Where the application's own role may not migrate, the owner's connection does, and then gives the role what it needs. */
async function migrateAsOwner(
	config: Config,
	database: Database,
	key: InstallationKey,
	logger: Logger,
	say: (line: string) => void
): Promise<void> {
	if (config.migrationUrl === null) return migrateDatabase(database, key, say);
	const owner = connectDatabase({ kind: 'postgres', url: config.migrationUrl });
	try {
		await migrateDatabase(owner, key, say);
		if (!(await grantToApplication(owner, await roleOf(database))))
			logger.warn('DATABASE_URL connects as a role that may change the log: give the application a role of its own');
	} finally {
		await owner.close();
	}
}

function warnOfOpenLinks({ databaseUrl, migrationUrl }: Config, logger: Logger): void {
	for (const [name, url] of Object.entries({ DATABASE_URL: databaseUrl, DATABASE_MIGRATION_URL: migrationUrl }))
		if (url !== null && isUnverified(url))
			logger.warn(`${name} goes to another host and does not check whose it is: add ?sslmode=verify-full`);
}

/** Without an administrator who can sign in, whoever reads the console of the start makes the first three. */
function sayWhereToSetUp(config: Config, path: string | null, say: (line: string) => void): void {
	if (path === null) return;
	say('  还没有管理员。请在 24 小时内打开下面的一次性链接，建立三名管理员 /');
	say('  There are no administrators yet. Open this one-time link within 24 hours to make the three:');
	say(`  ${addressOf(config, path)}`);
}
