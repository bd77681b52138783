// The browser's side of a session's life: says that its person is here, counts down, warns, and leaves in time with what was typed.
import * as v from 'valibot';
import { signInPath } from '#lib/sign-in/local-path.ts';
import { graceMs, standingOf, type SessionEnds, type SessionOver, type Standing } from '#lib/sign-in/session-ends.ts';
import { forgetDrafts } from '#lib/forms/drafts.ts';

const endsSchema = v.strictObject({ idleMs: v.number(), absoluteMs: v.number(), seenMs: v.number() });
/** `ends` is null when its person signs out. */
const toldSchema = v.strictObject({ account: v.string(), ends: v.nullable(endsSchema) });

/** How long to wait after a heartbeat that the network lost. */
const retryMs = 5000;
/** How often a form that is under way is looked at. */
const formMs = 100;
/** The computer's clock was changed, or it slept, where the page's own clock has come less far or further by so much. */
const driftMs = 5000;
/** An answer that takes longer has got lost. */
const answerMs = 5000;
/** A connection may hear of an end shortly before the countdown does: it is the same end. */
const sameMs = 35_000;

export class SessionWatch {
	/** How the session stands, while there is something to warn of. */
	warning = $state.raw<Standing | null>(null);

	readonly #account: string;
	#ends: SessionEnds;
	/** When by the page's own clock, which no change of the computer's moves but which may stop while it sleeps; and by the computer's. */
	#toldAt = performance.now();
	#toldAtWall = Date.now();
	#given: SessionEnds;
	#channel: BroadcastChannel | null = null;
	#asking = false;
	#notBefore = 0;
	#leaving = false;
	#pointer = '';

	constructor(account: string, ends: SessionEnds) {
		this.#account = account;
		this.#ends = this.#given = ends;
	}

