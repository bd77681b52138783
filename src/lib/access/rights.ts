// Who may do what: pure answers that look-ups, pages, REST and socket rooms all ask. See the table in docs/rules.md.
import type { StreamName } from '#lib/protocol/streams.ts';
import type { Actor } from './roles.ts';

/** The plan's settings that rights depend on. */
export interface RightsSettings {
	/** Whether departments and districts see each other's figures. */
	readonly ranking: boolean;
	/** The departments that enforce. */
	readonly enforcers: readonly string[];
	/** Departments that record movements of the subsidy lines. */
	readonly subsidyRecorders: readonly string[];
	/** The fund line that districts contribute to. */
	readonly riskPool: string;
}

export function seesCity(actor: Actor): boolean {
	return !actor.role.endsWith('_admin');
}

export function seesEverything(actor: Actor): boolean {
	return actor.role === 'leader' || actor.role === 'office';
}

export function seesBreakdown(actor: Actor, settings: RightsSettings): boolean {
	if (seesEverything(actor)) return true;
	return settings.ranking && (actor.role === 'department' || actor.role === 'district');
}

/** The streams an actor may follow, without `task:` streams: those come from the shares of its unit. */
export function readableStreams(
	actor: Actor,
	settings: RightsSettings,
	tasksOfUnit: readonly string[],
	everyUnit: readonly string[],
	everyTask: readonly string[]
): StreamName[] {
	const streams: StreamName[] = [`user:${actor.id}`];
	if (seesCity(actor)) streams.push('city');
	if (seesBreakdown(actor, settings)) streams.push('breakdown');
	if (seesEverything(actor)) {
		streams.push('plan', ...everyUnit.map((unit): StreamName => `unit:${unit}`), ...everyTask.map((task): StreamName => `task:${task}`));
	} else if (actor.unit !== null) {
		streams.push(`unit:${actor.unit}`, ...tasksOfUnit.map((task): StreamName => `task:${task}`));
	}
	if (actor.role.endsWith('_admin')) streams.push('access');
	if (actor.role === 'audit_admin') streams.push('signin');
	return streams;
}

/** Whether an actor may see the records of a unit or a territory one by one. */
export function seesRecordsOf(actor: Actor, units: readonly (string | null)[]): boolean {
	return seesEverything(actor) || (actor.unit !== null && units.includes(actor.unit));
}

export interface FundsRecord {
	readonly line: string;
	readonly group: string;
	readonly source: string;
	readonly territory: string | null;
}

/** Movements of the two funds: the fund manager, districts for their contributions to the risk pool; subsidies: office, finance, districts for their own. */
export function mayRecordMovement(actor: Actor, record: FundsRecord, settings: RightsSettings): boolean {
	const own = actor.unit !== null && record.territory === actor.unit;
	if (record.group === 'funds') {
		if (actor.role === 'fund_manager') return true;
		return actor.role === 'district' && own && record.line === settings.riskPool && record.source === 'district';
	}
	if (actor.role === 'office') return true;
	if (actor.role === 'department') return settings.subsidyRecorders.includes(actor.unit);
	return actor.role === 'district' && own;
}

/** Deals: office and feeds anywhere, districts their own territory. */
export function mayRecordDeal(actor: Actor, territory: string): boolean {
	if (actor.role === 'office') return true;
	if (actor.role === 'district') return actor.unit === territory;
	return actor.via === 'token' && actor.unit !== null;
}

/** Cases: office, the enforcing departments, feeds of departments; districts their own territory. */
export function mayRecordCase(actor: Actor, territory: string, settings: RightsSettings): boolean {
	if (actor.role === 'office') return true;
	if (actor.role === 'district') return actor.unit === territory;
	if (actor.role !== 'department') return false;
	return actor.via === 'token' || settings.enforcers.includes(actor.unit);
}

export function mayUpdateShare(actor: Actor, unit: string): boolean {
	return actor.unit === unit && actor.role !== 'fund_manager';
}

/** Why an actor may not confirm an entry; null when it may. */
export function confirmationBar(
	actor: Actor,
	entry: { readonly actor: string; readonly unit: string | null; readonly leadUnit: string | null }
): 'own_entry' | 'own_unit_entry' | 'not_allowed' | null {
	const confirmer =
		seesEverything(actor) ||
		// A task's lead department confirms the reports of the other shares.
		(entry.leadUnit !== null && actor.role === 'department' && actor.via === 'session' && actor.unit === entry.leadUnit);
	if (!confirmer || actor.via === 'token') return 'not_allowed';
	if (entry.actor === actor.id) return 'own_entry';
	if (actor.unit !== null && entry.unit === actor.unit) return 'own_unit_entry';
	return null;
}

/** Entries are reversed by the unit that entered them, or by the office. */
export function mayReverse(actor: Actor, entryUnit: string): boolean {
	return actor.role === 'office' || actor.role === 'leader' || (actor.unit !== null && actor.unit === entryUnit);
}

export function mayRunSamples(actor: Actor): boolean {
	return actor.role === 'office';
}
