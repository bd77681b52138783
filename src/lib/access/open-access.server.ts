// Everything of signing in and of one's own account that pages ask for, wired once.
import type { Day } from '#lib/kernel/day.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { Call } from '#lib/ledgers/recording.server.ts';
import type { EventLog } from '#lib/live/event-log.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { AskedBy } from './asked-by.ts';
import type { CookieNames } from './cookie-names.ts';
import { demandsSecondFactor, type DutyRules } from './duties.ts';
import { makeAdministrators, offerSetup, type Setup } from './first-administrators.server.ts';
import type { InstallationKey } from './installation-key.server.ts';
import { openLockout } from './lockout.server.ts';
import type { NewPassword } from './new-password.server.ts';
import { readLink } from './one-time-links.server.ts';
import { endOwnSessions, readOwnAccount } from './own-account.server.ts';
import { changePassword, setPasswordByLink, type OwnPasswordParts } from './own-password.server.ts';
import type { SessionEnding } from './own-sessions.ts';
import { guessedWords } from './password-words.ts';
import { actorOfToken, personOf, type Person } from './people.server.ts';
import { passwordRules } from './policy.ts';
import {
	beginSecondFactor,
	confirmSecondFactor,
	removeSecondFactor,
	renewRecoveryCodes,
	secondFactorState
} from './second-factor.server.ts';
import type { Actor } from './roles.ts';
import type { SessionEnds, SessionOver } from './session-ends.ts';
import type { Sessions, SessionCookie } from './sessions.server.ts';
import type { SettingsHolder } from './settings-in-force.server.ts';
import { checkPassword, signIn, signInByCode, signOut } from './sign-in.server.ts';
import { openSignInSteps } from './sign-in-step.server.ts';
import { openRequestLimits } from './request-limits.server.ts';

export interface AccessParts {
	readonly log: EventLog;
	readonly sessions: Sessions;
	readonly key: InstallationKey;
	readonly settings: SettingsHolder;
	readonly cookies: CookieNames;
	readonly demo: boolean;
	/** How often one session or token may ask. */
	readonly requestsAMinute: number;
	/** The plan in force. */
	readonly plan: () => PlanIndex;
	readonly today: () => Day;
	readonly endSockets: (sessionId: string, reason: 'signed_out' | 'session_ended') => void;
}

/** What a session's cookie opens. */
interface ReadSession {
	readonly person: Person;
	readonly sessionId: string;
	readonly ends: SessionEnds;
	readonly cookie: SessionCookie | null;
}

