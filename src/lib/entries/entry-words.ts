// A record in the reader's words: what it is, about whom, under which number; and the kinds that records are counted by.
import { caseTypeWord, outcomeWord } from '#lib/cases/case-words.ts';
import { gradeWord, operationWord, recordWord, sourceWord, stepWord } from '#lib/funds/fund-words.ts';
import { steps } from '#lib/funds/movement.ts';
import { gradeOf } from '#lib/funds/review.ts';
import { formatWan, formatYuan, fromYuan } from '#lib/kernel/money.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { baseSourceWord } from '#lib/observations/observation-words.ts';
import { figureShown } from '#lib/kernel/figure.ts';
import { entityChangeWord, entityFieldWord, registerWord } from '#lib/registers/register-words.ts';
import { statusWord } from '#lib/tasks/task-words.ts';
import { dealKinds } from '#lib/transactions/deal.ts';
import { dealWord } from '#lib/transactions/deal-words.ts';
import { bookWord } from './books.ts';
import type { Ledger } from './entry.ts';
import type { Doer, EntryView } from './entry-view.ts';
import { periodWord } from '#lib/plan/period-words.ts';
import type { PlanNames } from '#lib/plan/plan-names.ts';

export interface EntryWords {
	readonly title: string;
	/** The rest of it in a few words; '' where nothing is to add. */
	readonly sub: string;
	/** Registration, case or voucher number. */
	readonly reference: string;
}

export function entryWords(
	entry: EntryView,
	names: PlanNames,
	milestones: Readonly<Record<string, string>> = {}
): EntryWords {
	const { says } = entry;
	switch (says.kind) {
		case 'movement':
			return {
				title: joined([stepWord(says.step), names.nodes[says.line]?.short ?? says.line]),
				sub: joined([
					says.exception === null ? null : m.funds_exception_mark(),
					sourceWord(says.source),
					says.payee,
					says.exception
				]),
				reference: says.reference
			};
		case 'transfer':
			return {
				title: joined([
					m.funds_kind_transfer(),
					m.funds_transfer_ends({ from: nodeWord(says.from, names), to: nodeWord(says.to, names) })
				]),
				sub: joined([says.budget === 'central' ? m.funds_central() : m.funds_local(), says.reason]),
				reference: says.reference ?? ''
			};
		case 'operation':
			return {
				title: joined([operationWord(says.operation), nodeWord(says.line, names)]),
				sub: joined([says.counterpart, says.count === 1 ? null : m.funds_count_of({ count: says.count })]),
				reference: says.reference
			};
		case 'review':
			return {
				title: joined([m.funds_kind_review(), nodeWord(says.line, names)]),
				sub: joined([
					m.funds_review_says({ year: says.year, score: says.score, grade: gradeWord(gradeOf(says.score)) }),
					says.reviewer,
					says.evidence
				]),
				reference: ''
			};
		case 'deal':
			return {
				title:
					says.count === 1
						? dealWord(says.deal)
						: m.ledgers_deal_many({ kind: dealWord(says.deal), count: says.count }),
				sub: joined([says.parties, says.bank]),
				reference: says.registration ?? says.reference
			};
		case 'case':
			return {
				title: joined([m.cases_record_case(), caseTypeWord(says.type)]),
				sub: joined([
					says.opening ? m.cases_opening() : null,
					departmentWord(says.department, names),
					says.isOpen ? m.cases_is_open() : null
				]),
				reference: says.number
			};
		case 'closure':
			return {
				title: joined([m.cases_record_closure(), caseTypeWord(says.type)]),
				sub: joined([
					says.outcome === null ? null : outcomeWord(says.outcome),
					m.cases_accepted_on({ date: says.acceptedAt }),
					departmentWord(says.department, names)
				]),
				reference: says.number
			};
		case 'reopening':
			return {
				title: joined([m.cases_record_reopening(), caseTypeWord(says.type)]),
				sub: joined([says.reason, departmentWord(says.department, names)]),
				reference: says.number
			};
		case 'observation': {
			const indicator = names.indicators[says.indicator];
			return {
				title: joined([indicator?.name ?? says.indicator, periodWord(says.period)]),
				sub: joined([names.units[says.of]?.name ?? says.of, says.note]),
				reference: m.observations_counted({ figure: figureShown(says.value), unit: indicator?.unit ?? '' })
			};
		}
		case 'base': {
			const target = names.targets[says.target];
			return {
				title: joined([m.observations_record_base(), target?.name ?? says.target]),
				sub: joined([m.ledgers_year({ year: String(says.year) }), baseSourceWord(says.source)]),
				reference: m.observations_counted({ figure: figureShown(says.value), unit: target?.unit ?? '' })
			};
		}
		case 'entity':
			return {
				title: joined([registerWord(says.register), says.name]),
				sub: joined([
					entityChangeWord(says.change),
					says.change === 'changed' ? says.changed.map((field) => entityFieldWord(field)).join(', ') : null
				]),
				reference: ''
			};
		case 'reading': {
			const reading = names.readings[says.reading];
			return {
				title: joined([m.plan_record_reading(), reading?.question ?? says.reading]),
				sub: joined([reading?.options[says.option] ?? says.option, says.reason]),
				reference: ''
			};
		}
		case 'safeguard':
			return {
				title: joined([m.plan_record_safeguard(), names.safeguards[says.safeguard] ?? says.safeguard]),
				sub: joined([statusWord(says.status), `${says.progress}%`, says.narrative]),
				reference: ''
			};
		case 'amendment':
			return {
				title: joined([m.plan_record_amendment(), m.plan_amendment_changes({ count: says.changes })]),
				sub: joined([m.plan_effective_from({ date: says.effectiveFrom }), says.reason]),
				reference: m.plan_based_on({ version: says.basedOn })
			};
		case 'update':
			return {
				title: joined([says.task, names.tasks[says.task]]),
				sub: joined([statusWord(says.status), `${says.progress}%`, says.narrative]),
				reference: ''
			};
		case 'milestone':
			return {
				title: milestones[says.milestone] ?? says.milestone,
				sub: joined([
					m.tasks_planned_on({ date: says.planned }),
					`${says.task} ${names.tasks[says.task] ?? ''}`,
					says.note
				]),
				reference: ''
			};
	}
}

