// How an entity stands: whether it meets its register's condition, how near it is and what it lacks; and the cells that follow.
import { registerCounts, registerCountsBy, registerSums } from '#lib/figures/families/registers.ts';
import type { Day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import type { PlanSettings, PlanTarget } from '#lib/plan/plan-document.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { measureNow, registerKinds, type EntityFields, type Measure, type Register } from './register.ts';

export type RegisterTarget = Extract<PlanTarget, { kind: 'register' }>;

/** `counted`: in a register without a condition. */
export type EntityState = 'qualified' | 'near' | 'not' | 'counted';

export interface Standing {
	readonly state: EntityState;
	/** The share of the condition that is reached, in ten-thousandths: of one of several that will do the best, of all the least. */
	readonly reached: bigint;
	/** What is missing of each condition that is not met; where one will do, of each of them. Fen or a count. */
	readonly missing: readonly { readonly measure: Measure; readonly amount: bigint }[];
	/** Whether one condition of several is enough. */
	readonly any: boolean;
}

/** What the plan says of registers. */
export interface RegisterRules {
	readonly targets: readonly RegisterTarget[];
	readonly nearFrom: number;
}

export function registerRules(plan: {
	readonly targets: readonly PlanTarget[];
	readonly settings: Pick<PlanSettings, 'registers'>;
}): RegisterRules {
	return {
		targets: plan.targets.filter((target): target is RegisterTarget => target.kind === 'register'),
		nearFrom: plan.settings.registers.nearFrom
	};
}

/** The target that counts a register; null for one that is only kept. */
export function targetOf(rules: RegisterRules, register: Register): RegisterTarget | null {
	return rules.targets.find(({ measure }) => measure.from === 'register' && measure.register === register) ?? null;
}

const whole = 10_000n;

export function standingOf(rules: RegisterRules, register: Register, fields: Pick<EntityFields, 'measures'>): Standing {
	const target = targetOf(rules, register);
	if (!target) return { state: 'counted', reached: whole, missing: [], any: false };
	const { match, conditions } = target.qualifies;
	const answers = conditions.flatMap((condition) => {
		const measure = registerKinds[register].measures.find(({ name }) => name === condition.measure);
		if (!measure) return [];
		const wanted = measure.unit === 'yuan' ? fromYuan(condition.value) : BigInt(condition.value.split('.')[0] ?? '0');
		const actual = measureNow(fields, measure);
		return [{ measure, ...(condition.op === '>=' ? atLeast(actual, wanted) : atMost(actual, wanted)) }];
	});
	const any = match === 'any';
	const met = any ? answers.some((one) => one.missing === 0n) : answers.every((one) => one.missing === 0n);
	const shares = answers.map((one) => one.reached);
	const reached = shares.reduce((a, b) => ((any ? b > a : b < a) ? b : a), shares[0] ?? 0n);
	const near = reached >= BigInt(Math.round(rules.nearFrom * Number(whole)));
	return {
		state: met ? 'qualified' : near ? 'near' : 'not',
		reached,
		missing: met ? [] : answers.flatMap(({ measure, missing }) => (missing > 0n ? [{ measure, amount: missing }] : [])),
		any
	};
}

function atLeast(actual: bigint | null, wanted: bigint) {
	const has = actual ?? 0n;
	if (has >= wanted) return { missing: 0n, reached: whole };
	return { missing: wanted - has, reached: (has * whole) / wanted };
}

/** Not given is not met: nobody knows. */
function atMost(actual: bigint | null, wanted: bigint) {
	if (actual !== null && actual <= wanted) return { missing: 0n, reached: whole };
	return actual === null
		? { missing: 1n, reached: 0n }
		: { missing: actual - wanted, reached: (wanted * whole) / actual };
}

/** A version of an entity, with the business day that it was entered on. */
export interface Version {
	readonly version: number;
	readonly day: Day;
	readonly fields: EntityFields;
}

/**
 * Cells that move when the versions of an entity that stand in one layer change. Each version counts on its day with what it
 * changes against the one before it: whatever the order of confirmations, the sum up to a day is what stood then.
 */
export function versionDeltas(
	rules: RegisterRules,
	register: Register,
	before: readonly Version[],
	after: readonly Version[],
	layer: Layer
): CellDelta[] {
	const sums = new Map<string, CellDelta>();
	const add = (versions: readonly Version[], sign: bigint) => {
		for (const change of contributions(rules, register, versions, layer)) {
			const known = sums.get(change.key)?.delta ?? 0n;
			sums.set(change.key, { ...change, delta: known + sign * change.delta });
		}
	};
	add(before, -1n);
	add(after, 1n);
	return [...sums.values()].filter(({ delta }) => delta !== 0n);
}

function contributions(
	rules: RegisterRules,
	register: Register,
	versions: readonly Version[],
	layer: Layer
): CellDelta[] {
	const sorted = [...versions].sort((a, b) => a.version - b.version);
	return sorted.flatMap(({ fields, day }, index) => {
		const before = sorted[index - 1];
		return [
			...figuresOf(rules, register, fields, day, layer),
			...(before ? figuresOf(rules, register, before.fields, day, layer).map(takenBack) : [])
		];
	});
}

function takenBack(change: CellDelta): CellDelta {
	return { ...change, delta: -change.delta };
}

/** What an entity adds to each figure of its register on a day; nothing once it has left. */
function figuresOf(
	rules: RegisterRules,
	register: Register,
	fields: EntityFields,
	day: Day,
	layer: Layer
): CellDelta[] {
	if (fields.retired) return [];
	const { industry, territory } = fields;
	const { state } = standingOf(rules, register, fields);
	const figures: CellDelta[] = [registerCounts.delta({ register, state: 'all', industry, day }, layer, 1n)];
	if (state === 'qualified' || state === 'near')
		figures.push(registerCounts.delta({ register, state, industry, day }, layer, 1n));
	if (territory !== null) {
		figures.push(registerCountsBy.delta({ territory, register, state: 'all', day }, layer, 1n));
		if (state === 'qualified')
			figures.push(registerCountsBy.delta({ territory, register, state: 'qualified', day }, layer, 1n));
	}
	for (const measure of registerKinds[register].measures)
		if (!measure.yearly)
			figures.push(
				registerSums.delta({ register, measure: measure.name, day }, layer, measureNow(fields, measure) ?? 0n)
			);
	return figures;
}
