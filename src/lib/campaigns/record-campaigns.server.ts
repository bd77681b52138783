// Records campaigns: decide, store, tell.
import type { Actor } from '#lib/access/roles.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { campaignValues, type CampaignInput } from './campaign.ts';
import { decideCampaign, type DecidedCampaign } from './decide.ts';
import { campaign as campaignTable } from './tables.server.ts';

/** One campaign or up to 500, all or nothing. */
export function recordCampaigns(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly CampaignInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'campaigns', inputs, async (write, batch, today) => {
		const decided = settle(
			batch.map((input, index) => {
				const result = decideCampaign(recording.plan, actor, today, input);
				const prefix = prefixOf(index, batch.length);
				return result.ok ? { prefix, result: ok({ id: newId(), campaign: result.value, input }) } : { prefix, result };
			})
		);
		if (!decided.ok) return decided;
		await insertEntries(
			write,
			'campaigns',
			actor,
			decided.value.map(({ id, campaign: { unit, start, territory, kind } }) => ({
				...{ id, kind: 'campaign', unit, day: start, territory, subject: kind }
			}))
		);
		await write.tx.insert(campaignTable).values(
			decided.value.map(({ id, campaign: { name, kind, start, end, units, cases }, input }) => ({
				...{ entry: id, name, kind, startDay: start, endDay: end, units: [...units], cases },
				reference: input.reference
			}))
		);
		return ok(decided.value.map(({ id, campaign }) => ({ id, fact: recordedFact(id, campaign) })));
	});
}

function recordedFact(id: string, campaign: DecidedCampaign): Fact {
	const { unit, territory } = campaign;
	return {
		type: 'campaignRecorded',
		ids: [id],
		unit,
		after: `campaign:${id}@1`,
		values: campaignValues(campaign),
		deltas: [],
		touches: [invalidated.ledger('campaigns'), invalidated.review, invalidated.unit(unit)],
		streams: [...new Set([unit, ...(territory === null ? [] : [territory])])].map(unitStream),
		feed: true
	};
}
