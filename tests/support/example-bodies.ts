// A good body for every write of the product, with who may send it: what nonsense is made of.
import type { FormPairs } from './odd-bodies.ts';

/** Who sends it: a token by its unit or feed, or an account by its username. */
export type Sender = { readonly token: string } | { readonly account: string } | { readonly nobody: true };

export interface ExampleJson {
	readonly sender: Sender;
	readonly json: readonly unknown[];
}

export interface ExampleForm {
	readonly sender: Sender;
	readonly forms: readonly FormPairs[];
	readonly params?: Readonly<Record<string, string>>;
}

/** What the examples are about: records and people that are there. */
export interface Known {
	readonly entry: string;
	readonly caseNumber: string;
	readonly entity: string;
	/** An account that may come to harm, its appointment, and a token of a unit that nobody uses. */
	readonly person: string;
	readonly appointment: string;
	readonly token: string;
	readonly password: string;
}

const token = (holder: string): Sender => ({ token: holder });
const account = (username: string): Sender => ({ account: username });
const office = account('office-finance');
const spare = account('meishan');

const movement = {
	line: 'risk-pool',
	source: 'district',
	step: 'received',
	amount: '12345.67',
	date: '2019-05-05',
	territory: 'yinzhou',
	reference: 'R',
	payee: 'P',
	note: 'N',
	again: true
};
const operation = {
	...{ line: 'operation-fund', operation: 'paid_in', amount: '12.50', date: '2019-05-05', reference: 'R' },
	again: true
};
const transfer = { from: 'insurance', to: 'public-platform', kind: 'central', amount: '1.00', reason: 'R' };
const review = { line: 'portfolio-cultivation', year: 2018, score: 88, reviewer: 'R', evidence: 'E' };
const deal = { kind: 'transfer', amount: '100.00', date: '2019-05-05', territory: 'yinzhou', reference: 'R' };
const loan = { ...deal, kind: 'pledge', bank: 'B', count: 3, parties: null };
const figure = { indicator: 'mediation-cases', unit: 'yinzhou', period: '2019-05', value: 12 };
const entity = {
	register: 'portfolios',
	name: 'P',
	industry: 'new-materials',
	territory: 'yinzhou',
	measures: { inventions: 30, 'pct-applications': '4' }
};
const campaign = { name: 'C', kind: 'counterfeiting', start: '2019-03-01', end: '2019-05-31' };
const accepted = { number: 'A-1', type: 'patent', territory: 'yinzhou', acceptedAt: '2019-05-05', department: 'amr' };
const base = { target: 'mediation-cases', value: '120', source: 'S' };

/** By the name of the endpoint below /api/v1. */
export function exampleJson({ entry, caseNumber, entity: entityId }: Known): Readonly<Record<string, ExampleJson>> {
	const amr = token('amr');
	const yinzhou = token('yinzhou');
	const changes = { status: { base: 'not_started', new: 'in_progress' }, nextStep: { base: '', new: 'N' } };
	return {
		disbursements: { sender: yinzhou, json: [movement] },
		'fund-operations': { sender: account('fund-manager'), json: [{ ...operation, count: 2, counterpart: 'C' }] },
		'budget-transfers': { sender: office, json: [transfer] },
		'performance-reviews': { sender: office, json: [review] },
		transactions: { sender: yinzhou, json: [deal, loan] },
		campaigns: { sender: amr, json: [{ ...campaign, units: ['amr', 'police'], cases: 12, reference: 'R' }] },
		cases: { sender: amr, json: [{ ...accepted, channel: 'online', opening: false }] },
		'case-closures': { sender: amr, json: [{ number: caseNumber, closedAt: '2019-06-01', outcome: 'penalty' }] },
		'case-reopenings': { sender: amr, json: [{ number: caseNumber, reopenedAt: '2019-06-02', reason: 'R' }] },
		observations: { sender: yinzhou, json: [figure] },
		'base-figures': { sender: office, json: [base] },
		'base-freezes': { sender: office, json: [{ target: 'trade-growth', reason: 'R' }] },
		'register-entities': {
			sender: yinzhou,
			json: [
				entity,
				{ id: entityId, changes: { inventions: { base: 30, new: 31 }, evidence: { base: null, new: 'E' } } }
			]
		},
		confirmations: { sender: office, json: [{ ids: [entry] }, { unit: 'amr', month: '2019-05' }] },
		'confirmation-withdrawals': { sender: office, json: [{ ids: [entry] }] },
		reversals: { sender: yinzhou, json: [{ id: entry, reason: 'R' }] },
		milestones: { sender: yinzhou, json: [{ id: '2.3/yinzhou/1', actual: '2018-06-01', note: 'N' }] },
		'task-updates': { sender: yinzhou, json: [{ share: '2.3/yinzhou', changes }] }
	};
}

