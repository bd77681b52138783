// A performance review 绩效评价 of a budget line that the document asks one for: its form, its rules, its grade.
import * as v from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import { yearOf, type Day } from '#lib/kernel/day.ts';
import { codeField, digitsField, requiredText, shortText } from '#lib/kernel/fields.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { rightToRecord } from './decide.ts';

export type Grade = 'excellent' | 'good' | 'fair' | 'poor';

/** A whole number, as a number or as digits (forms send text). */
function wholeField(code: 'bad_score' | 'bad_year', from: number, to: number) {
	return v.pipe(
		v.union([v.number(), digitsField(code, 4)], code),
		v.safeInteger(code),
		v.minValue(from, code),
		v.maxValue(to, code)
	);
}

export const reviewSchema = v.strictObject({
	line: codeField,
	year: wholeField('bad_year', 2000, 2100),
	score: wholeField('bad_score', 0, 100),
	reviewer: shortText(120),
	/** Number and title of the report that says so. */
	evidence: requiredText(500)
});
export type ReviewInput = v.InferOutput<typeof reviewSchema>;

/** What of a review lists and the feed say. */
export interface PerformanceReview {
	readonly line: string;
	readonly year: number;
	readonly score: number;
}

/** The usual four grades of fiscal reviews: 90, 80, 60. */
export function gradeOf(score: number): Grade {
	if (score >= 90) return 'excellent';
	if (score >= 80) return 'good';
	return score >= 60 ? 'fair' : 'poor';
}

/** The plan's years that have begun: only these can be reviewed. */
export function reviewableYears(plan: PlanIndex, today: Day): number[] {
	return plan.document.years.filter((year) => year <= yearOf(today));
}

/** @param reviewed `line year` of the reviews that stand, with those before it in the same batch */
export function decideReview(
	plan: PlanIndex,
	reviewed: ReadonlySet<string>,
	actor: Actor,
	today: Day,
	input: ReviewInput
): Result<PerformanceReview & { readonly unit: string }> {
	const line = plan.document.budget.lines.find(({ id }) => id === input.line);
	const node = plan.nodes.get(input.line);
	if (!line || !node) return refuse('invalid', 'unknown_line', '/line', { line: input.line });
	if (!line.performanceReview) return refuse('invalid', 'review_not_of_line', '/line', { line: line.id });
	const right = rightToRecord(plan, node, actor, null, null);
	if (right) return right;
	const years = reviewableYears(plan, today);
	if (!years.includes(input.year)) return refuse('invalid', 'bad_year', '/year');
	if (reviewed.has(reviewKey(input)))
		return refuse('conflict', 'already_reviewed', '/year', { line: line.id, year: input.year });
	const { year, score } = input;
	return ok({ line: line.id, year, score, unit: actor.unit ?? plan.document.coordinatingOffice });
}

export function reviewKey({ line, year }: { readonly line: string; readonly year: number }): string {
	return `${line} ${year}`;
}

/** The figures of a review for one line of the feed. */
export function reviewValues({ line, year, score }: PerformanceReview): Record<string, string | number | null> {
	return { ledger: 'funds', kind: 'review', line, year, score };
}
