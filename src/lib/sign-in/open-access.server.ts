// Everything of signing in and of one's own account that pages ask for, wired once.
import type { Day } from '#lib/kernel/day.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { EventLog } from '#lib/log/event-log.server.ts';
import { requestAddress } from '#lib/log/request-origin.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { networkOf } from '#lib/platform/address.ts';
import type { AskedBy } from './asked-by.ts';
import type { CookieNames } from '#lib/access/cookie-names.ts';
import { demandsSecondFactor, type DutyRules } from '#lib/access/duties.ts';
import { makeAdministrators, offerSetup, type Setup } from './first-administrators.server.ts';
import type { InstallationKey } from '#lib/access/installation-key.server.ts';
import { openLockout } from './lockout.server.ts';
import type { NewPassword } from './new-password.server.ts';
import { openLookUps } from '#lib/access/look-ups.server.ts';
import { readLink, type OpenLink } from '#lib/access/one-time-links.server.ts';
import { endOwnSessions, readOwnAccount } from './own-account.server.ts';
import { changePassword, setPasswordByLink, type OwnPasswordParts } from './own-password.server.ts';
import type { SessionEnding } from './own-sessions.ts';
import { guessedWords } from './password-words.ts';
import { actorOfToken, personOf, type Person } from '#lib/access/people.server.ts';
import { passwordRules } from '#lib/access/policy.ts';
import {
	beginSecondFactor,
	confirmSecondFactor,
	removeSecondFactor,
	renewRecoveryCodes,
	secondFactorState
} from './second-factor.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { SessionEnds, SessionOver } from './session-ends.ts';
import type { SessionCookie, Sessions } from './sessions.server.ts';
import type { SettingsHolder } from '#lib/access/settings-in-force.server.ts';
import { checkPassword, signIn, signInByCode, signOut } from './sign-in.server.ts';
import { openSignInSteps, type OpenStep, type SignInSteps } from './sign-in-step.server.ts';
import { openRequestLimits } from './request-limits.server.ts';
import { openSlowDown } from '#lib/access/slow-down.ts';
import { openLines } from '#lib/access/lines.ts';

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

export type Access = ReturnType<typeof openAccess>;

/** Of one network, so many sign in side by side, and so many wait; each costs a hash that is slow on purpose. */
const signInsAtOnce = 4;
const signInsWaiting = 500;
/** Of one network, so many that open nothing are looked up in a minute. */
const badTokens = 30;
const badCookies = 120;
const badLinks = 30;

export function openAccess({
	log,
	sessions: openedSessions,
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
	const lookUps = {
		sessions: openLookUps<ReadSession | { readonly over: SessionOver }>(badCookies, (read) => !('over' in read)),
		tokens: openLookUps<Actor | null>(badTokens, (actor) => actor !== null),
		steps: openLookUps<OpenStep | null>(badCookies, (step) => step !== null),
		links: openLookUps<OpenLink | null>(badLinks, (link) => link !== null)
	};
	const openedSteps = openSignInSteps(db, cookies);
	const steps: SignInSteps = {
		...openedSteps,
		open: async (accountId) => {
			const cookie = await openedSteps.open(accountId);
			lookUps.steps.know(cookie.value);
			return cookie;
		}
	};
	const sessions: Sessions = {
		...openedSessions,
		open: async (accountId) => {
			const opened = await openedSessions.open(accountId);
			lookUps.sessions.know(opened.cookie.value);
			return opened;
		}
	};
	const slowDown = openSlowDown();
	/** Made-up secrets and locked sign-ins are tried in floods: each line of one waits for its refusal. */
	const slowly = async <T>(result: Result<T>): Promise<Result<T>> => {
		const isFlood = !result.ok && (result.kind === 'too_many_requests' || result.faults[0]?.code === 'locked_out');
		if (isFlood) await slowDown();
		return result;
	};
	const signIns = openLines(signInsAtOnce, signInsWaiting);
	const inTurn = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> =>
		slowly(
			(await signIns.take(networkOf(requestAddress() ?? ''), work)) ??
				refuse('too_many_requests', 'too_many_requests', '', { seconds: 10 })
		);
	const findStep = async (rawStep: string) => slowly(await lookUps.steps.find(rawStep, () => steps.read(rawStep)));
	const findLink = async (token: string) => slowly(await lookUps.links.find(token, () => readLink(db, token)));
	/** What a link opens is done for a link that is there alone. */
	const byLink = async <T>(token: string, work: () => Promise<Result<T>>): Promise<Result<T>> => {
		const link = await findLink(token);
		if (!link.ok) return link;
		return link.value ? work() : refuse('conflict', 'link_over');
	};
	const readSession = async (raw: string, by: AskedBy): Promise<ReadSession | { readonly over: SessionOver }> => {
		const session = await sessions.read(raw, by);
		if ('over' in session) return session;
		const person = await personOfAccount(session.account);
		const { id: sessionId, ends, cookie } = session;
		return person ? { person, sessionId, ends, cookie } : { over: 'role' };
	};
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
		signIn: (username: string, password: string) => inTurn(() => signIn(parts, username, password)),
		/** The second step, with the value of its cookie. */
		signInByCode: async (rawStep: string | undefined, code: string): Promise<Result<SessionCookie>> => {
			const step = rawStep === undefined ? ok(null) : await findStep(rawStep);
			if (!step.ok) return step;
			const { value: open } = step;
			return open ? inTurn(() => signInByCode(parts, open, code)) : refuse('unauthenticated', 'step_over');
		},
		/** The step of a cookie's value; null when it is over. */
		readStep: findStep,
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
		read: async (raw: string, by: AskedBy) => slowly(await lookUps.sessions.find(raw, () => readSession(raw, by))),
		/** Whether a session cookie's value has opened something on this node; asks nobody. */
		knows: lookUps.sessions.knows,
		/** Counts a request of a session or a token, by its id or its actor's; refused where it asks too often. */
		allowRequest: (id: string) => limits.request(id),
		/** Counts a sheet that somebody takes away. */
		allowExport: (actor: Actor) => limits.export(actor.id),
		/** The actor of a bearer token, with what there is to say against it: unknown, or asking too often. */
		callerOfToken: async (token: string): Promise<Result<Actor>> => {
			const found = await lookUps.tokens.find(token, async () => {
				const actor = await actorOfToken(db, token, today());
				// Its token is revoked soon after (access/end-feeds.server.ts), and opens nothing until then.
				const isGone =
					actor?.role === 'feed' && !plan().document.settings.feeds.some(({ code }) => code === actor.feed);
				return isGone ? null : actor;
			});
			if (!found.ok) return slowly(found);
			const { value: actor } = found;
			if (!actor) return refuse('unauthenticated', 'bad_token');
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
				afterPassword(person, password, () => beginSecondFactor(log, key, person.actor.id)),
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
					return removed.ok ? beginSecondFactor(log, key, person.actor.id) : removed;
				})
		},
		/** What a one-time link opens; looking does not use it up. */
		readLink: findLink,
		setPasswordByLink: (token: string, input: NewPassword) =>
			byLink(token, () => setPasswordByLink(parts, token, input)),
		offerSetup: () => offerSetup(log),
		makeAdministrators: (token: string, setup: Setup) =>
			byLink(token, () => makeAdministrators(log, token, setup, today())),
		/** Removes counters of failures that are over. */
		pruneFailures: lockout.prune
	};
}
