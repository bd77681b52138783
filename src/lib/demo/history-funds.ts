// The fund movements of the sample history: each line's money goes down the chain, each step some weeks after the one before.
import { mayRecord } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { isUnitRole } from '#lib/access/roles.ts';
import { steps, type Source, type Step } from '#lib/funds/movement.ts';
import { addDays, daysBetween, yearOf } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import { linesOf, type BudgetNode, type PlanIndex } from '#lib/plan/plan-index.ts';
import type { DemoPerson } from './demo-people.ts';
import { weighTerritories, type HistoryGround, type SampleRecord } from './history-record.ts';
import { between, pickWeighted, type Random } from './random.ts';
import { company, numbered, purpose, type NumberSeries } from './sample-words.ts';
import { workingDayFrom } from './working-days.ts';

/** How much of a line's central money is disbursed at the end of the history. */
const centralDisbursed: Readonly<Record<string, number>> = {
	'operation-fund': 0.62,
	'risk-pool': 0.7,
	'portfolio-cultivation': 0.55,
	'institution-cultivation': 0.62,
	'public-platform': 0.78,
	insurance: 0.33,
	'publicity-talent': 0.55
};
const usuallyDisbursed = 0.6;
const localDisbursed = 0.595;

/** Parts of a class' local money by line; what is not named has an equal part. */
const localParts: Readonly<Record<string, number>> = {
	'operation-fund': 55,
	'risk-pool': 45,
	'portfolio-cultivation': 15,
	'institution-cultivation': 22,
	'public-platform': 30,
	insurance: 13,
	'publicity-talent': 20
};
const districtsPart = 0.22;

/** Days after (or before) the disbursement that a step of the same money comes. */
const daysFromDisbursed: Readonly<Record<Step, number>> = {
	allocated: -210,
	received: -140,
	committed: -70,
	disbursed: 0,
	spent: 40
};
/** Usual days from one movement of a step to the next; a district's own money moves more seldom. */
const rhythm: Readonly<Record<Step, number>> = {
	allocated: 120,
	received: 90,
	committed: 62,
	disbursed: 42,
	spent: 38
};
const districtRhythm = 2.4;

/** One pot of money: a line's, of one source, in the city or in one district. */
interface Pot {
	readonly line: string;
	readonly source: Source;
	readonly territory: string | null;
	readonly by: DemoPerson;
	/** Yuan. */
	readonly amount: number;
	/** Part of it that is disbursed at the end. */
	readonly disbursed: number;
	/** Amounts are whole multiples of this many yuan. */
	readonly unit: number;
}

export function sampleMovements(ground: HistoryGround): SampleRecord[] {
	return potsOf(ground).flatMap((pot, index) => movementsOf(ground, pot, index * 1000));
}

function potsOf(ground: HistoryGround): Pot[] {
	const { plan } = ground;
	return [...plan.nodes.values()].flatMap((node) => {
		if (node.kind === 'line') {
			const amount = yuan(node.central);
			const disbursed = centralDisbursed[node.id] ?? usuallyDisbursed;
			return [...pot(ground, node, 'central', null, amount, disbursed), ...localPots(ground, node, node, 1)];
		}
		const lines = linesOf(plan, node).flatMap((id) => plan.nodes.get(id) ?? []);
		const parts = lines.map((line) => localParts[line.id] ?? 20);
		const sum = parts.reduce((one, other) => one + other, 0);
		return lines.flatMap((line, index) => localPots(ground, node, line, (parts[index] ?? 0) / sum));
	});
}

/** Local money stands on a line or on its class; most of it is the city's, the rest the districts' own. */
function localPots(ground: HistoryGround, holder: BudgetNode, line: BudgetNode, part: number): Pot[] {
	const amount = yuan(holder.local) * part;
	if (amount === 0) return [];
	const weights = Object.entries(weighTerritories(ground.plan));
	const sum = weights.reduce((total, [, weight]) => total + weight, 0);
	// Each district takes part in a few lines only: its money would be crumbs otherwise.
	const own = weights.flatMap(([territory, weight], index) =>
		(index + line.id.length) % 3 === 0
			? pot(ground, line, 'district', territory, (amount * districtsPart * weight * 3) / sum, localDisbursed)
			: []
	);
	const given = own.reduce((total, one) => total + one.amount, 0);
	return [...pot(ground, line, 'city', null, amount - given, localDisbursed), ...own];
}

