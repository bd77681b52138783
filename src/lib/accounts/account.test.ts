// Accounts: how far one has come, whom a list shows, and that some administrator of each kind always stays.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Branch } from '#lib/access/roles.ts';
import { changesOf, filterAccounts, readAccountFilter, type AccountView } from './account-view.ts';
import { disablingBar, stateOf } from './account.ts';

test('how far an account has come', () => {
	const all = [false, true].flatMap((disabled) =>
		[false, true].flatMap((hasPassword) =>
			[false, true].map((appointed) => stateOf({ disabled, hasPassword, appointed }))
		)
	);
	expect(all).toEqual(['invited', 'invited', 'waiting', 'active', 'disabled', 'disabled', 'disabled', 'disabled']);
});

describe('disabling', () => {
	const branches: readonly Branch[] = ['business', 'system_admin', 'security_admin', 'audit_admin'];
	const people = fc
		.array(fc.constantFrom(...branches), { minLength: 1, maxLength: 12 })
		.map((list) => list.map((branch, index) => ({ id: String(index), branch, disabled: false })));

	test('in any order, by anybody, it leaves an administrator of each kind that there was', () => {
		fc.assert(
			fc.property(people, fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 }), (start, acts) => {
				let acting = start;
				for (const [by, whom] of acts) {
					const account = start[whom];
					if (!account || !acting.some(({ id }) => id === String(by))) continue;
					const disabled = !acting.some(({ id }) => id === account.id);
					if (disablingBar(String(by), { ...account, disabled }, acting) === null)
						acting = acting.filter(({ id }) => id !== account.id);
				}
				for (const branch of branches.slice(1))
					if (start.some((one) => one.branch === branch))
						expect(acting.some((one) => one.branch === branch)).toBe(true);
			})
		);
	});

	test('is never of oneself, nor twice', () => {
		const one = { id: 'a', branch: 'system_admin', disabled: false } as const;
		expect(disablingBar('a', one, [one, { ...one, id: 'b' }])).toBe('not_yourself');
		expect(disablingBar('b', { ...one, disabled: true }, [])).toBe('account_disabled');
		// Who could not act anyway may go, even as the last.
		expect(disablingBar('b', one, [])).toBeNull();
	});
});

describe('the list', () => {
	const account = (username: string, more: Partial<AccountView> = {}): AccountView => ({
		id: username,
		username,
		name: '张三',
		branch: 'business',
		state: 'active',
		role: 'district',
		unit: 'yinzhou',
		asked: null,
		lastSeen: null,
		...more
	});
	const all = [
		account('zhang'),
		account('li', { name: '李四', state: 'waiting', role: null, unit: null, asked: { role: 'office', unit: 'ipo' } }),
		account('wang', { state: 'disabled' })
	];
	test.each([
		['', ['zhang', 'li', 'wang']],
		['q=ZHANG', ['zhang']],
		['q=李', ['li']],
		['role=office', ['li']],
		['unit=ipo', ['li']],
		['unit=yinzhou&state=active', ['zhang']],
		['state=nonsense&unit=atlantis', ['zhang', 'li', 'wang']]
	])('of %j shows %j', (query, expected) => {
		const filter = readAccountFilter(new URLSearchParams(query), new Set(['yinzhou', 'ipo']));
		expect(filterAccounts(all, filter).map(({ username }) => username)).toEqual(expected);
	});
});

test('versions are told as changes, the newest first', () => {
	const version = { at: new Date(0), by: 'a', reason: null, name: '甲', role: null, unit: null, disabled: false };
	expect(
		changesOf([
			{ ...version, version: 2, name: '乙', disabled: true },
			{ ...version, version: 1 }
		]).map(({ version: n, changes }) => [n, ...changes.map(({ field, from, to }) => `${field} ${from} ${to}`)])
	).toEqual([[2, 'name 甲 乙', 'disabled false true'], [1]]);
});
