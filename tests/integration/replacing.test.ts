// Movements that take the place of others: what is asked of those first.
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { caseSchema, closureSchema } from '#lib/cases/case.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import type { Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { taskUpdateSchema } from '#lib/tasks/share.ts';
import { office, someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const amr = someone('department', 'amr');
/** Of the bureau that hosts the office: another unit than `office`. */
const second = someone('office', 'ipo');
const yinzhou = someone('district', 'yinzhou');

describe.each(databaseKinds)('replacing, on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterAll(() => desk.close());

	let number = 0;
	const one = { line: 'insurance', source: 'central', step: 'received', date: '2019-05-05', reference: 'R' };
	const record = (actor: Actor, ...list: object[]) =>
		desk.commands.recordDisbursements(
			actor,
			call(),
			list.map((change) => v.parse(disbursementSchema, { ...one, amount: `${++number}.00`, ...change }))
		);
	const replace = (...ids: string[]) => ids.map((id) => ({ replaces: id, reason: 'why' }));
	const reverse = (...ids: string[]) =>
		desk.commands.reverse(
			office,
			call(),
			ids.map((id) => ({ id, reason: 'why' }))
		);
	const idsOf = (result: Result<Written>) => [...written(result).ids];
	const idOf = (result: Result<Written>) => idsOf(result)[0] ?? '';

	describe('[R291] what is no movement of one’s own is told as that, whatever else is so of it', () => {
		const replaced = async (id: string) => {
			const result = await record(office, ...replace(id));
			return result.ok ? null : [result.kind, result.faults[0]?.pointer, result.faults[0]?.code];
		};

		test('a record of another kind that is never reversed, that others rest on, or that is reversed', async () => {
			const other = ['conflict', '/replaces', 'replaces_other_kind'];
			const update = { share: '2.4/yinzhou', changes: { status: { base: 'not_started', new: 'in_progress' } } };
			const [share = ''] = idsOf(
				await desk.commands.updateShares(yinzhou, call(), [v.parse(taskUpdateSchema, update)])
			);
			expect(await replaced(share)).toEqual(other);
			const file = { number: 'N', type: 'patent', territory: 'cixi', acceptedAt: '2019-03-01' };
			const accepted = idOf(await desk.commands.acceptCases(amr, call(), [v.parse(caseSchema, file)]));
			const close = v.parse(closureSchema, { number: 'N', closedAt: '2019-03-05' });
			const closed = idOf(await desk.commands.closeCases(amr, call(), [close]));
			expect(await replaced(accepted)).toEqual(other);
			written(await reverse(closed));
			expect(await replaced(closed)).toEqual(other);
		});

		test('a movement of another unit that is reversed', async () => {
			const theirs = idOf(await record(second, {}));
			written(await reverse(theirs));
			expect(await replaced(theirs)).toEqual(['forbidden', '/replaces', 'not_your_unit']);
		});

		test('one’s own that is reversed, also by the same write', async () => {
			const own = idOf(await record(office, {}));
			expect(await record(office, ...replace(own, own))).toMatchObject({
				kind: 'conflict',
				faults: [{ pointer: '/1/replaces', code: 'already_reversed' }]
			});
			written(await reverse(own));
			expect(await replaced(own)).toEqual(['conflict', '/replaces', 'already_reversed']);
		});
	});
});
