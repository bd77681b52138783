// Enforcement campaigns: recorded, listed, confirmed and taken back by the doors that every record has, without a figure moving.
import type { CampaignInput } from '#lib/campaigns/campaign.ts';
import { day } from '#lib/kernel/day.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listsOutOfStep, recountedCells, storedCells } from '../support/recount.ts';
import { office, someone } from '../support/actors.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const amr = someone('department', 'amr');
const campaign: CampaignInput = {
	...{ name: '网络版权专项', kind: 'copyright', start: day('2019-03-01'), end: null, territory: null },
	...{ units: ['police', 'amr'], cases: null, reference: '甬知〔2019〕3号' }
};

describe.each(databaseKinds)('campaigns on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterAll(() => desk.close());

	test('[R293] stand in their ledger with all that was said, and move no cell', async () => {
		const { ids } = written(await desk.commands.recordCampaigns(amr, call(), [campaign]));
		expect(ids).toHaveLength(1);
		const [row] = await desk.sql`
			select name, c.kind, start_day::text, end_day::text, units, cases, reference, e.subject, e.state, e.unit
			from campaign c join entry e on e.id = c.entry where e.id = ${ids[0] ?? ''}`;
		expect(row).toEqual({
			...{ name: campaign.name, kind: 'copyright', start_day: '2019-03-01', end_day: null, units: ['amr', 'police'] },
			...{ cases: null, reference: campaign.reference, subject: 'copyright', state: 'reported', unit: 'amr' }
		});
		written(await desk.commands.confirm(office, call(), { ids: [...ids] }));
		expect([await storedCells(desk.sql), await recountedCells(desk.sql)]).toEqual([{}, {}]);
		expect(await listsOutOfStep(desk.sql)).toEqual([]);
		written(await desk.commands.reverse(amr, call(), [{ id: ids[0] ?? '', reason: '已结束' }]));
		const [gone] = await desk.sql`select state from entry where id = ${ids[0] ?? ''}`;
		expect(gone).toEqual({ state: 'reversal_waits' });
	});

	test('[R293] one that is wrong leaves nothing of its batch', async () => {
		const before = await desk.sql`select count(*)::int from campaign`;
		const wrong = { ...campaign, units: ['navy'] };
		expect(refusedWith(await desk.commands.recordCampaigns(amr, call(), [campaign, wrong]))).toBe('unknown_unit');
		expect(await desk.sql`select count(*)::int from campaign`).toEqual(before);
	});
});
