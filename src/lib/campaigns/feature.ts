// Enforcement campaigns as a feature: a ledger of their own, confirmed by the office, that moves no figure of the plan.
import { inTerritory, type Feature } from '#lib/entries/feature.ts';
import { enteredBy, type RecordForm } from '#lib/entries/record-form.ts';
import { m } from '#lib/paraglide/messages.js';
import { campaignChoices } from './campaign-choices.ts';
import { campaignKind, campaignWord } from './campaign-entries.ts';
import { campaignKinds, campaignSchema } from './campaign.ts';

declare module '#lib/protocol/event.ts' {
	interface FeatureEvents {
		campaignRecorded: true;
	}
}

const form: RecordForm = {
	title: () => m.campaigns_title(),
	notes: () => [
		m.campaigns_note_units(),
		m.campaigns_note_running(),
		m.ledgers_note_layers(),
		m.ledgers_note_correct()
	],
	choices: campaignChoices,
	...{ schema: campaignSchema, lists: ['units'], act: 'campaign', command: 'recordCampaigns' }
};
const entering = enteredBy(form, 'campaigns');

export const campaigns: Feature = {
	ledger: {
		ledger: 'campaigns',
		word: () => m.campaigns_book(),
		record: () => m.campaigns_record(),
		page: '/ledger/campaigns',
		book: {
			hasMoney: false,
			referenceWord: () => m.campaigns_reference(),
			subjects: () => campaignKinds,
			...entering
		},
		subjectWord(subject) {
			const kind = campaignKinds.find((one) => one === subject);
			return kind ? campaignWord(kind) : subject;
		}
	},
	kinds: [campaignKind],
	events: {
		campaignRecorded: {
			word: () => m.campaigns_event(),
			line: (item, names) => inTerritory(m.campaigns_line(), item, names),
			figure: ({ values: { cases } }) => (typeof cases === 'number' ? m.campaigns_found({ count: cases }) : null)
		}
	},
	records: { campaign: { recorders: ['role', 'unit', 'territories'], word: () => m.campaigns_may() } },
	acts: { campaign: entering.mayEnter },
	endpoints: [
		{
			...{ path: 'campaigns', schema: campaignSchema, act: 'campaign', command: 'recordCampaigns' },
			...{ operationId: 'recordCampaigns', name: 'Campaign', summary: 'Record enforcement campaigns' }
		}
	]
};
