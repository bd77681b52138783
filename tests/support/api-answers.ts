// Where answers of the API pass by: whoever asks in a test tells of them here, and `described-answers.ts` looks at each.

export interface ApiAnswer {
	readonly method: string;
	/** Below /api/v1. */
	readonly path: string;
	readonly status: number;
	/** Without its charset. */
	readonly type: string;
	readonly body: string;
}

type Look = (answer: ApiAnswer) => void;

// Kept with the process: test files that share one read their modules anew.
const kept = globalThis as { jinduAnswerLook?: Look; jinduPlainFetch?: typeof fetch };

/** Has every answer looked at, those to `fetch` too; what the look throws fails the request. */
export function onAnswer(look: Look): void {
	kept.jinduAnswerLook = look;
	const plain = (kept.jinduPlainFetch ??= globalThis.fetch);
	globalThis.fetch = async (input, options) => {
		const answer = await plain(input, options);
		const url = input instanceof Request ? input.url : input.toString();
		const method = options?.method ?? (input instanceof Request ? input.method : 'GET');
		if (isOfApi(url)) tellOf(method, url, answer.status, answer.headers, await answer.clone().text());
		return answer;
	};
}

/** Tells of an answer that came otherwise than by `fetch`. */
export function tellOf(method: string, url: string, status: number, headers: Headers, body: string): void {
	if (!kept.jinduAnswerLook || !isOfApi(url) || body === '') return;
	const type = headers.get('content-type')?.split(';', 1)[0] ?? '';
	// What a proxy refuses by itself is not ours to describe.
	if (type === 'text/html' && headers.get('server')?.startsWith('nginx') && !headers.has('problem-id')) return;
	kept.jinduAnswerLook({ method, path: new URL(url).pathname.replace(/^\/api\/v1/, ''), status, type, body });
}

function isOfApi(url: string): boolean {
	return /^https?:\/\/[^/]+\/api\/v1\//.test(url);
}
