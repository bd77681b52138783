// Rights: every role against every question, as one table, and the four-eyes rule for any two people.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { feed, leader, office, reader, someone } from '../../../tests/support/actors.ts';
import {
	administratorOf,
	confirmationBar,
	mayAdminister,
	mayRecord,
	mayReverse,
	mayTakeBack,
	mayReview,
	mayRunSamples,
	mayUpdateShare,
	readableStreams,
	seesBreakdown,
	seesCity,
	seesEverything,
	seesPlan,
	seesRecords,
	seesRecordsOf,
	writingBar,
	type RecordInQuestion
} from './rights.ts';
import { isUnitRole, keyOwnerOf, roleOfUnitKind, roles, type Actor, type Role } from './roles.ts';

const { settings, units } = (await ningboPlan()).document;
const ranked = { ...settings, rankingVisibleToTerritories: true };

/** One person of each role; the units are those of the plan. */
const people: Readonly<Record<Role, Actor>> = {
	leader,
	office,
	department: someone('department', 'amr'),
	district: someone('district', 'yinzhou'),
	fund_manager: someone('fund_manager', 'stfc'),
	reader,
	system_admin: { id: 's', role: 'system_admin', unit: null, via: 'session' },
	security_admin: { id: 'x', role: 'security_admin', unit: null, via: 'session' },
	audit_admin: { id: 'u', role: 'audit_admin', unit: null, via: 'session' }
};

const fund = (line: string, source: string, territory: string | null): RecordInQuestion => ({
	record: 'fund-movement',
	lines: [line],
	source,
	territory
});
const questions: Readonly<Record<string, { ask: (actor: Actor) => boolean; yes: readonly Role[] }>> = {
	'sees the totals of the city': {
		ask: seesCity,
		yes: ['leader', 'office', 'department', 'district', 'fund_manager', 'reader']
	},
	'sees everything': { ask: seesEverything, yes: ['leader', 'office'] },
	'sees figures by unit': { ask: (actor) => seesBreakdown(actor, settings), yes: ['leader', 'office'] },
	'sees figures by unit where units may be compared': {
		ask: (actor) => seesBreakdown(actor, ranked),
		yes: ['leader', 'office', 'department', 'district']
	},
	'sees records one by one': {
		ask: seesRecords,
		yes: ['leader', 'office', 'department', 'district', 'fund_manager']
	},
	"sees Yinzhou's records": {
		ask: (actor) => seesRecordsOf(actor, ['yinzhou', null], null),
		yes: ['leader', 'office', 'district']
	},
	"sees Haishu's records": { ask: (actor) => seesRecordsOf(actor, ['haishu', null], null), yes: ['leader', 'office'] },
	'sees records of no unit': { ask: (actor) => seesRecordsOf(actor, [null], null), yes: ['leader', 'office'] },
	'records on the operation fund': {
		ask: (actor) => mayRecord(actor, fund('operation-fund', 'central', null), settings),
		yes: ['fund_manager']
	},
	'records district money of Yinzhou in the risk pool': {
		ask: (actor) => mayRecord(actor, fund('risk-pool', 'district', 'yinzhou'), settings),
		yes: ['fund_manager', 'district']
	},
	'records central money of Yinzhou in the risk pool': {
		ask: (actor) => mayRecord(actor, fund('risk-pool', 'central', 'yinzhou'), settings),
		yes: ['fund_manager']
	},
	'records subsidies of Yinzhou': {
		ask: (actor) => mayRecord(actor, fund('insurance', 'city', 'yinzhou'), settings),
		yes: ['office', 'district']
	},
	'records subsidies of Haishu': {
		ask: (actor) => mayRecord(actor, fund('insurance', 'city', 'haishu'), settings),
		yes: ['office']
	},
	'records deals of Yinzhou': {
		ask: (actor) => mayRecord(actor, { record: 'transaction', territory: 'yinzhou' }, settings),
		yes: ['office', 'district']
	},
	'records cases of Yinzhou': {
		ask: (actor) => mayRecord(actor, { record: 'case', territory: 'yinzhou' }, settings),
		yes: ['department', 'district']
	},
	"updates Yinzhou's shares": { ask: (actor) => mayUpdateShare(actor, 'yinzhou'), yes: ['district'] },
	"updates the fund manager's shares": { ask: (actor) => mayUpdateShare(actor, 'stfc'), yes: [] },
	"confirms Haishu's records": {
		ask: (actor) => confirmationBar(actor, { actor: 'other', unit: 'haishu', leadUnit: null }) === null,
		yes: ['leader', 'office']
	},
	"confirms what Haishu reports to a task of the market bureau's": {
		ask: (actor) => confirmationBar(actor, { actor: 'other', unit: 'haishu', leadUnit: 'amr' }) === null,
		yes: ['leader', 'office', 'department']
	},
	"reverses Yinzhou's records": {
		ask: (actor) => mayReverse(actor, { unit: 'yinzhou', feed: null }),
		yes: ['leader', 'office', 'district']
	},
	"reverses Haishu's records": {
		ask: (actor) => mayReverse(actor, { unit: 'haishu', feed: null }),
		yes: ['leader', 'office']
	},
	'reverses what a feed brought of Yinzhou': {
		ask: (actor) => mayReverse(actor, { unit: 'yinzhou', feed: 'bank' }),
		yes: ['leader', 'office']
	},
	'sees what a feed brought of Yinzhou': {
		ask: (actor) => seesRecordsOf(actor, ['yinzhou'], 'bank'),
		yes: ['leader', 'office', 'district']
	},
	'switches the samples': { ask: mayRunSamples, yes: ['office'] },
	'has something to review': {
		ask: (actor) => mayReview(actor, [{ lead: 'amr', confirmedBy: 'lead' }]),
		yes: ['leader', 'office', 'department']
	},
	'has something to review when other departments lead': {
		ask: (actor) => mayReview(actor, [{ lead: 'ipo', confirmedBy: 'lead' }]),
		yes: ['leader', 'office']
	}
};

