// The timetable's first figures; the page then folds what the feed brings.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import { shownStages } from '#lib/stages/shown-stages.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.stages));
	const actor = requireCity(locals);
	const shown = await shownFigures(locals.app, actor, url);
	return {
		...shownStages(locals.app.reads.planOn, shown),
		mayDecide: actor.role === 'leader' && shown.asOf.day === null
	};
};