function pot(
	ground: HistoryGround,
	line: BudgetNode,
	source: Source,
	territory: string | null,
	amount: number,
	disbursed: number
): Pot[] {
	const by = recorder(ground, line, source, territory);
	if (!by || amount < 100_000) return [];
	return [{ line: line.id, source, territory, by, amount, disbursed, unit: amount < 5_000_000 ? 1000 : 10_000 }];
}

/** Who the plan's settings let record it: a district its own, the fund's manager, the finance bureau, else the office. */
function recorder(
	{ plan, people }: HistoryGround,
	line: BudgetNode,
	source: Source,
	territory: string | null
): DemoPerson | undefined {
	const record = { record: 'fund-movement' as const, lines: [line.id], source, territory };
	const order = ['district', 'fund_manager', 'department', 'office'];
	// The office enters one line itself: then a person of another unit confirms.
	if (source === 'city' && line.id === 'publicity-talent') order.unshift('office');
	return order
		.flatMap((role) => people.filter((person) => person.role === role))
		.find((person) => {
			const actor = asActor(person);
			return (
				actor !== null &&
				(territory === null || person.unit === territory) &&
				mayRecord(actor, record, plan.document.settings)
			);
		});
}

/** Somebody of the demonstration as who acts; null for a role that needs a unit and has none. */
export function asActor({ username, role, unit }: DemoPerson): Actor | null {
	if (!isUnitRole(role)) return { id: username, via: 'system', role, unit: null };
	return unit === null ? null : { id: username, via: 'system', role, unit };
}

function movementsOf(ground: HistoryGround, pot: Pot, firstSerial: number): SampleRecord[] {
	const { plan, random, until } = ground;
	const begins = workingDayFrom(addDays(plan.firstDay, between(random, 70, 100)));
	const last = daysBetween(begins, until);
	const moves = steps.flatMap((step) =>
		daysOf(random, step, pot.source === 'district' ? districtRhythm : 1, last).map((at) => ({ step, at }))
	);
	moves.sort((a, b) => a.at - b.at || steps.indexOf(a.step) - steps.indexOf(b.step));
	const sums: Record<Step, number> = { allocated: 0, received: 0, committed: 0, disbursed: 0, spent: 0 };
	const records: SampleRecord[] = [];
	for (const { step, at } of moves) {
		const date = workingDayFrom(addDays(begins, at));
		const before = steps[steps.indexOf(step) - 1];
		const due = pot.amount * pot.disbursed * curve((at - daysFromDisbursed[step]) / last);
		// No step overtakes the one before it, and nothing is ever overdrawn.
		const most = before === undefined ? pot.amount : sums[before];
		const amount = Math.floor((Math.min(due, most) - sums[step]) / pot.unit) * pot.unit;
		if (amount < pot.unit * 3 || date > until) continue;
		sums[step] += amount;
		records.push({
			kind: 'disbursements',
			by: pot.by,
			day: date,
			input: {
				line: pot.line,
				source: pot.source,
				step,
				amount: fen(BigInt(amount) * 100n),
				date,
				territory: pot.territory ?? payeeTerritory(plan, random, step),
				payee: step === 'disbursed' || step === 'spent' ? company(random) : null,
				reference: numbered(series[step], yearOf(date), firstSerial + records.length + 1),
				note: random() < 0.4 ? purpose(random) : null,
				exception: null
			}
		});
	}
	return records;
}

const series: Readonly<Record<Step, NumberSeries>> = {
	allocated: '文号',
	received: '凭证',
	committed: '合同',
	disbursed: '文号',
	spent: '凭证'
};

/** City money that is paid out mostly goes to somebody in a district. */
function payeeTerritory(plan: PlanIndex, random: Random, step: Step): string | null {
	if ((step !== 'disbursed' && step !== 'spent') || random() < 0.35) return null;
	return pickWeighted(random, weighTerritories(plan));
}

/** Days since the beginning on which a step moves; money only has steps before the last day of the history. */
function daysOf(random: Random, step: Step, slowness: number, last: number): number[] {
	const days: number[] = [];
	const usual = rhythm[step] * slowness;
	let at = Math.round((daysFromDisbursed[step] + 210) / 3) + between(random, 0, Math.round(usual / 2));
	while (at <= last) {
		days.push(at);
		at += between(random, Math.round(usual * 0.7), Math.round(usual * 1.3));
	}
	return days;
}

/** 0 at the beginning, 1 at the end of the history, beyond it what is under way for later; slow at first. */
function curve(share: number): number {
	return share <= 0 ? 0 : Math.min(share ** 1.15, 1.6);
}

function yuan(amount: bigint | null): number {
	return amount === null ? 0 : Number(amount / 100n);
}
