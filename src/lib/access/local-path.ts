// Where to go after signing in: a path of this site, whatever the address said.

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
