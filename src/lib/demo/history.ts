// The sample history of a demonstration: what was entered, when and by whom, from the base year to the day it starts on.
import { addDays, dayAt, daysBetween, firstDayOfYear, startOf, yearOf, type Day } from '#lib/kernel/day.ts';
import { batchLimit } from '#lib/commands/limits.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { demoPeople, type DemoPerson } from './demo-people.ts';
import { sampleCases } from './history-cases.ts';
import { sampleDeals } from './history-deals.ts';
import { sampleFundOperations } from './history-fund-operations.ts';
import { sampleMovements } from './history-funds.ts';
import { historyGround, recordKinds, type RecordInputs, type RecordKind, type SampleRecord } from './history-record.ts';
import { sampleObservations } from './history-observations.ts';
import { sampleRegisters } from './history-registers.ts';
import { samplePlanRecords } from './history-plan.ts';
import { sampleTasks } from './history-tasks.ts';
import { between, seededRandom, type Random } from './random.ts';
import { reversalReason } from './sample-words.ts';
import { stretchEnd } from './stretches.ts';
import { addWorkingDays, workingDayBefore, workingDayFrom } from './working-days.ts';

/** What one person did in one call. `refs` number the entries (and reversals) of the whole history, in order. */
export type HistoryBatch = {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Username of the demonstration's person. */
	readonly by: string;
} & (
	| {
			readonly [Kind in RecordKind]: {
				readonly kind: Kind;
				readonly refs: readonly number[];
				readonly inputs: readonly BatchInputs[Kind][];
			};
	  }[RecordKind]
	| { readonly kind: 'confirmation'; readonly refs: readonly number[] }
	| {
			readonly kind: 'reversals';
			readonly refs: readonly number[];
			readonly of: readonly number[];
			readonly reason: string;
	  }
);

/** As records are entered, with what they belong to by its number. */
type BatchInputs = Omit<RecordInputs, 'entityChanges'> & {
	readonly entityChanges: { readonly of: number; readonly changes: RecordInputs['entityChanges']['changes'] };
};

/** The one history that every demonstration of a plan has. */
export const historySeed = 6;

/** A call on its way into the history; an entry is known by its object until all are numbered. */
interface Draft {
	readonly at: number;
	readonly by: DemoPerson;
	readonly kind: RecordKind | 'reversals' | 'confirmation';
	readonly entries: Entry[];
	readonly reason?: string;
}

interface Entry {
	/** Null for a reversal. */
	readonly record: SampleRecord | null;
	readonly of: Entry | null;
	readonly enteredAt: number;
	readonly by: DemoPerson;
	confirm: boolean;
}

/**
 * The same for the same plan, start and seed, in order of time.
 * @param start where the demonstration's clock begins, in milliseconds since 1970; everything lies before it
 */
export function sampleHistory(plan: PlanIndex, start: number, seed: number): HistoryBatch[] {
	const until = dayAt(start - 1);
	const part = (number: number) => historyGround(plan, until, seededRandom(seed * 101 + number));
	const random = seededRandom(seed * 101);
	const movements = sampleMovements(part(3));
	const records = [
		...(asksFor(plan, 'transactions') ? sampleDeals(part(1)) : []),
		...(asksFor(plan, 'cases') ? sampleCases(part(2)) : []),
		...movements,
		...sampleTasks(part(4)),
		...sampleObservations(part(11)),
		...(asksFor(plan, 'registers') ? sampleRegisters(part(12)) : []),
		...sampleFundOperations(part(13), movements),
		...samplePlanRecords(part(15))
	];
	const entered = enter(random, seededRandom(seed * 101 + 14), plan, records, until, start);
	const drafts = [...entered, ...mistakes(random, entered, start)];
	drafts.push(...confirmations(random, plan, drafts, until, start));
	return numberAll(drafts.sort((a, b) => a.at - b.at));
}

/** Whether a target of the plan rests on these records: another plan's city has no business of ours. */
function asksFor(plan: PlanIndex, what: 'transactions' | 'cases' | 'registers'): boolean {
	return plan.document.targets.some(({ measure }) =>
		what === 'registers' ? measure.from === 'register' : measure.from === 'ledger' && measure.ledger === what
	);
}

