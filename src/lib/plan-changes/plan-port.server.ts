// The ledger of the plan: what confirming another reading, a safeguard's update or an amendment brings about.
import { and, asc, desc, eq, inArray, isNotNull, notInArray, sql } from 'drizzle-orm';
import { dayAt } from '#lib/kernel/day.ts';
import type { EntryDetails, EntryRow, LedgerPort } from '#lib/entries/port.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { PlanInForce } from '#lib/plan/plan-index.ts';
import { planVersion } from '#lib/plan/tables.server.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { asVersion } from './amendment.ts';
import { amendmentValues, planTouches, readingValues, safeguardValues } from './record.ts';
import { readingDeltas, type ShownChoice } from './reading.ts';
import { safeguardSteps, safeguardWithdrawals, untouchedSafeguard, type SafeguardFigures } from './safeguard.ts';
import { overtakenSafeguards, planDetails } from './read-details.server.ts';
import { amendment, readingChoice, safeguardState, safeguardUpdate } from './tables.server.ts';

export function planPort(inForce: PlanInForce): LedgerPort {
	const isDefault = (reading: string, option: string) =>
		inForce.plan.document.readings.some(({ id, default: given }) => id === reading && given === option);
	return {
		ledger: 'plan',
		details: planDetails,
		overtaken: overtakenSafeguards,
		load: async (tx, entries) => {
			const rowsOf = (kind: EntryRow['kind']) => entries.filter((row) => row.kind === kind);
			return new Map([
				...(await readingDetails(tx, isDefault, rowsOf('reading'))),
				...(await safeguardDetails(tx, rowsOf('safeguard'))),
				...(await amendmentDetails(tx, rowsOf('amendment')))
			]);
		},
		confirmed: async (tx, ids) => {
			await letReadingsStand(tx, isDefault, ids);
			await tx.execute(sql`
				update safeguard_state set confirmed_version = newest.version
				from (
					select safeguard, max(version) as version from safeguard_update where entry in (${listOf(ids)}) group by safeguard
				) as newest
				where newest.safeguard = safeguard_state.id and newest.version > safeguard_state.confirmed_version`);
			await adopt(tx, ids);
		},
		withdrawn: async (tx, ids) => {
			await letReadingsGo(tx, isDefault, ids);
			await tx.execute(sql`
				update safeguard_state set confirmed_version = coalesce((
					select max(other.version) from safeguard_update other join entry on entry.id = other.entry
					where other.safeguard = safeguard_state.id and entry.confirmed_at is not null), 0)
				where id in (select safeguard from safeguard_update where entry in (${listOf(ids)}))`);
		},
		/** What is withdrawn was never in force. */
		reversed: () => Promise.resolve()
	};
}

/** Only what nobody has confirmed can be withdrawn; what is in force is changed by the next proposal. */
function withdrawal(row: EntryRow): EntryDetails['reverse'] {
	return row.confirmedAt === null ? { reported: [], confirmed: [] } : 'in_force';
}

function common(row: EntryRow): Pick<EntryDetails, 'touches' | 'streams' | 'leadUnit'> {
	return { touches: planTouches, streams: ['plan', unitStream(row.unit)], leadUnit: null };
}

async function readingDetails(
	tx: Tx,
	isDefault: (reading: string, option: string) => boolean,
	rows: readonly EntryRow[]
): Promise<[string, EntryDetails][]> {
	if (rows.length === 0) return [];
	const choices = await choicesOf(
		tx,
		rows.map(({ id }) => id)
	);
	const standing = await standingChoices(tx);
	const earlier = await choicesBefore(tx, [...choices.values()]);
	return rows.flatMap((row): [string, EntryDetails][] => {
		const choice = choices.get(row.id);
		if (!choice) return [];
		const back = earlier.get(choice.reading);
		const before = standing.get(choice.reading) ?? null;
		const after: ShownChoice = { option: choice.option, shown: !isDefault(choice.reading, choice.option) };
		const already = before?.option === choice.option;
		if (!already && row.confirmedAt === null && !row.reversed) standing.set(choice.reading, after);
		return [
			[
				row.id,
				{
					proposal: true,
					confirm: already ? 'already_in_force' : readingDeltas(choice.reading, before, after),
					withdraw: leaves(
						choice,
						[...choices.values()],
						back === undefined ? null : { option: back.option, shown: !isDefault(back.reading, back.option) }
					),
					reverse: withdrawal(row),
					values: readingValues(choice),
					...common(row)
				}
			]
		];
	});
}

