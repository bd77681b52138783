// Bases as the office's forms show them, and what a freeze would keep of them.
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { type FoldState, groupCells } from '#lib/figures/fold.ts';
import type { BaseView } from '#lib/observations/observations-page.ts';
import { targetsView } from './targets-view.ts';
import { type FreezePreview, freezePreview } from '#lib/figures/base.ts';
import { subjectOf } from '#lib/figures/subject.ts';

/** Base figures as the cells know them; what waits for a second person moves no cell yet. */
export function basesView(summary: PlanSummary, { cells, today }: Pick<FoldState, 'cells' | 'today'>): BaseView[] {
	return targetsView(summary, groupCells(cells), today).flatMap(({ id, base, kind }): BaseView[] => {
		if (base === null) return [];
		const state = base.state === 'derived' && base.provisional ? 'provisional' : base.state;
		const freezable = kind !== 'cumulative' && (base.state === 'derived' || (base.state === 'frozen' && base.changed));
		return [{ target: id, state, value: base.state === 'missing' ? null : base.value, freezable }];
	});
}

/** [R72a] What a freeze would keep of each target whose base comes from records; those with a given figure are left out. */
export function freezePreviews(
	summary: PlanSummary,
	{ cells, today }: Pick<FoldState, 'cells' | 'today'>
): FreezePreview[] {
	const groups = groupCells(cells);
	const views = targetsView(summary, groups, today);
	return summary.targets
		.filter(({ kind }) => kind === 'average-growth' || kind === 'reduction')
		.map((target) => ({ target, state: views.find(({ id }) => id === target.id)?.base?.state }))
		.filter(({ state }) => state !== 'given')
		.map(({ target }) => freezePreview(subjectOf(summary, groups, target, today)))
		.filter(({ over }) => over);
}
