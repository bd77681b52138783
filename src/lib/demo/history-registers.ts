// The registers of the sample history: entities that grow from half-year to half-year, most of them past their conditions by now.
import { addDays, daysBetween, yearOf, type Day } from '#lib/kernel/day.ts';
import { toYuan } from '#lib/kernel/money.ts';
import { registerKinds, registers, type Measure, type NewEntityInput, type Register } from '#lib/registers/register.ts';
import { registerRules, targetOf, type RegisterRules } from '#lib/registers/standing.ts';
import type { DemoPerson } from './demo-people.ts';
import { weighTerritories, type HistoryGround, type SampleRecord } from './history-record.ts';
import { between, pick, pickWeighted, type Random } from './random.ts';
import { company, entityName, evidenceNumber } from './sample-words.ts';

/** Entities of a register that has no condition to meet. */
const keptOnly: Readonly<Partial<Record<Register, number>>> = { alliances: 9, pools: 4 };
/** How far entities are, beside the condition: past it, near it, or not yet. */
const nearShares = [0.94, 0.87, 0.82];
const farShares = [0.55, 0.35];

export function sampleRegisters(ground: HistoryGround): SampleRecord[] {
	const rules = registerRules(ground.plan.document);
	return registers.flatMap((register) => {
		const reached = sharesOf(rules, register);
		return reached.flatMap((share, index) => entityStory(ground, rules, register, share, index, reached.length));
	});
}

/** Of a small target all but one qualify, of a large one three in five; a few are near, a few far. */
function sharesOf(rules: RegisterRules, register: Register): number[] {
	const target = targetOf(rules, register);
	if (!target) return Array.from({ length: keptOnly[register] ?? 0 }, () => 1);
	const qualified = target.value <= 8 ? target.value - 1 : Math.round(target.value * 0.6);
	const near = nearShares.slice(0, target.value <= 8 ? 2 : 3);
	return [
		...Array.from({ length: Math.max(0, qualified) }, () => 1.02),
		...near,
		...farShares.slice(0, target.value <= 8 ? 1 : 2)
	];
}

/** An entity from its entry on: the same person enters it and updates its figures about twice a year. */
function entityStory(
	ground: HistoryGround,
	rules: RegisterRules,
	register: Register,
	share: number,
	index: number,
	count: number
): SampleRecord[] {
	const { plan, people, random, until } = ground;
	const first = addDays(plan.firstDay, 20 + Math.round((index * 330) / Math.max(1, count)));
	if (first > until) return [];
	const territory = pickWeighted(random, weighTerritories(plan));
	const by = recorder(people, territory, random);
	if (!by) return [];
	const ends = share * (share > 1 ? 1 + random() * 0.5 : 1);
	const days = updateDays(random, first, until);
	const figures = days.map((day, turn) => {
		const way = days.length === 1 ? 1 : 0.45 + (0.55 * turn) / (days.length - 1);
		return figuresAt(rules, register, ends * way, day, index);
	});
	const added: SampleRecord & { readonly kind: 'entities' } = {
		kind: 'entities',
		by,
		day: first,
		input: {
			register,
			name: entityName(register, index),
			industry: pick(random, plan.document.settings.industries).id,
			territory: by.role === 'district' ? territory : null,
			holder: registerKinds[register].holder ? company(random) : null,
			measures: figures[0] ?? {},
			evidence: evidenceNumber(yearOf(first), index + 1)
		}
	};
	const changes = days.slice(1).flatMap((day, turn): SampleRecord[] => {
		const [before, after] = [flat(figures[turn] ?? {}), flat(figures[turn + 1] ?? {})];
		const moved = Object.entries(after).filter(([key, value]) => before[key] !== value);
		if (moved.length === 0) return [];
		const sides = moved.map(([key, value]) => [key, { base: before[key] ?? null, new: value }] as const);
		return [{ kind: 'entityChanges', by, day, input: { of: added, changes: Object.fromEntries(sides) } }];
	});
	return [added, ...changes];
}

/** Three in five by their district, the others by the office. */
function recorder(people: readonly DemoPerson[], territory: string, random: Random): DemoPerson | undefined {
	const office = people.find(({ role }) => role === 'office');
	const district = people.find(({ role, unit }) => role === 'district' && unit === territory);
	return district && random() < 0.6 ? district : (office ?? district);
}

function updateDays(random: Random, first: Day, until: Day): Day[] {
	const days = [first];
	for (let day = addDays(first, between(random, 150, 210)); day <= until; day = addDays(day, between(random, 150, 210)))
		days.push(day);
	// The last word is recent, so that the figures tell of this summer.
	const last = addDays(until, -between(random, 4, 45));
	if (daysBetween(days.at(-1) ?? first, last) > 40) days.push(last);
	return days;
}

type Figures = NewEntityInput['measures'];

/** Figures that reach a share of the register's conditions; where one of several will do, entities take turns in which. */
function figuresAt(rules: RegisterRules, register: Register, share: number, day: Day, index: number): Figures {
	const target = targetOf(rules, register);
	const { measures } = registerKinds[register];
	return Object.fromEntries(
		measures.map((measure, place) => {
			const condition = target?.qualifies.conditions.find(({ measure: name }) => name === measure.name);
			const any = target?.qualifies.match === 'any';
			const turn = any && index % measures.length !== place ? 0.45 : 1;
			const wanted = condition ? Number(condition.value) : 12 + 7 * (index % 5);
			return [measure.name, valueOf(measure, wanted * share * turn, day)];
		})
	);
}

/** A yearly figure is that of the last whole year. */
function valueOf(measure: Measure, value: number, day: Day): Figures[string] {
	const amount =
		measure.unit === 'yuan' ? toYuan(BigInt(Math.round(value / 10_000)) * 1_000_000n) : Math.max(1, Math.round(value));
	return measure.yearly ? { [String(yearOf(day) - 1)]: amount } : amount;
}

/** Figures as changes know them: one key each. */
function flat(figures: Figures): Record<string, string | number | null> {
	return Object.fromEntries(
		Object.entries(figures).flatMap(([name, value]) =>
			typeof value === 'object' && value !== null
				? Object.entries(value).map(([year, amount]): [string, string | number | null] => [`${name}.${year}`, amount])
				: [[name, value] as [string, string | number | null]]
		)
	);
}