async function letReadingsStand(
	tx: Tx,
	isDefault: (reading: string, option: string) => boolean,
	ids: readonly string[]
): Promise<void> {
	const choices = await choicesOf(tx, ids);
	for (const id of ids) {
		const choice = choices.get(id);
		if (!choice) continue;
		await tx
			.update(readingChoice)
			.set({ stands: false, shown: false })
			.where(and(eq(readingChoice.reading, choice.reading), eq(readingChoice.stands, true)));
		await tx
			.update(readingChoice)
			.set({ stands: true, shown: !isDefault(choice.reading, choice.option) })
			.where(eq(readingChoice.entry, id));
	}
}

type Choice = typeof readingChoice.$inferSelect;

/** What taking a reading's confirmation back moves: the choice before it stands again; nothing for one that had given way to another of the list. */
function leaves(choice: Choice, list: readonly Choice[], before: ShownChoice | null): EntryDetails['withdraw'] {
	if (choice.stands) return readingDeltas(choice.reading, choice, before ?? { option: '', shown: false });
	const gaveWay = list.some((other) => other.reading === choice.reading && other.stands);
	return gaveWay ? [] : 'confirmation_rested_on';
}

/** The choices that stood last, before these and without them, by reading. */
async function choicesBefore(tx: Tx, choices: readonly Choice[]): Promise<ReadonlyMap<string, Choice>> {
	if (choices.length === 0) return new Map();
	const rows = await tx
		.selectDistinctOn([readingChoice.reading], { choice: readingChoice })
		.from(readingChoice)
		.innerJoin(entry, eq(entry.id, readingChoice.entry))
		.where(
			and(
				inArray(
					readingChoice.reading,
					choices.map(({ reading }) => reading)
				),
				isNotNull(entry.confirmedAt),
				notInArray(
					readingChoice.entry,
					choices.map((choice) => choice.entry)
				)
			)
		)
		// By the order of their confirmations in the log: instants may be the same.
		.orderBy(
			asc(readingChoice.reading),
			sql`(select max(told.seq) from event told where told.stream = 'plan' and told.type = 'entryConfirmed'
				and told.body -> 'ids' ->> 0 = ${entry.id}::text) desc nulls last`
		);
	return new Map(rows.map(({ choice }) => [choice.reading, choice]));
}

async function letReadingsGo(
	tx: Tx,
	isDefault: (reading: string, option: string) => boolean,
	ids: readonly string[]
): Promise<void> {
	const choices = [...(await choicesOf(tx, ids)).values()];
	const standing = choices.filter(({ stands }) => stands);
	const earlier = await choicesBefore(tx, choices);
	for (const { entry: id, reading } of standing) {
		await tx.update(readingChoice).set({ stands: false, shown: false }).where(eq(readingChoice.entry, id));
		const back = earlier.get(reading);
		if (back)
			await tx
				.update(readingChoice)
				.set({ stands: true, shown: !isDefault(reading, back.option) })
				.where(eq(readingChoice.entry, back.entry));
	}
}

async function choicesOf(tx: Tx, ids: readonly string[]) {
	const rows = await tx
		.select()
		.from(readingChoice)
		.where(inArray(readingChoice.entry, [...ids]));
	return new Map(rows.map((row) => [row.entry, row]));
}

/** Locked, so that two confirmations of one reading come one after the other. */
async function standingChoices(tx: Tx): Promise<Map<string, ShownChoice>> {
	const rows = await tx
		.select()
		.from(readingChoice)
		.where(eq(readingChoice.stands, true))
		.orderBy(asc(readingChoice.entry))
		.for('update');
	return new Map(rows.map(({ reading, option, shown }) => [reading, { option, shown }]));
}

async function safeguardDetails(tx: Tx, rows: readonly EntryRow[]): Promise<[string, EntryDetails][]> {
	if (rows.length === 0) return [];
	const updates = await tx
		.select()
		.from(safeguardUpdate)
		.where(
			inArray(
				safeguardUpdate.entry,
				rows.map(({ id }) => id)
			)
		);
	await tx
		.select({ id: safeguardState.id })
		.from(safeguardState)
		.where(inArray(safeguardState.id, [...new Set(updates.map(({ safeguard }) => safeguard))]))
		.orderBy(asc(safeguardState.id))
		.for('update');
	const details: [string, EntryDetails][] = [];
	for (const [safeguard, own] of Map.groupBy(updates, (update) => update.safeguard)) {
		const steps = safeguardSteps(safeguard, await confirmedFigures(tx, safeguard), own);
		const back = safeguardWithdrawals(safeguard, await figuresWithout(tx, safeguard, own), own);
		for (const update of own) {
			const row = rows.find(({ id }) => id === update.entry);
			const step = steps.get(update.version);
			if (!row || !step) continue;
			details.push([
				update.entry,
				{
					confirm: step.deltas,
					withdraw: back.get(update.version) ?? 'confirmation_rested_on',
					// A safeguard goes on from what stands in it: a mistake is corrected by the next update.
					reverse: 'not_allowed',
					values: safeguardValues(safeguard, step.from, update),
					...common(row)
				}
			]);
		}
	}
	return details;
}

