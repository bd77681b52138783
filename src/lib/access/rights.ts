// Who may do what: pure answers that look-ups, pages, REST and socket rooms all ask. The rules are numbered in docs/rules.md.
import type { PlanSettings } from '#lib/plan/plan-document.ts';
import type { EventType } from '#lib/protocol/event.ts';
import type { StreamName } from '#lib/protocol/streams.ts';
import { feedOf, unitsOf, type Actor, type Role } from './roles.ts';

/** The plan's settings that rights depend on. */
export interface RightsSettings {
	/** Whether departments and districts see each other's figures. */
	readonly rankingVisibleToTerritories: boolean;
	/** Who records what. */
	readonly recording: PlanSettings['recording'];
}

export function seesCity(actor: Actor): boolean {
	return actor.role !== 'feed' && !actor.role.endsWith('_admin');
}

/** Whether the plan's document is an actor's to read: a feed takes its codes from there. */
export function seesPlan(actor: Actor): boolean {
	return actor.role === 'feed' || seesCity(actor);
}

/** Why what may not be read is not an actor's to read: a feed has the plan and its own records, an administrator nothing of business. */
export function readingBar({ role }: Actor): 'feed_reads_own' | 'not_for_administrators' | 'not_allowed' {
	if (role === 'feed') return 'feed_reads_own';
	return role.endsWith('_admin') ? 'not_for_administrators' : 'not_allowed';
}

export function seesEverything(actor: Actor): boolean {
	return actor.role === 'leader' || actor.role === 'office';
}

export function seesBreakdown(actor: Actor, settings: RightsSettings): boolean {
	if (seesEverything(actor)) return true;
	return settings.rankingVisibleToTerritories && (actor.role === 'department' || actor.role === 'district');
}

/** The streams an actor may follow, without `task:` streams: those come from the shares of its unit. A feed follows none. */
export function readableStreams(
	actor: Actor,
	settings: RightsSettings,
	tasksOfUnit: readonly string[],
	everyUnit: readonly string[],
	everyTask: readonly string[]
): StreamName[] {
	if (actor.role === 'feed') return [];
	const streams: StreamName[] = [`user:${actor.id}`];
	if (seesCity(actor)) streams.push('city');
	if (seesBreakdown(actor, settings)) streams.push('breakdown');
	if (seesEverything(actor)) {
		streams.push(
			'plan',
			...everyUnit.map((unit): StreamName => `unit:${unit}`),
			...everyTask.map((task): StreamName => `task:${task}`)
		);
	} else if (actor.unit !== null) {
		streams.push(
			...unitsOf(actor).map((unit): StreamName => `unit:${unit}`),
			...[...new Set(tasksOfUnit)].map((task): StreamName => `task:${task}`)
		);
	}
	if (actor.role.endsWith('_admin')) streams.push('access');
	if (actor.role === 'audit_admin') streams.push('signin', 'reads');
	return streams;
}

/**
 * Whether an actor may see a record.
 * @param units whose it is: of the unit that entered it, of its territory, of whoever has it in hand
 * @param feed that delivered it: a feed sees what is its own, whatever the unit
 */
export function seesRecordsOf(actor: Actor, units: readonly (string | null)[], feed: string | null): boolean {
	if (actor.role === 'feed') return actor.feed === feed;
	return seesEverything(actor) || unitsOf(actor).some((unit) => units.includes(unit));
}

/** What the recording rules ask of a record: `lines` are the budget lines it may stand on (a class stands on all of its own). */
export interface RecordInQuestion {
	/** As the plan's `recording` has it. */
	readonly record: string;
	readonly lines?: readonly string[];
	readonly source?: string;
	readonly territory: string | null;
	/** Only of an observation: whose figure of which indicator it is, and which units own that indicator. */
	readonly figure?: { readonly indicator: string; readonly unit: string; readonly owners: readonly string[] };
}

/** Whether the plan's recording rules let an actor enter a record. */
export function mayRecord(actor: Actor, record: RecordInQuestion, settings: RightsSettings): boolean {
	return settings.recording.some(
		(rule) =>
			rule.record === record.record &&
			(rule.lines === undefined || (record.lines ?? []).some((line) => rule.lines?.includes(line))) &&
			holdsForIndicator(rule, record, settings) &&
			rule.enteredBy.some((recorder) => matches(actor, recorder, record))
	);
}

/** A rule that names indicators is theirs alone; one that names none holds for all that no rule names. */
function holdsForIndicator(
	rule: PlanSettings['recording'][number],
	{ figure }: RecordInQuestion,
	settings: RightsSettings
): boolean {
	if (!figure) return true;
	if (rule.indicators) return rule.indicators.includes(figure.indicator);
	return !settings.recording.some(
		(other) => other.record === rule.record && other.indicators?.includes(figure.indicator)
	);
}

function matches(
	actor: Actor,
	recorder: PlanSettings['recording'][number]['enteredBy'][number],
	record: RecordInQuestion
): boolean {
	switch (recorder.by) {
		case 'role':
			// A role is a person's: what a rule gives to a role alone is never a token's.
			return actor.via !== 'token' && actor.role === recorder.role;
		case 'unit':
			return actsFor(actor, recorder.unit) && (!record.figure || actsFor(actor, record.figure.unit));
		case 'owner':
			return !!record.figure && actsFor(actor, record.figure.unit) && record.figure.owners.includes(record.figure.unit);
		case 'feed':
			// Of no unit itself, it records for the district or zone that the record names.
			return actor.role === 'feed' && actor.feed === recorder.feed && record.territory !== null;
		case 'territories':
			return (
				actor.role === 'district' &&
				actsFor(actor, record.territory) &&
				(recorder.lines === undefined || (record.lines ?? []).some((line) => recorder.lines?.includes(line))) &&
				(recorder.sources === undefined || recorder.sources.some((source) => source === record.source))
			);
		default:
			return false;
	}
}

