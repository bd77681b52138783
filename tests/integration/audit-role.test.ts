// With an owner that migrates, the application's own role can add to the log and do nothing else to it: the database refuses.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { startApp, type App } from '#lib/app/app.server.ts';
import { readConfig } from '#lib/platform/config.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const auditor: Actor = { id: 'auditor', role: 'audit_admin', unit: null, via: 'session' };

describe.runIf(databaseKinds.includes('postgres'))("the application's own role", () => {
	const name = `role_${randomBytes(6).toString('hex')}`;
	const dataDir = mkdtempSync(join(tmpdir(), 'jindu-role-'));
	let ownerUrl: string;
	let app: App;
	let application: postgres.Sql;

	beforeAll(async () => {
		const server = postgres(inject('postgresUrl'), { max: 1 });
		// An empty database: the owner lays the tables at the start.
		await server`create database ${server(name)}`;
		await server`create role ${server(name)} login`;
		await server.end();
		const owner = new URL(inject('postgresUrl'));
		owner.pathname = name;
		ownerUrl = owner.href;
		owner.username = name;
		application = postgres(owner.href, { max: 1 });
		app = await startApp(
			readConfig({ DATABASE_URL: owner.href, DATABASE_MIGRATION_URL: ownerUrl, DATA_DIR: dataDir }),
			pino({ level: 'silent' }),
			() => undefined
		);
		// Sockets are closed with the server that they are on.
		const http = createServer();
		await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
		app.sockets.attach(http);
	});
	afterAll(async () => {
		await app.close();
		await application.end();
		const server = postgres(inject('postgresUrl'), { max: 1 });
		await server`drop database ${server(name)} with (force)`;
		await server`drop role ${server(name)}`;
		await server.end();
		rmSync(dataDir, { recursive: true, force: true });
	});

	test('writes as usual', async () => {
		await app.audit.noteRead(auditor, { type: 'exported', what: 'audit' });
		expect(await application`select 1 from event where stream = 'reads'`).toHaveLength(1);
	});

	test.each([
		`update event set actor = 'somebody'`,
		`delete from event`,
		`truncate event`,
		`update audit_cut set seq = 1`,
		`insert into audit_cut (stream, seq, hash, signature) values ('reads', 1, '', '')`,
		`delete from audit_cut`,
		`update account_version set name = ''`,
		`delete from setting`,
		`update reason_text set text = ''`,
		`drop table event`,
		`alter table event drop column hash`,
		`create table forged (id integer)`,
		`alter table event disable trigger all`
	])('is refused: %s', async (statement) => {
		await expect(application.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
	});
});