/** Everybody enters what has come up in a stretch of days in one go, soon after it: the older, the longer the stretch. */
function enter(
	random: Random,
	/** For what stands beside the movements of money: it leaves the draws of all others as they are. */
	beside: Random,
	plan: PlanIndex,
	records: readonly SampleRecord[],
	until: Day,
	start: number
): Draft[] {
	const drawsFor = (kind: RecordKind | undefined) =>
		kind !== undefined && besideMovements.has(kind) ? beside : random;
	const piles = new Map<string, { by: DemoPerson; end: Day; records: SampleRecord[] }>();
	for (const record of records) {
		const end = stretchEnd(plan, record.day, until);
		const name = `${end} ${record.by.username}`;
		const pile = piles.get(name) ?? { by: record.by, end, records: [] };
		pile.records.push(record);
		piles.set(name, pile);
	}
	const lastOf = new Map<string, number>();
	const drafts: Draft[] = [];
	for (const { by, end, records: pile } of [...piles.values()].sort((a, b) =>
		a.end < b.end ? -1 : a.end > b.end ? 1 : 0
	)) {
		const draw = drawsFor(pile.every(({ kind }) => besideMovements.has(kind)) ? pile[0]?.kind : undefined);
		const wait = daysBetween(end, until) > 7 ? between(draw, 0, 2) : draw() < 0.7 ? 0 : 1;
		const sitting = addWorkingDays(workingDayFrom(end), wait);
		// On the morning that the clock starts only the early ones have sat down.
		const begun = morning(sitting) + between(draw, 0, sitting === dayAt(start) ? 25 : 420) * minute;
		// Nobody enters anything before what they have entered earlier: a case stands before its closure.
		let at = Math.max(begun, (lastOf.get(by.username) ?? 0) + 9 * minute);
		for (const own of sittingOrder(pile)) {
			const kind = own[0]?.kind;
			if (kind === undefined) continue;
			const drawKind = drawsFor(kind);
			at += between(drawKind, 2, 9) * minute + between(drawKind, 0, 59_000);
			if (at >= start) break;
			const entries = own.map((record) => ({
				record,
				of: null,
				enteredAt: at,
				by,
				confirm: drawKind() >= forgotten(kind)
			}));
			drafts.push({ at, by, kind, entries });
		}
		lastOf.set(by.username, at);
	}
	return drafts;
}

/** Kind by kind, and last the closures of cases that were taken up again in the meantime. */
function sittingOrder(pile: readonly SampleRecord[]): SampleRecord[][] {
	const reopened = new Map(
		pile.flatMap((record) => (record.kind === 'reopenings' ? [[record.input.number, record.day] as const] : []))
	);
	const isSecond = (record: SampleRecord) =>
		record.kind === 'closures' && record.day >= (reopened.get(record.input.number) ?? '9999');
	return [
		...recordKinds.map((kind) => pile.filter((record) => record.kind === kind && !isSecond(record))),
		pile.filter(isSecond)
	].map((own) => own.sort(byDay));
}

const besideMovements: ReadonlySet<RecordKind> = new Set(['operations', 'transfers', 'reviews', 'safeguards', 'gates']);

/** What somebody overlooks when confirming; the records of a case rest on each other, so none of them. */
function forgotten(kind: RecordKind): number {
	// The leading group signs for itself.
	if (kind === 'gates') return 1;
	return kind === 'transactions' || kind === 'disbursements' || kind === 'milestones' ? 0.012 : 0;
}

/** How long after its entry a mistake is seen, in working days; the last ones were confirmed by then. */
const mistakesSeenAfter = [1, 2, 4, 38, 42];

/** Deals that were entered twice, and taken back. */
function mistakes(random: Random, entered: readonly Draft[], start: number): Draft[] {
	const deals = entered.filter(({ kind }) => kind === 'transactions').sort((a, b) => a.at - b.at);
	const agedBetween = (from: number, to: number) =>
		deals.filter(({ at }) => at > start - from * dayLength && at < start - to * dayLength);
	return mistakesSeenAfter.flatMap((days, index) => {
		const possible = days > 30 ? agedBetween(200, 70) : agedBetween(45, 12);
		const draft = possible[Math.floor(((index + 0.5) * possible.length) / mistakesSeenAfter.length)];
		const record = draft?.entries[0]?.record;
		if (!draft || record?.kind !== 'transactions') return [];
		const again: SampleRecord = { ...record, input: { ...record.input, registration: null } };
		const at = draft.at + 17 * minute;
		const twin: Entry = { record: again, of: null, enteredAt: at, by: draft.by, confirm: days > 30 };
		const seenAt = morning(addWorkingDays(dayAt(at), days)) + between(random, 30, 400) * minute;
		if (seenAt >= start) return [];
		const undoing: Entry = { record: null, of: twin, enteredAt: seenAt, by: draft.by, confirm: days === 38 };
		return [
			{ at, by: draft.by, kind: 'transactions' as const, entries: [twin] },
			{ at: seenAt, by: draft.by, kind: 'reversals' as const, entries: [undoing], reason: reversalReason(random) }
		];
	});
}

