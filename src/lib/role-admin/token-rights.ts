// What a token may enter by the plan's recording rules, for whoever issues it.
import type { TokenHolder } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import type { Recorder } from '#lib/plan/plan-document.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { RecordRules } from '#lib/plan/recording-rules.ts';
import { isValidOn } from '#lib/plan/unit-terms.ts';
import { holderKey } from './token-list.ts';

/** For every district and zone, for the whole city, or for the unit itself alone. */
export type Reach = 'territories' | 'city' | 'own';

export interface MayEnter {
	readonly record: string;
	readonly reach: Reach;
}

export interface TokenChoices {
	/** In official order. */
	readonly holders: readonly TokenHolder[];
	/** By the holder's key. */
	readonly may: Readonly<Record<string, readonly MayEnter[]>>;
}

/** Who may be given a token on a day, feeds first, and what it could then enter. */
export function tokenChoices(plan: PlanIndex, records: RecordRules, today: Day): TokenChoices {
	const units = [...plan.units.values()].filter((unit) => isValidOn(unit, today));
	const holders = [
		...plan.document.settings.feeds.map(({ code }) => ({ feed: code })),
		...units.map(({ code }) => ({ unit: code }))
	];
	return {
		holders,
		may: Object.fromEntries(holders.map((holder) => [holderKey(holder), mayEnter(plan, records, holder)]))
	};
}

/** Each kind of record once, with the farthest reach, in the order of the kinds. */
export function mayEnter(plan: PlanIndex, records: RecordRules, holder: TokenHolder): MayEnter[] {
	const reaches = new Map<string, Reach>();
	for (const { record, indicators, enteredBy } of plan.document.settings.recording) {
		for (const recorder of enteredBy) {
			const reach = reachOf(plan, holder, record, recorder, indicators);
			if (reach !== null && reaches.get(record) !== 'city') reaches.set(record, reach);
		}
	}
	return [...records.keys()].flatMap((record) => {
		const reach = reaches.get(record);
		return reach === undefined ? [] : [{ record, reach }];
	});
}

function reachOf(
	plan: PlanIndex,
	holder: TokenHolder,
	record: string,
	recorder: Recorder,
	indicators: readonly string[] | undefined
): Reach | null {
	if ('feed' in holder) return recorder.by === 'feed' && recorder.feed === holder.feed ? 'territories' : null;
	const { unit } = holder;
	const owns = () =>
		plan.document.indicators.some(
			({ code, owners }) => owners.includes(unit) && (indicators === undefined || indicators.includes(code))
		);
	switch (recorder.by) {
		case 'unit':
			if (recorder.unit !== unit) return null;
			return record === 'observation' ? 'own' : 'city';
		case 'territories':
			return plan.territories.has(unit) && (record !== 'observation' || owns()) ? 'own' : null;
		case 'owner':
			return owns() ? 'own' : null;
		case 'share-holder':
			if (plan.units.get(unit)?.kind === 'institution') return null;
			return [...plan.shares.values()].some((share) => share.unit === unit) ? 'own' : null;
		case 'role':
		case 'feed':
			return null;
	}
}
