// The databases of the integration tests themselves: migrated, and each test file's own.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

describe.each(databaseKinds)('a test database, on %s', (kind) => {
	let one: TestDatabase;
	let other: TestDatabase;
	beforeAll(async () => {
		one = await openTestDatabase(kind);
		other = await openTestDatabase(kind);
	});
	afterAll(async () => {
		await one.close();
		await other.close();
	});

	test('has the tables of the migrations', async () => {
		const [found] = await one.database.sql`select to_regclass('public.stream_head') is not null as there`;
		expect(found?.['there']).toBe(true);
	});

	test('does not see what another writes', async () => {
		await one.database.sql`create table only_here (id int)`;
		const [found] = await other.database.sql`select to_regclass('public.only_here') is null as absent`;
		expect(found?.['absent']).toBe(true);
	});
});
