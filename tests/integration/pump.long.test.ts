// A look of the pump whose answer never comes: given up, said, and taken up by the next one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { someone } from '../support/actors.ts';
import { call, openCommandDesk, written, type CommandDesk } from '../support/commands.ts';
import { openLiveServer, reached } from '../support/live-server.ts';

const yinzhou = someone('district', 'yinzhou');
let desk: CommandDesk;
beforeAll(async () => {
	desk = await openCommandDesk('postgres');
});
afterAll(() => desk.close());

test('[R200] a look that hangs is given up, and what was written meanwhile is handed on by the next', async () => {
	const server = await openLiveServer(desk, { yinzhou });
	const client = server.client('yinzhou');
	await client.ready();
	server.setHanging(true);
	const deal = { kind: 'transfer', amount: '1.00', date: '2019-05-05', territory: 'yinzhou', reference: 'R' };
	const { heads } = written(
		await desk.commands.recordTransactions(yinzhou, call(), [v.parse(transactionSchema, deal)])
	);
	await expect.poll(() => server.errors.length, { timeout: 20_000 }).toBe(1);
	expect(String(server.errors[0])).toContain('the log could not be read');
	expect(reached(client, 'city')).toBe(0);
	server.setHanging(false);
	await client.until(() => reached(client, 'city') === heads['city']);
	await server.close();
});