/** By route and, where it has a name, action. */
export function exampleForms(known: Known): Readonly<Record<string, ExampleForm>> {
	return { ...formsOfRecords(known), ...formsOfAdministrators(known), ...formsOfOneself(known) };
}

function formsOfRecords({ entry, caseNumber, entity: entityId }: Known): Record<string, ExampleForm> {
	const yinzhou = account('yinzhou');
	const amr = account('dept-amr');
	const reversal = [pairs({ id: entry, reason: 'R' })];
	const edited = {
		'status.base': 'not_started',
		'status.new': 'in_progress',
		'narrative.base': '',
		'narrative.new': 'N',
		'narrative.theirs': 'T',
		'narrative.choice': 'mine'
	};
	const amendment = { basedOn: '1', effectiveFrom: '2019-10-01', reason: 'R' };
	return {
		'/(app)/ledger/funds/new': { sender: yinzhou, forms: [pairs(movement)] },
		'/(app)/funds/operations/new': { sender: account('fund-manager'), forms: [pairs(operation)] },
		'/(app)/funds/transfers/new': { sender: office, forms: [pairs(transfer)] },
		'/(app)/funds/reviews/new': { sender: office, forms: [pairs(review)] },
		'/(app)/ledger/[ledger]/new': {
			sender: yinzhou,
			forms: [pairs(deal), pairs(loan)],
			params: { ledger: 'transactions' }
		},
		'/(app)/ledger/cases/new': { sender: amr, forms: [pairs({ ...accepted, opening: 'on' })] },
		'/(app)/ledger/cases/close': { sender: amr, forms: [pairs({ number: caseNumber, closedAt: '2019-06-01' })] },
		'/(app)/ledger/cases/reopen': {
			sender: amr,
			forms: [pairs({ number: caseNumber, reopenedAt: '2019-06-02', reason: 'R' })]
		},
		'/(app)/ledger/observations/new': { sender: yinzhou, forms: [pairs(figure)] },
		'/(app)/ledger/[ledger] reverse': { sender: yinzhou, forms: reversal, params: { ledger: 'transactions' } },
		'/(app)/observations/base/new': { sender: office, forms: [pairs(base)] },
		'/(app)/registers/[register]/new': {
			sender: yinzhou,
			params: { register: 'portfolios' },
			forms: [
				pairs({ name: 'P', industry: 'new-materials', territory: 'yinzhou', 'measures.inventions': '30' }),
				pairs({ name: 'P', industry: 'new-materials', territory: 'yinzhou', 'measures.annual-revenue.2018': '3' })
			]
		},
		'/(app)/registers/[register]/[id] change': {
			sender: yinzhou,
			params: { register: 'portfolios', id: entityId },
			forms: [pairs({ entity: entityId, 'inventions.base': '30', 'inventions.new': '31', retired: 'true' })]
		},
		'/(app)/registers/[register]/[id] reverse': {
			sender: yinzhou,
			params: { register: 'portfolios', id: entityId },
			forms: reversal
		},
		'/(app)/review confirm': {
			sender: office,
			forms: [pairs({ unit: 'amr', month: '2019-05' }), pairs({ chosen: '1', ids: entry })]
		},
		'/(app)/review withdraw': { sender: office, forms: [pairs({ ids: entry })] },
		'/(app)/stages/[phase] decide': {
			sender: account('leader'),
			params: { phase: 'phase-1' },
			forms: [
				pairs({ phase: 'phase-1', decision: 'hold', reason: 'R' }),
				pairs({ phase: 'phase-1', decision: 'pass_with_exceptions', 'exceptions.item:x': 'R' })
			]
		},
		'/(app)/work update': { sender: yinzhou, forms: [pairs({ share: '2.3/yinzhou', ...edited })] },
		'/(app)/work reach': { sender: yinzhou, forms: [pairs({ id: '2.3/yinzhou/1', actual: '2018-06-01' })] },
		'/(app)/work contact': { sender: yinzhou, forms: [pairs({ share: '2.3/yinzhou' })] },
		'/(app)/work reverse': { sender: yinzhou, forms: reversal },
		'/(app)/plan reading': {
			sender: office,
			forms: [pairs({ reading: 'portfolio-condition', option: 'total', reason: 'R' })]
		},
		'/(app)/plan safeguard': { sender: office, forms: [pairs({ share: 'safeguard-1', ...edited })] },
		'/(app)/plan/amendments propose': {
			sender: office,
			forms: [
				pairs({ what: 'item', id: 'p1-1', ...amendment, from: '2018-01-01', to: '2018-12-31' }),
				pairs({ what: 'target', id: 'institutions', ...amendment, value: '7', by: '2020', owner: 'ipo' }),
				pairs({ what: 'files', ...amendment, file1: 'targets.json', text1: '[{"id":"institutions"}]' })
			]
		},
		'/(app)/plan/amendments adopt': { sender: account('leader'), forms: [pairs({ ids: entry })] },
		'/(app)/plan/amendments withdraw': { sender: office, forms: reversal }
	};
}