describe('rights', () => {
	it.each(Object.entries(questions))('who %s', (_, { ask, yes }) => {
		expect(roles.filter((role) => ask(people[role]))).toEqual(roles.filter((role) => yes.includes(role)));
	});

	it('of a unit’s token come by the kind of the unit', () => {
		expect(['department', 'district', 'zone', 'institution'].map((kind) => roleOfUnitKind(kind as 'zone'))).toEqual([
			'department',
			'district',
			'district',
			'fund_manager'
		]);
		expect(roles.filter(isUnitRole)).toEqual(['office', 'department', 'district', 'fund_manager']);
	});
});

describe('four eyes', () => {
	const unitCode = fc.constantFrom(...units.map((unit) => unit.code));
	const actor = fc.oneof(
		fc.constantFrom(...Object.values(people)),
		fc
			.tuple(fc.constantFrom('office', 'department', 'district'), unitCode, fc.constantFrom('session', 'token'))
			.map(([role, unit, via]) => someone(role as 'office', unit, via as 'session'))
	);
	it('nobody confirms what they or their unit entered, whoever they are', () => {
		fc.assert(
			fc.property(actor, unitCode, fc.option(unitCode), (who, unit, leadUnit) => {
				expect(confirmationBar(who, { actor: who.id, unit, leadUnit })).not.toBeNull();
				if (who.unit !== null)
					expect(confirmationBar(who, { actor: 'another', unit: who.unit, leadUnit })).not.toBeNull();
			})
		);
	});
});

describe('the three administrators', () => {
	it.each([
		...['accounts', 'units', 'settings'].map((what) => [what, 'system_admin']),
		...['roles', 'policy', 'sessions', 'tokens'].map((what) => [what, 'security_admin']),
		['audit', 'audit_admin']
	] as [Parameters<typeof administratorOf>[0], Role][])('%s: %s alone, in person', (what, role) => {
		expect(administratorOf(what)).toBe(role);
		for (const who of Object.values(people)) expect(mayAdminister(who, what)).toBe(who.role === role);
		expect(mayAdminister({ ...people[role], via: 'token' }, what)).toBe(false);
	});
});

describe('a rule that names indicators', () => {
	const figure = (indicator: string): RecordInQuestion => ({
		record: 'observation',
		territory: null,
		figure: { indicator, unit: 'court', owners: [] }
	});
	const rule = (indicators: string[] | undefined, unit: string) => ({
		...{ record: 'observation', enteredBy: [{ by: 'unit' as const, unit }], confirmedBy: 'office' as const },
		...(indicators ? { indicators } : {})
	});
	const recording = [rule(['named'], 'court'), rule(undefined, 'amr')] as unknown as typeof settings.recording;

	it('is theirs alone, and one that names none holds for all others', () => {
		const court = someone('department', 'court');
		const both = { ...settings, recording };
		expect(mayRecord(court, figure('named'), both)).toBe(true);
		expect(mayRecord(court, figure('other'), both)).toBe(false);
		const amr = { ...someone('department', 'amr'), predecessors: ['court'] };
		expect(mayRecord(amr, figure('other'), both)).toBe(true);
		expect(mayRecord(amr, figure('named'), { ...both, recording: recording.slice(1) })).toBe(true);
	});
});

