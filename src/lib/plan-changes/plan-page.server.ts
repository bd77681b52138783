// What the plan's page shows: the outline, the readings with their effects, the safeguards, and the records about them.
import { groupCells } from '#lib/figures/fold.ts';
import { seesEverything } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { outlineOf } from '#lib/plan/outline.ts';
import { keepsPlan } from './reading.ts';
import { readingEffects, readingsInForce } from './readings-view.ts';
import { planMarks } from './plan-marks.ts';
import { safeguardsView } from './safeguards-view.ts';
import { goalFrame } from '#lib/targets/goal-frame.ts';
import type { WaitingEntry } from '#lib/entries/entry-view.ts';
import type { Day } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { SafeguardRow } from './plan-records.server.ts';
import { shownFigures, type FigureSources } from '#lib/figures/shown-figures.server.ts';

/** What the page reads. */
interface PlanPageSources extends FigureSources {
	readonly reads: {
		readonly planOn: (day: Day) => PlanIndex;
		readonly planEntries: (actor: Actor) => Promise<readonly WaitingEntry[]>;
		readonly safeguards: () => Promise<readonly SafeguardRow[]>;
	};
}

export async function planPage(app: PlanPageSources, actor: Actor, url: URL) {
	const { state, plan: summary, asOf } = await shownFigures(app, actor, url);
	const plan = app.reads.planOn(state.today);
	const { document } = plan;
	const locale = getLocale();
	const groups = groupCells(state.cells);
	const inForce = readingsInForce(document.readings, groups);
	const records = (await app.reads.planEntries(actor)).filter(
		({ entry }) => asOf.day === null || entry.day <= asOf.day
	);
	const words = ({ zh, en }: { readonly zh: string; readonly en: string }) => (locale === 'en' ? en : zh);
	return {
		asOf,
		marks: planMarks(state.cells),
		head: {
			title: words(document.title),
			document: document.document,
			issuer: words(document.issuer),
			issued: document.issued,
			basis: (document.basis ?? []).map((one) => ({ document: one.document, title: words(one.title) })),
			version: document.version,
			years: document.years
		},
		outline: outlineOf(document, locale),
		readings: document.readings.map((reading) => ({
			id: reading.id,
			clause: reading.clause,
			question: words(reading.question),
			why: words(reading.why),
			default: reading.default,
			inForce: inForce[reading.id] ?? reading.default,
			options: reading.options.map(({ id, text }) => ({ id, text: words(text) }))
		})),
		effects: readingEffects(summary, document.readings, groups, state.today),
		safeguards: safeguardsView(document.safeguards, groups, asOf.day === null ? await app.reads.safeguards() : []).map(
			(safeguard) => ({
				...safeguard,
				title: words(safeguard.title),
				measures: safeguard.measures.map((measure) => ({ ...measure, title: words(measure.title) }))
			})
		),
		records,
		frame: goalFrame(plan, locale),
		names: planNames(plan, locale),
		sees: seesEverything(actor),
		mayKeep: keepsPlan(actor) && asOf.day === null,
		opId: crypto.randomUUID()
	};
}
