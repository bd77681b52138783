// What the log says when statements fail: enough to find the place, and nothing that was sent with them.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from '#lib/access/tables.server.ts';
import { errorText } from '#lib/platform/error-facts.ts';
import { openLogger } from '#lib/platform/logger.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const secret = 'geheim-42';

describe.each(databaseKinds)('on %s', (kind) => {
	let opened: TestDatabase;
	beforeAll(async () => {
		opened = await openTestDatabase(kind);
		await opened.database.sql`create table secret_thing (name text unique, figure integer, check (figure > 0))`;
	});
	afterAll(() => opened.close());

	/** Statements that fail for what they were sent. */
	const failing: Readonly<Record<string, { readonly code: string; readonly run: () => PromiseLike<unknown> }>> = {
		'a value that is none of its type': {
			code: '22P02',
			run: () => opened.database.db.select().from(account).where(eq(account.id, secret))
		},
		'a value that is there already': {
			code: '23505',
			run: async () => {
				for (const round of [1, 2])
					await opened.database.db.execute(sql`insert into secret_thing values (${secret}, ${round})`);
			}
		},
		'a row that breaks a rule': {
			code: '23514',
			run: () => opened.database.db.execute(sql`insert into secret_thing values (${secret + '-2'}, -1)`)
		},
		'a value that is no JSON, by the driver itself': {
			code: '22P02',
			run: () => opened.database.sql`select ${secret}::text::jsonb`
		},
		'a table that is not there': {
			code: '42P01',
			run: () => opened.database.db.execute(sql`insert into nowhere values (${secret})`)
		},
		'a fault of a statement in a transaction': {
			code: '22P02',
			run: () => opened.database.db.transaction((tx) => tx.execute(sql`select ${secret}::text::int`))
		}
	};

	test.each(Object.entries(failing))('[R225] %s leaves no value in the log', async (_, { code, run }) => {
		const thrown = await run().then(
			() => null,
			(error: unknown) => error
		);
		expect(thrown).toBeInstanceOf(Error);
		const lines: string[] = [];
		const logger = openLogger('info', { write: (line) => lines.push(line) });
		logger.error({ err: thrown }, 'named');
		logger.error({ failure: thrown });
		logger.error(thrown);
		const written = lines.join('') + errorText(thrown);
		expect(lines).toHaveLength(3);
		expect(written).not.toContain(secret);
		expect(written).not.toMatch(/params|detail/);
		for (const line of lines) expect(line).toContain(code);
		expect(lines[0]).toContain('log-lines.test.ts');
	});
});