describe('successors', () => {
	const successor = { ...someone('district', 'cixi'), predecessors: ['yinzhou'] };

	it.each(Object.entries(questions))('may what their predecessor might: %s', (_, { ask, yes }) => {
		if (yes.includes('district')) expect(ask(successor)).toBe(true);
		else expect(ask(successor)).toBe(false);
	});

	it('do not confirm what was entered in the name of the predecessor', () => {
		const entered = { actor: 'other', unit: 'ipo', leadUnit: 'amr' };
		const chief = { ...someone('department', 'samr'), predecessors: ['ipo', 'amr'] };
		expect(confirmationBar(chief, entered)).toBe('own_unit_entry');
		expect(confirmationBar({ ...chief, predecessors: ['amr'] }, entered)).toBeNull();
		expect(confirmationBar({ ...chief, predecessors: [] }, entered)).toBe('not_allowed');
	});

	it('follow the streams of both, each task once', () => {
		expect(readableStreams(successor, settings, ['2.2', '2.2'], [], [])).toEqual([
			`user:${successor.id}`,
			'city',
			'unit:cixi',
			'unit:yinzhou',
			'task:2.2'
		]);
	});
});

describe('streams', () => {
	const tasks = ['1.2', '2.2'];
	const streamsOf = (role: Role, setting = settings) =>
		readableStreams(people[role], setting, people[role].unit === null ? [] : ['2.2'], ['yinzhou', 'haishu'], tasks);

	it('of leaders and the office are all but the access log', () => {
		for (const role of ['leader', 'office'] as const)
			expect(streamsOf(role)).toEqual([
				`user:${people[role].id}`,
				'city',
				'breakdown',
				'plan',
				'unit:yinzhou',
				'unit:haishu',
				'task:1.2',
				'task:2.2'
			]);
	});

	it('of a unit are the city, its own and those of its tasks', () => {
		expect(streamsOf('district')).toEqual([`user:${people.district.id}`, 'city', 'unit:yinzhou', 'task:2.2']);
		expect(streamsOf('fund_manager')).toEqual([`user:${people.fund_manager.id}`, 'city', 'unit:stfc', 'task:2.2']);
		expect(streamsOf('district', ranked)).toContain('breakdown');
		expect(streamsOf('fund_manager', ranked)).not.toContain('breakdown');
	});

	it('of readers are the city alone', () => {
		expect(streamsOf('reader')).toEqual(['user:reader', 'city']);
		expect(streamsOf('reader', ranked)).toEqual(['user:reader', 'city']);
	});

	it('of administrators hold no business, and sign-ins are for the audit alone', () => {
		expect(streamsOf('system_admin')).toEqual(['user:s', 'access']);
		expect(streamsOf('security_admin')).toEqual(['user:x', 'access']);
		expect(streamsOf('audit_admin')).toEqual(['user:u', 'access', 'signin', 'reads']);
	});
});

