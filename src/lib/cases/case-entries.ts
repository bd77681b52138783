// Cases, their closures and reopenings as lists and pages show them.
import type { EntryView } from '#lib/entries/entry-view.ts';
import { isOf, joined, type DetailLine, type RecordKind } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import type { CaseType, Channel, Outcome } from './case.ts';
import { caseTypeWord, channelWord, outcomeWord } from './case-words.ts';

/** What a case says of itself on each of its records. */
export interface CaseAbout {
	readonly number: string;
	readonly type: CaseType;
	readonly department: string | null;
	readonly channel: Channel | null;
	readonly acceptedAt: string;
}

export interface CaseDetails extends CaseAbout {
	readonly kind: 'case';
	readonly opening: boolean;
	readonly isOpen: boolean;
}

export interface ClosureDetails extends CaseAbout {
	readonly kind: 'closure';
	readonly outcome: Outcome | null;
}

export interface ReopeningDetails extends CaseAbout {
	readonly kind: 'reopening';
	readonly reason: string;
}

/** A case that was accepted. */
export const caseKind: RecordKind<CaseDetails> = {
	kind: 'case',
	words(details, names) {
		return {
			title: joined([m.cases_record_case(), caseTypeWord(details.type)]),
			sub: joined([
				details.opening ? m.cases_opening() : null,
				departmentWord(details.department, names),
				details.isOpen ? m.cases_is_open() : null
			]),
			reference: details.number
		};
	},
	lines(details, names) {
		return caseLines(details, names);
	},
	links({ id, details }) {
		return details.isOpen ? [{ href: `/ledger/cases/close?case=${id}`, label: m.cases_close_title() }] : [];
	}
};

/** The closing of a case. */
export const closureKind: RecordKind<ClosureDetails> = {
	kind: 'closure',
	words(details, names) {
		return {
			title: joined([m.cases_record_closure(), caseTypeWord(details.type)]),
			sub: joined([
				details.outcome === null ? null : outcomeWord(details.outcome),
				m.cases_accepted_on({ date: details.acceptedAt }),
				departmentWord(details.department, names)
			]),
			reference: details.number
		};
	},
	lines(details, names) {
		return [
			...caseLines(details, names),
			[m.cases_outcome(), details.outcome === null ? null : outcomeWord(details.outcome)]
		];
	},
	links({ id, reversal }) {
		return reversal === null ? [{ href: `/ledger/cases/reopen?case=${id}`, label: m.cases_reopen_title() }] : [];
	}
};

/** A closed case that is taken up again. */
export const reopeningKind: RecordKind<ReopeningDetails> = {
	kind: 'reopening',
	words(details, names) {
		return {
			title: joined([m.cases_record_reopening(), caseTypeWord(details.type)]),
			sub: joined([details.reason, departmentWord(details.department, names)]),
			reference: details.number
		};
	},
	lines(details, names) {
		return [...caseLines(details, names), [m.cases_reopen_reason(), details.reason]];
	}
};

function caseLines(about: CaseAbout, names: PlanNames): DetailLine[] {
	return [
		[m.cases_number(), about.number],
		[m.cases_type(), caseTypeWord(about.type)],
		[
			m.cases_department(),
			about.department === null ? null : (names.units[about.department]?.name ?? about.department)
		],
		[m.cases_channel(), about.channel === null ? null : channelWord(about.channel)],
		[m.cases_accepted_at(), about.acceptedAt]
	];
}

function departmentWord(code: string | null, names: PlanNames): string | null {
	return code === null ? null : (names.units[code]?.short ?? code);
}

/** What a record says of its case; null for a record of another ledger. */
export function caseAbout(entry: EntryView): CaseAbout | null {
	return isOf(caseKind, entry) || isOf(closureKind, entry) || isOf(reopeningKind, entry) ? entry.details : null;
}
