// What the plan says of one target beside its figure: clause, definition, formula, conditions, readings and versions, in one language.
import type { Name, PlanDocument, PlanTarget } from '#lib/plan/plan-document.ts';

export interface TargetAbout {
	readonly clause: { readonly ref: string; readonly title: string };
	readonly definition: string;
	/** What the target stands under. */
	readonly under: string;
	readonly source:
		| {
				readonly from: 'indicator';
				readonly name: string;
				readonly definition: string;
				readonly owners: readonly string[];
		  }
		| { readonly from: 'ledger'; readonly ledger: 'funds' | 'transactions' | 'cases' }
		| { readonly from: 'register'; readonly register: 'institutions' | 'portfolios' };
	readonly formula: { readonly part: string; readonly whole: string } | null;
	readonly conditions: {
		readonly match: 'any' | 'all';
		readonly list: readonly {
			readonly measure: string;
			readonly op: '>=' | '<=';
			/** Yuan with two decimals for money, whole digits for counts. */
			readonly value: string;
			readonly unit: string;
		}[];
	} | null;
	readonly readings: readonly {
		readonly id: string;
		readonly question: string;
		readonly default: string;
		readonly options: Readonly<Record<string, string>>;
		readonly why: string;
	}[];
	/** Those that changed the target, the first one included; oldest first. */
	readonly versions: readonly {
		readonly version: number;
		readonly from: string;
		readonly changed: readonly TargetField[];
	}[];
	readonly industries: Readonly<Record<string, string>>;
}

export type TargetField = 'name' | 'definition' | 'value' | 'by' | 'owner' | 'other';

/** Null for a target that the plan does not have. */
export function targetAbout(
	document: PlanDocument,
	versions: readonly { readonly version: number; readonly effectiveFrom: string; readonly document: PlanDocument }[],
	id: string,
	locale: string
): TargetAbout | null {
	const words = (name: Name) => (locale === 'en' ? name.en : name.zh);
	const target = document.targets.find((one) => one.id === id);
	if (!target) return null;
	const clause = document.clauses.find(({ ref }) => ref === target.clause);
	return {
		clause: { ref: target.clause, title: clause ? words(clause.title) : '' },
		definition: words(target.definition),
		under: underOf(document, target, words),
		source: sourceOf(document, target, words),
		formula:
			target.kind === 'ratio-each-year' ? { part: words(target.numerator), whole: words(target.denominator) } : null,
		conditions:
			target.kind === 'register'
				? {
						match: target.qualifies.match,
						list: target.qualifies.conditions.map((condition) => ({ ...condition, unit: words(condition.unit) }))
					}
				: null,
		readings: document.readings
			.filter((reading) => target.readings.includes(reading.id))
			.map((reading) => ({
				id: reading.id,
				question: words(reading.question),
				default: reading.default,
				options: Object.fromEntries(reading.options.map((option) => [option.id, words(option.text)])),
				why: words(reading.why)
			})),
		versions: changesOf(versions, id),
		industries: Object.fromEntries(document.settings.industries.map((industry) => [industry.id, words(industry.name)]))
	};
}

/** Versions in which the target differs from the one before, with the fields that do. */
export function changesOf(versions: Parameters<typeof targetAbout>[1], id: string): TargetAbout['versions'] {
	const told: { version: number; from: string; changed: TargetField[] }[] = [];
	let before: PlanTarget | undefined;
	for (const { version, effectiveFrom, document } of versions) {
		const target = document.targets.find((one) => one.id === id);
		if (!target) continue;
		const changed = before ? differences(before, target) : [];
		if (!before || changed.length > 0) told.push({ version, from: effectiveFrom, changed });
		before = target;
	}
	return told;
}

function differences(before: PlanTarget, after: PlanTarget): TargetField[] {
	const named = ['name', 'definition', 'value', 'by', 'owner'] as const;
	const of = (target: PlanTarget): Record<string, unknown> => ({ ...target });
	const differs = (key: string) => JSON.stringify(of(before)[key]) !== JSON.stringify(of(after)[key]);
	const others = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
		(key) => !named.some((name) => name === key)
	);
	return [...named.filter(differs), ...(others.some(differs) ? (['other'] as const) : [])];
}

function underOf(document: PlanDocument, { under }: PlanTarget, words: (name: Name) => string): string {
	const title =
		'goal' in under
			? document.goals.find(({ id }) => id === under.goal)?.title
			: 'task' in under
				? document.tasks.find(({ code }) => code === under.task)?.title
				: document.safeguards.find(({ id }) => id === under.safeguard)?.title;
	return title ? words(title) : '';
}

function sourceOf(
	document: PlanDocument,
	{ measure }: PlanTarget,
	words: (name: Name) => string
): TargetAbout['source'] {
	if (measure.from === 'ledger') return { from: 'ledger', ledger: measure.ledger };
	if (measure.from === 'register') return { from: 'register', register: measure.register };
	const indicator = document.indicators.find(({ code }) => code === measure.indicator);
	return {
		from: 'indicator',
		name: indicator ? words(indicator.name) : measure.indicator,
		definition: indicator ? words(indicator.definition) : '',
		owners: indicator?.owners ?? []
	};
}
