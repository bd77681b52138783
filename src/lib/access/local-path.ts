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
	return url.pathname + url.search + url.hash;
}

/** The page to sign in on, which leads back to `next` and says why one has to. */
export function signInPath(next: string, over: SessionOver | null): string {
	return `/login?next=${encodeURIComponent(next)}${over === null ? '' : `&over=${over}`}`;
}
