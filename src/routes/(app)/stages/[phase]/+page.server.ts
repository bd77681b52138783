// One gate: its first figures, the decisions so far, and the leading group's signature.
import { error } from '@sveltejs/kit';
import { requireCity } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { submitForm } from '#lib/http/form.server.ts';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import { shownStages } from '#lib/stages/shown-stages.server.ts';
import { gateDecisions, gateInput, gateSchema } from '#lib/stages/gate.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params, depends }) => {
	depends(liveName(invalidated.gate(params.phase)));
	const actor = requireCity(locals);
	const shown = await shownFigures(locals.app, actor, url);
	const stages = shownStages(locals.app.reads.planOn, shown);
	if (!stages.stages.phases.some(({ id }) => id === params.phase)) error(404, m.stages_no_phase());
	const history = await locals.app.reads.gateHistory();
	const day = shown.asOf.day;
	const past = history.filter(({ phase, at }) => phase === params.phase && (day === null || at.slice(0, 10) <= day));
	return {
		...stages,
		phase: params.phase,
		history: past,
		done: day === null ? await locals.app.audit.historyOf(actor, [params.phase, ...past.map(({ id }) => id)]) : [],
		units: planNames(locals.app.plan, getLocale()).units,
		mayDecide: actor.role === 'leader' && day === null,
		asked: gateDecisions.find((decision) => decision === url.searchParams.get('decide')) ?? null,
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	decide: (event) =>
		submitForm(event, 'gate', { schema: gateSchema, input: gateInput, command: event.locals.app.commands.decideGate })
};
