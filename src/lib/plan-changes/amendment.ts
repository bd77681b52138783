// A new version of the plan: what may change, from when, checked as a plan folder is.
import type { RecordRules } from '#lib/plan/recording-rules.ts';
import * as v from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import { dayField, digitsField, longText, shortText } from '#lib/kernel/fields.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { checkPlan, type PlanFault } from '#lib/plan/check-plan.ts';
import { planDifference } from '#lib/plan/plan-difference.ts';
import { planParts, type PlanDocument } from '#lib/plan/plan-document.ts';
import { filesOf } from '#lib/plan/plan-files.ts';
import { indexPlan, type PlanIndex } from '#lib/plan/plan-index.ts';
import { keepsPlan } from './reading.ts';

const versionField = v.pipe(
	v.union([v.number(), digitsField('bad_count', 6)], 'bad_count'),
	v.safeInteger('bad_count'),
	v.minValue(1, 'bad_count')
);

export const amendmentSchema = v.strictObject({
	/** The version that the files were read from. */
	basedOn: versionField,
	effectiveFrom: dayField,
	reason: shortText(500),
	/** The files that change, whole, by name (`targets.json`); the others stay as they are. */
	files: v.record(
		v.picklist(
			planParts.map((part) => `${part}.json` as const),
			'bad_choice'
		),
		v.unknown()
	),
	/** Files as the text of a person, read as JSON. */
	texts: v.optional(
		v.record(
			v.picklist(
				planParts.map((part) => `${part}.json` as const),
				'bad_choice'
			),
			longText(200_000)
		),
		{}
	)
});
export type AmendmentInput = v.InferOutput<typeof amendmentSchema>;

export interface DecidedAmendment {
	readonly document: PlanDocument;
	readonly changes: number;
}

/**
 * @param newest the newest version there is, in force or not
 * @param earliest the first day it may take effect on: today, or the day of a newer version that is still to come
 */
export function decideAmendment(
	newest: PlanDocument,
	actor: Actor,
	earliest: Day,
	input: AmendmentInput,
	records: RecordRules
): Result<DecidedAmendment> {
	if (!keepsPlan(actor)) return refuse('forbidden', 'not_allowed');
	if (input.basedOn !== newest.version)
		return refuse('conflict', 'plan_changed_since', '/basedOn', { version: newest.version });
	const read = filesOfInput(input);
	if (!read.ok) return read;
	const faults: Fault[] = [];
	if (input.effectiveFrom < earliest)
		faults.push({ pointer: '/effectiveFrom', code: 'in_the_past', params: { today: earliest } });
	const files = filesOf(newest);
	const head = { ...(read.value['plan.json'] ?? files['plan.json'] ?? {}), version: newest.version };
	const checked = checkPlan({ ...files, ...read.value, 'plan.json': head }, records);
	if ('faults' in checked) return invalid([...faults, ...checked.faults.slice(0, faultsShown).map(faultOf)]);
	faults.push(...lost(indexPlan(newest), indexPlan(checked.plan)));
	const changes = planDifference(newest, checked.plan);
	if (faults.length === 0 && changes.length === 0) return refuse('invalid', 'nothing_changed', '/files');
	return faults.length > 0 ? invalid(faults) : ok({ document: checked.plan, changes: changes.length });
}

/** The document under the number of the version that it becomes. */
export function asVersion(document: PlanDocument, version: number): PlanDocument {
	return { ...document, version };
}

/** A long list of faults helps nobody: one mended file mends most of them. */
const faultsShown = 30;

function filesOfInput(input: AmendmentInput): Result<Record<string, unknown>> {
	const files: Record<string, unknown> = { ...input.files };
	const faults: Fault[] = [];
	for (const [file, text] of Object.entries(input.texts)) {
		try {
			files[file] = JSON.parse(text) as unknown;
		} catch (error) {
			const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 120) : '';
			faults.push(faultOf({ file, path: '$', rule: 'not_json', params: { reason } }));
		}
	}
	return faults.length > 0 ? invalid(faults) : ok(files);
}

function faultOf({ file, path, rule, params }: PlanFault): Fault {
	return { pointer: `/files/${file}`, code: 'plan_fault', params: { ...params, file, path, rule } };
}

/**
 * What records refer to may not go: units, shares with their milestones, nodes of the budget, indicators, targets, phases with
 * their items, readings and safeguards. The years and the base year stay, and a milestone goes on serving the same item.
 */
function lost(before: PlanIndex, after: PlanIndex): Fault[] {
	const [old, next] = [before.document, after.document];
	const faults: Fault[] = [];
	const gone = (file: string, what: string, ids: Iterable<string>, there: (id: string) => boolean) => {
		for (const id of ids)
			if (!there(id)) faults.push({ pointer: `/files/${file}`, code: 'plan_id_lost', params: { file, what, id } });
	};
	const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
	const keeps = (file: string, what: string, ids: readonly string[], kept: readonly string[]) =>
		gone(file, what, ids, (id) => kept.includes(id));
	keeps('units.json', 'unit', [...before.units.keys()], [...after.units.keys()]);
	keeps('targets.json', 'target', idsOf(old.targets), idsOf(next.targets));
	keeps(
		'indicators.json',
		'indicator',
		old.indicators.map(({ code }) => code),
		next.indicators.map(({ code }) => code)
	);
	keeps('budget.json', 'node', [...before.nodes.keys()], [...after.nodes.keys()]);
	keeps('phases.json', 'phase', idsOf(old.phases), idsOf(next.phases));
	const itemsOf = (plan: PlanDocument) => plan.phases.flatMap(({ items }) => idsOf(items));
	keeps('phases.json', 'phase_item', itemsOf(old), itemsOf(next));
	keeps('readings.json', 'reading', idsOf(old.readings), idsOf(next.readings));
	keeps('safeguards.json', 'safeguard', idsOf(old.safeguards), idsOf(next.safeguards));
	keeps('tasks.json', 'share', [...before.shares.keys()], [...after.shares.keys()]);
	// Milestones are numbered by their days: another order would give what was reported another meaning.
	gone('milestones.json', 'milestone', before.milestones.keys(), (id) => {
		const [was, is] = [before.milestones.get(id), after.milestones.get(id)];
		if (!before.shares.has(was?.share.id ?? '') || !after.shares.has(was?.share.id ?? '')) return true;
		return is !== undefined && is.phaseItem === was?.phaseItem && !stoodElsewhere(before, after, id);
	});
	if (old.id !== next.id || old.baseYear !== next.baseYear || old.years.join() !== next.years.join())
		faults.push({ pointer: '/files/plan.json', code: 'plan_years_fixed' });
	return faults;
}

/** Whether a milestone now has the title that another one of the same share had. */
function stoodElsewhere(before: PlanIndex, after: PlanIndex, id: string): boolean {
	const [was, is] = [before.milestones.get(id), after.milestones.get(id)];
	if (!was || !is || was.title.zh === is.title.zh) return false;
	return was.share.milestones.some((other) => other.id !== id && other.title.zh === is.title.zh);
}
