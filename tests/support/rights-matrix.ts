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
const hasShares = ['office', 'department', 'district'] as const;

/** Who opens a page; everybody else gets 403, nobody is led to sign in. A number in the place of a list: everybody gets it. */
export interface PageRights {
	readonly opens: readonly Caller[];
	/** Who is led elsewhere instead: there is something for them, but not here. */
	readonly led?: readonly Caller[];
	/** For whom the record that is asked for, one of a district, does not exist. */
	readonly blind?: readonly Caller[];
	/** Who is told what is wrong with what they send, by form; without it, in each of them, who opens the page. */
	readonly sends?: Readonly<Record<string, readonly Caller[]>>;
}

/** The department of these accounts is of education: it owns figures of indicators, and records neither cases nor funds. */
export const pages: Readonly<Record<string, PageRights>> = {
	'/(app)/overview': { opens: city },
	'/(app)/goals': { opens: city },
	'/(app)/goals/[id]': { opens: city },
	'/(app)/stages': { opens: city },
	'/(app)/stages/[phase]': { opens: city, sends: { decide: ['leader'] } },
	'/(app)/plan': { opens: city, sends: { reading: ['office'], safeguard: ['office'] } },
	'/(app)/plan/amendments': {
		opens: city,
		sends: { propose: ['office'], adopt: ['leader', 'office'], withdraw: records }
	},
	'/(app)/funds': { opens: city },
	'/(app)/funds/[line]': { opens: city },
	'/(app)/funds/operations/new': { opens: ['fund_manager'] },
	'/(app)/funds/reviews/new': { opens: ['office'] },
	'/(app)/funds/transfers/new': { opens: ['office'] },
	'/(app)/registers': { opens: [], led: everybody },
	'/(app)/registers/[register]': { opens: city },
	'/(app)/registers/[register]/new': { opens: keepsRegisters },
	'/(app)/registers/[register]/[id]': {
		opens: ofDistrict,
		blind: others,
		sends: { change: keepsRegisters, reverse: records }
	},
	'/(app)/observations': { opens: city },
	'/(app)/observations/base/new': { opens: ['office'] },
	'/(app)/ledger': { opens: [], led: records },
	'/(app)/ledger/[ledger]': { opens: records },
	'/(app)/ledger/[ledger]/[id]': { opens: ofDistrict, blind: others },
	'/(app)/ledger/cases/new': { opens: entersCases },
	'/(app)/ledger/cases/close': { opens: entersCases },
	'/(app)/ledger/cases/reopen': { opens: entersCases },
	'/(app)/ledger/funds/new': { opens: ['office', 'district', 'fund_manager'] },
	'/(app)/ledger/observations/new': { opens: ['department', 'district'] },
	'/(app)/ledger/transactions/new': { opens: ['office', 'district'] },
	'/(app)/review': { opens: ['leader', 'office'] },
	'/(app)/work': {
		opens: units,
		led: ['leader', 'reader', 'system_admin', 'security_admin', 'audit_admin'],
		sends: { update: hasShares, reach: hasShares, contact: hasShares, reverse: records }
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
	'POST /api/v1/base-figures': ['office'],
	'POST /api/v1/budget-transfers': ['office'],
	'POST /api/v1/case-closures': [...entersCases, 'feed'],
	'POST /api/v1/case-reopenings': [...entersCases, 'feed'],
	'POST /api/v1/cases': [...entersCases, 'feed'],
	'POST /api/v1/confirmations': ['leader', 'office'],
	'POST /api/v1/disbursements': ['office', 'district', 'fund_manager', 'feed'],
	'POST /api/v1/fund-operations': ['fund_manager'],
	'POST /api/v1/milestones': [...hasShares, 'feed'],
	'POST /api/v1/observations': ['department', 'district', 'feed'],
	'POST /api/v1/performance-reviews': ['office'],
	'POST /api/v1/register-entities': [...keepsRegisters, 'feed'],
	'POST /api/v1/reversals': [...records, 'feed'],
	'POST /api/v1/task-updates': [...hasShares, 'feed'],
	'POST /api/v1/transactions': ['office', 'district', 'feed'],
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
