// What the page of versions shows: each version with what it changed, what is proposed, and the form for a new proposal.
import { seesEverything } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { planDifference } from '#lib/plan/plan-difference.ts';
import { filesOf } from '#lib/plan/plan-files.ts';
import { changeKinds, fileNames, standingFields } from './usual-change.ts';
import { keepsPlan } from './reading.ts';
import type { WaitingEntry } from '#lib/entries/entry-view.ts';
import type { Day } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { PlanVersion } from '#lib/plan/plan-in-force.server.ts';
import type { ProposedAmendment } from './plan-records.server.ts';

/** What the page reads. */
interface AmendmentsPageSources<History> {
	readonly plan: PlanIndex;
	readonly clock: { readonly today: () => Day };
	readonly reads: {
		readonly planVersions: () => readonly PlanVersion[];
		readonly adoptedVersions: () => Promise<Readonly<Record<string, number>>>;
		readonly planEntries: (actor: Actor) => Promise<readonly WaitingEntry[]>;
		readonly proposedAmendment: (id: string) => Promise<ProposedAmendment | null>;
	};
	readonly audit: { readonly historyOf: (actor: Actor, ids: readonly string[]) => Promise<History> };
}

export async function amendmentsPage<History>(app: AmendmentsPageSources<History>, actor: Actor, url: URL) {
	const locale = getLocale();
	const versions = app.reads.planVersions();
	const newest = versions.at(-1)?.document ?? app.plan.document;
	const adopted = await app.reads.adoptedVersions();
	const records = (await app.reads.planEntries(actor)).filter(({ entry }) => entry.details.kind === 'amendment');
	const mayKeep = keepsPlan(actor);
	const [what, id] = [
		changeKinds.find((kind) => kind === url.searchParams.get('what')),
		url.searchParams.get('id') ?? ''
	];
	const fields = mayKeep && what ? standingFields(newest, what, id) : null;
	const shown = url.searchParams.get('amendment');
	const proposed = shown === null || !seesEverything(actor) ? null : await app.reads.proposedAmendment(shown);
	const base = proposed && versions.find(({ version }) => version === proposed.basedOn);
	const [version] = versions.filter((one) => String(one.version) === url.searchParams.get('version'));
	const before = version && versions.find((one) => one.version === version.version - 1);
	const ids = records.map(({ entry }) => entry.id);
	return {
		history: await app.audit.historyOf(actor, ids),
		today: app.clock.today(),
		inForce: app.plan.document.version,
		newest: newest.version,
		versions: versions.map((one) => ({
			version: one.version,
			effectiveFrom: one.effectiveFrom,
			record: records.find(({ entry }) => adopted[entry.id] === one.version)?.entry ?? null
		})),
		proposals: records.filter(({ entry }) => adopted[entry.id] === undefined),
		difference:
			proposed && base
				? { of: proposed.id, version: null, changes: planDifference(base.document, proposed.document) }
				: version && before
					? { of: null, version: version.version, changes: planDifference(before.document, version.document) }
					: null,
		form: fields && what ? { what, id, fields, file: what === 'files' ? fileText(newest, id) : '' } : null,
		choices: mayKeep ? choicesOf(app.plan, locale) : [],
		names: planNames(app.plan, locale),
		mayKeep,
		mayConfirm: seesEverything(actor),
		opId: crypto.randomUUID()
	};
}

function fileText(plan: Parameters<typeof filesOf>[0], file: string): string {
	const content = filesOf(plan)[file];
	return content === undefined ? '' : JSON.stringify(content, null, '\t');
}

/** What can be changed by a form of its own, and the files. */
function choicesOf({ document }: PlanIndex, locale: string) {
	const words = ({ zh, en }: { readonly zh: string; readonly en: string }) => (locale === 'en' ? en : zh);
	return [
		...document.targets.map(({ id, name }) => ({ what: 'target' as const, id, label: words(name) })),
		...document.phases.flatMap((phase) =>
			phase.items.map(({ id, number, title }) => ({
				what: 'item' as const,
				id,
				label: `${phase.number}.${number} ${words(title)}`
			}))
		),
		...[...document.budget.groups, ...document.budget.lines].map(({ id, name }) => ({
			what: 'node' as const,
			id,
			label: words(name)
		})),
		...document.indicators.map(({ code, name }) => ({ what: 'indicator' as const, id: code, label: words(name) })),
		...fileNames.map((file) => ({ what: 'files' as const, id: file, label: file }))
	];
}