	/** Takes what came with a page's data; the same data again say nothing new. */
	take(ends: SessionEnds): void {
		if (ends === this.#given) return;
		this.#given = ends;
		this.#set(ends);
		this.#tell();
	}

	/** Begins to watch; the returned function ends it. */
	start(): () => void {
		const ending = new AbortController();
		const { signal } = ending;
		for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
			window.addEventListener(kind, (event) => this.#input(event), { signal, capture: true, passive: true });
		window.addEventListener('submit', (event) => this.#submit(event), { signal, capture: true });
		for (const kind of ['focus', 'pageshow']) window.addEventListener(kind, () => this.#tick(), { signal });
		const timer = setInterval(() => this.#tick(), 1000);
		const channel = new BroadcastChannel('session');
		channel.onmessage = ({ data }) => this.#hear(data);
		this.#channel = channel;
		this.#tell();
		this.#tick();
		return () => {
			ending.abort();
			clearInterval(timer);
			channel.close();
			this.#channel = null;
		};
	}

	/** Says that the person is here. */
	async stay(): Promise<void> {
		if (this.#asking || this.#leaving || performance.now() < this.#notBefore) return;
		this.#asking = true;
		try {
			const answer = await fetch('/session/seen', { method: 'POST', headers: { accept: 'application/json' } });
			if (answer.status === 401) {
				this.leave('elsewhere');
				return;
			}
			if (!answer.ok) throw new Error(`heartbeat answered with ${answer.status}`);
			this.#set(v.parse(endsSchema, await answer.json()));
			this.#tell();
		} catch {
			this.#notBefore = performance.now() + retryMs;
		} finally {
			this.#asking = false;
		}
	}

	/**
	 * Whether this browser has a session after a connection said that its own is over: a new password begins another one.
	 * Leaves for the sign-in page where it has none.
	 */
	async goesOn(): Promise<boolean> {
		// A form under way may be what ends one session and begins the next.
		while (document.querySelector('form [aria-busy="true"]')) await new Promise((wait) => setTimeout(wait, formMs));
		await this.stay();
		return !this.#leaving;
	}

	/** Leaves for the sign-in page; signing in again leads back to what was typed. */
	leave(over: SessionOver): void {
		if (this.#leaving) return;
		this.#leaving = true;
		const { why, leftMs } = this.#standing();
		// A document of its own: nothing of this page stays in the memory of the next.
		location.assign(signInPath(location.pathname + location.search, leftMs < sameMs ? why : over));
	}

	/** Ends the session before its hours are over and leads to signing in again, and back to what was typed. */
	async signInAgain(): Promise<void> {
		if (this.#leaving) return;
		this.#leaving = true;
		await fetch('/logout', { method: 'POST', redirect: 'manual' }).catch(() => undefined);
		location.assign(signInPath(location.pathname + location.search, 'hours'));
	}

	#standing(): Standing {
		return standingOf(this.#ends, this.#elapsed());
	}

	#elapsed(): number {
		return performance.now() - this.#toldAt;
	}

	/** By how much more the computer's clock has moved than the page's own, in ms. */
	#drift(): number {
		return Date.now() - this.#toldAtWall - this.#elapsed();
	}

	/** Only the server can tell a clock that was changed from a computer that slept. To ask is nothing that a person does. */
	async #ask(): Promise<void> {
		if (this.#asking || this.#leaving) return;
		this.#asking = true;
		const slept = Math.max(0, this.#drift());
		try {
			const answer = await fetch('/session/ends', {
				headers: { accept: 'application/json' },
				signal: AbortSignal.timeout(answerMs)
			});
			if (answer.status === 401) {
				this.#pass(slept);
				this.leave('elsewhere');
			} else this.#set(v.parse(endsSchema, await answer.json()));
		} catch {
			this.#pass(slept);
		} finally {
			this.#asking = false;
		}
	}

	/** Counts time in which the page did not run. */
	#pass(ms: number): void {
		const { idleMs, absoluteMs, seenMs } = this.#ends;
		const past = this.#elapsed() + ms;
		this.#set({ idleMs: idleMs - past, absoluteMs: absoluteMs - past, seenMs: seenMs + past });
	}

	#tick(): void {
		if (Math.abs(this.#drift()) > driftMs) void this.#ask();
		const standing = this.#standing();
		this.warning = standing.warned ? standing : null;
		if (standing.leftMs === 0) this.leave(standing.why);
	}

	#set(ends: SessionEnds): void {
		this.#ends = ends;
		this.#toldAt = performance.now();
		this.#toldAtWall = Date.now();
		this.#tick();
	}

	#input(event: Event): void {
		if (!event.isTrusted || !this.#counts(event)) return;
		if (this.#ends.seenMs + this.#elapsed() >= graceMs) void this.stay();
	}

	/** While the warning stands its buttons decide, and the way to them with pointer or keys must not already be an answer. */
	#counts(event: Event): boolean {
		if (event.type === 'pointermove') {
			// Browsers report a pointer that rests when the page moves under it.
			const { screenX, screenY } = event as PointerEvent;
			const moved = this.#pointer !== `${screenX} ${screenY}`;
			this.#pointer = `${screenX} ${screenY}`;
			return moved && this.warning === null;
		}
		if (this.warning === null) return true;
		if (event.type === 'keydown') return !['Tab', 'Shift', 'Enter', ' '].includes((event as KeyboardEvent).key);
		return !(event.target instanceof Element && event.target.closest('button'));
	}

	/** Whoever signs out of their own will leaves no draft behind, in no window. */
	#submit(event: Event): void {
		if (!(event.target instanceof HTMLFormElement) || !event.target.action.endsWith('/logout')) return;
		this.#leaving = true;
		forgetDrafts();
		this.#channel?.postMessage({ account: this.#account, ends: null });
	}

	#tell(): void {
		const { idleMs, absoluteMs, seenMs } = this.#ends;
		const elapsed = this.#elapsed();
		const ends = { idleMs: idleMs - elapsed, absoluteMs: absoluteMs - elapsed, seenMs: seenMs + elapsed };
		this.#channel?.postMessage({ account: this.#account, ends });
	}

	/** Another window of this browser has news of the session that they share. */
	#hear(message: unknown): void {
		const told = v.safeParse(toldSchema, message);
		if (!told.success || this.#leaving) return;
		// Somebody else has signed in there: what stands here is not theirs to see, nor to send.
		if (told.output.account !== this.#account) location.assign('/');
		else if (told.output.ends === null) forgetDrafts();
		else this.#set(told.output.ends);
	}
}
