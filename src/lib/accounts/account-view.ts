// What the pages of accounts show, and which accounts a list shows, as its address says it.
import { roles, type Branch, type Role } from '#lib/access/roles.ts';
import { folded } from '#lib/kernel/text.ts';
import { accountStates, type AccountState } from './account.ts';

export interface AccountView {
	readonly id: string;
	readonly username: string;
	readonly name: string;
	readonly branch: Branch;
	readonly state: AccountState;
	/** What was granted and holds today; null without. */
	readonly role: Role | null;
	readonly unit: string | null;
	/** What it is asked for, where that is another thing. */
	readonly asked: { readonly role: Role; readonly unit: string | null } | null;
	/** When its person last did something; null before the first time. */
	readonly lastSeen: Date | null;
}

export interface AccountStory {
	readonly account: AccountView;
	readonly version: number;
	readonly createdAt: Date;
	readonly passwordChangedAt: Date | null;
	readonly secondFactor: boolean;
	/** Open at this moment. */
	readonly sessions: number;
	/** The newest first. */
	readonly appointments: readonly {
		readonly role: Role;
		readonly unit: string | null;
		readonly from: string;
		readonly to: string | null;
		readonly by: string | null;
	}[];
	readonly links: readonly {
		readonly id: string;
		readonly kind: 'setup' | 'invitation' | 'reset' | 'recovery';
		readonly by: string;
		readonly createdAt: Date;
		readonly expiresAt: Date;
		readonly state: 'open' | 'used' | 'over';
	}[];
	readonly versions: readonly AccountVersionView[];
	/** Shares of tasks that its person looks after. */
	readonly shares: readonly { readonly id: string; readonly task: string; readonly unit: string }[];
	/** Who could look after them instead. */
	readonly receivers: readonly { readonly id: string; readonly name: string; readonly username: string }[];
}

export interface AccountVersionView {
	readonly version: number;
	readonly at: Date;
	readonly by: string;
	readonly reason: string | null;
	/** What it changed; empty for the first. */
	readonly changes: readonly {
		readonly field: 'name' | 'role' | 'unit' | 'disabled';
		readonly from: string;
		readonly to: string;
	}[];
}

export interface AccountFilter {
	/** In names and usernames. */
	readonly search: string;
	readonly role: Role | null;
	readonly unit: string | null;
	readonly state: AccountState | null;
	/** From 1. */
	readonly page: number;
}

/** How many accounts one page holds. */
export const accountsAPage = 50;

export function readAccountFilter(params: URLSearchParams, units: ReadonlySet<string>): AccountFilter {
	const unit = params.get('unit');
	const page = params.get('page') ?? '';
	return {
		search: (params.get('q') ?? '').trim().slice(0, 60).toWellFormed(),
		role: roles.find((role) => role === params.get('role')) ?? null,
		unit: unit !== null && units.has(unit) ? unit : null,
		state: accountStates.find((state) => state === params.get('state')) ?? null,
		page: /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 1
	};
}

/** An account is found by the role that it has or is asked for. */
export function filterAccounts(accounts: readonly AccountView[], filter: AccountFilter): AccountView[] {
	const words = folded(filter.search);
	return accounts.filter(
		({ username, name, role, unit, asked, state }) =>
			(words === '' || username.includes(words) || folded(name).includes(words)) &&
			(filter.role === null || role === filter.role || asked?.role === filter.role) &&
			(filter.unit === null || unit === filter.unit || asked?.unit === filter.unit) &&
			(filter.state === null || state === filter.state)
	);
}

export function accountsHref(filter: AccountFilter, page: number): string {
	const params = new URLSearchParams();
	if (filter.search !== '') params.set('q', filter.search);
	if (filter.role !== null) params.set('role', filter.role);
	if (filter.unit !== null) params.set('unit', filter.unit);
	if (filter.state !== null) params.set('state', filter.state);
	if (page > 1) params.set('page', String(page));
	const query = params.toString();
	return `/admin/accounts${query && `?${query}`}`;
}

/** The versions of an account as changes, the newest first. */
export function changesOf(
	versions: readonly {
		readonly version: number;
		readonly at: Date;
		readonly by: string;
		readonly reason: string | null;
		readonly name: string;
		readonly role: Role | null;
		readonly unit: string | null;
		readonly disabled: boolean;
	}[]
): AccountVersionView[] {
	const inOrder = versions.toSorted((a, b) => a.version - b.version);
	return inOrder
		.map(({ version, at, by, reason, ...fields }, index) => {
			const before = inOrder[index - 1];
			const changes = (['name', 'role', 'unit', 'disabled'] as const).flatMap((field) => {
				const [from, to] = [String(before?.[field] ?? ''), String(fields[field] ?? '')];
				return before && from !== to ? [{ field, from, to }] : [];
			});
			return { version, at, by, reason, changes };
		})
		.reverse();
}
