// Types, channels and outcomes of cases in the reader's words.
import { m } from '#lib/paraglide/messages.js';
import type { CaseType, Channel, Outcome } from './case.ts';

const typeWords: Readonly<Record<CaseType, () => string>> = {
	patent: () => m.cases_type_patent(),
	trademark: () => m.cases_type_trademark(),
	copyright: () => m.cases_type_copyright(),
	trade_secret: () => m.cases_type_trade_secret(),
	other: () => m.cases_type_other()
};

const channelWords: Readonly<Record<Channel, () => string>> = {
	complaint: () => m.cases_channel_complaint(),
	inspection: () => m.cases_channel_inspection(),
	transfer: () => m.cases_channel_transfer(),
	online: () => m.cases_channel_online(),
	other: () => m.cases_channel_other()
};

const outcomeWords: Readonly<Record<Outcome, () => string>> = {
	penalty: () => m.cases_outcome_penalty(),
	mediated: () => m.cases_outcome_mediated(),
	withdrawn: () => m.cases_outcome_withdrawn(),
	dismissed: () => m.cases_outcome_dismissed(),
	transferred: () => m.cases_outcome_transferred(),
	other: () => m.cases_outcome_other()
};

export function caseTypeWord(type: CaseType): string {
	return typeWords[type]();
}

export function channelWord(channel: Channel): string {
	return channelWords[channel]();
}

export function outcomeWord(outcome: Outcome): string {
	return outcomeWords[outcome]();
}
