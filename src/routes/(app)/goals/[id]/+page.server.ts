// The records behind a target's figure and the reader's own part of it: loaded again when they change.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { seesRecords } from '#lib/access/rights.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { ownFigures } from '#lib/targets/goals-view.ts';
import { countingRecords, recordLinks, recordsOf } from '#lib/targets/target-records.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	const actor = requireCity(locals);
	const { plan, summary, clock, reads, streamsOf, unitCells } = locals.app;
	const live = url.searchParams.get('asOf') === null;
	const target = plan.document.targets.find(({ id }) => id === params.id);
	const records = target ? recordsOf(target) : null;
	const register = target?.measure.from === 'register' ? target.measure.register : null;
	const counted = register === null ? invalidated.ledger(records?.filter.ledger ?? '') : invalidated.register(register);
	// The first is what was frozen of its base.
	depends(liveName(invalidated.ledger('observations')), liveName(counted));
	const page = live && records && seesRecords(actor) ? await reads.entries(actor, records.filter) : null;
	const closed = !streamsOf(actor).includes('breakdown');
	const alone = live && closed ? actor.unit : null;
	return {
		records: records && {
			ledger: records.filter.ledger,
			rows: page && countingRecords(records, page.rows),
			links: recordLinks(records)
		},
		nearest: register !== null && live && seesRecords(actor) ? await reads.nearest(actor, params.id, 3) : null,
		frozen: live ? ((await reads.frozenBases()).find((one) => one.target === params.id) ?? null) : null,
		own: alone === null ? null : ownFigures(summary, await unitCells(alone), params.id, alone, clock.today()),
		closed,
		names: planNames(plan, getLocale()),
		opened: url.searchParams.get('open'),
		withZones: url.searchParams.get('zones') === 'with'
	};
};
