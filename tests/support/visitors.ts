// Everybody who may ask a running product, with what they bring: a session's cookie, a token, or nothing.
import { issueToken } from '#lib/access/issue-token.server.ts';
import type { TokenHolder, TokenScope } from '#lib/access/roles.ts';
import { callers, isToken, type Caller, type Token } from './rights-matrix.ts';
import type { ServedProduct } from './served-data.ts';
import { testKey } from './test-key.ts';

/** Units of those who act for one. */
export const unitOf: Readonly<Partial<Record<Caller, string>>> = {
	office: 'finance',
	department: 'edu',
	district: 'yinzhou',
	fund_manager: 'stfc',
	token_department: 'edu',
	token_enforcing: 'amr',
	token_treasury: 'finance',
	token_district: 'yinzhou',
	token_zone: 'hitech',
	token_institution: 'stfc',
	token_reading: 'yinzhou'
};

const feedOf: Readonly<Partial<Record<Token, string>>> = {
	feed_trading_centre: 'trading-centre',
	feed_bank: 'bank',
	feed_enforcement: 'enforcement',
	feed_reading: 'bank'
};

export interface Credentials {
	readonly headers: Readonly<Record<string, string>>;
	/** Of a token alone, for sockets. */
	readonly token: string | null;
}

export async function everybody(server: ServedProduct): Promise<Readonly<Record<Caller, Credentials>>> {
	const entries = await Promise.all(
		callers.map(async (caller): Promise<[Caller, Credentials]> => {
			if (caller === 'nobody') return [caller, { headers: {}, token: null }];
			if (isToken(caller)) {
				const feed = feedOf[caller];
				const holder = feed === undefined ? { unit: unitOf[caller] ?? '' } : { feed };
				const token = await tokenOf(server, holder, caller.endsWith('reading') ? 'read' : 'ingest');
				return [caller, { headers: { authorization: `Bearer ${token}` }, token }];
			}
			const cookie = await server.signIn(server.accountOf(caller, unitOf[caller]));
			return [caller, { headers: { cookie, origin: server.baseURL }, token: null }];
		})
	);
	return Object.fromEntries(entries) as Record<Caller, Credentials>;
}

/** A token that the command line would print. */
export async function tokenOf(server: ServedProduct, holder: TokenHolder, scope: TokenScope): Promise<string> {
	const database = await server.database();
	try {
		const log = { database, now: () => new Date(), onCommit: () => undefined, key: testKey };
		const issued = await issueToken(log, holder, scope);
		if (!issued.ok) throw new Error(issued.faults.map(({ code }) => code).join());
		return issued.value;
	} finally {
		await database.close();
	}
}
