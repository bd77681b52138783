// The document as an outline: every clause with all that hangs on it, in one language.
import type { Name, PlanDocument } from './plan-document.ts';

export type HangingKind =
	'goal' | 'target' | 'task' | 'node' | 'phase' | 'item' | 'safeguard' | 'measure' | 'indicator' | 'reading';

export interface Hanging {
	readonly kind: HangingKind;
	readonly id: string;
	readonly title: string;
	/** Unit codes that see to it, the first one leads. */
	readonly units: readonly string[];
	/** Its page, or its place on the plan's. */
	readonly href: string;
	/** Whether every district and zone has a share of it. */
	readonly everywhere: boolean;
}

export interface OutlineClause {
	readonly ref: string;
	readonly title: string;
	/** How many clauses it stands within. */
	readonly depth: number;
	readonly hanging: readonly Hanging[];
}

/** The clauses in the document's order, each with what comes from it: a safeguard is followed by its measures. */
export function outlineOf(plan: PlanDocument, locale: string): OutlineClause[] {
	const words = (name: Name) => (locale === 'en' ? name.en : name.zh);
	const by = new Map<string, Hanging[]>();
	const hang = (
		clause: string,
		kind: HangingKind,
		id: string,
		title: string,
		href: string,
		units: readonly string[] = [],
		everywhere = false
	) => {
		const list = by.get(clause) ?? [];
		by.set(clause, [...list, { kind, id, title, href, units, everywhere }]);
	};
	for (const { clause, id, title } of plan.goals) hang(clause, 'goal', id, words(title), `/goals#${id}`);
	for (const { clause, id, name, owner } of plan.targets)
		hang(clause, 'target', id, words(name), `/goals/${id}`, [owner]);
	for (const task of plan.tasks)
		hang(
			task.clause,
			'task',
			task.code,
			`${task.code} ${words(task.title)}`,
			`/plan#task-${task.code}`,
			task.departments,
			task.territories
		);
	for (const { clause, id, name } of plan.budget.groups) hang(clause, 'node', id, words(name), `/funds/${id}`);
	for (const { clause, id, name, manager } of plan.budget.lines)
		hang(clause, 'node', id, words(name), `/funds/${id}`, manager === null ? [] : [manager]);
	for (const phase of plan.phases) {
		hang(phase.clause, 'phase', phase.id, words(phase.title), `/stages/${phase.id}`);
		for (const item of phase.items) hang(phase.clause, 'item', item.id, words(item.title), `/stages#item-${item.id}`);
	}
	for (const { clause, id, title, owner, measures = [] } of plan.safeguards) {
		hang(clause, 'safeguard', id, words(title), `/plan#safeguard-${id}`, [owner]);
		for (const measure of measures)
			hang(clause, 'measure', measure.id, words(measure.title), `/plan#measure-${measure.id}`);
	}
	for (const { clause, code, name } of plan.indicators)
		hang(clause, 'indicator', code, words(name), `/observations?indicator=${code}`);
	for (const { clause, id, question } of plan.readings)
		hang(clause, 'reading', id, words(question), `/plan#reading-${id}`);
	return plan.clauses.map(({ ref, title }) => ({
		ref,
		title: words(title),
		depth: plan.clauses.filter((other) => other.ref !== ref && ref.startsWith(other.ref)).length,
		hanging: by.get(ref) ?? []
	}));
}