/** What has waited this long is confirmed at the office's next session. */
const daysBeforeConfirmation = 16;

/** Sessions of the office: every month, in the demonstration's year every second week. */
function confirmations(random: Random, plan: PlanIndex, drafts: readonly Draft[], until: Day, start: number): Draft[] {
	const people = demoPeople(plan.document);
	const waiting = drafts
		.flatMap((draft) => draft.entries)
		.filter((entry) => entry.confirm)
		.sort((a, b) => a.enteredAt - b.enteredAt);
	const sessions = sessionsOf(plan, until);
	const confirmed: Draft[] = [];
	let next = 0;
	for (const session of sessions) {
		const before = startOf(session) - daysBeforeConfirmation * dayLength;
		const from = next;
		while (next < waiting.length && (waiting[next]?.enteredAt ?? 0) < before) next++;
		const piles = new Map<DemoPerson, Entry[]>();
		for (const entry of waiting.slice(from, next)) {
			const by = confirmer(plan, people, entry);
			if (!by) continue;
			const pile = piles.get(by) ?? [];
			pile.push(entry);
			piles.set(by, pile);
		}
		for (const [by, pile] of piles) {
			let at = morning(session) + between(random, 20, 380) * minute;
			for (let first = 0; first < pile.length; first += batchLimit) {
				at += between(random, 3, 12) * minute;
				if (at < start)
					confirmed.push({ at, by, kind: 'confirmation', entries: pile.slice(first, first + batchLimit) });
			}
		}
	}
	return confirmed;
}

function sessionsOf(plan: PlanIndex, until: Day): Day[] {
	const days: Day[] = [];
	for (let day = addDays(firstDayOfYear(plan.document.baseYear), 44); ;) {
		const session = workingDayFrom(day);
		if (session > until) break;
		days.push(session);
		day = addDays(day, yearOf(day) < yearOf(until) ? 30 : 14);
	}
	const last = workingDayBefore(addDays(until, -4));
	return days.includes(last) ? days : [...days.filter((day) => day < last), last];
}

/** Somebody of the office from another unit than the one that entered it; the leading group now and then for the host's own. */
function confirmer(plan: PlanIndex, people: readonly DemoPerson[], entry: Entry): DemoPerson | undefined {
	const office = people.filter(({ role, unit }) => role === 'office' && unit !== entry.by.unit);
	const ownMilestone = entry.record?.kind === 'milestones' && entry.by.unit === plan.document.coordinatingOffice;
	if (office.length === 0 || ownMilestone) return people.find(({ role }) => role === 'leader');
	return office[[...plan.units.keys()].indexOf(entry.by.unit ?? '') % office.length];
}

function numberAll(drafts: readonly Draft[]): HistoryBatch[] {
	const numbers = new Map<Entry, number>();
	const numberOf = new Map<SampleRecord, number>();
	const batches: HistoryBatch[] = [];
	for (const { at, by, kind, entries, reason } of drafts) {
		const head = { at, by: by.username };
		if (kind !== 'confirmation')
			for (const entry of entries) {
				if (entry.record) numberOf.set(entry.record, numbers.size);
				numbers.set(entry, numbers.size);
			}
		const refs = entries.flatMap((entry) => numbers.get(entry) ?? []);
		if (kind === 'confirmation') batches.push({ ...head, kind, refs });
		else if (kind === 'reversals')
			batches.push({
				...head,
				kind,
				refs,
				of: entries.flatMap(({ of }) => (of ? (numbers.get(of) ?? []) : [])),
				reason: reason ?? ''
			});
		else
			batches.push({
				...head,
				kind,
				refs,
				inputs: entries.flatMap(({ record }): unknown[] => (record ? [inputOf(record, numberOf)] : []))
			} as HistoryBatch);
	}
	return batches;
}

/** A change names its entity by the number of the record that entered it. */
function inputOf(record: SampleRecord, numberOf: ReadonlyMap<SampleRecord, number>): unknown {
	if (record.kind !== 'entityChanges') return record.input;
	return { of: numberOf.get(record.input.of), changes: record.input.changes };
}

const minute = 60_000;
const dayLength = 86_400_000;

/** Half past eight: when offices open. */
function morning(day: Day): number {
	return startOf(day) + 510 * minute;
}

function byDay(a: SampleRecord, b: SampleRecord): number {
	return a.day < b.day ? -1 : a.day > b.day ? 1 : 0;
}
