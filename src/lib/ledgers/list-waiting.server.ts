// What waits for a second person: records by unit and month, those of one unit and month one by one, and reversals.
import { and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { actsFor, confirmationBar, seesEverything } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { toYuan } from '#lib/kernel/money.ts';
import { confirmingLead, type PlanIndex } from '#lib/plan/plan-index.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { Ledger } from '#lib/entries/entry.ts';
import type { Waiting, WaitingEntry, WaitingGroup, WaitingPart } from '#lib/entries/entry-view.ts';
import { readEntries } from '#lib/entries/read-entries.server.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import { entry, reversal } from '#lib/entries/tables.server.ts';

/** How many records of a unit's month are listed one by one. */
const listedAtOnce = 100;

/** All that waits and that the actor may see, grouped by unit and month. */
export async function listWaiting(db: Drizzle, ports: LedgerPorts, plan: PlanIndex, actor: Actor): Promise<Waiting> {
	const rows = await db
		.select({
			unit: entry.unit,
			month: sql<string>`to_char(${entry.day}, 'YYYY-MM')`.as('waiting_month'),
			ledger: entry.ledger,
			kind: entry.subject,
			task: entry.task,
			own: sql<boolean>`${entry.actor} = ${actor.id}`.as('waiting_own'),
			count: sql<string>`count(*)`,
			amount: sql<string | null>`sum(${entry.amount})`
		})
		.from(entry)
		.where(waits(ports, plan, actor))
		.groupBy(entry.unit, sql`waiting_month`, entry.ledger, entry.subject, entry.task, sql`waiting_own`);
	const noSums = () => new Map<string, Sum>();
	const groups = new Map<string, { unit: string; month: string; parts: Map<string, Sum>; barred: Map<string, Sum> }>();
	for (const row of rows) {
		const name = `${row.month} ${row.unit}`;
		const group = groups.get(name) ?? { unit: row.unit, month: row.month, parts: noSums(), barred: noSums() };
		groups.set(name, group);
		const who = { actor: row.own ? actor.id : '', unit: row.unit, leadUnit: confirmingLead(plan, row.task) };
		const sums = confirmationBar(actor, who) === null ? group.parts : group.barred;
		addTo(sums, row.ledger, row.kind, Number(row.count), row.amount);
	}
	const order = [...plan.units.keys()];
	const sorted = [...groups.values()].sort(
		(a, b) => b.month.localeCompare(a.month) || order.indexOf(a.unit) - order.indexOf(b.unit)
	);
	return {
		groups: sorted
			.filter(({ parts }) => parts.size > 0)
			.map(({ unit, month, parts, barred }) => groupOf(unit, month, parts, barred)),
		barred: sorted
			.filter(({ barred }) => barred.size > 0)
			.map(({ unit, month, parts, barred }) => groupOf(unit, month, barred, parts)),
		reversals: await reversalsWaiting(db, ports, plan, actor)
	};
}

/** What a unit has entered for a month and what waits, one by one, by ledger and date. */
export async function listWaitingOf(
	db: Drizzle,
	ports: LedgerPorts,
	plan: PlanIndex,
	actor: Actor,
	unit: string,
	month: string
): Promise<WaitingEntry[]> {
	const rows = await db
		.select({ id: entry.id, actor: entry.actor, task: entry.task })
		.from(entry)
		.where(and(waits(ports, plan, actor), eq(entry.unit, unit), eq(sql`to_char(${entry.day}, 'YYYY-MM')`, month)))
		.orderBy(asc(entry.ledger), asc(entry.day), asc(entry.effectiveAt), asc(entry.id))
		.limit(listedAtOnce);
	const views = await readEntries(
		db,
		ports,
		rows.map((row) => row.id)
	);
	return views.map((view, index) => {
		const row = rows[index];
		const who = { actor: row?.actor ?? '', unit: view.entered.unit, leadUnit: confirmingLead(plan, row?.task ?? null) };
		return { entry: view, bar: confirmationBar(actor, who) };
	});
}

interface Sum {
	readonly ledger: Ledger;
	readonly kind: string;
	count: number;
	amount: bigint | null;
}

function waits(ports: LedgerPorts, plan: PlanIndex, actor: Actor): SQL | undefined {
	return and(
		isNull(entry.confirmedAt),
		eq(entry.reversed, false),
		...[...ports.values()].flatMap(({ overtaken }) => (overtaken ? [sql`not ${overtaken}`] : [])),
		reviewed(plan, actor)
	);
}

/** Leaders and the office see all that waits; a lead department what was reported on its tasks, records and reversals alike. */
function reviewed(plan: PlanIndex, actor: Actor): SQL | undefined {
	if (seesEverything(actor)) return undefined;
	const led = [...plan.tasks.keys()].filter((task) => actsFor(actor, confirmingLead(plan, task)));
	return led.length === 0 ? sql`false` : inArray(entry.task, led);
}

async function reversalsWaiting(
	db: Drizzle,
	ports: LedgerPorts,
	plan: PlanIndex,
	actor: Actor
): Promise<WaitingEntry[]> {
	const rows = await db
		.select({ entry: entry.id, task: entry.task, actor: reversal.actor, unit: reversal.unit })
		.from(entry)
		.innerJoin(reversal, eq(reversal.entry, entry.id))
		.where(and(eq(entry.state, 'reversal_waits'), reviewed(plan, actor)))
		.orderBy(asc(reversal.effectiveAt), asc(reversal.id))
		.limit(listedAtOnce);
	const views = await readEntries(
		db,
		ports,
		rows.map((row) => row.entry)
	);
	return views.map((view, index) => ({
		entry: view,
		bar: confirmationBar(actor, {
			actor: rows[index]?.actor ?? '',
			unit: rows[index]?.unit ?? null,
			leadUnit: confirmingLead(plan, rows[index]?.task ?? null)
		})
	}));
}

function addTo(sums: Map<string, Sum>, ledger: Ledger, kind: string, count: number, amount: string | null): void {
	const name = `${ledger} ${kind}`;
	const sum = sums.get(name) ?? { ledger, kind, count: 0, amount: null };
	sums.set(name, sum);
	sum.count += count;
	if (amount !== null) sum.amount = (sum.amount ?? 0n) + BigInt(amount);
}

function groupOf(unit: string, month: string, parts: Map<string, Sum>, others: Map<string, Sum>): WaitingGroup {
	const counted = (sums: Map<string, Sum>) => [...sums.values()].reduce((count, sum) => count + sum.count, 0);
	return {
		unit,
		month,
		count: counted(parts),
		others: counted(others),
		parts: [...parts.values()].map(({ ledger, kind, count, amount }): WaitingPart => ({
			ledger,
			kind,
			count,
			amount: amount === null ? null : toYuan(amount)
		}))
	};
}
