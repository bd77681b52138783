// Who may open and send what, by hand: what the product must answer, whatever its own rules say.
import type { Role } from '#lib/access/roles.ts';

/** Everybody who may ask: nobody, a person of each role, a feed that records and one that only reads. */
export const callers = [
	'nobody',
	'leader',
	'office',
	'department',
	'district',
	'fund_manager',
	'reader',
	'system_admin',
	'security_admin',
	'audit_admin',
	'feed',
	'reading_feed'
] as const satisfies readonly (Role | 'nobody' | 'feed' | 'reading_feed')[];
export type Caller = (typeof callers)[number];
/** Feeds bring a token to REST and sockets alone. */
export const visitors = callers.filter((caller) => !caller.endsWith('feed'));

const territories = ['district'] as const;
const units = ['office', 'department', 'district', 'fund_manager'] as const;
/** Records one by one. */
const records = ['leader', ...units] as const;
/** The city's figures. */
const city = [...records, 'reader'] as const;
const everybody = [...city, 'system_admin', 'security_admin', 'audit_admin'] as const;
/** Of one that a district has entered. */
const ofDistrict = ['leader', 'office', 'district'] as const;
const others = ['department', 'fund_manager'] as const;
const entersCases = ['district'] as const;
const keepsRegisters = ['office', ...territories] as const;

/** Who opens a page; everybody else gets 403, nobody is led to sign in. A number in the place of a list: everybody gets it. */
export interface PageRights {
	readonly opens: readonly Caller[];
	/** Who is led elsewhere instead: there is something for them, but not here. */
	readonly led?: readonly Caller[];
	/** For whom the record that is asked for, one of a district, does not exist. */
	readonly blind?: readonly Caller[];
	/** Of the page's forms; those of whoever opens the page, without it. */
	readonly sends?: readonly Caller[];
}

/** The department of these accounts is of education: it owns figures of indicators, and records neither cases nor funds. */
export const pages: Readonly<Record<string, PageRights>> = {
	'/(app)/overview': { opens: city },
	'/(app)/goals': { opens: city },
	'/(app)/goals/[id]': { opens: city },
	'/(app)/stages': { opens: city },
	'/(app)/stages/[phase]': { opens: city, sends: records },
	'/(app)/plan': { opens: city, sends: records },
	'/(app)/plan/amendments': { opens: city, sends: records },
	'/(app)/funds': { opens: city },
	'/(app)/funds/[line]': { opens: city },
	'/(app)/funds/operations/new': { opens: ['fund_manager'], sends: records },
	'/(app)/funds/reviews/new': { opens: ['office'], sends: records },
	'/(app)/funds/transfers/new': { opens: ['office'], sends: records },
	'/(app)/registers': { opens: [], led: everybody },
	'/(app)/registers/[register]': { opens: city },
	'/(app)/registers/[register]/new': { opens: keepsRegisters, sends: records },
	'/(app)/registers/[register]/[id]': { opens: ofDistrict, blind: others, sends: records },
	'/(app)/observations': { opens: city },
	'/(app)/observations/base/new': { opens: ['office'], sends: records },
	'/(app)/ledger': { opens: [], led: records },
	'/(app)/ledger/[ledger]': { opens: records },
	'/(app)/ledger/[ledger]/[id]': { opens: ofDistrict, blind: others },
	'/(app)/ledger/cases/new': { opens: entersCases, sends: records },
	'/(app)/ledger/cases/close': { opens: entersCases, sends: records },
	'/(app)/ledger/cases/reopen': { opens: entersCases, sends: records },
	'/(app)/ledger/funds/new': { opens: ['office', 'district', 'fund_manager'], sends: records },
	'/(app)/ledger/observations/new': { opens: ['department', 'district'], sends: records },
	'/(app)/ledger/transactions/new': { opens: ['office', 'district'], sends: records },
	'/(app)/review': { opens: ['leader', 'office'], sends: records },
	'/(app)/work': {
		opens: units,
		led: ['leader', 'reader', 'system_admin', 'security_admin', 'audit_admin'],
		sends: records
	},
	'/(app)/me': { opens: everybody },
	'/(app)/me/password': { opens: everybody },
	'/(app)/me/second-factor': { opens: everybody },
	'/(app)/me/sessions': { opens: everybody },
	'/(app)/admin/accounts': { opens: ['system_admin'] },
	'/(app)/admin/accounts/new': { opens: ['system_admin'] },
	'/(app)/admin/accounts/import': { opens: ['system_admin'] },
	'/(app)/admin/accounts/[id]': { opens: ['system_admin'] },
	'/(app)/admin/units': { opens: ['system_admin'] },
	'/(app)/admin/units/new': { opens: ['system_admin'] },
	'/(app)/admin/units/[code]': { opens: ['system_admin'] },
	'/(app)/admin/settings': { opens: ['system_admin'] },
	'/(app)/admin/roles': { opens: ['security_admin'] },
	'/(app)/admin/policy': { opens: ['security_admin'] },
	'/(app)/admin/sessions': { opens: ['security_admin'] },
	'/(app)/admin/tokens': { opens: ['security_admin'] },
	'/(app)/admin/audit': { opens: ['audit_admin'] },
	'/(app)/admin/audit/[stream]/[seq]': { opens: ['audit_admin'] }
};

