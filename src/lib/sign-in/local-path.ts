// Where to go after signing in: a path of this site, whatever the address said.
import type { SessionOver } from './session-ends.ts';

/** The path with its query, or `fallback` where the text would lead elsewhere. */
export function localPath(text: string | null | undefined, fallback = '/'): string {
	// A name that nobody can own: what leads to another origin than this one leads away.
	const here = 'http://here.invalid';
	if (!text?.startsWith('/') || !URL.canParse(text, here)) return fallback;
	const url = new URL(text, here);
	// "/.//elsewhere" stays here as a text and leads away as an address.
	if (url.origin !== here || url.pathname.startsWith('//')) return fallback;
	const path = url.pathname + url.search + url.hash;
	return encodeURIComponent(path).length > longest ? fallback : path;
}

/** Longest way back, encoded as a parameter: it goes through headers, for which proxies have little room. */
const longest = 1500;

/** The page to sign in on, which leads back to `next` and says why one has to. */
export function signInPath(next: string, over: SessionOver | null): string {
	return `/login?next=${encodeURIComponent(localPath(next))}${over === null ? '' : `&over=${over}`}`;
}