/** Whether a unit is the actor's own, or one that it has taken over from. */
export function actsFor(actor: Actor, unit: string | null): boolean {
	return unit !== null && unitsOf(actor).includes(unit);
}

/** Why an actor writes nothing of the city's business at all; null for one that may, as far as the command lets it. */
export function writingBar(actor: Actor): 'token_reads_only' | 'nothing_to_send' | null {
	// A token that only reads writes nothing, whatever its unit or its feed may.
	if (actor.via === 'token' && actor.scope !== 'ingest') return 'token_reads_only';
	return actor.role === 'leader' || actor.role === 'feed' || actor.unit !== null ? null : 'nothing_to_send';
}

export function mayUpdateShare(actor: Actor, unit: string): boolean {
	return actsFor(actor, unit) && actor.role !== 'fund_manager';
}

/** What the four-eyes rule asks of an entry or a reversal. */
export interface ConfirmedThing {
	readonly actor: string;
	readonly unit: string | null;
	/** The task's lead department, where that may confirm beside the office. */
	readonly leadUnit: string | null;
}

/** Why an actor may not confirm an entry; null when it may. */
export function confirmationBar(
	actor: Actor,
	entry: ConfirmedThing
): 'own_entry' | 'own_unit_entry' | 'not_allowed' | null {
	const confirmer =
		seesEverything(actor) ||
		// A task's lead department confirms the reports of the other shares.
		(entry.leadUnit !== null &&
			actor.role === 'department' &&
			actor.via === 'session' &&
			actsFor(actor, entry.leadUnit));
	if (!confirmer || actor.via === 'token') return 'not_allowed';
	if (entry.actor === actor.id) return 'own_entry';
	if (actsFor(actor, entry.unit)) return 'own_unit_entry';
	return null;
}

/** Entries are reversed by the unit that entered them, those of a feed by that feed alone; all of them by the office. */
export function mayReverse(actor: Actor, entry: { readonly unit: string; readonly feed: string | null }): boolean {
	if (actor.role === 'office' || actor.role === 'leader') return true;
	return entry.feed === null ? actsFor(actor, entry.unit) : feedOf(actor) === entry.feed;
}

/**
 * Whether an actor that may reverse an entry may take it back by what it came in with: a unit's token takes back just what it
 * might enter, never what a role of its unit's people entered.
 * @param record what the rules ask of the entry; undefined for what only roles enter
 */
export function mayTakeBack(
	actor: Actor,
	unit: string,
	record: RecordInQuestion | 'share' | undefined,
	settings: RightsSettings
): boolean {
	if (actor.via !== 'token' || actor.role === 'feed') return true;
	if (record === undefined) return false;
	return record === 'share' ? mayUpdateShare(actor, unit) : mayRecord(actor, record, settings);
}

/** Opening stocks and base years are the office's to give. */
export function mayGiveBase(actor: Actor): boolean {
	return actor.role === 'office';
}

const ofSystem: readonly EventType[] = [
	'accountCreated',
	'accountChanged',
	'accountDisabled',
	'accountEnabled',
	'linkIssued',
	'linkUsed',
	'unitChanged',
	'settingChanged',
	'jobRequested',
	'reactionRetried'
];
const ofSecurity: readonly EventType[] = [
	'appointmentGranted',
	'appointmentEnded',
	'policyChanged',
	'passwordChanged',
	'passwordRehashed',
	'secondFactorBegun',
	'secondFactorEnrolled',
	'secondFactorRemoved',
	'recoveryCodesRenewed',
	'recoveryCodeUsed',
	'sessionEnded',
	'tokenIssued',
	'tokenRevoked'
];

/** Which events of the stream `access` an administrator reads: its own part; the audit administrator all (null). */
export function accessTypes(actor: Actor): readonly EventType[] | null {
	if (actor.role === 'audit_admin') return null;
	return actor.role === 'system_admin' ? ofSystem : actor.role === 'security_admin' ? ofSecurity : [];
}

/** What the three administrators look after, each only its own. */
export type Administered =
	'accounts' | 'units' | 'settings' | 'jobs' | 'roles' | 'policy' | 'sessions' | 'tokens' | 'audit';

const administrators: Readonly<Record<Administered, Role>> = {
	accounts: 'system_admin',
	units: 'system_admin',
	settings: 'system_admin',
	jobs: 'system_admin',
	roles: 'security_admin',
	policy: 'security_admin',
	sessions: 'security_admin',
	tokens: 'security_admin',
	audit: 'audit_admin'
};

export function administratorOf(what: Administered): Role {
	return administrators[what];
}

export function isAdministered(what: string): what is Administered {
	return Object.hasOwn(administrators, what);
}

export function mayAdminister(actor: Actor, what: Administered): boolean {
	return actor.via === 'session' && actor.role === administrators[what];
}

export function mayRunSamples(actor: Actor): boolean {
	return actor.role === 'office';
}

/** Whether records one by one are anything of an actor's at all. */
export function seesRecords(actor: Actor): boolean {
	return seesEverything(actor) || actor.role === 'feed' || actor.unit !== null;
}

/** Whether there is anything that an actor could confirm: leaders, the office, and lead departments of tasks that say so (R45). */
export function mayReview(
	actor: Actor,
	tasks: readonly { readonly lead: string; readonly confirmedBy: 'lead' | 'office' }[]
): boolean {
	if (seesEverything(actor)) return true;
	const led = tasks.filter(({ confirmedBy }) => confirmedBy === 'lead');
	return actor.role === 'department' && led.some(({ lead }) => actsFor(actor, lead));
}