function formsOfAdministrators({ person, appointment, token: bearer }: Known): Record<string, ExampleForm> {
	const system = account('system-admin');
	const security = account('security-admin');
	const id = { id: person };
	const sheet = 'username,name,role,unit\nnew-person,新人,district,cixi\n';
	return {
		'/(app)/admin/accounts/new': {
			sender: system,
			forms: [pairs({ username: 'new-person', name: '新人', role: 'district', unit: 'cixi' })]
		},
		'/(app)/admin/accounts/[id] change': {
			sender: system,
			params: id,
			forms: [pairs({ account: person, version: '1', name: '新名', role: 'district', unit: 'cixi', reason: 'R' })]
		},
		'/(app)/admin/accounts/[id] link': { sender: system, params: id, forms: [pairs({ account: person })] },
		'/(app)/admin/accounts/[id] disable': {
			sender: system,
			params: id,
			forms: [pairs({ account: person, handTo: 'nobody', reason: 'R' })]
		},
		'/(app)/admin/accounts/[id] enable': {
			sender: system,
			params: id,
			forms: [pairs({ account: person, reason: 'R' })]
		},
		'/(app)/admin/accounts/import preview': { sender: system, forms: [[['file', { file: sheet }]]] },
		'/(app)/admin/accounts/import import': {
			sender: system,
			forms: [
				pairs({
					rows: JSON.stringify([{ username: 'row-person', name: '新人', role: 'district', unit: 'cixi' }]),
					seen: '[["new"]]'
				})
			]
		},
		'/(app)/admin/units/new': {
			sender: system,
			forms: [
				pairs({
					code: 'new-zone',
					kind: 'zone',
					order: '99',
					nameZh: '新区',
					nameEn: 'New zone',
					shortZh: '新',
					shortEn: 'New',
					within: 'cixi',
					validFrom: '2019-10-01',
					reason: 'R'
				})
			]
		},
		'/(app)/admin/units/[code]': {
			sender: system,
			params: { code: 'bonded' },
			forms: [pairs({ code: 'bonded', validTo: '2019-12-31', successor: 'beilun', reason: 'R', agreed: 'true' })]
		},
		'/(app)/admin/jobs run': { sender: system, forms: [pairs({ kind: 'housekeeping', subject: '' })] },
		'/(app)/admin/jobs again': {
			sender: system,
			forms: [pairs({ reaction: 'feed-tokens', stream: 'plan', seq: '1' })]
		},
		'/(app)/admin/settings change': { sender: system, forms: [pairs({ base: '0', contact: 'C', notice: 'N' })] },
		'/(app)/admin/policy change': {
			sender: security,
			forms: [
				pairs({
					base: '0',
					preset: 'mlps3',
					idleMinutes: '30',
					adminIdleMinutes: '15',
					absoluteHours: '12',
					secondFactor: 'administrators',
					retentionMonths: '13',
					reason: 'R'
				})
			]
		},
		'/(app)/admin/roles grant': {
			sender: security,
			forms: [
				pairs({ account: person, role: 'district', unit: 'cixi', from: '2019-10-01' }),
				pairs({ chosen: `${person} district cixi`, from: '2019-10-01' })
			]
		},
		'/(app)/admin/roles change': {
			sender: security,
			forms: [pairs({ appointment, role: 'district', unit: 'haishu', from: '2019-10-01', reason: 'R' })]
		},
		'/(app)/admin/roles end': { sender: security, forms: [pairs({ appointment, lastDay: '2019-12-31', reason: 'R' })] },
		'/(app)/admin/roles decline': { sender: security, forms: [pairs({ account: person, reason: 'R' })] },
		'/(app)/admin/sessions end': {
			sender: security,
			forms: [pairs({ session: 'none', account: person, reason: 'R' })]
		},
		'/(app)/admin/tokens issue': {
			sender: security,
			forms: [
				pairs({ name: 'N', holder: 'unit:cixi', scope: 'ingest', days: '30' }),
				pairs({ name: 'N', holder: 'feed:bank', scope: 'read', days: '30' })
			]
		},
		'/(app)/admin/tokens revoke': { sender: security, forms: [pairs({ token: bearer, reason: 'R' })] }
	};
}

