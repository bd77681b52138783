// Gives events what the log leaves out: names of people and tokens, contents of versions, words of reasons. Nothing of business.
import { and, inArray, or, eq, type SQL } from 'drizzle-orm';
import { account, accountVersion, apiToken, appointment, reasonText, setting } from '#lib/access/tables.server.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { dayAt } from '#lib/kernel/day.ts';
import { kindOf } from './audit-filter.ts';
import { differences, type EventDoer, type EventView } from './event-view.ts';
import type { StoredEvent } from './search-events.server.ts';

/** In the order given. */
export async function describeEvents(db: Drizzle | Tx, events: readonly StoredEvent[]): Promise<EventView[]> {
	const people = await peopleOf(db, events);
	const tokens = await tokensOf(db, events);
	const versions = await versionsOf(db, events);
	const reasons = await reasonsOf(db, events);
	return events.map((event) => {
		const { body } = event;
		const business = kindOf(event.stream) === 'business';
		const before = body.before === null ? undefined : versions.get(body.before);
		const after = body.after === null ? undefined : versions.get(body.after);
		return {
			stream: event.stream,
			seq: event.seq,
			type: event.type,
			recordedAt: event.recordedAt,
			effectiveAt: event.effectiveAt,
			by: doerOf(event, people, tokens),
			address: event.address,
			// An entity's first version has the entity's own id: its event names one record twice.
			things: [...new Set(body.ids)].map((id) => ({ id, name: people.get(id)?.name ?? tokens.get(id) ?? null })),
			changes: before || after ? differences(before ?? null, after ?? null) : [],
			before: before ? null : body.before,
			after: after ? null : body.after,
			reason: body.reason === null ? null : (reasons.get(body.reason) ?? null),
			values: business ? {} : body.values
		};
	});
}

interface PersonThen {
	readonly name: string;
	readonly username: string;
	readonly appointments: readonly (typeof appointment.$inferSelect)[];
}

function doerOf(
	{ actor, body, effectiveAt }: StoredEvent,
	people: ReadonlyMap<string, PersonThen>,
	tokens: ReadonlyMap<string, string>
): EventDoer {
	const base = { id: actor, name: null, username: null, role: null, unit: body.unit };
	if (actor === null || actor.startsWith('system')) return { ...base, via: 'system' };
	if (actor.startsWith('token:'))
		return { ...base, via: 'token', name: tokens.get(actor.slice('token:'.length)) ?? null };
	const person = people.get(actor);
	if (!person) return { ...base, via: isUuid(actor) ? 'person' : 'nobody' };
	const day = dayAt(Date.parse(effectiveAt));
	const then =
		person.appointments.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day)) ??
		person.appointments.find(({ validTo }) => validTo === null);
	return { ...base, via: 'person', name: person.name, username: person.username, role: then?.role ?? null };
}

async function peopleOf(db: Drizzle | Tx, events: readonly StoredEvent[]): Promise<Map<string, PersonThen>> {
	const ids = idsIn(events.flatMap(({ actor, body }) => [actor, ...body.ids]));
	if (ids.length === 0) return new Map();
	const rows = await db.select().from(account).where(inArray(account.id, ids));
	const appointments = await db.select().from(appointment).where(inArray(appointment.account, ids));
	return new Map(
		rows.map(({ id, name, username }) => [
			id,
			{ name, username, appointments: appointments.filter((one) => one.account === id) }
		])
	);
}

async function tokensOf(db: Drizzle | Tx, events: readonly StoredEvent[]): Promise<Map<string, string>> {
	const ids = events.flatMap(({ actor, body, type }) => [
		...(actor?.startsWith('token:') ? [actor.slice('token:'.length)] : []),
		...(type.startsWith('token') ? body.ids : [])
	]);
	if (ids.length === 0) return new Map();
	const rows = await db
		.select()
		.from(apiToken)
		.where(inArray(apiToken.id, [...new Set(ids)]));
	return new Map(rows.flatMap(({ id, name }) => (name === '' ? [] : [[id, name] as const])));
}

/** Contents of the versions that the log names as `table:id@version`; those of business stay where they are. */
async function versionsOf(
	db: Drizzle | Tx,
	events: readonly StoredEvent[]
): Promise<Map<string, Readonly<Record<string, unknown>>>> {
	const names = events.flatMap(({ body }) => [body.before, body.after]).filter((name) => name !== null);
	const found = names.flatMap((name) => {
		const [, table, id, version] = /^(account|setting):([\w-]+)@(\d{1,9})$/.exec(name) ?? [];
		return table === undefined || id === undefined ? [] : [{ name, table, id, version: Number(version) }];
	});
	const ofAccounts = found.filter(({ table, id }) => table === 'account' && isUuid(id));
	const ofSettings = found.filter(({ table }) => table === 'setting');
	const versions = new Map<string, Readonly<Record<string, unknown>>>();
	const accounts = await rowsFor(ofAccounts, ({ id, version }) =>
		and(eq(accountVersion.account, id), eq(accountVersion.version, version))
	)((where) => db.select().from(accountVersion).where(where));
	for (const row of accounts) {
		const { username, name, role, unit, disabled } = row;
		versions.set(`account:${row.account}@${row.version}`, { name, username, role, unit, disabled });
	}
	const settings = await rowsFor(ofSettings, ({ id, version }) =>
		and(eq(setting.key, id), eq(setting.version, version))
	)((where) => db.select().from(setting).where(where));
	for (const { key, version, value } of settings)
		if (value !== null && typeof value === 'object') versions.set(`setting:${key}@${version}`, { ...value });
	return versions;
}

/** Rows of several keys at once; none without a key. */
function rowsFor<K>(keys: readonly K[], where: (key: K) => SQL | undefined) {
	return async <R>(select: (where: SQL | undefined) => PromiseLike<R[]>): Promise<R[]> =>
		keys.length === 0 ? [] : select(or(...keys.map(where)));
}

async function reasonsOf(db: Drizzle | Tx, events: readonly StoredEvent[]): Promise<Map<string, string>> {
	const ids = idsIn(events.map(({ body }) => body.reason));
	if (ids.length === 0) return new Map();
	const rows = await db.select().from(reasonText).where(inArray(reasonText.id, ids));
	return new Map(rows.map(({ id, text }) => [id, text]));
}

function idsIn(texts: readonly (string | null)[]): string[] {
	return [...new Set(texts.filter((text) => text !== null && isUuid(text)))] as string[];
}

function isUuid(text: string): boolean {
	return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
}
