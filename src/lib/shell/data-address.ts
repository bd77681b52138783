// Which page the data that the framework asks for belong to.

/**
 * Address of the page whose data are asked for; null for anything else.
 * @param asked the address asked for, which may be relative to `base`
 */
export function pageOfData(asked: string, base: string): string | null {
	const url = new URL(asked, base);
	const [, path] = /^(.*)\/__data\.json$/.exec(url.pathname) ?? [];
	if (path === undefined) return null;
	url.pathname = path;
	// Kit's own words to the server.
	for (const name of [...url.searchParams.keys()]) if (name.startsWith('x-sveltekit-')) url.searchParams.delete(name);
	return addressOf(url.href);
}

/** As an address may be written in several ways, one of them. */
export function addressOf(href: string): string {
	const { pathname, searchParams } = new URL(href);
	return `${pathname}?${searchParams.toString()}`;
}