/** Passwords are never right here: nobody is locked out of what follows but the spare account. */
function formsOfOneself({ password }: Known): Record<string, ExampleForm> {
	const current = [pairs({ current: 'a wrong one' })];
	const nobody: Sender = { nobody: true };
	return {
		'/(app)/me/password': {
			sender: spare,
			forms: [pairs({ current: password, password: 'Rivers-of-7-Ning', again: 'another' })]
		},
		'/(app)/me/second-factor begin': { sender: spare, forms: current },
		'/(app)/me/second-factor confirm': { sender: spare, forms: [pairs({ code: '123456' })] },
		'/(app)/me/second-factor renew': { sender: spare, forms: current },
		'/(app)/me/second-factor remove': { sender: spare, forms: current },
		'/(app)/me/second-factor anew': { sender: spare, forms: current },
		'/(app)/me/sessions': { sender: spare, forms: [pairs({ session: 'none' })] },
		'/login': { sender: nobody, forms: [pairs({ username: 'meishan', password: 'a wrong one', next: '/work' })] },
		'/login/second-factor': { sender: nobody, forms: [pairs({ code: '123456', next: '/work' })] },
		'/welcome/[token]': {
			sender: nobody,
			params: { token: 'no.link' },
			forms: [pairs({ password: 'Rivers-of-7-Ning', again: 'Rivers-of-7-Ning' })]
		},
		'/setup/[token]': {
			sender: nobody,
			params: { token: 'no.link' },
			forms: [
				pairs(
					Object.fromEntries(
						['system_admin', 'security_admin', 'audit_admin'].flatMap((role) => [
							[`${role}.username`, role.replace('_', '-')],
							[`${role}.name`, '某人']
						])
					)
				)
			]
		},
		'/locale': { sender: nobody, forms: [pairs({ locale: 'en', next: '/login' })] },
		'/logout': { sender: nobody, forms: [[]] },
		'/session/seen': { sender: spare, forms: [[]] },
		'/theme': { sender: nobody, forms: [pairs({ theme: 'dark', next: '/login' })] },
		'/sample-activity': { sender: office, forms: [pairs({ on: '0', next: '/overview' })] }
	};
}

function pairs(fields: Readonly<Record<string, string | number | boolean | null>>): FormPairs {
	return [
		['opId', ''] as const,
		...Object.entries(fields).map(([name, value]) => [name, String(value ?? '')] as const)
	];
}
