// Looks secrets up (cookies, tokens, links), so that made-up ones cost the database little and their sender alone: counted in the memory of this node.
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { requestAddress } from '#lib/log/request-origin.server.ts';
import { networkOf } from '#lib/platform/address.ts';
import { openMinuteLimit } from './minute-limit.server.ts';
import { hashSecret } from './secret.server.ts';
import { openLines } from './lines.ts';

/** So long it is remembered that a secret opens nothing. */
const nothingForMs = 10_000;
const rememberedAtMost = 20_000;
/** Of one network, secrets that are new here: so many are looked up side by side, and so many wait. */
const atOnce = 4;
const waitingAtMost = 1000;

export interface LookUps<Answer> {
	/**
	 * What a secret opens, as `ask` answers it. One that has opened something before is always asked for; others by turns for each
	 * network, and not at all after too many from there that opened nothing: those are refused.
	 */
	readonly find: (secret: string, ask: () => Promise<Answer>) => Promise<Result<Answer>>;
	/** A secret that was just given out. */
	readonly know: (secret: string) => void;
	/** Whether a secret has opened something here, and may still. */
	readonly knows: (secret: string) => boolean;
}

/**
 * @param failuresAMinute how many that open nothing are looked up for one network in a minute
 * @param opens whether an answer is more than nothing
 */
export function openLookUps<Answer>(failuresAMinute: number, opens: (answer: Answer) => boolean): LookUps<Answer> {
	const failures = openMinuteLimit(failuresAMinute);
	const lines = openLines(atOnce, waitingAtMost);
	const known = new Set<string>();
	const nothing = new Map<string, { readonly answer: Answer; readonly until: number }>();

	const know = (key: string) => {
		known.delete(key);
		known.add(key);
		forgetOldest(known);
	};
	const remembered = (key: string): Result<Answer> | null => {
		const found = nothing.get(key);
		return found && found.until > performance.now() ? ok(found.answer) : null;
	};
	const ask = async (key: string, network: string, work: () => Promise<Answer>): Promise<Result<Answer>> => {
		const answer = await work();
		if (opens(answer)) know(key);
		else {
			known.delete(key);
			nothing.delete(key);
			nothing.set(key, { answer, until: performance.now() + nothingForMs });
			forgetOldest(nothing);
			await failures.count(network);
		}
		return ok(answer);
	};
	return {
		find: async (secret, work) => {
			const key = hashSecret(secret);
			const network = networkOf(requestAddress() ?? '');
			if (known.has(key)) return ask(key, network, work);
			const before = remembered(key);
			if (before) return before;
			const turn = await lines.take(network, async () => {
				// An earlier one in the line may have asked for the same.
				const meanwhile = remembered(key);
				if (meanwhile) return meanwhile;
				const allowed = await failures.look(network);
				return allowed.ok ? ask(key, network, work) : allowed;
			});
			return turn ?? refuse('too_many_requests', 'too_many_requests', '', { seconds: 1 });
		},
		know: (secret) => {
			know(hashSecret(secret));
		},
		knows: (secret) => known.has(hashSecret(secret))
	};
}

function forgetOldest(remembered: Set<string> | Map<string, unknown>): void {
	if (remembered.size <= rememberedAtMost) return;
	const [oldest] = remembered.keys();
	if (oldest !== undefined) remembered.delete(oldest);
}
