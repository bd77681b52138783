// What somebody reads or takes away stands in the log before it is shown: a reload once, an export each time.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { noteRead } from '#lib/audit/note-read.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { office } from '../support/actors.ts';
import { openCommandDesk, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const auditor: Actor = { id: 'auditor', role: 'audit_admin', unit: null, via: 'session' };

describe.each(databaseKinds)('reads, on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterAll(() => desk.close());
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ['Date', 'performance'], now: new Date('2026-03-01T08:00:00Z') });
		return () => vi.useRealTimers();
	});

	const noted = async () =>
		(
			await desk.sql<{ stream: string; actor: string; type: string; body: { values: object; ids: string[] } }[]>`
				select stream, actor, type, body from event order by stream, seq`
		).map(({ stream, actor, type, body }) => [stream, actor, type, body.values, body.ids]);

	test('are noted once in five minutes for a page, each for what and whom it is of; exports always', async () => {
		const accounts = { type: 'personalDataRead', what: 'accounts' } as const;
		await Promise.all(Array.from({ length: 8 }, () => noteRead(desk.log, auditor, accounts)));
		await noteRead(desk.log, office, accounts);
		await noteRead(desk.log, auditor, { ...accounts, ids: ['b', 'a'] });
		await noteRead(desk.log, auditor, { ...accounts, ids: ['a', 'b'] });
		await noteRead(desk.log, auditor, { type: 'exported', what: 'audit' });
		await noteRead(desk.log, auditor, { type: 'exported', what: 'audit' });
		vi.advanceTimersByTime(5 * 60_000);
		await noteRead(desk.log, auditor, accounts);
		// The clock is put back to the first five minutes.
		vi.advanceTimersByTime(5 * 60_000);
		vi.setSystemTime(new Date('2026-03-01T08:00:00Z'));
		await noteRead(desk.log, auditor, accounts);
		expect(await noted()).toEqual([
			['reads', 'auditor', 'personalDataRead', { what: 'accounts' }, []],
			['reads', office.id, 'personalDataRead', { what: 'accounts' }, []],
			['reads', 'auditor', 'personalDataRead', { what: 'accounts' }, ['b', 'a']],
			['reads', 'auditor', 'exported', { what: 'audit' }, []],
			['reads', 'auditor', 'exported', { what: 'audit' }, []],
			['reads', 'auditor', 'personalDataRead', { what: 'accounts' }, []],
			['reads', 'auditor', 'personalDataRead', { what: 'accounts' }, []]
		]);
		expect(await verifyChain(desk.db)).toBeNull();
	});

	test('that cannot be noted are refused', async () => {
		await desk.sql`alter table event add constraint full_disk check (type <> 'settingsRead')`;
		await expect(noteRead(desk.log, auditor, { type: 'settingsRead', what: 'policy' })).rejects.toThrow();
		await desk.sql`alter table event drop constraint full_disk`;
	});
});