describe('tokens', () => {
	const tokens = {
		department: someone('department', 'cbrc', 'token'),
		enforcing: someone('department', 'amr', 'token'),
		treasury: someone('department', 'finance', 'token'),
		district: someone('district', 'yinzhou', 'token'),
		institution: someone('fund_manager', 'stfc', 'token'),
		'trading-centre': feed('trading-centre'),
		bank: feed('bank'),
		enforcement: feed('enforcement'),
		unnamed: feed('nobody-names-it')
	} as const;
	type Token = keyof typeof tokens;
	const figure = (unit: string): RecordInQuestion => ({
		record: 'observation',
		territory: unit === 'court' ? null : unit,
		figure: { indicator: 'mediation-cases', unit, owners: ['court', 'yinzhou', 'haishu'] }
	});

	it.each<readonly [string, RecordInQuestion, readonly Token[]]>([
		['a deal at home', { record: 'transaction', territory: 'yinzhou' }, ['district', 'trading-centre', 'bank']],
		['a deal elsewhere', { record: 'transaction', territory: 'haishu' }, ['trading-centre', 'bank']],
		['a deal of nowhere', { record: 'transaction', territory: null }, []],
		['a case at home', { record: 'case', territory: 'yinzhou' }, ['enforcing', 'district', 'enforcement']],
		['a case elsewhere', { record: 'case', territory: 'haishu' }, ['enforcing', 'enforcement']],
		['money of the operation fund', fund('operation-fund', 'central', null), []],
		['money of the risk pool', fund('risk-pool', 'district', 'yinzhou'), ['district']],
		['a subsidy at home', fund('insurance', 'city', 'yinzhou'), ['treasury', 'district']],
		['a subsidy elsewhere', fund('insurance', 'city', 'haishu'), ['treasury']],
		['a figure of its own', figure('yinzhou'), ['district']],
		['a figure of others', figure('haishu'), []],
		['an entity at home', { record: 'register-entity', territory: 'yinzhou' }, ['district']],
		['an entity elsewhere', { record: 'register-entity', territory: 'haishu' }, []]
	])('[R219] [R220] enter %s only where the plan lets their unit or feed', (_, record, may) => {
		const entering = (Object.keys(tokens) as Token[]).filter((name) => mayRecord(tokens[name], record, settings));
		expect(entering).toEqual((Object.keys(tokens) as Token[]).filter((name) => may.includes(name)));
	});

	it('[R219] never act in a role: what a rule gives to roles alone is no token’s', () => {
		const alone = {
			...settings,
			recording: [
				{
					record: 'transaction',
					enteredBy: (['office', 'fund_manager', 'leader'] as const).map((role) => ({ by: 'role' as const, role })),
					confirmedBy: 'office' as const
				}
			]
		};
		for (const territory of ['yinzhou', 'haishu', null])
			for (const actor of Object.values(tokens))
				expect(mayRecord(actor, { record: 'transaction', territory }, alone)).toBe(false);
	});

	it('never confirm, whatever their unit and the role of its people', () => {
		for (const actor of [...Object.values(tokens), someone('office', 'finance', 'token')]) {
			expect(confirmationBar(actor, { actor: 'o', unit: 'haishu', leadUnit: 'amr' })).toBe('not_allowed');
			if (actor.role !== 'office') expect(mayReview(actor, [{ lead: 'ipo', confirmedBy: 'lead' }])).toBe(false);
		}
	});

	it('[R220] of a feed see the plan and what the feed brought, and nothing else', () => {
		expect(seesPlan(tokens.bank)).toBe(true);
		expect(seesCity(tokens.bank)).toBe(false);
		expect(seesBreakdown(tokens.bank, ranked)).toBe(false);
		expect(seesRecords(tokens.bank)).toBe(true);
		for (const units of [['yinzhou'], [null]]) {
			expect(seesRecordsOf(tokens.bank, units, 'bank')).toBe(true);
			expect(seesRecordsOf(tokens.bank, units, 'trading-centre')).toBe(false);
			expect(seesRecordsOf(tokens.bank, units, null)).toBe(false);
		}
		expect(readableStreams(tokens.bank, ranked, ['2.2'], ['yinzhou'], ['2.2'])).toEqual([]);
		expect(mayUpdateShare(tokens.bank, 'yinzhou')).toBe(false);
	});

	it('[R221] reverse what their feed brought, or what their unit entered and they might enter', () => {
		const deal: RecordInQuestion = { record: 'transaction', territory: 'yinzhou' };
		expect(mayReverse(tokens.bank, { unit: 'yinzhou', feed: 'bank' })).toBe(true);
		expect(mayReverse(tokens.bank, { unit: 'yinzhou', feed: 'trading-centre' })).toBe(false);
		expect(mayReverse(tokens.bank, { unit: 'yinzhou', feed: null })).toBe(false);
		expect(mayReverse(tokens.district, { unit: 'yinzhou', feed: 'bank' })).toBe(false);
		expect(mayReverse(tokens.district, { unit: 'yinzhou', feed: null })).toBe(true);
		expect(mayTakeBack(tokens.district, 'yinzhou', deal, settings)).toBe(true);
		expect(mayTakeBack(tokens.district, 'yinzhou', 'share', settings)).toBe(true);
		expect(mayTakeBack(tokens.treasury, 'finance', undefined, settings)).toBe(false);
		expect(mayTakeBack(tokens.institution, 'stfc', fund('operation-fund', 'central', null), settings)).toBe(false);
		expect(mayTakeBack(someone('department', 'finance'), 'finance', undefined, settings)).toBe(true);
	});

	it.each([
		['ingest', true],
		['read', false],
		[undefined, false]
	] as const)('of scope %s may write: %s', (scope, may) => {
		const token = { id: 'token:1', role: 'district', unit: 'yinzhou', via: 'token' } as const;
		expect(writingBar(scope === undefined ? token : { ...token, scope })).toBe(may ? null : 'token_reads_only');
		if (scope !== undefined) expect(writingBar(feed('bank', scope))).toBe(may ? null : 'token_reads_only');
	});

	it('[R34] share the keys of their unit or feed, people have their own', () => {
		expect(keyOwnerOf(feed('bank'))).toBe('feed:bank');
		expect(keyOwnerOf({ ...tokens.district, id: 'token:other' })).toBe('unit:yinzhou');
		expect(keyOwnerOf(someone('district', 'yinzhou'))).toBe('district-yinzhou-session');
	});

	it('say nothing of people', () => {
		expect(writingBar(someone('district', 'yinzhou'))).toBeNull();
	});
});