/** What the confirmed layer shows of a safeguard; its row is locked. */
async function confirmedFigures(tx: Tx, safeguard: string): Promise<SafeguardFigures> {
	const [state] = await tx.select().from(safeguardState).where(eq(safeguardState.id, safeguard));
	const [shown] = await tx
		.select()
		.from(safeguardUpdate)
		.where(and(eq(safeguardUpdate.safeguard, safeguard), eq(safeguardUpdate.version, state?.confirmedVersion ?? 0)));
	const { fields, version } = untouchedSafeguard;
	return shown ?? { version, status: fields.status, progress: fields.progress };
}

/** What the confirmed layer shows of a safeguard without some of its updates. */
async function figuresWithout(
	tx: Tx,
	safeguard: string,
	updates: readonly { readonly entry: string }[]
): Promise<SafeguardFigures> {
	const [shown] = await tx
		.select({
			version: safeguardUpdate.version,
			status: safeguardUpdate.status,
			progress: safeguardUpdate.progress
		})
		.from(safeguardUpdate)
		.innerJoin(entry, eq(entry.id, safeguardUpdate.entry))
		.where(
			and(
				eq(safeguardUpdate.safeguard, safeguard),
				isNotNull(entry.confirmedAt),
				notInArray(
					safeguardUpdate.entry,
					updates.map((update) => update.entry)
				)
			)
		)
		.orderBy(desc(safeguardUpdate.version))
		.limit(1);
	const { fields, version } = untouchedSafeguard;
	return shown ?? { version, status: fields.status, progress: fields.progress };
}

async function amendmentDetails(tx: Tx, rows: readonly EntryRow[]): Promise<[string, EntryDetails][]> {
	if (rows.length === 0) return [];
	const amendments = await tx
		.select()
		.from(amendment)
		.where(
			inArray(
				amendment.entry,
				rows.map(({ id }) => id)
			)
		);
	let newest = await newestVersion(tx);
	return rows.flatMap((row): [string, EntryDetails][] => {
		const own = amendments.find((one) => one.entry === row.id);
		if (!own) return [];
		const fits = own.basedOn === newest;
		if (fits) newest += 1;
		return [
			[
				row.id,
				{
					proposal: true,
					confirm: fits ? [] : 'plan_changed_since',
					// A version of the plan is there for everybody at once: it is changed by the next one.
					withdraw: 'in_force',
					reverse: withdrawal(row),
					values: amendmentValues(own),
					...common(row)
				}
			]
		];
	});
}

/** Adopted amendments become versions; one whose day has come already takes effect today. */
async function adopt(tx: Tx, ids: readonly string[]): Promise<void> {
	const rows = await tx
		.select()
		.from(amendment)
		.where(inArray(amendment.entry, [...ids]))
		.orderBy(asc(amendment.basedOn));
	for (const row of rows) {
		const version = (await newestVersion(tx)) + 1;
		const document = asVersion(row.document, version);
		// What is adopted after its day takes effect on the day of its adoption: nothing that was reported before changes.
		const [own] = await tx.select({ at: entry.confirmedAt }).from(entry).where(eq(entry.id, row.entry));
		const adopted = own?.at ? dayAt(own.at.getTime()) : row.effectiveFrom;
		const effectiveFrom = row.effectiveFrom < adopted ? adopted : row.effectiveFrom;
		await tx.insert(planVersion).values({ plan: document.id, version, document, effectiveFrom, tookEffectAt: null });
		await tx.update(amendment).set({ version }).where(eq(amendment.entry, row.entry));
	}
}

async function newestVersion(tx: Tx): Promise<number> {
	const [newest] = await tx
		.select({ version: planVersion.version })
		.from(planVersion)
		.orderBy(desc(planVersion.version))
		.limit(1)
		.for('update');
	return newest?.version ?? 0;
}

function listOf(ids: readonly string[]) {
	return sql.join(
		ids.map((id) => sql`${id}::uuid`),
		sql`, `
	);
}
