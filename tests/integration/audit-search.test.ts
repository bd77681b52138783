// The audit's search: filters, each fact once, pages that stay while events arrive, nothing of business, the sheet read back.
import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { readAuditFilter } from '#lib/audit/audit-filter.ts';
import { catalogue } from '#lib/app/features.ts';
import { exportEvents } from '#lib/audit/export-events.server.ts';
import { openAudit } from '#lib/audit/open-audit.server.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { ok } from '#lib/kernel/result.ts';
import { write } from '#lib/log/event-log.server.ts';
import { duringRequest } from '#lib/log/request-origin.server.ts';
import { rowHolds } from '#lib/log/verify-chain.server.ts';
import type { EventType } from '#lib/protocol/event.ts';
import type { StreamName } from '#lib/protocol/streams.ts';
import { office, someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const auditor: Actor = { id: 'auditor', role: 'audit_admin', unit: null, via: 'session' };

describe.each(databaseKinds)('the audit, on %s', (kind) => {
	let desk: CommandDesk;
	let audit: ReturnType<typeof openAudit>;
	const admin = randomUUID();
	const changed = randomUUID();
	const reason = randomUUID();
	const record = { id: '' };
	const yinzhou = someone('district', 'yinzhou');

	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		audit = openAudit({
			log: desk.log,
			catalogue,
			streamsOf: (actor) => (actor.unit === null ? [] : [`unit:${actor.unit}`]),
			rowHolds: (stream, seq) => rowHolds(desk.db, stream, seq, () => false),
			headsAtStart: { lost: [], badLine: null }
		});
		await desk.sql`insert into account (id, username, name, branch) values
			(${admin}, 'admin.wang', '=王管理', 'system_admin'), (${changed}, 'li.si', '李四', 'business')`;
		await desk.sql`insert into appointment (id, account, role, valid_from) values (${randomUUID()}, ${admin}, 'system_admin', '2017-01-01')`;
		await desk.sql`insert into account_version (account, version, username, name, disabled, by) values
			(${changed}, 1, 'li.si', '李三', false, ${admin}), (${changed}, 2, 'li.si', '李四', false, ${admin})`;
		await desk.sql`insert into reason_text (id, text, by) values (${reason}, '更正姓名 100%', ${admin})`;
		await duringRequest('10.1.2.3', null, () =>
			note(admin, 'access', 'accountChanged', {
				ids: [changed],
				before: `account:${changed}@1`,
				after: `account:${changed}@2`,
				reason
			})
		);
		await note(changed, 'signin', 'signedIn', { ids: [changed] });
		const movement = v.parse(disbursementSchema, {
			line: 'risk-pool',
			source: 'district',
			step: 'received',
			amount: '1234.50',
			date: '2019-05-05',
			payee: '某某公司',
			reference: '甬财-1'
		});
		const { ids } = written(await desk.commands.recordDisbursements(yinzhou, call(), [movement]));
		record.id = ids[0] ?? '';
		written(await desk.commands.confirm(office, call(), { ids: [...ids] }));
	});
	afterAll(() => desk.close());

	function note(actor: string, stream: StreamName, type: EventType, more: object) {
		const fact = {
			type,
			ids: [],
			unit: null,
			values: {},
			deltas: [],
			touches: [],
			streams: [stream],
			feed: false,
			...more
		};
		return write(desk.log, { actor, opId: randomUUID(), request: {} }, () =>
			Promise.resolve(ok({ ids: [], facts: [fact] }))
		);
	}
	const filterOf = (query: string) => readAuditFilter(new URLSearchParams(query)).filter;
	const find = async (query: string) => (await audit.search(filterOf(query), null)).rows;
	const types = async (query: string) => (await find(query)).map(({ type }) => type);

	test('shows each fact once, the newest first, though it stands in several streams', async () => {
		const [copies] = await desk.sql<
			{ n: string }[]
		>`select count(*) as n from event where type = 'disbursementRecorded'`;
		expect(Number(copies?.n)).toBeGreaterThan(2);
		expect(await types('')).toEqual(['entryConfirmed', 'disbursementRecorded', 'signedIn', 'accountChanged']);
	});

	test('narrows by kind, type, actor, record, address, reason and day', async () => {
		expect(await types('kind=business')).toEqual(['entryConfirmed', 'disbursementRecorded']);
		expect(await types('kind=signin')).toEqual(['signedIn']);
		expect(await types('type=accountChanged')).toEqual(['accountChanged']);
		expect(await types(`actor=${encodeURIComponent('王管')}`)).toEqual(['accountChanged']);
		expect(await types('actor=li.si')).toEqual(['signedIn']);
		expect(await types(`actor=${office.id}`)).toEqual(['entryConfirmed']);
		expect(await types('actor=%25')).toEqual([]);
		expect(await types(`id=${record.id}`)).toEqual(['entryConfirmed', 'disbursementRecorded']);
		expect(await types(`id=${record.id}&actor=${office.id}`)).toEqual(['entryConfirmed']);
		expect(await types('address=10.1.2.3')).toEqual(['accountChanged']);
		expect(await types(`reason=${encodeURIComponent('100%')}`)).toEqual(['accountChanged']);
		expect(await types(`reason=${encodeURIComponent('没有')}`)).toEqual([]);
		expect(await types('to=2017-01-01')).toEqual([]);
		expect(await types(`from=2017-01-01&kind=access&reason=${encodeURIComponent('姓名')}`)).toEqual(['accountChanged']);
		expect(await types(`type=x'; drop table event; --`)).toEqual([]);
	});

	test('names a record once that an event names twice, as that of a new entity does', async () => {
		const twice = randomUUID();
		await note(changed, 'unit:yinzhou', 'entityRecorded', { ids: [twice, twice] });
		const [row] = await find(`id=${twice}`);
		expect(row?.things).toEqual([{ id: twice, name: null }]);
	});

	test('says who, and what was before and after, from the tables that hold it', async () => {
		const [row] = await find('type=accountChanged');
		expect(row).toMatchObject({
			by: { via: 'person', name: '=王管理', username: 'admin.wang', role: 'system_admin' },
			address: '10.1.2.3',
			things: [{ id: changed, name: '李四' }],
			changes: [{ field: 'name', from: '李三', to: '李四' }],
			reason: '更正姓名 100%'
		});
	});

	test('shows ids, types, units and versions of business, and no figure or word of it', async () => {
		const rows = await find('kind=business');
		expect(rows.find(({ type }) => type === 'disbursementRecorded')).toMatchObject({
			things: [{ id: record.id }],
			values: {},
			after: `fund_movement:${record.id}@1`
		});
		expect(JSON.stringify(rows)).not.toMatch(/1234|123450|某某|甬财|risk-pool/);
	});

	test('checks a single row against its hash and the row before it', async () => {
		const [row] = await find('type=entryConfirmed');
		if (!row) throw new Error('no row');
		expect((await audit.event(row.stream, row.seq))?.holds).toBe(true);
		await desk.sql`update event set actor = 'x' where stream = ${row.stream} and seq = ${row.seq}`;
		expect((await audit.event(row.stream, row.seq))?.holds).toBe(false);
		await desk.sql`update event set actor = ${office.id} where stream = ${row.stream} and seq = ${row.seq}`;
		expect(await audit.event('nowhere', 1)).toBeNull();
	});

	test('a page stays where it is while events arrive, and pages meet without a gap or a repeat', async () => {
		for (let n = 0; n < 120; n++) await note(changed, 'signin', 'signInFailed', { ids: [changed] });
		const filter = filterOf('type=signInFailed');
		const first = await audit.search(filter, null);
		for (let n = 0; n < 7; n++) await note(changed, 'signin', 'signInFailed', { ids: [changed] });
		const second = await audit.search(filter, first.next);
		const third = await audit.search(filter, second.next);
		const seqs = [...first.rows, ...second.rows, ...third.rows].map(({ seq }) => seq);
		expect(seqs).toEqual(Array.from({ length: 120 }, (_, index) => 121 - index));
		expect([first.next, third.next].map((next) => next === null)).toEqual([false, true]);
		expect(await types('actor=li.si&kind=signin')).toHaveLength(50);
	});

	test('gives a sheet that reads back as what is shown, names masked, formulas quoted, and says where it is cut', async () => {
		const lines = async (query: string, most?: number) => {
			let text = '';
			for await (const part of exportEvents(desk.db, catalogue, filterOf(query), {}, most)) text += part;
			expect(text.charCodeAt(0)).toBe(0xfeff);
			return parse(text.slice(1), { relax_column_count: true });
		};
		const sheet = await lines('type=accountChanged');
		expect(sheet).toHaveLength(2);
		expect(sheet[1]).toEqual(expect.arrayContaining(['accountChanged', `'=**`, admin, '10.1.2.3', changed]));
		expect(JSON.stringify(sheet)).not.toMatch(/王|李三|李四|li\.si|admin\.wang/);
		expect(await lines('type=signInFailed')).toHaveLength(128);
		const cut = await lines('type=signInFailed', 5);
		expect(cut).toHaveLength(7);
		expect(cut[6]).toHaveLength(1);
		expect(await lines('type=signInFailed', 127)).toHaveLength(128);
	});

	test('tells the history of a record to those who may read it, without addresses, and to nobody else', async () => {
		const told = await audit.historyOf(yinzhou, [record.id]);
		expect(told.map(({ type, by }) => [type, by.unit])).toEqual([
			['entryConfirmed', 'finance'],
			['disbursementRecorded', 'yinzhou']
		]);
		expect(told[0]?.changes).toEqual([{ field: 'state', from: 'reported', to: 'confirmed' }]);
		expect(told.map(({ address }) => address)).toEqual([null, null]);
		expect(await audit.historyOf(someone('district', 'haishu'), [record.id])).toEqual([]);
		expect(await audit.historyOf(auditor, [record.id])).toEqual([]);
	});
});

describe('what the address asks of the audit', () => {
	test('a day that is none is named and not looked for; days in the other order are the same period', () => {
		expect(readAuditFilter(new URLSearchParams('from=2019-02-30'))).toMatchObject({
			filter: { from: null },
			faults: [{ pointer: '/from', code: 'bad_date' }]
		});
		expect(readAuditFilter(new URLSearchParams('from=2019-03-02&to=2019-03-01')).filter).toMatchObject({
			from: '2019-03-01',
			to: '2019-03-02'
		});
		expect(readAuditFilter(new URLSearchParams(`actor=${'x'.repeat(201)}`)).faults).toEqual([
			{ pointer: '/actor', code: 'too_long', params: { max: 200 } }
		]);
	});
});
