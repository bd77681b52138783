// Sends odd bodies to the running product, many at once, and judges each answer: refused in its own words, never a failure.
import { faultCodes } from '#lib/kernel/result.ts';
import type { OddBody } from './odd-bodies.ts';

export interface Receiver {
	readonly url: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly takes: 'json' | 'form';
	/** Whether it is an action, which answers programs of the product's own pages with JSON. */
	readonly isAction: boolean;
}

export interface Outcome {
	/** How often each status came; an action's own where it answers with one. */
	readonly statuses: ReadonlyMap<number, number>;
	/** What should not have been: the answer, and the body that brought it about. */
	readonly wrong: readonly string[];
}

const atOnce = 16;
/** Every so many a form comes without scripts, and its page is made with all that was typed. */
const everyPlain = 20;

export async function sendAll(receiver: Receiver, bodies: readonly OddBody[]): Promise<Outcome> {
	const statuses = new Map<number, number>();
	const wrong: string[] = [];
	const waiting = bodies.entries();
	const lane = async () => {
		for (const [index, body] of waiting) {
			const { status, fault } = await send(receiver, body, index % everyPlain === 0);
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
			if (fault !== null) wrong.push(`${index}: ${status} ${fault} ${body.type} ${shown(body)}`);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, lane));
	return { statuses, wrong };
}

async function send(
	{ url, method, headers, takes, isAction }: Receiver,
	{ type, bytes }: OddBody,
	plain: boolean
): Promise<{ readonly status: number; readonly fault: string | null }> {
	const byScript: Record<string, string> =
		isAction && !plain ? { accept: 'application/json', 'x-sveltekit-action': 'true' } : {};
	const answer = await fetch(url, {
		method,
		redirect: 'manual',
		headers: { 'content-type': type, ...headers, ...byScript },
		body: bytes
	});
	const text = await answer.text();
	if (answer.status >= 500) return { status: answer.status, fault: text.slice(0, 300) };
	if (takes === 'json') return { status: answer.status, fault: jsonFault(answer, text) };
	if (!('accept' in byScript)) return { status: answer.status, fault: null };
	return actionFault(answer.status, text);
}

/** What is wrong with the answer of an endpoint; null when nothing is. */
function jsonFault(answer: Response, text: string): string | null {
	const wanted = answer.status < 400 ? 'application/json' : 'application/problem+json';
	if (answer.headers.get('content-type') !== wanted) return `came as ${answer.headers.get('content-type')}`;
	if (answer.status < 400) return null;
	const { errors } = JSON.parse(text) as { readonly errors?: unknown };
	return faultsFault(errors, 'pointer');
}

/** An action answers with 200 and says in its body what it means. */
function actionFault(status: number, text: string): { readonly status: number; readonly fault: string | null } {
	const answer = JSON.parse(text) as { readonly type: string; readonly status?: number; readonly data?: string };
	const own = answer.status ?? status;
	if (own >= 500) return { status: own, fault: text.slice(0, 300) };
	if (answer.type !== 'failure') return { status: own, fault: null };
	const { faults } = unfolded(answer.data ?? '') as { readonly faults?: unknown };
	return { status: own, fault: faultsFault(faults, 'field') };
}

/** Whether every refusal says where and what. */
function faultsFault(faults: unknown, place: 'pointer' | 'field'): string | null {
	if (!Array.isArray(faults) || faults.length === 0) return 'names no fault';
	for (const fault of faults as Record<string, unknown>[]) {
		const { code, message } = fault;
		if (typeof fault[place] !== 'string') return `names no ${place}`;
		if (!(faultCodes as readonly unknown[]).includes(code)) return `has no such code: ${String(code)}`;
		if (typeof message !== 'string' || message.length < 3 || /undefined|\[object/.test(message))
			return `says ${String(message)}`;
	}
	return null;
}

/** The data of an action: a list in which objects and lists name their parts by where they stand. */
function unfolded(data: string): unknown {
	const parts = JSON.parse(data) as unknown[];
	const at = (index: unknown): unknown => {
		const part = parts[index as number];
		if (Array.isArray(part)) return part.map(at);
		if (typeof part !== 'object' || part === null) return part;
		return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, at(inner)]));
	};
	return at(0);
}

function shown({ bytes }: OddBody): string {
	return JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, 1500));
}
