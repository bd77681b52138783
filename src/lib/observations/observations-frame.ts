// What the pages of indicators and base figures need of the plan, in the reader's language.
import type { Actor } from '#lib/access/roles.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { baseTargets, baseYearOf } from './base-figure.ts';
import { mayObserve } from './decide.ts';
import type { BaseFrame, IndicatorFrame } from './observations-page.ts';

export function indicatorFrames(plan: PlanIndex, actor: Actor, locale: string): IndicatorFrame[] {
	const words = inLanguage(locale);
	return plan.document.indicators.map((indicator) => ({
		code: indicator.code,
		name: words(indicator.name),
		unit: words(indicator.unit),
		definition: words(indicator.definition),
		period: indicator.period,
		aggregate: indicator.aggregate,
		yearToDate: indicator.yearToDate,
		owners: indicator.owners,
		mayReport: indicator.owners.some((unit) => mayObserve(plan, actor, indicator, unit))
	}));
}

export function baseFrames(plan: PlanIndex, locale: string): BaseFrame[] {
	const words = inLanguage(locale);
	return baseTargets(plan).map((target) => ({
		target: target.id,
		name: words(target.name),
		unit: words(target.kind === 'cumulative' ? target.unit : target.base.unit),
		kind: target.kind === 'cumulative' ? 'opening' : 'base-year',
		year: baseYearOf(plan, target),
		owner: target.owner
	}));
}

function inLanguage(locale: string) {
	return (name: { readonly zh: string; readonly en: string }) => (locale === 'en' ? name.en : name.zh);
}
