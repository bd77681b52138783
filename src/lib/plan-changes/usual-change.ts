// The usual changes of a plan as fields of a form: a target, the days of an item, a budget, a definition; or whole files.
import { fromYuan, readTypedYuan, toYuan } from '#lib/kernel/money.ts';
import { ok, refuse, invalid, type Fault, type Result } from '#lib/kernel/result.ts';
import { planParts, type PlanDocument } from '#lib/plan/plan-document.ts';
import { filesOf } from '#lib/plan/plan-files.ts';

export const changeKinds = ['target', 'item', 'node', 'indicator', 'files'] as const;
export type ChangeKind = (typeof changeKinds)[number];

type Values = Readonly<Record<string, readonly string[]>>;

/** How many files can be put in at once. */
export const filesAtOnce = 3;

/** The fields of a change as they stand now, by name; null where the plan has no such part. */
export function standingFields(plan: PlanDocument, kind: ChangeKind, id: string): Record<string, string> | null {
	switch (kind) {
		case 'target': {
			const target = plan.targets.find((one) => one.id === id);
			if (!target) return null;
			return {
				value: String(target.value),
				...('by' in target ? { by: String(target.by) } : {}),
				owner: target.owner,
				...definitionFields(target.definition)
			};
		}
		case 'item': {
			const item = plan.phases.flatMap(({ items }) => items).find((one) => one.id === id);
			return item ? { from: item.dates.from, to: item.dates.to } : null;
		}
		case 'node': {
			const node = [...plan.budget.groups, ...plan.budget.lines].find((one) => one.id === id);
			return node ? { central: node.central ?? '', local: node.local ?? '' } : null;
		}
		case 'indicator': {
			const indicator = plan.indicators.find(({ code }) => code === id);
			return indicator ? definitionFields(indicator.definition) : null;
		}
		case 'files':
			return Object.fromEntries(
				Array.from({ length: filesAtOnce }, (_, index) => [`file${index + 1}`, index === 0 ? id : ''])
			);
	}
}

/** The files that a form's fields make of the newest version, as the input of an amendment. */
export function amendmentInput(plan: PlanDocument, values: Values): Result<unknown> {
	const one = (name: string) => values[name]?.[0]?.trim() ?? '';
	const kind = changeKinds.find((known) => known === one('what'));
	if (!kind) return refuse('invalid', 'bad_choice', '/what');
	const common = { basedOn: one('basedOn'), effectiveFrom: one('effectiveFrom'), reason: one('reason') };
	if (kind === 'files') {
		const texts: Record<string, string> = {};
		for (let n = 1; n <= filesAtOnce; n++) {
			const [file, text] = [one(`file${n}`), one(`text${n}`)];
			if (file !== '' && text !== '') texts[file] = text;
		}
		return Object.keys(texts).length === 0
			? refuse('invalid', 'required', '/text1')
			: ok({ ...common, files: {}, texts });
	}
	const id = one('id');
	if (standingFields(plan, kind, id) === null) return refuse('not_found', 'unknown_record', '/id');
	const changed = changedFiles(plan, kind, id, one);
	return changed.ok ? ok({ ...common, files: changed.value }) : changed;
}

/** The file that a pointer of a refused amendment means, where the form has one field for it. */
export function changeFieldOf(name: string, kind: ChangeKind): string {
	if (!name.startsWith('files.')) return name;
	return kind === 'files' ? 'text1' : '';
}

function changedFiles(
	plan: PlanDocument,
	kind: Exclude<ChangeKind, 'files'>,
	id: string,
	one: (name: string) => string
): Result<Record<string, unknown>> {
	const files = filesOf(plan);
	switch (kind) {
		case 'target': {
			const [value, by] = [Number(one('value')), Number(one('by'))];
			const faults: Fault[] = [];
			if (one('value') === '' || !Number.isFinite(value)) faults.push({ pointer: '/value', code: 'not_number' });
			if (one('by') !== '' && !Number.isSafeInteger(by)) faults.push({ pointer: '/by', code: 'not_number' });
			faults.push(...missing(one, ['owner', 'definitionZh', 'definitionEn']));
			if (faults.length > 0) return invalid(faults);
			const targets = plan.targets.map((target) =>
				target.id === id
					? {
							...target,
							value,
							...('by' in target && one('by') !== '' ? { by } : {}),
							owner: one('owner'),
							definition: definitionOf(one)
						}
					: target
			);
			return ok({ 'targets.json': targets });
		}
		case 'item': {
			const faults = missing(one, ['from', 'to']);
			if (faults.length > 0) return invalid(faults);
			const phases = plan.phases.map((phase) => ({
				...phase,
				items: phase.items.map((item) =>
					item.id === id ? { ...item, dates: { ...item.dates, from: one('from'), to: one('to') } } : item
				)
			}));
			return ok({ 'phases.json': phases });
		}
		case 'node':
			return changedBudget(plan, id, one);
		case 'indicator': {
			const faults = missing(one, ['definitionZh', 'definitionEn']);
			if (faults.length > 0) return invalid(faults);
			const list = plan.indicators.map((indicator) =>
				indicator.code === id ? { ...indicator, definition: definitionOf(one) } : indicator
			);
			return ok({ ...(files['indicators.json'] === undefined ? {} : { 'indicators.json': list }) });
		}
	}
}

/** The stated totals follow: the parts must add up to them. */
function changedBudget(plan: PlanDocument, id: string, one: (name: string) => string): Result<Record<string, unknown>> {
	const faults: Fault[] = [];
	const amounts = new Map<'central' | 'local', string | null>();
	for (const kind of ['central', 'local'] as const) {
		const text = one(kind);
		const read = text === '' ? null : readTypedYuan(text);
		if (read === null || typeof read === 'bigint') amounts.set(kind, read === null ? null : toYuan(read));
		else faults.push({ pointer: `/${kind}`, ...read });
	}
	if (faults.length > 0) return invalid(faults);
	const changed = <
		Node extends { readonly id: string; readonly central: string | null; readonly local: string | null }
	>(
		node: Node
	): Node =>
		node.id === id ? { ...node, central: amounts.get('central') ?? null, local: amounts.get('local') ?? null } : node;
	const [groups, lines] = [plan.budget.groups.map(changed), plan.budget.lines.map(changed)];
	const total = (kind: 'central' | 'local') =>
		toYuan([...groups, ...lines].reduce((sum, node) => sum + (node[kind] === null ? 0n : fromYuan(node[kind])), 0n));
	return ok({ 'budget.json': { ...plan.budget, groups, lines, central: total('central'), local: total('local') } });
}

function missing(one: (name: string) => string, names: readonly string[]): Fault[] {
	return names.filter((name) => one(name) === '').map((name) => ({ pointer: `/${name}`, code: 'required' }));
}

function definitionFields({ zh, en }: { readonly zh: string; readonly en: string }): Record<string, string> {
	return { definitionZh: zh, definitionEn: en };
}

function definitionOf(one: (name: string) => string): { zh: string; en: string } {
	return { zh: one('definitionZh'), en: one('definitionEn') };
}

/** The files of a plan as a list of choices. */
export const fileNames: readonly string[] = planParts.map((part) => `${part}.json`);
