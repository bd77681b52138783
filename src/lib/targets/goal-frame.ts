// The plan's goals and targets by name, in one language: what screens of targets need beside the figures, small enough to send along.
import { planNames, type Named } from '#lib/plan/plan-names.ts';
import type { Name, PlanTarget } from '#lib/plan/plan-document.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';

/** A target as the plan states it. */
export interface PlannedTarget {
	readonly id: string;
	readonly kind: PlanTarget['kind'];
	readonly name: string;
	/** The unit of its own figure: 件, 家, 增幅. */
	readonly unit: string;
	readonly value: number;
	/** Null for a target that holds in every year. */
	readonly by: number | null;
	/** Null for a target under a task or a safeguard. */
	readonly goal: string | null;
	/** Unit code. */
	readonly owner: string;
	/** What its records are counted in, where that is money: yuan. */
	readonly money: boolean;
	/** Unit of the records behind it: that of the base figure for growth and reduction, else its own. */
	readonly recordUnit: string;
	/** The mark that a score is out of; null for other kinds. */
	readonly scale: number | null;
	/** Readings of the plan that it depends on. */
	readonly readings: readonly string[];
}

export interface GoalFrame {
	readonly goals: readonly { readonly id: string; readonly number: number; readonly title: string }[];
	/** In the plan's order. */
	readonly targets: readonly PlannedTarget[];
	readonly units: Readonly<Record<string, Named>>;
	/** Unit code of the office that keeps the plan. */
	readonly office: string;
}

export function goalFrame(plan: PlanIndex, locale: string): GoalFrame {
	const { document } = plan;
	const words = (name: Name) => (locale === 'en' ? name.en : name.zh);
	return {
		goals: document.goals.map(({ id, number, title }) => ({ id, number, title: words(title) })),
		targets: document.targets.map((target) => plannedTarget(target, words)),
		units: planNames(plan, locale).units,
		office: document.coordinatingOffice
	};
}

/** A frame as the readings in force make it: a volume that is counted in deals is no money. */
export function withReadings(frame: GoalFrame, readings: Readonly<Record<string, string>>, deals: string): GoalFrame {
	return {
		...frame,
		targets: frame.targets.map((target) =>
			target.readings.some((reading) => readings[reading] === 'deals')
				? { ...target, money: false, recordUnit: deals }
				: target
		)
	};
}

function plannedTarget(target: PlanTarget, words: (name: Name) => string): PlannedTarget {
	const { measure } = target;
	return {
		id: target.id,
		kind: target.kind,
		name: words(target.name),
		unit: words(target.unit),
		value: target.value,
		by: 'by' in target ? target.by : null,
		goal: 'goal' in target.under ? target.under.goal : null,
		owner: target.owner,
		money:
			measure.from === 'ledger' &&
			(measure.figure === 'trade-amount' ||
				measure.figure === 'pledge-amount' ||
				measure.figure === 'local-to-central'),
		recordUnit: words(target.kind === 'average-growth' || target.kind === 'reduction' ? target.base.unit : target.unit),
		scale: target.kind === 'score' ? target.scale : null,
		readings: target.readings
	};
}
