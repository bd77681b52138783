// The base year's figure where the document leaves it open: what the records come to, and what was frozen of them.
import { type Subject, layerCells, reads } from './subject.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import type { CellFamily, KeyPattern } from './cell-family.ts';
import { type Fraction, fraction, plain } from '#lib/kernel/fraction.ts';
import {
	contentAmounts,
	contentCounts,
	contentDurations,
	frozenAmounts,
	frozenCounts,
	frozenDurations
} from './families/bases.ts';
import { casesDuration, casesTurned } from './families/cases.ts';
import { dealAmounts, dealCounts } from './families/deals.ts';
import { durationsOf, countOf, meanOf, medianOf } from './time-to-close.ts';
import { type Day, lastDayOfYear, yearOf } from '#lib/kernel/day.ts';

/** The kinds of deals that a figure adds up. */
export const dealsOf: Readonly<Record<string, readonly string[]>> = {
	'trade-amount': ['transfer', 'licence', 'equity'],
	'pledge-amount': ['pledge']
};

/**
 * What a base is made of: `amount/<day>` in fen and `count/<day>` of a yearly volume, `duration/<days>` of the time to close. It holds
 * the value under each reading, the shape of the year and the number of records.
 */
export type BaseContent = ReadonlyMap<string, bigint>;

type BaseSubject = Pick<Subject, 'plan' | 'groups' | 'target'>;

export function baseYearOf({ plan, target }: Pick<Subject, 'plan' | 'target'>): number {
	return target.base?.year ?? plan.baseYear;
}

/** [R72] What the records of the base year come to in one layer. */
export function recordedBase(subject: BaseSubject, layer: Layer): BaseContent {
	const { target } = subject;
	const year = baseYearOf(subject);
	const content = new Map<string, bigint>();
	const add = (key: string, value: bigint) => content.set(key, (content.get(key) ?? 0n) + value);
	const kinds = dealsOf[target.figure ?? ''];
	if (kinds) {
		for (const [family, own] of [
			[dealAmounts, contentAmounts],
			[dealCounts, contentCounts]
		] as const)
			for (const { parts, value } of layerCells(subject, family, layer))
				if (kinds.includes(parts.kind) && yearOf(parts.day) === year) add(own.key(parts), value);
		return content;
	}
	if (target.kind === 'reduction') {
		for (const { parts, value } of layerCells(subject, casesDuration, layer))
			if (parts.year === year) add(contentDurations.key(parts), value);
		return content;
	}
	for (const { parts, value } of layerCells(subject, casesTurned, layer))
		if (parts.turn === 'accepted' && yearOf(parts.day) === year) add(contentCounts.key(parts), value);
	return content;
}

/** [R72a] What was frozen; null while nothing is. */
export function frozenBase(subject: BaseSubject, layer: Layer): BaseContent | null {
	const mine = <Of extends { readonly target: string }>(family: CellFamily<Of>, own: KeyPattern<Omit<Of, 'target'>>) =>
		layerCells(subject, family, layer)
			.filter(({ parts }) => parts.target === subject.target.id)
			.map(({ parts, value }) => [own.key(parts), value] as const);
	const own = [
		...mine(frozenAmounts, contentAmounts),
		...mine(frozenCounts, contentCounts),
		...mine(frozenDurations, contentDurations)
	];
	return own.length === 0 ? null : new Map(own);
}

/** The cell of one figure of a frozen base. */
export function frozenDelta(target: string, key: string, layer: Layer, delta: bigint): CellDelta {
	const change = <Of extends { readonly target: string }>(
		family: CellFamily<Of>,
		own: KeyPattern<Omit<Of, 'target'>>
	): CellDelta | null => {
		const parts = own.read(key);
		return parts && family.delta({ target, ...parts } as Of, layer, delta);
	};
	const own =
		change(frozenAmounts, contentAmounts) ??
		change(frozenCounts, contentCounts) ??
		change(frozenDurations, contentDurations);
	if (!own) throw new RangeError(`a base has no figure ${key}`);
	return own;
}

/** How many records a base is made of. */
export function recordsIn(content: BaseContent): number {
	let count = 0n;
	for (const [key, value] of content) if (!contentAmounts.read(key)) count += value;
	return Number(count);
}

/** The base under the readings in force, in the unit of the records; null without records. */
export function baseValue(subject: BaseSubject, content: BaseContent): Fraction | null {
	if (subject.target.kind === 'reduction') return timeOf(subject, content);
	const money = dealsOf[subject.target.figure ?? ''] !== undefined && !reads(subject, 'deals');
	const counted = money ? contentAmounts : contentCounts;
	let sum = 0n;
	for (const [key, value] of content) if (counted.read(key)) sum += value;
	return sum > 0n ? fraction(sum, money ? 100n : 1n) : null;
}

/** Median days of the closures, or their mean where the reading says so; of too few (R76) there is none. */
function timeOf(subject: BaseSubject, content: BaseContent): Fraction | null {
	const year = baseYearOf(subject);
	const cells = [...content].flatMap(([key, value]) => {
		const own = contentDurations.read(key);
		return own ? [{ parts: { year, ...own }, value }] : [];
	});
	const durations = durationsOf(cells, year);
	if (countOf(durations) < subject.plan.settings.verdict.minClosures) return null;
	return reads(subject, 'mean') ? meanOf(durations) : medianOf(durations);
}

/** Day by day, as a volume is read. */
export function daysOf(content: BaseContent, what: 'amount' | 'count'): Map<Day, bigint> {
	const counted = what === 'amount' ? contentAmounts : contentCounts;
	return new Map(
		[...content].flatMap(([key, value]) => {
			const own = counted.read(key);
			return own ? [[own.day, value] as const] : [];
		})
	);
}

/** Whether two bases are made of the same records, day by day. */
export function sameBase(a: BaseContent, b: BaseContent): boolean {
	const within = (one: BaseContent, other: BaseContent) =>
		[...one].every(([key, value]) => (other.get(key) ?? 0n) === value);
	return within(a, b) && within(b, a);
}

/** [R72a] What would be frozen today, beside what is. */
export interface FreezePreview {
	readonly target: string;
	readonly year: number;
	/** Of the confirmed records, in the unit of the records; null without any. */
	readonly value: number | null;
	readonly records: number;
	/** Records of the base year that wait for confirmation: they would not be in it. */
	readonly unconfirmed: number;
	readonly frozen: { readonly value: number | null; readonly records: number } | null;
	/** Whether a new freeze would change anything. */
	readonly changes: boolean;
	/** Whether the base year is over. */
	readonly over: boolean;
}

export function freezePreview(subject: Subject): FreezePreview {
	const year = baseYearOf(subject);
	const recorded = recordedBase(subject, 'confirmed');
	const reported = recordedBase(subject, 'reported');
	const frozen = frozenBase(subject, 'reported');
	const shown = (content: BaseContent) => {
		const value = baseValue(subject, content);
		return { value: value && plain(value), records: recordsIn(content) };
	};
	return {
		target: subject.target.id,
		year,
		...shown(recorded),
		unconfirmed: Math.max(0, recordsIn(reported) - recordsIn(recorded)),
		frozen: frozen && shown(frozen),
		changes: frozen === null || !sameBase(frozen, recorded),
		over: subject.today > lastDayOfYear(year)
	};
}