/** The word of a kind that records are counted by (see `KindSum`). */
export function kindWord(ledger: Ledger, kind: string, names: PlanNames): string {
	const step = steps.find((one) => one === kind);
	if (ledger === 'funds') return step ? stepWord(step) : recordWord(kind);
	const deal = dealKinds.find((one) => one === kind);
	if (ledger === 'transactions') return deal ? dealWord(deal) : kind;
	if (ledger === 'observations' && kind !== 'base') return names.indicators[kind]?.name ?? kind;
	return otherKinds[kind]?.() ?? kind;
}

const otherKinds: Readonly<Record<string, () => string>> = {
	case: () => m.cases_record_case(),
	closure: () => m.cases_record_closure(),
	reopening: () => m.cases_record_reopening(),
	open: () => m.cases_is_open(),
	base: () => m.observations_record_base(),
	entity: () => m.registers_record_entity(),
	reading: () => m.plan_record_reading(),
	safeguard: () => m.plan_record_safeguard(),
	amendment: () => m.plan_record_amendment(),
	update: () => m.tasks_record_update(),
	milestone: () => m.tasks_record_milestone()
};

/** Which ledger a record is of; of a task, whether it is an update or a milestone. */
export function ledgerWord({ ledger, says }: EntryView): string {
	if (ledger !== 'tasks') return bookWord(ledger);
	return says.kind === 'milestone' ? m.tasks_record_milestone() : m.tasks_record_update();
}

/** Decimal yuan in the unit of tables of records: 万元, in English full yuan [R277]. */
export function tableMoney(yuan: string): string {
	return getLocale() === 'zh-CN' ? formatWan(fromYuan(yuan)) : formatYuan(fromYuan(yuan));
}

/** Who did it and when: the person or the feed, the unit, the business time. */
export function doerWords(doer: Doer & { readonly feed?: string | null }, names: PlanNames): string {
	const unit = doer.unit === null ? m.ledgers_leading_group() : (names.units[doer.unit]?.name ?? doer.unit);
	return joined([unit, whoWord(doer, names), doer.at]);
}

function whoWord(
	{ via, name, feed = null }: Doer & { readonly feed?: string | null },
	names: PlanNames
): string | null {
	if (feed !== null) return m.ledgers_by_feed({ feed: names.feeds[feed] ?? feed });
	return via === 'token' ? m.ledgers_by_token() : via === 'system' ? m.ledgers_by_system() : name;
}

function nodeWord(node: string, names: PlanNames): string {
	return names.nodes[node]?.short ?? node;
}

function departmentWord(code: string | null, names: PlanNames): string | null {
	return code === null ? null : (names.units[code]?.short ?? code);
}

function joined(parts: readonly (string | null | undefined)[]): string {
	return parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');
}

/** Where a record stands on a page of its own, or the list that it stands in. */
export function entryHref({ id, ledger, says, entered }: EntryView, which: 'one' | 'list'): string {
	switch (ledger) {
		case 'tasks':
			return '/work#work-shares';
		case 'plan':
			return '/plan';
		case 'registers':
			return says.kind === 'entity' && which === 'one' ? `/registers/${says.register}/${says.entity}` : '/registers';
		default:
			return which === 'one' ? `/ledger/${ledger}/${id}` : `/ledger/${ledger}?unit=${entered.unit}`;
	}
}
