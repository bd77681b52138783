// Lines of the feed: where they lead.
import { expect, it } from 'vitest';
import { catalogue } from '#lib/app/features.ts';
import type { FeedItem } from '#lib/protocol/messages.ts';
import { targetPlan } from '../../../tests/support/target-plan.ts';
import { feedWords } from './feed-words.ts';
import { labelsOf } from './labels.ts';

const item = (type: FeedItem['type'], values: FeedItem['values'] = {}): FeedItem => ({
	seq: 1,
	type,
	ids: [],
	unit: null,
	at: '2019-09-16T02:00:00.000Z',
	values
});

const books = ['funds', 'transactions', 'cases', 'observations'];

it.each([
	[item('disbursementRecorded', { amount: '125000.50' }), '/ledger/funds'],
	[item('caseClosed'), '/ledger/cases'],
	[item('entryConfirmed', { ledger: 'transactions' }), '/ledger/transactions'],
	[item('milestoneReported', { milestone: '3.1/yinzhou/2' }), '/milestones?task=3.1&unit=yinzhou'],
	[item('shareUpdated', { share: '2.3/finance' }), '/milestones?task=2.3&unit=finance'],
	[item('amendmentProposed'), '/plan'],
	[item('entryReversed', { ledger: 'plan' }), '/plan'],
	[item('gateDecided'), '/stages'],
	[item('dayTurned'), null]
] as const)('[R281] %j leads to its records', (line, href) => {
	expect(feedWords(line, labelsOf(targetPlan, 'zh-CN'), catalogue, books).href).toBe(href);
});

it('[R281] a line leads to its own record, for those who may see every record', () => {
	const reversed: FeedItem = { ...item('entryReversed', { ledger: 'cases' }), ids: ['reversal', 'closure'] };
	const href = (opens: boolean) =>
		feedWords(reversed, labelsOf(targetPlan, 'zh-CN'), catalogue, opens ? books : []).href;
	expect([href(true), href(false)]).toEqual(['/ledger/cases/closure', '/ledger/cases']);
	const entity: FeedItem = { ...item('entityRecorded', { ledger: 'registers' }), ids: ['version'] };
	expect(feedWords(entity, labelsOf(targetPlan, 'zh-CN'), catalogue, books).href).toBe('/registers');
});
