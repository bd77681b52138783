// What the security administrator does: roles, policy, sessions, tokens, with what is refused, on both databases.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { issueToken } from '#lib/access/issue-token.server.ts';
import { actorOfToken } from '#lib/access/people.server.ts';
import { defaultPolicy } from '#lib/access/policy.ts';
import { branchOf, type Actor, type Role } from '#lib/access/roles.ts';
import { account, appointment, session } from '#lib/access/tables.server.ts';
import { day } from '#lib/kernel/day.ts';
import { openSecurity } from '#lib/role-admin/open-security.server.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const today = day('2019-09-16');
const reason = '岗位调整';
const somebody = { id: 'somebody', unit: null, via: 'session' } as const;

describe.each(databaseKinds)('the security administrator, on %s', (kind) => {
	let desk: CommandDesk;
	let security: ReturnType<typeof openSecurity>;
	let admin: Actor;
	let ended: string[];
	let endedTokens: string[];
	let refreshed: number;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
		security = openSecurity(
			{
				recording: desk,
				ends: { sessions: (ids) => ended.push(...ids), token: (id) => endedTokens.push(id) },
				refreshSettings: () => {
					refreshed++;
					return Promise.resolve();
				}
			},
			() => today
		);
		admin = await administrator();
	});
	beforeEach(() => {
		[ended, endedTokens, refreshed] = [[], [], 0];
	});
	afterAll(() => desk.close());

	/** An account with a password; it holds the role since the year began where one is given. */
	async function person(
		role: Role | null,
		unit: string | null = null,
		requested?: { role: Role; unit: string | null }
	) {
		const id = randomUUID();
		await desk.db.insert(account).values({
			id,
			username: `u-${id.slice(0, 8)}`,
			name: '示例人员',
			branch: branchOf(role ?? requested?.role ?? 'reader'),
			passwordHash: 'x',
			requestedRole: requested?.role ?? null,
			requestedUnit: requested?.unit ?? null
		});
		if (role !== null)
			await desk.db.insert(appointment).values({ id: randomUUID(), account: id, role, unit, validFrom: '2019-01-01' });
		return id;
	}

	async function administrator(): Promise<Actor> {
		return { id: await person('security_admin'), role: 'security_admin', unit: null, via: 'session' };
	}

	async function signIn(of: string): Promise<string> {
		const id = randomUUID();
		const later = new Date(Date.now() + 3_600_000);
		await desk.db.insert(session).values({ id, secretHash: 'x', account: of, expiresAt: later, endsAt: later });
		return id;
	}

	async function rolesOf(of: string) {
		const rows = await desk.sql<{ id: string; role: string; unit: string | null; from: string; to: string | null }[]>`
			select id, role, unit, valid_from::text as "from", valid_to::text as "to" from appointment
			where account = ${of} order by valid_from, valid_to nulls last`;
		return rows;
	}

	async function appointmentOf(of: string): Promise<string> {
		return (await rolesOf(of)).at(-1)?.id ?? '';
	}

	async function newestEvent() {
		const [row] = await desk.sql<{ type: string; body: Record<string, unknown>; actor: string }[]>`
			select type, body, actor from event where stream = 'access' order by seq desc limit 1`;
		return row;
	}

	const grant = (of: string, role: Role, unit: string | null = null, from = today, by = admin) =>
		security.grantRoles(by, call(), { grants: [{ account: of, role, unit }], from });

	describe('grants', () => {
		test('what was asked for, several at once, and takes the request off the list', async () => {
			const asked = { role: 'district', unit: 'cixi' } as const;
			const [one, two] = [await person(null, null, asked), await person(null, null, { role: 'leader', unit: null })];
			const before = await security.roles();
			expect(before.waiting.map((row) => row.account)).toEqual(expect.arrayContaining([one, two]));
			const grants = [
				{ account: one, ...asked },
				{ account: two, role: 'leader' as const, unit: null }
			];
			written(await security.grantRoles(admin, call(), { grants, from: today }));
			expect(await rolesOf(one)).toMatchObject([{ role: 'district', unit: 'cixi', from: today, to: null }]);
			const after = await security.roles();
			expect(after.waiting.filter((row) => row.account === one || row.account === two)).toEqual([]);
			expect(after.held.find((row) => row.account === two)).toMatchObject({ role: 'leader', by: admin.id });
			expect(await newestEvent()).toMatchObject({
				type: 'appointmentGranted',
				actor: admin.id,
				body: { values: { role: 'leader', unit: null, roleBefore: null, from: today }, ids: [two, expect.any(String)] }
			});
		});

		test('all or none: what is wrong is named by its place', async () => {
			const [good, bad] = [await person(null), await person('reader')];
			const refused = await security.grantRoles(admin, call(), {
				grants: [
					{ account: good, role: 'leader', unit: null },
					{ account: bad, role: 'leader', unit: null }
				],
				from: today
			});
			expect(refused).toMatchObject({
				ok: false,
				faults: [{ pointer: '/grants/1/account', code: 'already_appointed' }]
			});
			expect(await rolesOf(good)).toEqual([]);
		});

		test.each([
			['across branches', 'audit_admin', null, 'role_not_of_branch'],
			['a unit role without a unit', 'department', null, 'role_needs_unit'],
			['a role without a unit for one', 'leader', 'amr', 'no_unit_for_role'],
			['a unit that there is not', 'department', 'atlantis', 'unknown_unit'],
			['a department role for a district', 'department', 'cixi', 'role_not_for_unit'],
			['a district role for a department', 'district', 'amr', 'role_not_for_unit'],
			['the funds to another unit', 'fund_manager', 'amr', 'role_not_for_unit']
		] as const)('nothing %s', async (_, role, unit, code) => {
			const of = await person(null);
			expect(refusedWith(await grant(of, role, unit))).toBe(code);
			expect(await rolesOf(of)).toEqual([]);
		});

		test('nothing before today, to nobody, to who is disabled, or twice', async () => {
			const of = await person(null);
			expect(refusedWith(await grant(of, 'leader', null, day('2019-09-15')))).toBe('in_the_past');
			expect(refusedWith(await grant(randomUUID(), 'leader'))).toBe('unknown_account');
			written(await grant(of, 'leader', null, day('2019-10-01')));
			expect(refusedWith(await grant(of, 'reader'))).toBe('already_appointed');
			const disabled = await person(null);
			await desk.sql`update account set disabled_at = now() where id = ${disabled}`;
			expect(refusedWith(await grant(disabled, 'leader'))).toBe('account_disabled');
		});

		test('nothing to oneself, and nothing by anybody else', async () => {
			expect(refusedWith(await grant(admin.id, 'security_admin'))).toBe('own_account');
			const of = await person(null);
			for (const role of ['leader', 'system_admin', 'audit_admin'] as const)
				expect(refusedWith(await grant(of, 'leader', null, today, { ...somebody, role }))).toBe('not_allowed');
			expect(refusedWith(await grant(of, 'leader', null, today, { ...admin, via: 'token' }))).toBe('not_allowed');
			expect(await rolesOf(of)).toEqual([]);
		});

		test('nothing across branches or twice, straight in the database either', async () => {
			const of = await person(null);
			const insert = (role: Role) =>
				desk.sql`insert into appointment (id, account, role, valid_from) values (${randomUUID()}, ${of}, ${role}, ${today})`;
			for (const role of ['system_admin', 'security_admin', 'audit_admin'] as const)
				await expect(insert(role)).rejects.toThrow(/appointment_branch/);
			await insert('leader');
			await expect(insert('reader')).rejects.toThrow(/appointment_open/);
		});

		test('of two at the same time one', async () => {
			const of = await person(null);
			const results = await Promise.all([grant(of, 'leader'), grant(of, 'reader')]);
			expect(results.filter(({ ok }) => ok)).toHaveLength(1);
			expect(results.filter((one) => !one.ok).map(refusedWith)).toEqual(['already_appointed']);
			expect(await rolesOf(of)).toHaveLength(1);
		});
	});

	describe('a change of role', () => {
		test('ends the one before, begins the next, and ends every session', async () => {
			const of = await person('department', 'amr');
			const sessions = [await signIn(of), await signIn(of)];
			const other = await signIn(admin.id);
			const input = { appointment: await appointmentOf(of), role: 'office', unit: 'amr', from: today, reason } as const;
			written(await security.changeRole(admin, call(), input));
			expect(await rolesOf(of)).toMatchObject([
				{ role: 'department', to: '2019-09-15' },
				{ role: 'office', from: today, to: null }
			]);
			expect(ended.sort()).toEqual(sessions.sort());
			const left = await desk.sql<
				{ id: string }[]
			>`select id from session where account in ${desk.sql([of, admin.id])}`;
			expect(left.map(({ id }) => id)).toContain(other);
			expect(left.map(({ id }) => id)).not.toContain(sessions[0]);
			expect(await newestEvent()).toMatchObject({ type: 'sessionEnded', body: { values: { count: 2, why: 'role' } } });
			const [granted] = await desk.sql<{ body: Record<string, unknown> }[]>`
				select body from event where stream = 'access' and type = 'appointmentGranted' order by seq desc limit 1`;
			expect(granted?.body).toMatchObject({
				values: { roleBefore: 'department', unitBefore: 'amr', role: 'office', unit: 'amr' }
			});
			const [why] = await desk.sql`select text from reason_text where id::text = ${String(granted?.body['reason'])}`;
			expect(why).toEqual({ text: reason });
		});

		test('of a day to come ends sessions when the day has come', async () => {
			const of = await person('reader');
			const signed = await signIn(of);
			const tomorrow = day('2019-09-17');
			const input = {
				appointment: await appointmentOf(of),
				role: 'leader',
				unit: null,
				from: tomorrow,
				reason
			} as const;
			written(await security.changeRole(admin, call(), input));
			expect(ended).toEqual([]);
			const next = openSecurity(
				{
					recording: desk,
					ends: { sessions: (ids) => ended.push(...ids), token: () => undefined },
					refreshSettings: () => Promise.resolve()
				},
				() => tomorrow
			);
			await next.dayTurned();
			expect(ended).toEqual([signed]);
			const again = await signIn(of);
			await next.dayTurned();
			expect(ended, `${again} was opened on the day itself`).toEqual([signed]);
		});

		test('stays in the branch, changes something, and is nobody’s own', async () => {
			const of = await person('reader');
			const held = await appointmentOf(of);
			const change = (role: Role, by = admin, which = held) =>
				security.changeRole(by, call(), { appointment: which, role, unit: null, from: today, reason });
			expect(refusedWith(await change('system_admin'))).toBe('role_not_of_branch');
			expect(refusedWith(await change('reader'))).toBe('nothing_changed');
			expect(refusedWith(await change('security_admin', admin, await appointmentOf(admin.id)))).toBe('own_account');
			expect(refusedWith(await change('leader', admin, randomUUID()))).toBe('unknown_appointment');
			expect(ended).toEqual([]);
		});

		test('that was asked for is granted as one', async () => {
			const of = await person('district', 'cixi', { role: 'district', unit: 'haishu' });
			await signIn(of);
			expect((await security.roles()).waiting.find((row) => row.account === of)?.now).toEqual({
				role: 'district',
				unit: 'cixi'
			});
			written(await grant(of, 'district', 'haishu'));
			expect(await rolesOf(of)).toMatchObject([
				{ unit: 'cixi', to: '2019-09-15' },
				{ unit: 'haishu', to: null }
			]);
			expect(ended).toHaveLength(1);
		});
	});

	describe('the end of a role', () => {
		test('at once takes the sessions with it; with a day it leaves them', async () => {
			const [now, later] = [await person('reader'), await person('reader')];
			const [one] = [await signIn(now), await signIn(later)];
			written(await security.endRole(admin, call(), { appointment: await appointmentOf(now), reason }));
			const lastDay = day('2019-12-31');
			written(await security.endRole(admin, call(), { appointment: await appointmentOf(later), lastDay, reason }));
			expect(await rolesOf(now)).toMatchObject([{ to: '2019-09-15' }]);
			expect(await rolesOf(later)).toMatchObject([{ to: lastDay }]);
			expect(ended).toEqual([one]);
			const again = await security.endRole(admin, call(), { appointment: await appointmentOf(now), reason });
			expect(refusedWith(again)).toBe('already_ended');
			const longer = { appointment: await appointmentOf(later), lastDay: day('2020-01-01'), reason };
			expect(refusedWith(await security.endRole(admin, call(), longer))).toBe('last_day_too_late');
		});

		test('of the last security administrator who can sign in is refused, also to two who end each other', async () => {
			const second = await administrator();
			// Who has no password yet, or is disabled, keeps nothing.
			const invited = await administrator();
			await desk.sql`update account set password_hash = null where id = ${invited.id}`;
			const [ofFirst, ofSecond] = [await appointmentOf(admin.id), await appointmentOf(second.id)];
			const results = await Promise.all([
				security.endRole(admin, call(), { appointment: ofSecond, reason }),
				security.endRole(second, call(), { appointment: ofFirst, reason })
			]);
			expect(results.filter(({ ok }) => ok)).toHaveLength(1);
			expect(results.filter((one) => !one.ok).map(refusedWith)).toEqual(['last_security_admin']);
			if ((await rolesOf(admin.id)).at(-1)?.to !== null) admin = second;
			const own = { appointment: await appointmentOf(admin.id), reason };
			expect(refusedWith(await security.endRole(admin, call(), own))).toBe('last_security_admin');
		});
	});

	test('a request is declined with a reason, once', async () => {
		const of = await person(null, null, { role: 'leader', unit: null });
		written(await security.declineRole(admin, call(), { account: of, reason }));
		expect(await newestEvent()).toMatchObject({ type: 'appointmentDeclined', body: { values: { role: 'leader' } } });
		expect((await security.roles()).waiting.map((row) => row.account)).not.toContain(of);
		expect(refusedWith(await security.declineRole(admin, call(), { account: of, reason }))).toBe('no_request');
	});

	describe('the policy', () => {
		test('is saved as versions, with who and why, and is in force at once', async () => {
			const input = { ...defaultPolicy, idleMinutes: 20, base: 0, reason };
			written(await security.changePolicy(admin, call(), input));
			expect(refreshed).toBe(1);
			expect(await newestEvent()).toMatchObject({
				type: 'policyChanged',
				body: { before: null, after: 'setting:policy@1', values: { key: 'policy', version: 1 } }
			});
			const { versions, doers } = await security.policyVersions();
			expect(versions).toMatchObject([{ version: 1, value: { idleMinutes: 20 }, by: admin.id, reason }]);
			expect(doers[admin.id]).toBe('示例人员');
			expect(refusedWith(await security.changePolicy(admin, call(), { ...input, base: 1 }))).toBe('nothing_changed');
		});

		test('of two who change the same version the second overwrites nothing', async () => {
			const change = (idleMinutes: number) =>
				security.changePolicy(admin, call(), { ...defaultPolicy, idleMinutes, base: 1, reason });
			const results = await Promise.all([change(11), change(12)]);
			expect(results.filter(({ ok }) => ok)).toHaveLength(1);
			const [refused] = results.filter((one) => !one.ok);
			expect(refused).toMatchObject({
				kind: 'edit_conflict',
				faults: [{ code: 'setting_changed_since', params: { version: 2 } }],
				conflicts: [{ field: 'idleMinutes', base: 20 }]
			});
			expect((await security.policyVersions()).versions).toHaveLength(2);
		});

		test('is not the system administrator’s, nor settings the security administrator’s', async () => {
			const system: Actor = { ...somebody, id: admin.id, role: 'system_admin' };
			const settings = { contact: '市知识产权局 0574-1234', notice: '', base: 0, reason: '' };
			expect(refusedWith(await security.changePolicy(system, call(), { ...defaultPolicy, base: 2, reason }))).toBe(
				'not_allowed'
			);
			expect(refusedWith(await security.changeInstallation(admin, call(), settings))).toBe('not_allowed');
			written(await security.changeInstallation(system, call(), settings));
			expect(await newestEvent()).toMatchObject({
				type: 'settingChanged',
				body: { after: 'setting:installation@1', reason: null }
			});
		});

		test('says beforehand how many it concerns', async () => {
			const before = await security.countPolicy(defaultPolicy);
			const old = await person('reader');
			const aging = await person('reader');
			await desk.sql`update account set password_changed_at = now() - interval '91 days' where id = ${old}`;
			await desk.sql`update account set password_changed_at = now() - interval '80 days' where id = ${aging}`;
			const idle = await signIn(old);
			await desk.sql`update session set seen_at = now() - interval '11 minutes' where id = ${idle}`;
			const after = await security.countPolicy(defaultPolicy);
			expect(after.people - before.people).toBe(2);
			expect(after.passwordTooOld - before.passwordTooOld).toBe(1);
			expect(after.passwordOldSoon - before.passwordOldSoon).toBe(1);
			expect(after.sessionsOver - before.sessionsOver).toBe(0);
			const shorter = await security.countPolicy({ ...defaultPolicy, idleMinutes: 10 });
			expect(shorter.sessionsOver - after.sessionsOver).toBe(1);
			const everybody = await security.countPolicy({ ...defaultPolicy, secondFactor: 'everybody' });
			expect(everybody.withoutSecondFactor).toBe(everybody.people);
			expect(after.withoutSecondFactor).toBeLessThan(everybody.withoutSecondFactor);
			const noAge = await security.countPolicy({ ...defaultPolicy, preset: 'asvs' });
			expect([noAge.passwordTooOld, noAge.passwordOldSoon]).toEqual([0, 0]);
		});
	});

	describe('sessions', () => {
		test('are ended one by one or all of an account, but not the one in use', async () => {
			const of = await person('reader');
			const [one, two, three] = [await signIn(of), await signIn(of), await signIn(of)];
			const own = await signIn(admin.id);
			const end = (input: { session?: string; account: string }) =>
				security.endSessions(admin, call(), own, { ...input, reason });
			written(await end({ session: one, account: of }));
			expect(ended).toEqual([one]);
			expect(refusedWith(await end({ session: one, account: of }))).toBe('unknown_session');
			expect(refusedWith(await end({ session: two, account: admin.id }))).toBe('unknown_session');
			expect(refusedWith(await end({ session: own, account: admin.id }))).toBe('own_session');
			written(await end({ account: of }));
			expect(ended.sort()).toEqual([one, two, three].sort());
			const another = await signIn(admin.id);
			written(await end({ account: admin.id }));
			expect(ended).toContain(another);
			expect((await security.sessions()).map(({ id }) => id)).toContain(own);
		});
	});

	describe('tokens', () => {
		const wanted = { name: '交易中心', holder: { unit: 'amr' }, scope: 'read', days: 30 } as const;

		test('are shown once, say who made them, and end when they are revoked', async () => {
			const asked = call();
			const issued = await security.issueToken(admin, asked, wanted);
			if (!issued.ok || issued.value.token === null) throw new Error('no token');
			const { token } = issued.value;
			expect(await actorOfToken(desk.db, token, today)).toMatchObject({
				role: 'department',
				unit: 'amr',
				scope: 'read'
			});
			const [id = ''] = token.split('.');
			const listed = async () => (await security.tokens()).tokens.find((one) => one.id === id);
			expect(await listed()).toMatchObject({ name: wanted.name, createdBy: admin.id, state: 'valid' });
			// The same request again has issued nothing more, and cannot show what was.
			expect(await security.issueToken(admin, asked, wanted)).toMatchObject({ ok: true, value: { token: null } });
			written(await security.revokeToken(admin, call(), { token: id, reason }));
			expect(endedTokens).toEqual([id]);
			expect(await actorOfToken(desk.db, token, today)).toBeNull();
			expect(await listed()).toMatchObject({ state: 'revoked' });
			expect(refusedWith(await security.revokeToken(admin, call(), { token: id, reason }))).toBe('token_ended');
			const stored = await desk.sql`select * from api_token where id = ${id}`;
			const events = await desk.sql`select * from event where stream = 'access'`;
			expect(JSON.stringify([stored, events])).not.toContain(token.split('.')[1]);
		});

		test('open nothing when they have expired or their unit is over', async () => {
			const token = await issueToken(desk.log, { unit: 'haishu' }, 'ingest');
			if (!token.ok) throw new Error('no token');
			expect(await actorOfToken(desk.db, token.value, today)).not.toBeNull();
			await desk.sql`update unit set valid_to = '2019-09-15' where code = 'haishu'`;
			expect(await actorOfToken(desk.db, token.value, today)).toBeNull();
			expect(refusedWith(await issueToken(desk.log, { unit: 'haishu' }, 'ingest'))).toBe('unit_not_valid');
			await desk.sql`update unit set valid_to = null where code = 'haishu'`;
			await desk.sql`update api_token set expires_at = now() - interval '1 minute' where unit = 'haishu'`;
			expect(await actorOfToken(desk.db, token.value, today)).toBeNull();
		});

		test('note their last use at most once a minute', async () => {
			const token = await issueToken(desk.log, { unit: 'amr' }, 'ingest');
			if (!token.ok) throw new Error('no token');
			const [id = ''] = token.value.split('.');
			const used = async () => {
				await actorOfToken(desk.db, token.value, today);
				return (await security.tokens()).tokens.find((one) => one.id === id)?.lastUsedAt ?? null;
			};
			const first = await used();
			expect(first).not.toBeNull();
			expect(await used()).toBe(first);
			await desk.sql`update api_token set last_used_at = now() - interval '61 seconds' where id = ${id}`;
			expect(Date.parse((await used()) ?? '')).toBeGreaterThanOrEqual(Date.parse(first ?? ''));
		});

		test('are nobody’s to issue but the security administrator’s', async () => {
			const system: Actor = { ...somebody, id: admin.id, role: 'system_admin' };
			expect(refusedWith(await security.issueToken(system, call(), wanted))).toBe('not_allowed');
			expect(refusedWith(await security.revokeToken(system, call(), { token: 'x', reason }))).toBe('not_allowed');
		});
	});
});
