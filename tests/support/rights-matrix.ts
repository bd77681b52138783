// Who may open and send what, by hand: what the product must answer, whatever its own rules say.
import type { Role } from '#lib/access/roles.ts';

/** A token of a unit of each kind, of each feed of the plan, and of both such that only read. */
export const tokens = [
	'token_department',
	'token_enforcing',
	'token_treasury',
	'token_district',
	'token_zone',
	'token_institution',
	'token_reading',
	'feed_trading_centre',
	'feed_bank',
	'feed_enforcement',
	'feed_reading'
] as const;
export type Token = (typeof tokens)[number];

/** Everybody who may ask: nobody, a person of each role, tokens of every kind. */
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
	...tokens
] as const satisfies readonly (Role | 'nobody' | Token)[];
export type Caller = (typeof callers)[number];
/** Who comes with a browser: a token is for REST and sockets alone, and on a page as good as nothing. */
export const visitors = callers.filter((caller) => !isToken(caller));

export function isToken(caller: Caller): caller is Token {
	return tokens.some((token) => token === caller);
}

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
/** What a unit's token may is what the plan gives its unit, never its people's role. */
const unitTokens = [
	'token_department',
	'token_enforcing',
	'token_treasury',
	'token_district',
	'token_zone',
	'token_institution'
] as const;
const ofTerritories = ['token_district', 'token_zone'] as const;
const ofCases = ['token_enforcing', ...ofTerritories, 'feed_enforcement'] as const;
const feeds = ['feed_trading_centre', 'feed_bank', 'feed_enforcement'] as const;
const withShares = ['token_department', 'token_enforcing', 'token_treasury', ...ofTerritories] as const;
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
	'/(app)/milestones': { opens: city },
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
	'/(app)/observations/base/freeze': { opens: ['office'] },
	'/(app)/ledger': { opens: [], led: records },
	'/(app)/ledger/[ledger]': { opens: records },
	'/(app)/ledger/[ledger]/new': { opens: ['office', 'district'] },
	'/(app)/ledger/[ledger]/[id]': { opens: ofDistrict, blind: others },
	'/(app)/ledger/cases/new': { opens: entersCases },
	'/(app)/ledger/cases/close': { opens: entersCases },
	'/(app)/ledger/cases/reopen': { opens: entersCases },
	'/(app)/ledger/funds/new': { opens: ['office', 'district', 'fund_manager'] },
	'/(app)/ledger/observations/new': { opens: ['department', 'district'] },

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
	'/(app)/admin/jobs': { opens: ['system_admin'] },
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
	'GET /session/ends': everybody,
	'GET /api/v1/openapi.json': anybody,
	'GET /api/v1/plan': [...city, ...tokens],
	'GET /api/v1/records': [...records, ...tokens],
	'GET /api/v1/dashboard': [...city, ...unitTokens, 'token_reading'],
	'GET /api/v1/events': callers.filter((caller) => caller !== 'nobody'),
	'GET /(app)/admin/audit/export': ['audit_admin'],
	'POST /api/v1/base-figures': ['office'],
	'POST /api/v1/base-freezes': ['office'],
	'POST /api/v1/budget-transfers': ['office'],
	'POST /api/v1/case-closures': [...entersCases, ...ofCases],
	'POST /api/v1/case-reopenings': [...entersCases, ...ofCases],
	'POST /api/v1/campaigns': ['office', 'district', 'token_enforcing', ...ofTerritories],
	'POST /api/v1/cases': [...entersCases, ...ofCases],
	'POST /api/v1/confirmation-withdrawals': ['leader', 'office'],
	'POST /api/v1/confirmations': ['leader', 'office'],
	'POST /api/v1/disbursements': ['office', 'district', 'fund_manager', 'token_treasury', ...ofTerritories],
	'POST /api/v1/fund-operations': ['fund_manager'],
	'POST /api/v1/milestones': [...hasShares, ...withShares],
	'POST /api/v1/observations': ['department', 'district', 'token_department', 'token_enforcing', ...ofTerritories],
	'POST /api/v1/performance-reviews': ['office', 'token_treasury'],
	'POST /api/v1/register-entities': [...keepsRegisters, ...ofTerritories],
	'POST /api/v1/reversals': [...records, ...unitTokens, ...feeds],
	'POST /api/v1/task-updates': [...hasShares, ...withShares],
	'POST /api/v1/transactions': ['office', 'district', ...ofTerritories, 'feed_trading_centre', 'feed_bank'],
	'POST /locale': anybody,
	'POST /logout': anybody,
	'POST /sample-activity': ['office'],
	'POST /session/seen': everybody,
	'POST /theme': anybody
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
	token_department: [...own, 'city', 'unit', 'task'],
	token_enforcing: [...own, 'city', 'unit', 'task'],
	token_treasury: [...own, 'city', 'unit', 'task'],
	token_district: [...own, 'city', 'unit', 'task'],
	token_zone: [...own, 'city', 'unit', 'task'],
	token_institution: [...own, 'city', 'unit'],
	token_reading: [...own, 'city', 'unit', 'task'],
	feed_trading_centre: [],
	feed_bank: [],
	feed_enforcement: [],
	feed_reading: []
};