/** Pages of the way in: nobody opens them, who is in already is led on; a link that is none is gone for everybody. */
export const entrances: Readonly<Record<string, { readonly nobody: number; readonly others: number }>> = {
	'/': { nobody: 303, others: 303 },
	'/login': { nobody: 200, others: 303 },
	'/login/second-factor': { nobody: 303, others: 303 },
	'/setup/[token]': { nobody: 410, others: 410 },
	'/welcome/[token]': { nobody: 410, others: 410 }
};

const writers = [...records, 'feed'] as const;
const anybody = callers;

/** Who gets something of an endpoint; everybody else 403, nobody 401. Of a POST: who is told what is wrong with its body. */
export const endpoints: Readonly<Record<string, readonly Caller[]>> = {
	'GET /healthz': anybody,
	'GET /readyz': anybody,
	'GET /api/v1/openapi.json': anybody,
	'GET /api/v1/plan': [...city, 'feed', 'reading_feed'],
	'GET /api/v1/dashboard': [...city, 'feed', 'reading_feed'],
	'GET /api/v1/events': callers.filter((caller) => caller !== 'nobody'),
	'GET /(app)/admin/audit/export': ['audit_admin'],
	...Object.fromEntries(
		[
			'base-figures',
			'budget-transfers',
			'case-closures',
			'case-reopenings',
			'cases',
			'confirmations',
			'disbursements',
			'fund-operations',
			'milestones',
			'observations',
			'performance-reviews',
			'register-entities',
			'reversals',
			'task-updates',
			'transactions'
		].map((name) => [`POST /api/v1/${name}`, writers])
	),
	'POST /locale': anybody,
	'POST /logout': anybody,
	'POST /sample-activity': ['office'],
	'POST /session/seen': everybody
};

const own = ['user'] as const;

/** The kinds of streams that somebody may follow: of `unit` and `task` alone their own, but for leaders and the office. */
export const streams: Readonly<Record<Exclude<Caller, 'nobody'>, readonly string[]>> = {
	leader: [...own, 'city', 'breakdown', 'plan', 'unit', 'task'],
	office: [...own, 'city', 'breakdown', 'plan', 'unit', 'task'],
	department: [...own, 'city', 'unit', 'task'],
	district: [...own, 'city', 'unit', 'task'],
	fund_manager: [...own, 'city', 'unit'],
	reader: [...own, 'city'],
	system_admin: [...own, 'access'],
	security_admin: [...own, 'access'],
	audit_admin: [...own, 'access', 'signin', 'reads'],
	feed: [...own, 'city', 'unit', 'task'],
	reading_feed: [...own, 'city', 'unit', 'task']
};
