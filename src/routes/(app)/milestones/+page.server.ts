// Overdue milestones by unit; readers without figures by unit see none.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { sharesOf } from '#lib/plan/shares.ts';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import { unitMilestones } from '#lib/tasks/unit-milestones.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = requireCity(locals);
	const open = locals.app.streamsOf(actor).includes('breakdown');
	const { state, plan, asOf } = await shownFigures(locals.app, actor, url);
	const inForce = locals.app.reads.planOn(state.today);
	const words = (name: { readonly zh: string; readonly en: string }) => (getLocale() === 'en' ? name.en : name.zh);
	return {
		open,
		view: open ? unitMilestones(plan, state) : [],
		plan,
		asOf,
		unit: url.searchParams.get('unit'),
		task: url.searchParams.get('task'),
		tasks: Object.fromEntries(inForce.document.tasks.map(({ code, title }) => [code, words(title)])),
		titles: open
			? Object.fromEntries(
					sharesOf(inForce.document).flatMap(({ milestones }) => milestones.map(({ id, title }) => [id, words(title)]))
				)
			: {},
		names: planNames(inForce, getLocale())
	};
};
