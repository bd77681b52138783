// Everybody who may ask a running product, with what they bring: a session's cookie, a feed's token, or nothing.
import { issueToken } from '#lib/access/issue-token.server.ts';
import type { TokenScope } from '#lib/access/roles.ts';
import { callers, type Caller } from './rights-matrix.ts';
import type { ServedProduct } from './served-data.ts';

/** Units of those who act for one. */
export const unitOf: Readonly<Partial<Record<Caller, string>>> = {
	office: 'finance',
	department: 'edu',
	district: 'yinzhou',
	fund_manager: 'stfc',
	feed: 'yinzhou',
	reading_feed: 'yinzhou'
};

export interface Credentials {
	readonly headers: Readonly<Record<string, string>>;
	/** Of a feed alone, for sockets. */
	readonly token: string | null;
}

export async function everybody(server: ServedProduct): Promise<Readonly<Record<Caller, Credentials>>> {
	const entries = await Promise.all(
		callers.map(async (caller): Promise<[Caller, Credentials]> => {
			if (caller === 'nobody') return [caller, { headers: {}, token: null }];
			if (caller === 'feed' || caller === 'reading_feed') {
				const token = await tokenOf(server, unitOf[caller] ?? '', caller === 'feed' ? 'ingest' : 'read');
				return [caller, { headers: { authorization: `Bearer ${token}` }, token }];
			}
			const cookie = await server.signIn(server.accountOf(caller, unitOf[caller]));
			return [caller, { headers: { cookie, origin: server.baseURL }, token: null }];
		})
	);
	return Object.fromEntries(entries) as Record<Caller, Credentials>;
}

async function tokenOf(server: ServedProduct, unit: string, scope: TokenScope): Promise<string> {
	const database = await server.database();
	try {
		const issued = await issueToken({ database, now: () => new Date(), onCommit: () => undefined }, unit, scope);
		if (!issued.ok) throw new Error(issued.faults.map(({ code }) => code).join());
		return issued.value;
	} finally {
		await database.close();
	}
}