export function openAccess({
	log,
	sessions,
	key,
	settings,
	cookies,
	demo,
	requestsAMinute,
	plan,
	today,
	endSockets
}: AccessParts) {
	const { db } = log.database;
	const lockout = openLockout(db);
	const limits = openRequestLimits(requestsAMinute);
	const steps = openSignInSteps(db, cookies);
	const dutyRules = (): DutyRules => ({ policy: settings.current().policy, demo });
	const personOfAccount = (accountId: string) => personOf(db, accountId, today(), dutyRules());
	const parts: OwnPasswordParts = {
		log,
		sessions,
		steps,
		lockout,
		key,
		personOf: personOfAccount,
		rules: () => passwordRules(settings.current().policy.preset),
		wordsOf: (name, unit) => guessedWords(plan(), { name, unit }),
		endSockets: (id) => {
			endSockets(id, 'session_ended');
		}
	};
	const demanded = (person: Person) => demandsSecondFactor(person.actor.role, dutyRules());
	const afterPassword = async <T>(person: Person, password: string, act: () => Promise<Result<T>>) => {
		const checked = await checkPassword(parts, person.username, password, '/current');
		return checked.ok ? act() : checked;
	};
	return {
		signIn: (username: string, password: string) => signIn(parts, username, password),
		/** The second step, with the value of its cookie. */
		signInByCode: (rawStep: string | undefined, code: string) => signInByCode(parts, rawStep, code),
		/** The step of a cookie's value; null when it is over. */
		readStep: (rawStep: string) => steps.read(rawStep),
		stepCookieName: steps.cookieName,
		blankStepCookie: steps.blankCookie,
		ownAccount: (person: Person, sessionId: string) =>
			readOwnAccount(db, sessions, { account: person.actor.id, session: sessionId }, today()),
		/** Ends sessions of one's own, and their sockets at once. */
		endOwnSessions: async (actor: Actor, call: Call, input: SessionEnding, current: string) => {
			const ended = await endOwnSessions(log, sessions, actor, call, input, current);
			if (ended.ok) for (const id of ended.value.ids) endSockets(id, 'session_ended');
			return ended;
		},
		signOut: async (person: Person, sessionId: string) => {
			await signOut(log, sessions, person.actor, sessionId);
			endSockets(sessionId, 'signed_out');
		},
		/** The person of a session cookie's value, with the cookie to send again where its end has moved; or why it opens nothing. */
		read: async (raw: string, by: AskedBy): Promise<ReadSession | { readonly over: SessionOver }> => {
			const session = await sessions.read(raw, by);
			if ('over' in session) return session;
			const person = await personOfAccount(session.account);
			const { id: sessionId, ends, cookie } = session;
			return person ? { person, sessionId, ends, cookie } : { over: 'role' };
		},
		/** Counts a request of a session; refused where it asks too often. */
		allowRequest: (sessionId: string) => limits.request(sessionId),
		/** Counts a sheet that somebody takes away. */
		allowExport: (actor: Actor) => limits.export(actor.id),
		/** The actor of a bearer token, with what there is to say against it: unknown, or asking too often. */
		callerOfToken: async (token: string, address: string): Promise<Result<Actor>> => {
			const actor = await actorOfToken(db, token, today());
			if (!actor) return limits.bad(address);
			const allowed = await limits.request(actor.id);
			return allowed.ok ? ok(actor) : allowed;
		},
		/** What duties follow from now. */
		dutyRules,
		/** What the policy asks of a new password. */
		passwordRules: parts.rules,
		changePassword: (person: Person, input: Parameters<typeof changePassword>[2]) =>
			changePassword(parts, person, input),
		secondFactor: {
			state: (person: Person) => secondFactorState(db, key, { id: person.actor.id, username: person.username }),
			/** Whether the policy demands it of this person. */
			demanded,
			/** Whoever finds a desk unlocked must not set up an app of theirs. */
			begin: (person: Person, password: string) =>
				afterPassword(person, password, () => beginSecondFactor(db, key, person.actor.id)),
			confirm: (person: Person, code: string) => confirmSecondFactor(log, key, person.actor.id, code),
			renewCodes: (person: Person, password: string) =>
				afterPassword(person, password, () => renewRecoveryCodes(log, person.actor.id)),
			remove: (person: Person, password: string) =>
				demanded(person)
					? Promise.resolve(refuse('forbidden', 'second_factor_demanded'))
					: afterPassword(person, password, () => removeSecondFactor(log, person.actor.id)),
			/** Where it is demanded it is only changed for another: until that is confirmed it is a duty. */
			setUpAnew: (person: Person, password: string) =>
				afterPassword(person, password, async () => {
					const removed = await removeSecondFactor(log, person.actor.id);
					return removed.ok ? beginSecondFactor(db, key, person.actor.id) : removed;
				})
		},
		/** What a one-time link opens; looking does not use it up. */
		readLink: (token: string) => readLink(db, token),
		setPasswordByLink: (token: string, input: NewPassword) => setPasswordByLink(parts, token, input),
		offerSetup: () => offerSetup(log),
		makeAdministrators: (token: string, setup: Setup) => makeAdministrators(log, token, setup, today()),
		/** Removes counters of failures that are over. */
		pruneFailures: lockout.prune
	};
}
